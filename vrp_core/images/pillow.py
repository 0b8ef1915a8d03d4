"""Reads pictures with Pillow: all 8-bit pictures except TIFFs of plain samples."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from vrp_core.domain.geometry import Size
from vrp_core.images.jpeg import decode_cut_off
from vrp_core.images.limits import check_memory, check_size
from vrp_core.images.png import pixels_only
from vrp_core.images.raster import Raster

Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit is lower than this program's; `limits` replaces it

_FORMATS = (
    *("JPEG", "PNG", "GIF", "BMP", "DIB", "WEBP", "TIFF", "AVIF", "HEIF", "JPEG2000"),
    *("PPM", "PCX", "SGI", "SUN", "QOI", "DDS", "PSD"),
)
_MARKLESS = {".tga", ".icb", ".vda", ".vst"}  # TGA files have no signature, only a suffix
_ORIENTATION = 274
_STRIP = 1 << 22  # bytes converted at a time


@contextmanager
def opened(path: Path, kind: str) -> Iterator[Image.Image]:
    """Open a picture and read its header. `kind` is `formats.kind_of` of the file."""
    with path.open("rb") as file:  # a file that Pillow opens itself is memory-mapped; a rotated TIFF gets wrong rows
        try:
            picture = _open(file, path, kind)
        except Exception:
            if kind != "png":
                raise
            picture = Image.open(pixels_only(path), formats=["PNG"])
        with picture:
            yield picture


def read_pillow(path: Path, kind: str, side: int = 0) -> Raster:
    """Decode the first picture.

    Args:
        path: the file.
        kind: `formats.kind_of` of it.
        side: the longer side may be reduced to this if that makes decoding faster; 0 means full size.
    """
    with opened(path, kind) as picture:
        size = Size(picture.height, picture.width)
        check_size(size)
        if side and picture.format == "JPEG" and max(size) > side:
            share = side / max(size)
            picture.draft("RGB", (max(1, int(size.width * share)), max(1, int(size.height * share))))
        check_memory(Size(picture.height, picture.width), 4 + 3)
        orientation = 1 if picture.format == "TIFF" else orientation_of(picture)  # Pillow itself turns a TIFF
        return _raster(_loaded(picture, path, kind), orientation)


def orientation_of(picture: Image.Image) -> int:
    """EXIF orientation; 1 if the block cannot be parsed."""
    with suppress(Exception):  # a damaged block makes Pillow raise anything
        return int(picture.getexif().get(_ORIENTATION, 1))
    return 1


def frames_of(picture: Image.Image) -> int:
    """The number of pictures in a file. Extra pictures that phones append to a JPEG photo do not count."""
    if picture.format in {"JPEG", "MPO"} or not getattr(picture, "is_animated", False):
        return 1
    return int(getattr(picture, "n_frames", 1))


def _open(file: BinaryIO, path: Path, kind: str) -> Image.Image:
    if kind == "heif":
        _learn_heif()
    formats = ("TGA",) if not kind and path.suffix.lower() in _MARKLESS else _FORMATS
    return Image.open(file, formats=[one for one in formats if one != "HEIF" or kind == "heif"])


@cache
def _learn_heif() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()


def _loaded(picture: Image.Image, path: Path, kind: str) -> Image.Image:
    """The decoded picture. Damage outside the pixels, or at the very end, is accepted."""
    try:
        picture.load()
        return picture
    except MemoryError:
        raise
    except Exception:
        if kind == "jpeg":
            return decode_cut_off(path)
        if kind != "png":
            raise
    again = Image.open(pixels_only(path), formats=["PNG"])
    again.load()
    return again


def _raster(picture: Image.Image, orientation: int) -> Raster:
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;16"):
        return Raster(np.asarray(picture), orientation=orientation)
    if picture.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in picture.info:
        pixels = _pixels(picture, "RGBA", 4)
        return Raster(pixels[..., :3], alpha=pixels[..., 3], orientation=orientation)
    if picture.mode in {"L", "1"}:
        return Raster(_pixels(picture, "L", 1)[..., 0], orientation=orientation)
    return Raster(_pixels(picture, "RGB", 3), orientation=orientation)


def _pixels(picture: Image.Image, mode: str, channels: int) -> NDArray[np.uint8]:
    """(H, W, channels), converted a few rows at a time: a whole copy in Pillow would double the memory."""
    width, height = picture.size
    pixels = np.empty((height, width, channels), dtype=np.uint8)
    step = max(1, _STRIP // (width * 4))
    for top in range(0, height, step):
        strip = picture.crop((0, top, width, min(top + step, height))).convert(mode)
        pixels[top : top + step] = np.asarray(strip).reshape(strip.height, width, channels)
    return pixels
