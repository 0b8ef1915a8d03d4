"""Labels the photos of shards and writes the results of each in one step."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from vrp_core.scale.labeller import Labeller
from vrp_core.scale.listing import Shard, photos_of
from vrp_core.scale.places import placing
from vrp_core.scale.results import Run, is_finished, write_rows
from vrp_core.scale.rows import Photo, Row


@dataclass(frozen=True, slots=True)
class ShardDone:
    """What became of a shard."""

    shard: Shard
    photos: int
    failed: int
    found: int  # objects
    skipped: bool = False  # its results were there


def label_shards(
    labeller: Callable[[], Labeller],
    source: str,
    shards: Iterable[Shard],
    run: Run,
    out: str,
    progress: Callable[[int], None] = lambda photos: None,
) -> Iterator[ShardDone]:
    """Label the shards whose results are not there yet. A kill loses the shard in work, and nothing else.

    Args:
        labeller: makes the worker; called only if there is work.
        source: see `listing.paths_of`.
        shards: to label, one after the other.
        run: what the results are marked with.
        out: folder of the results, or the address of one.
        progress: called after each photo with the number of photos labelled so far.

    Raises:
        OtherRun: the folder holds results of another run.
        DiskFull, OSError: a file cannot be written.
    """
    worker: Labeller | None = None
    before = 0
    for shard in shards:
        if is_finished(out, shard, run):
            yield ShardDone(shard, 0, 0, 0, skipped=True)
            continue
        worker = worker or labeller()
        counts = _Counts(before, progress)
        photos = (Photo(path) for path in photos_of(source, shard))
        with placing(out, shard.name) as file:
            write_rows(file, counts.counted(worker.label(photos)), run)
        before += counts.photos
        yield ShardDone(shard, counts.photos, counts.failed, counts.found)


class _Counts:
    """Counts photos and rows as they pass."""

    def __init__(self, before: int, progress: Callable[[int], None]) -> None:
        self._before = before
        self.photos = self.failed = self.found = 0
        self._progress = progress

    def counted(self, photos: Iterable[tuple[Row, ...]]) -> Iterator[Row]:
        for rows in photos:
            yield from rows
            self.photos += 1
            self.failed += any(row.error for row in rows)
            self.found += sum(not (row.absent or row.error) for row in rows)
            self._progress(self._before + self.photos)
