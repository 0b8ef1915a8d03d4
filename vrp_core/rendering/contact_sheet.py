"""One picture of many: photos in a grid with their masks painted on, for a quick look at a pass."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from vrp_core.domain.files import write_file
from vrp_core.domain.masks import Mask
from vrp_core.domain.outputs import marked

_TILE = 320  # width and height of a photo's place, pixels
_CAPTION = 40
_GAP = 12
_PAPER = (250, 250, 248)
_INK = (40, 40, 40)
_FILL = 0.45  # opacity of a mask
_QUIET = (110, 110, 110)


@dataclass(frozen=True, slots=True)
class Tile:
    """One photo of the sheet."""

    image: NDArray[np.uint8]  # (H, W, 3) RGB
    masks: tuple[tuple[Mask, tuple[int, int, int]], ...]  # each with its RGB colour
    caption: str
    note: str = ""


def contact_sheet(tiles: Sequence[Tile], columns: int = 4) -> NDArray[np.uint8]:
    """The tiles side by side, (H, W, 3) uint8 RGB."""
    pictures = [Image.fromarray(paint(tile)) for tile in tiles]
    rows = [range(start, min(start + columns, len(tiles))) for start in range(0, len(tiles), columns)]
    heights = [max(pictures[index].height for index in row) for row in rows]  # a row is as high as its highest photo
    height = sum(heights) + len(rows) * (_CAPTION + _GAP) + _GAP
    sheet = Image.new("RGB", (columns * (_TILE + _GAP) + _GAP, height), _PAPER)
    draw = ImageDraw.Draw(sheet)
    top = _GAP
    for row, row_height in zip(rows, heights, strict=True):
        for column, index in enumerate(row):
            left, bottom = _GAP + column * (_TILE + _GAP), top + row_height
            picture = pictures[index]
            sheet.paste(picture, (left + (_TILE - picture.width) // 2, bottom - picture.height))
            draw.text((left, bottom + 4), tiles[index].caption, fill=_INK, font=ImageFont.load_default(14))
            draw.text((left, bottom + 21), tiles[index].note, fill=_QUIET, font=ImageFont.load_default(13))
        top += row_height + _CAPTION + _GAP
    return np.asarray(sheet)


def paint(tile: Tile) -> NDArray[np.uint8]:
    """A photo with its masks filled and outlined, scaled to a tile: (h, w, 3) uint8 RGB."""
    scale = _TILE / max(tile.image.shape[:2])
    size = (max(1, round(tile.image.shape[1] * scale)), max(1, round(tile.image.shape[0] * scale)))
    picture = np.asarray(Image.fromarray(tile.image).resize(size, Image.Resampling.LANCZOS)).copy()
    for mask, color in tile.masks:
        resized = np.asarray(Image.fromarray(mask.astype(np.uint8) * 255).resize(size, Image.Resampling.BILINEAR)) > 127
        picture[resized] = (picture[resized] * (1 - _FILL) + np.array(color) * _FILL).astype(np.uint8)
        contours, _ = cv2.findContours(resized.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(picture, contours, -1, color, 2, cv2.LINE_AA)
    return picture


def save_sheet(tiles: Sequence[Tile], path: Path, columns: int = 4) -> None:
    """Write the sheet as a PNG, whole or not at all."""
    content = io.BytesIO()
    Image.fromarray(contact_sheet(tiles, columns)).save(content, format="PNG", pnginfo=marked())
    write_file(path, content.getvalue())
