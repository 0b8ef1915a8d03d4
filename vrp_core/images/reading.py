"""Reads photos of any supported format as upright 8-bit RGB, or raises one clear error.

Orientation is applied here and nowhere else. Files are never written.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.errors import ImageChanged
from vrp_core.domain.files import file_digest
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask
from vrp_core.domain.reading import Reading
from vrp_core.images.decoding import Header, decode, read_header
from vrp_core.images.masks import read_mask_file
from vrp_core.images.raster import to_rgb
from vrp_core.images.refusal import refusing, upright

_DEFAULT = Reading()


def read_image(path: Path, reading: Reading = _DEFAULT) -> NDArray[np.uint8]:
    """The (H, W, 3) uint8 RGB picture, upright; the first of several, transparency over white.

    Args:
        path: the file.
        reading: bands and contrast window that override the file's own.

    Raises:
        ImageUnreadable: the file is missing, empty, truncated, of an unknown format, or too large.
    """
    with refusing(path):
        raster = decode(path)
        return upright(to_rgb(raster, reading), raster.orientation)


def read_reduced(path: Path, side: int, reading: Reading = _DEFAULT) -> NDArray[np.uint8]:
    """The (H, W, 3) uint8 RGB picture, upright, its longer side `side` pixels at most.

    JPEG files are decoded at a reduced size, which takes a fraction of the time and memory.

    Raises:
        ImageUnreadable: as for `read_image`.
    """
    with refusing(path):
        raster = decode(path, side)
        pixels = upright(to_rgb(raster, reading), raster.orientation)
        height, width = pixels.shape[:2]
        scale = side / max(height, width)
        if scale >= 1:
            return pixels
        small = max(1, round(width * scale)), max(1, round(height * scale))
        return cv2.resize(pixels, small, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def describe(path: Path) -> Header:
    """The size of the upright picture and the rest of the header.

    Raises:
        ImageUnreadable: as for `read_image`, as far as the header shows it.
    """
    with refusing(path):
        return read_header(path)


def read_size(path: Path) -> Size:
    """Height and width of the upright picture.

    Raises:
        ImageUnreadable: as for `read_image`, as far as the header shows it.
    """
    return describe(path).size


def read_mask(path: Path, value: int | None = None) -> Mask:
    """The (H, W) bool object of a mask file, upright: see `masks.read_mask_file`."""
    return read_mask_file(path, value).region


def digest_of(path: Path) -> str:
    """sha256 of the file's bytes, hex; identifies an image in the feature cache.

    Raises:
        ImageUnreadable: the file cannot be read.
    """
    with refusing(path):
        return file_digest(path)


def check_unchanged(path: Path, digest: str) -> None:
    """Check that a file has not changed since it was added: features and annotations belong to those pixels.

    Raises:
        ImageChanged: the file has changed.
        ImageUnreadable: the file cannot be read.
    """
    if digest_of(path) != digest:
        raise ImageChanged(path)
