"""Lets Ray Data distribute photos over a cluster: the same worker and the same files as `shards`, cut by Ray.

Ray restarts workers that die and repeats what they had in hand. Its checkpoint, kept beside the results, names the
photos that are done, so a run that is started again does only the others.
"""

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vrp_core.domain.errors import ExtraMissing
from vrp_core.scale.bundle import Bundle, open_bundle
from vrp_core.scale.labeller import Labeller
from vrp_core.scale.listing import measure, paths_of
from vrp_core.scale.places import is_address, joined, names_in, needed, placing
from vrp_core.scale.results import SUFFIX, Run, batched, check_folder, run_of, table_of
from vrp_core.scale.rows import Photo, storable

_BATCH = 32  # photos that a worker gets at once
_MOST_FILES = 4096  # of results; a worker that dies loses what would have become one
_LIST, _CHECKPOINT = "list", "checkpoint"  # folders beside the results
_PENDING = ".pending.parquet"  # ends the names of parts of the checkpoint whose results may be incomplete


@dataclass(frozen=True, slots=True)
class Cluster:
    """What a run takes of Ray's cluster."""

    workers: int = 1
    gpus: float = 0  # of each worker
    cpus: float = 1
    device: str = "auto"


class RayLabeller:
    """The worker as Ray Data's `map_batches` calls it: a table with the column `path` in, a table of rows out."""

    def __init__(self, bundle: str, device: str, run: Run) -> None:
        self._labeller = Labeller(open_bundle(Path(bundle)), device)
        self._run = run

    def __call__(self, batch: Any) -> Any:
        photos = (Photo(path) for path in batch.column("path").to_pylist())
        return table_of([row for rows in self._labeller.label(photos) for row in rows], self._run)


def label_on_ray(bundle: Bundle, source: str, out: str, cluster: Cluster) -> bool:
    """Label all photos of a source, or those that an earlier run did not finish.

    Returns whether there were any. Where there are none, neither Ray nor a worker is started.

    Args:
        bundle: its file must be at the same path on every node.
        source: see `listing.paths_of`; read here, so the nodes need the photos alone.
        out: folder of the results that every node sees, or the address of one.
        cluster: of the Ray that RAY_ADDRESS names, or of one that is started here.

    Raises:
        ExtraMissing: Ray is not installed.
        OtherRun: the folder holds results of another run.
    """
    listing = measure(source)
    run = run_of(bundle, listing, shards=0)
    folder = out if is_address(out) else str(Path(out).absolute())
    if check_folder(out, run) and _is_finished(source, joined(folder, _CHECKPOINT)):
        return False
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is reported to Ray's makers
    try:
        import ray.data
        from ray.data.checkpoint import CheckpointConfig
    except ModuleNotFoundError as error:
        raise ExtraMissing("Labelling with Ray", "ray") from error
    _write_list(source, joined(folder, _LIST))
    context = ray.data.DataContext.get_current()
    context.checkpoint_config = CheckpointConfig(
        id_column="path", checkpoint_path=joined(folder, _CHECKPOINT), delete_checkpoint_on_success=False
    )
    block = max(_BATCH, math.ceil(listing.photos / _MOST_FILES))
    try:
        photos = ray.data.read_parquet(joined(folder, _LIST), columns=["path"])
        photos.repartition(target_num_rows_per_block=block).map_batches(
            RayLabeller,
            fn_constructor_args=(str(bundle.path.absolute()), cluster.device, run),
            batch_size=_BATCH,
            batch_format="pyarrow",
            num_gpus=cluster.gpus,
            num_cpus=cluster.cpus,
            compute=ray.data.ActorPoolStrategy(size=cluster.workers),
        ).write_parquet(folder, compression="zstd", write_page_checksum=True)
    finally:
        context.checkpoint_config = None
    return True


def _is_finished(source: str, checkpoint: str) -> bool:
    """Whether Ray's checkpoint names every photo, and nothing is left in it that Ray would clear up."""
    names = [name for name in names_in(checkpoint) if name.endswith(SUFFIX)]
    if any(name.endswith(_PENDING) for name in names):
        return False
    done: set[str] = set()
    for name in names:
        done.update(paths_of(joined(checkpoint, name)))
    return all(storable(path) in done for path in paths_of(source))


def _write_list(source: str, folder: str) -> None:
    """The list as Parquet, whose row groups Ray shares out."""
    arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
    schema = arrow.schema([("path", arrow.string())])
    with placing(folder, "photos.parquet") as file, parquet.ParquetWriter(file, schema) as writer:
        for batch in batched(paths_of(source), _BATCH):
            writer.write_table(arrow.table({"path": [storable(path) for path in batch]}, schema=schema))
