"""Reads black-and-white, soft, transparent, numbered and coloured masks: the object, and pixels that are not scored.

Numbered masks are those of Pascal VOC and its followers: 0 is the background, every other number an object or a
category, and 255 an outline that is neither.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from vrp_core.domain.errors import BadFile, ImageUnreadable, MaskAmbiguous
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask
from vrp_core.images.decoding import decode
from vrp_core.images.formats import kind_of
from vrp_core.images.limits import check_size
from vrp_core.images.pillow import opened, orientation_of
from vrp_core.images.png import png_header
from vrp_core.images.raster import Raster
from vrp_core.images.refusal import refusing, upright

_VOID = 255  # "not scored" among numbers
_VOID_COLOR = 0xE0E0C0  # Pascal VOC's cream colour for pixels that are not scored
_SMALL = 100  # if all other numbers are below this, they are categories, and 255 is not a brightness
_FEW = 64  # with more distinct values, a picture is a soft mask or a photograph
_OF_A_MASK = 0.25  # the two commonest of many values cover more in nearly every soft mask, less in most photographs
_GREY_WEIGHTS = (299, 587, 114)  # Pillow's weights from colour to grey


@dataclass(frozen=True, slots=True)
class MaskFile:
    """The content of a mask file, upright."""

    region: Mask  # (H, W) bool: the object
    ignore: Mask  # (H, W) bool: pixels that are neither object nor background


@dataclass(frozen=True, slots=True)
class _Values:
    """A number for each pixel."""

    values: NDArray[np.integer]  # (H, W)
    seen: Mask  # (H, W) bool: pixels that are not transparent
    numbered: bool  # the numbers are identifiers, not brightness
    void: frozenset[int] = frozenset()
    colors: bool = False  # the numbers are 0xRRGGBB
    photograph: bool = False  # the numbers are those of a photograph


def read_mask_file(path: Path, value: int | None = None) -> MaskFile:
    """The object of a mask file: its light or numbered pixels, without transparent ones.

    Of two levels the higher one is the object, so files of 0 and 1 are masks too. One colour on transparency is it.

    Args:
        path: the file.
        value: the number, or colour as 0xRRGGBB, of the object if the file holds several.

    Raises:
        MaskAmbiguous: several values may be the object, or the one asked for is not in the file.
        BadFile: it is a photograph.
        ImageUnreadable: as for `read_image`.
    """
    with refusing(path):
        found, orientation = _read(path)
        region = _object(path, found, value)
        ignore = np.isin(found.values, [void for void in found.void if void != value]) & ~region
        return MaskFile(upright(region, orientation), upright(ignore, orientation))


def _read(path: Path) -> tuple[_Values, int]:
    kind = kind_of(path)
    with suppress(UnidentifiedImageError), opened(path, kind) as picture:
        if picture.mode == "P":
            return _of_palette(picture), _left_to_turn(path, kind, picture)
    raster = decode(path)
    return _of_raster(raster), raster.orientation


def _object(path: Path, found: _Values, value: int | None) -> Mask:
    there = [int(one) for one in np.unique(found.values[found.seen])]
    if value is not None:
        if value not in there:
            raise _ambiguous(path, found, [one for one in there if one])
        return found.seen & (found.values == value)
    if found.numbered:
        objects = [one for one in there if one and one not in found.void] or [one for one in there if one]
        if len(objects) > 1:
            raise _ambiguous(path, found, objects)
        return found.seen & np.isin(found.values, objects)
    if found.photograph:
        raise BadFile(
            path,
            (
                "it is a photograph, not a mask: it has many shades, and no two of them prevail. Give a picture in "
                "which the object is white and everything else black",
            ),
        )
    if len(there) == 1 and not found.seen.all():
        return found.seen
    if len(there) <= 2:
        return found.seen & (found.values == max(there, default=0)) & (found.values > 0)
    half = 127 if found.values.dtype == np.uint8 else max(there) / 2
    return found.seen & (found.values > half)


def _ambiguous(path: Path, found: _Values, objects: Iterable[int]) -> MaskAmbiguous:
    counts = {one: int((found.seen & (found.values == one)).sum()) for one in objects}
    return MaskAmbiguous(path, tuple((_name(found, one), count) for one, count in counts.items()))


def _name(found: _Values, value: int) -> str:
    return f"#{value:06x}" if found.colors else str(value)


# --- from a file's pixels to numbers ----------------------------------------------------------------------------------


def _of_palette(picture: Image.Image) -> _Values:
    """The palette's indices if it begins with black; the brightness if all colours are grey; else the colours."""
    check_size(Size(picture.height, picture.width))
    picture.load()
    numbers = np.asarray(picture)
    palette = np.zeros((256, 3), dtype=np.uint8)
    colors = np.array(picture.getpalette("RGB") or [], dtype=np.uint8).reshape(-1, 3)
    palette[: len(colors)] = colors
    seen = np.ones(numbers.shape, dtype=bool)
    if "transparency" in picture.info:
        seen = np.asarray(picture.convert("RGBA"))[..., 3] > 127
    used = palette[np.unique(numbers[seen])]
    if (used == used[:, :1]).all():
        return _of_levels(palette[numbers][..., 0], seen)
    if not palette[0].any():
        return _Values(numbers, seen, numbered=True, void=frozenset({_VOID}))
    return _of_colors(palette[numbers], seen)


