"""Which photos a run labels, and which of them belong to a shard."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vrp_core.domain.errors import BadFile, NotFound, NothingToDo
from vrp_core.images.folder import find_images
from vrp_core.images.formats import SUFFIXES
from vrp_core.scale.places import is_address, objects_below, parquet_file, reading

_COLUMN = "path"


@dataclass(frozen=True, slots=True)
class Listing:
    """The size and the identity of a list of photos."""

    photos: int
    digest: str  # sha256 of the paths, hex


@dataclass(frozen=True, slots=True)
class Shard:
    """Every `of`-th photo of a list, from number `index`."""

    index: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.index < self.of:
            raise ValueError(f"a shard is I/N with I from 0 to N-1, not {self.index}/{self.of}")

    @property
    def name(self) -> str:
        """The name of its results."""
        return f"shard-{self.index:05}-of-{self.of:05}.parquet"


def paths_of(source: str) -> Iterator[str]:
    """The photos of a source, one by one, in an order that does not change.

    Args:
        source: a text file with one path on each line; a Parquet file with a column `path`; a folder; or the address of
            a folder of an object store.

    Raises:
        NotFound: there is no such file or folder.
        BadFile: a Parquet file is damaged or has no such column, or a text is not UTF-8.
        ExtraMissing: fsspec or pyarrow is needed.
        OSError: it cannot be read.
    """
    suffix = PurePosixPath(source).suffix.lower()
    if not is_address(source) and not Path(source).exists():
        raise NotFound("list or folder", source)
    if suffix == ".parquet":
        yield from _of_parquet(source)
    elif not is_address(source) and Path(source).is_dir():
        yield from (str(path) for path in find_images(Path(source)))
    elif is_address(source) and suffix not in {".txt", ".lst", ".csv"}:
        yield from (one for one in objects_below(source) if PurePosixPath(one).suffix.lower() in SUFFIXES)
    else:
        yield from _of_text(source)


def _of_text(source: str) -> Iterator[str]:
    with reading(source) as file:
        try:
            yield from (line for raw in file if (line := raw.decode("utf-8-sig").strip()))
        except UnicodeDecodeError as error:
            raise BadFile(
                Path(source), ("it is no list of paths: a text in UTF-8, with one path on each line",)
            ) from error


def _of_parquet(source: str) -> Iterator[str]:
    with parquet_file(source) as table:
        if _COLUMN not in table.schema_arrow.names:
            raise BadFile(Path(source), (f"it has no column {_COLUMN!r}",))
        for batch in table.iter_batches(columns=[_COLUMN]):
            yield from (str(path) for path in batch.column(0).to_pylist() if path)


def measure(source: str) -> Listing:
    """Count the photos of a source.

    Raises:
        NothingToDo: there are none.
        NotFound, BadFile, ExtraMissing, OSError: as for `paths_of`.
    """
    checksum, count = hashlib.sha256(), 0
    for path in paths_of(source):
        checksum.update(path.encode("utf-8", "surrogateescape") + b"\n")
        count += 1
    if not count:
        raise NothingToDo(f"photos in {source}", "give a list of paths, or a folder of photos")
    return Listing(count, checksum.hexdigest())


def photos_of(source: str, shard: Shard) -> Iterator[str]:
    """The photos of a shard, one by one."""
    return (path for number, path in enumerate(paths_of(source)) if number % shard.of == shard.index)
