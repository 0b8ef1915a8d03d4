"""Pictures of a training: what the weights found before and find now on a few validation pairs."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from safetensors.torch import load_file, save
from torch import Tensor

from vrp_core.datasets.episodes import Episode
from vrp_core.domain.files import write_file
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import mask_iou
from vrp_core.models.transforms import mask_of_logits
from vrp_core.rendering.contact_sheet import Tile, paint, save_sheet
from vrp_core.rendering.painting import FOUND, MARK, TRUTH, shrunk, visible
from vrp_core.training.batches import EpisodeTensors

_FOLDER = "pictures"
_BEFORE = "before.safetensors"


def keep_before(out: Path, episodes: Sequence[Episode], logits: Mapping[int, Tensor]) -> None:
    """Save the predictions of the weights that the training started from; a resumed run reads them.

    Args:
        out: the run's folder.
        episodes: the validation pairs.
        logits: index of a pair -> its (256, 256) mask logits.
    """
    content = save({_key(episodes[index]): one.half() for index, one in logits.items()})
    write_file(out / _FOLDER / _BEFORE, content)


def save_picture(
    out: Path, step: int, episodes: Sequence[Episode], tensors: EpisodeTensors, now: Mapping[int, Tensor]
) -> Path:
    """Draw the pairs, one to a row: reference, target, before (where it is known), now, truth; gives the file."""
    before = _read_before(out)
    shown = [(episodes[index], logits) for index, logits in sorted(now.items())]
    rows = []
    for episode, logits in shown:
        found = {"before": before.get(_key(episode)), "now": logits} if before else {"now": logits}
        rows.append(_row(episode, tensors, found))
    path = out / _FOLDER / f"step-{step:06}.png"
    save_sheet([tile for row in rows for tile in row], path, columns=len(rows[0]))
    return path


def _read_before(out: Path) -> dict[str, Tensor]:
    """Pair -> (256, 256) mask logits of the weights that the training started from; empty where none were kept."""
    path = out / _FOLDER / _BEFORE
    return {key: one.float() for key, one in load_file(path).items()} if path.is_file() else {}


def _key(episode: Episode) -> str:
    """A pair's name: its number would name another one after a project has got more photos."""
    return f"{episode.category}: {episode.reference.image} -> {episode.target.image}, {episode.seed}"


def _row(episode: Episode, tensors: EpisodeTensors, found: Mapping[str, Tensor | None]) -> list[Tile]:
    mark = visible(tensors.annotation(episode), episode.kind)
    target = paint(Tile(episode.target.pixels(), (), ""))  # small, for all that is painted on it
    size = Size(*target.shape[:2])
    truth = shrunk(tensors.truth(episode), size)
    tiles = [
        Tile(episode.reference.pixels(), ((mark, MARK),), f"{episode.category}: reference"),
        Tile(target, (), "target"),
    ]
    for caption, logits in found.items():
        if logits is None:  # another pair than those that were shown before
            tiles.append(Tile(target, (), f"{caption}: not kept"))
            continue
        mask = mask_of_logits(logits, size)
        tiles.append(Tile(target, ((mask, FOUND),), f"{caption}: IoU {mask_iou(mask, truth):.2f}"))
    return [*tiles, Tile(target, ((truth, TRUTH),), "truth")]