def _left_to_turn(path: Path, kind: str, picture: Image.Image) -> int:
    if kind == "png":
        return png_header(path).orientation
    return 1 if picture.format == "TIFF" else orientation_of(picture)


def _of_raster(raster: Raster) -> _Values:
    samples = raster.samples
    seen = np.ones(raster.size, dtype=bool)
    if raster.alpha is not None:
        seen = raster.alpha > (1 if raster.alpha.dtype == bool else _half(raster.alpha))
    if samples.ndim == 3 and samples.shape[2] < 3:
        samples = samples[..., 0]
    if samples.ndim == 3 and samples.dtype == np.uint8:
        return _of_colors(samples[..., :3], seen)
    levels = samples if samples.ndim == 2 else samples.max(axis=2)
    if levels.dtype == bool:
        levels = levels.astype(np.uint8) * 255
    if levels.dtype.kind == "f":
        levels = np.nan_to_num(levels * (65535 / max(float(np.nanmax(levels)), 1e-9))).astype(np.int64)
    if raster.inverted:
        levels = levels.max(initial=0) - levels
    return _of_levels(levels, seen)


def _half(alpha: NDArray[Any]) -> float:
    return 0.5 if alpha.dtype.kind == "f" else float(np.iinfo(alpha.dtype.str).max) / 2


def _of_colors(colors: NDArray[np.uint8], seen: Mask) -> _Values:
    """(H, W, 3) colours: identifiers if there are few and the background is black, else brightness."""
    if (colors == colors[..., :1]).all():
        return _of_levels(colors[..., 0], seen)
    packed = colors.astype(np.int32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.int32)
    there, counts = np.unique(packed[seen], return_counts=True)
    if (
        0 in there
        and len(there) <= _FEW
        and _are_names(packed, seen, [int(one) for one in there if one not in {0, _VOID_COLOR}])
    ):
        return _Values(packed, seen, numbered=True, void=frozenset({_VOID_COLOR}), colors=True)
    grey = (colors.astype(np.int32) @ np.array(_GREY_WEIGHTS, dtype=np.int32) + 500) // 1000
    return replace(_of_levels(grey.astype(np.uint8), seen), photograph=_is_photograph(counts))


def _of_levels(levels: NDArray[np.integer], seen: Mask) -> _Values:
    """(H, W) grey levels: identifiers if several values fill areas, else brightness."""
    distinct = np.unique(levels[seen])
    there = [int(one) for one in distinct if one]
    if not 2 <= len(there) <= _FEW or len(distinct) == 2:
        eight_bit = levels if levels.dtype == np.uint8 else levels * np.int64(255) // max(1, int(levels.max(initial=0)))
        counts = np.unique(eight_bit[seen], return_counts=True)[1]
        return _Values(levels, seen, numbered=False, photograph=_is_photograph(counts))
    others = [one for one in there if one != _VOID]
    small = max(others) < _SMALL
    void = frozenset({_VOID}) if small and _VOID in there and levels.dtype == np.uint8 else frozenset()
    if (void and len(others) == 1) or _are_names(levels, seen, there):
        return _Values(levels, seen, numbered=True, void=void)
    return _Values(levels, seen, numbered=False)


def _is_photograph(counts: NDArray[np.integer]) -> bool:
    """Whether no two of many values prevail, as object and background do in a mask however soft its edges are.

    `counts` are the pixels of each value.
    """
    return len(counts) > _FEW and bool(np.sort(counts)[-2:].sum() < _OF_A_MASK * counts.sum())


def _are_names(values: NDArray[np.integer], seen: Mask, there: list[int]) -> bool:
    """Whether most values fill areas, unlike those of soft edges and noise, whose neighbours differ."""
    areas = ((seen & (values == one)).astype(np.uint8) for one in there)
    filled = sum(bool(cv2.erode(area, np.ones((3, 3), dtype=np.uint8)).any()) for area in areas)
    return filled >= min(2, len(there)) and len(there) - filled <= filled


def read_bits(path: Path) -> MaskFile:
    """`read_mask_file` for a data set, where no user can choose the value.

    Raises:
        ImageUnreadable: it cannot be read, it is a photograph, or several values may be the object.
    """
    try:
        return read_mask_file(path)
    except MaskAmbiguous as error:
        values = ", ".join(name for name, _ in error.values)
        raise ImageUnreadable(path, f"it holds several values ({values}), so the object is ambiguous") from error
    except BadFile as error:
        raise ImageUnreadable(path, error.problems[0]) from error
