"""One picture of an evaluation: random, best and worst pairs side by side, the reference beside its target."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from vrp_core.datasets.samples import SampleSource
from vrp_core.domain.files import write_file
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, decode
from vrp_core.domain.outputs import marked
from vrp_core.evaluation.evaluate import Outcome
from vrp_core.rendering.contact_sheet import Tile, contact_sheet, paint
from vrp_core.rendering.painting import FOUND, MARK, TRUTH, shrunk, visible

_NAME_END = 10  # characters of a long file name that are shown at each end


def choose(outcomes: Sequence[Outcome], each: int, seed: int) -> dict[str, list[Outcome]]:
    """At most `each` random, best and worst outcomes by their IoU. A random one may also be among the best or worst."""
    count = min(each, len(outcomes))
    order = sorted(range(len(outcomes)), key=lambda index: outcomes[index].iou)
    drawn = np.random.default_rng(seed).choice(len(outcomes), size=count, replace=False)
    return {
        "random": [outcomes[int(index)] for index in drawn],
        "best": [outcomes[index] for index in reversed(order[len(order) - count :])],
        "worst": [outcomes[index] for index in order[:count]],
    }


def least_sure_to_be_empty(absent: Sequence[Outcome], each: int) -> list[Outcome]:
    """The targets without the object on which something was found with most confidence."""
    return sorted(absent, key=lambda outcome: -outcome.confidence)[:each]


def picture(groups: Mapping[str, Sequence[Outcome]], source: SampleSource) -> NDArray[np.uint8]:
    """The groups side by side, a pair to a row: (H, W, 3) uint8 RGB.

    Args:
        groups: name -> outcomes.
        source: the data set they came from.
    """
    rows = max(len(group) for group in groups.values())
    tiles = [
        tile
        for row in range(rows)
        for name, group in groups.items()
        for tile in (_pair(name, group[row], source) if row < len(group) else (_NOTHING, _NOTHING))
    ]
    return contact_sheet(tiles, columns=2 * len(groups))


def save_picture(pixels: NDArray[np.uint8], path: Path, description: str) -> None:
    """Write an (H, W, 3) RGB picture as a PNG that carries what made it, whole or not at all."""
    info = marked()
    info.add_itxt("Description", description)
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, format="PNG", pnginfo=info)
    write_file(path, content.getvalue())


def _pair(name: str, outcome: Outcome, source: SampleSource) -> tuple[Tile, Tile]:
    return _reference(name, outcome), _target(outcome, source)


def _reference(name: str, outcome: Outcome) -> Tile:
    """The reference with what was marked, over what SAM made of it where it was asked."""
    case = outcome.case
    shown = [visible(decode(case.mark), case.episode.kind)]
    if case.region != case.mark:
        shown.insert(0, decode(case.region))
    others = f" and {outcome.references - 1} more" if outcome.references > 1 else ""
    note = f"{_short(case.episode.reference.image)}{others}, yellow: {case.episode.kind}"
    masks = tuple((one, MARK) for one in shown)
    return Tile(case.episode.reference.pixels(), masks, f"{name}: {outcome.category}", note)


def _target(outcome: Outcome, source: SampleSource) -> Tile:
    """The target with the found mask filled and the truth's outline on top."""
    case = outcome.case
    target = case.episode.target
    tile = Tile(target.pixels(), ((decode(case.found), FOUND),), "")
    small = paint(tile)
    if case.episode.absent:
        caption = f"absent, {'left empty' if outcome.empty else f'confidence {outcome.confidence:.2f}'}"
        return replace(tile, image=small, masks=(), caption=caption, note=f"{_short(target.image)}, magenta: found")
    _outline(small, source.mask(target))
    caption = f"IoU {outcome.iou:.2f}, confidence {outcome.confidence:.2f}"
    note = f"{_short(target.image)}, magenta: found, blue: truth"
    return replace(tile, image=small, masks=(), caption=caption, note=note)


def _outline(picture: NDArray[np.uint8], truth: Mask) -> None:
    """Draw the outline of an (H, W) bool mask onto an (h, w, 3) picture of the same photo."""
    small = shrunk(truth, Size(*picture.shape[:2]))
    contours, _ = cv2.findContours(small.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(picture, contours, -1, TRUTH, 2, cv2.LINE_AA)


def _short(path: Path) -> str:
    """A file's name, its middle left out where it is long."""
    return path.name if len(path.name) <= 2 * _NAME_END else f"{path.name[:_NAME_END]}…{path.name[-_NAME_END:]}"


_NOTHING = Tile(np.full((1, 1, 3), 250, dtype=np.uint8), (), "")
