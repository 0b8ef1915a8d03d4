"""Results as Parquet: one file for each shard, with a note of the run that it belongs to."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from msgspec import Struct

from vrp_core.domain.annotations import Label
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.documents import Count, typed, typed_text
from vrp_core.domain.errors import BadFile, NothingToDo, OtherRun
from vrp_core.scale.bundle import Bundle, BundledLabel
from vrp_core.scale.listing import Listing, Shard
from vrp_core.scale.places import joined, names_in, needed, parquet_file
from vrp_core.scale.rows import COLUMNS, Row

_NOTE = b"vrp-annotator"
_FORMAT = "vrp-annotator-results/1"
_BATCH = 512  # rows that are written together
_READ_TOGETHER = 64  # rows that are in memory together while a file is read: their masks can be large
SUFFIX = ".parquet"

Item = TypeVar("Item")


class Run(Struct, frozen=True):
    """What all shards of a run have in common."""

    format: str
    bundle: str  # digest
    listing: str  # digest; "" where another program cut the list
    photos: Count  # of the whole list
    shards: Count
    config: SegmentConfig
    labels: tuple[BundledLabel, ...]

    def difference(self, other: "Run") -> str:
        """In what two runs differ; empty if they are one."""
        words = {"bundle": "another bundle", "listing": "another list of photos", "shards": "another number of shards"}
        return ", ".join(word for name, word in words.items() if getattr(self, name) != getattr(other, name))


def run_of(bundle: Bundle, listing: Listing | None, shards: int) -> Run:
    """The run of a bundle over a list; without a list, one that another program cuts into parts."""
    digest, photos = (listing.digest, listing.photos) if listing is not None else ("", 0)
    return Run(_FORMAT, bundle.digest, digest, photos, shards, bundle.config, bundle.manifest.labels)


def schema_of(run: Run) -> Any:
    """The Arrow schema of the rows, which carries the note of the run."""
    arrow = needed("pyarrow")
    kinds = {
        **dict.fromkeys(("path", "digest", "label", "counts", "error"), arrow.string()),
        **dict.fromkeys(("height", "width", "instance"), arrow.int32()),
        **dict.fromkeys(("predicted_iou", "prior_agreement", "cycle_iou", "confidence", "seconds"), arrow.float64()),
        "absent": arrow.bool_(),
    }
    optional = {"predicted_iou", "prior_agreement", "cycle_iou", "confidence"}
    columns = [arrow.field(name, kinds[name], nullable=name in optional) for name in COLUMNS]
    return arrow.schema(columns, metadata={_NOTE: json.dumps(_plain(run)).encode()})


def _plain(run: Run) -> dict[str, Any]:
    values = {name: getattr(run, name) for name in Run.__struct_fields__}
    return {**values, "config": asdict(run.config), "labels": [asdict(label) for label in run.labels]}


def table_of(rows: Sequence[Row], run: Run) -> Any:
    """The rows as an Arrow table."""
    return needed("pyarrow").Table.from_pylist([asdict(row) for row in rows], schema=schema_of(run))


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items, a few at a time."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def write_rows(file: BinaryIO, rows: Iterable[Row], run: Run) -> None:
    """Write rows as they come; few are in memory at the same time."""
    parquet = needed("pyarrow.parquet")
    with parquet.ParquetWriter(file, schema_of(run), compression="zstd", write_page_checksum=True) as writer:
        for batch in batched(rows, _BATCH):
            writer.write_table(table_of(batch, run))


def note_of(path: str) -> Run:
    """The run that a file of results belongs to.

    Raises:
        BadFile: it is no file of results, or is damaged.
        OSError: it cannot be read.
    """
    with parquet_file(path) as file:
        return _note(path, file)


def _note(path: str, file: Any) -> Run:
    try:
        note = typed_text((file.schema_arrow.metadata or {})[_NOTE], Run)
        if note.format != _FORMAT or tuple(file.schema_arrow.names) != COLUMNS:
            raise ValueError("its columns are others")
    except (KeyError, ValueError) as error:
        raise BadFile(Path(path), (f"it is no file of results of this program ({error})",)) from error
    return note


def check_folder(folder: str, run: Run, but: str = "") -> list[str]:
    """The files of results in a folder, of which one is looked into: they must be of this run.

    Args:
        folder: of results.
        run: what is to be added to it.
        but: name of a file that is not looked into.

    Raises:
        OtherRun: the folder holds results of another run.
        BadFile: the file is damaged.
    """
    names = [name for name in names_in(folder) if name.endswith(SUFFIX)]
    for name in [name for name in names if name != but][:1]:
        _check(folder, name, run)
    return names


def _check(folder: str, name: str, run: Run) -> None:
    difference = note_of(joined(folder, name)).difference(run)
    if difference:
        raise OtherRun(folder, difference)


def is_finished(folder: str, shard: Shard, run: Run) -> bool:
    """Whether a shard's results are there. A damaged file counts as missing and is replaced.

    Raises:
        OtherRun, BadFile: as for `check_folder`.
    """
    if shard.name not in check_folder(folder, run, shard.name):
        return False
    try:
        _check(folder, shard.name, run)
    except BadFile:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a run in a folder."""

    folder: str
    files: tuple[str, ...]  # in natural order
    run: Run

    @property
    def labels(self) -> tuple[Label, ...]:
        """What was searched for."""
        return tuple(one.label for one in self.run.labels)

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The shards that are not there."""
        wanted = [Shard(index, self.run.shards).name for index in range(self.run.shards)]
        there = {file.replace("\\", "/").rsplit("/", 1)[-1] for file in self.files}
        return tuple(name for name in wanted if name not in there)

    def rows(self, columns: Sequence[str] = COLUMNS) -> Iterator[Row]:
        """Every row, a few at a time.

        Args:
            columns: the others are not read, and hold what the row of a failed photo holds.

        Raises:
            BadFile: a file is damaged, or holds values that this program does not write.
        """
        for file in self.files:
            yield from rows_of(file, columns)


def open_results(folder: str) -> Results:
    """The results in a folder, all of one run.

    Raises:
        NothingToDo: there are none.
        OtherRun: they belong to several runs.
        BadFile: a file is damaged.
    """
    files = tuple(joined(folder, name) for name in names_in(folder) if name.endswith(SUFFIX))
    if not files:
        raise NothingToDo(f"results in {folder}", "label photos into it first: vrp-annotator label")
    run = note_of(files[0])
    for file in files[1:]:
        difference = note_of(file).difference(run)
        if difference:
            raise OtherRun(folder, difference)
    return Results(folder, files, run)


def rows_of(file: str, columns: Sequence[str] = COLUMNS) -> Iterator[Row]:
    """The rows of one file; `columns` as for `Results.rows`."""
    unread = {name: value for name, value in _UNREAD.items() if name not in columns}
    with parquet_file(file) as table:
        _note(file, table)
        left = table.metadata.num_rows
        for batch in table.iter_batches(batch_size=_READ_TOGETHER, columns=list(columns)):
            left -= len(batch)
            for values in batch.to_pylist():
                try:
                    yield typed({**unread, **values}, Row)
                except ValueError as error:
                    raise BadFile(Path(file), (f"it holds a row that no worker writes: {error}",)) from error
    if left:  # checksums are of pages without their headers
        raise BadFile(Path(file), ("rows are missing",))


_UNREAD: dict[str, Any] = {
    **dict.fromkeys(("path", "digest", "label", "counts", "error"), ""),
    **dict.fromkeys(("height", "width", "instance"), 0),
    **dict.fromkeys(("predicted_iou", "prior_agreement", "cycle_iou", "confidence")),
    "absent": False,
    "seconds": 0.0,
}
