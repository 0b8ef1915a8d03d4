"""Chooses the decoder of a file and reads headers. No other module knows all decoders."""

import re
from dataclasses import dataclass
from pathlib import Path

import cv2
import imagecodecs
import numpy as np
from PIL import UnidentifiedImageError

from vrp_core.domain.geometry import Size
from vrp_core.images.formats import kind_of
from vrp_core.images.limits import TooLarge, check_memory, check_size
from vrp_core.images.pillow import frames_of, opened, orientation_of, read_pillow
from vrp_core.images.png import png_header, read_deep_png
from vrp_core.images.raster import Raster

TURNED = frozenset({5, 6, 7, 8})  # orientations that swap height and width

_JP2_DEPTH = re.compile(rb"\xff\x4f\xff\x51.{36}(..)(.)", re.DOTALL)  # its SIZ marker: channels, bits - 1
_PNM_DEPTH = re.compile(rb"P[256]\s+(?:#[^\n]*\n\s*)*\d+\s+(?:#[^\n]*\n\s*)*\d+\s+(?:#[^\n]*\n\s*)*(\d+)\s")
_HEADER = 1 << 16  # bytes at the start of a file that contain its header


@dataclass(frozen=True, slots=True)
class Header:
    """What a file's header says about its picture."""

    size: Size  # upright
    pictures: int = 1  # number of pictures in the file; the first is read
    bands: int = 3


def read_header(path: Path) -> Header:
    """Read the header; only formats without a reliable header are decoded."""
    kind = kind_of(path)
    if kind == "png":
        png = png_header(path)
        check_size(png.size)
        if png.bits < 16:
            with opened(path, kind):  # that the rest of its header is whole
                pass
        return Header(_turned(png.size, png.orientation), png.frames)
    if kind == "dicom":
        from vrp_core.images.dicom import dicom_header  # pydicom takes a fifth of the window's start

        return Header(*dicom_header(path))
    if kind == "tiff":
        return _tiff_header(path)
    with opened(path, kind) as picture:
        size = Size(picture.height, picture.width)
        check_size(size)
        return Header(_turned(size, orientation_of(picture)), frames_of(picture))


def decode(path: Path, side: int = 0) -> Raster:
    """The samples of the first picture; `side` as for `read_pillow`."""
    kind = kind_of(path)
    if kind == "png":
        png = png_header(path)
        check_size(png.size)
        if png.bits == 16:
            return read_deep_png(path, png)
        raster = read_pillow(path, kind)
        return Raster(raster.samples, raster.alpha, orientation=png.orientation)
    if kind == "dicom":
        from vrp_core.images.dicom import read_dicom

        return read_dicom(path)
    if kind == "tiff":
        return _tiff(path)
    if kind in {"jp2", "pnm"} and _is_deep(path, kind):
        return _deep(path, kind)
    return read_pillow(path, kind, side)


def _turned(size: Size, orientation: int) -> Size:
    return Size(size.width, size.height) if orientation in TURNED else size


def _tiff_header(path: Path) -> Header:
    from vrp_core.images.tiff import tiff_header  # tifffile takes a twentieth of the window's start

    try:
        header = tiff_header(path)
    except TooLarge:
        raise
    except Exception as error:
        return Header(Size(*_pillow_instead(path, error).size))
    return Header(_turned(header.size, header.orientation), header.pages, header.bands)


def _tiff(path: Path) -> Raster:
    """Plain samples unchanged. Pillow reads colour models and everything else it knows, and turns them upright."""
    from vrp_core.images.tiff import read_tiff, tiff_header

    try:
        header = tiff_header(path)
    except TooLarge:
        raise
    except Exception as error:
        return _pillow_instead(path, error)
    try:
        raster = read_tiff(path) if header.plain else read_pillow(path, "tiff")
    except (TooLarge, MemoryError):
        raise
    except Exception:
        if not header.eight_bit:
            raise
        raster = read_pillow(path, "tiff") if header.plain else read_tiff(path)
    if _turned(raster.size, raster.orientation) != _turned(header.size, header.orientation):
        raise ValueError("its header and its content differ in size")
    return raster


def _pillow_instead(path: Path, error: Exception) -> Raster:
    """A TIFF whose header tifffile cannot read; if Pillow fails too, the first error is raised, which says more."""
    try:
        return read_pillow(path, "tiff")
    except UnidentifiedImageError:
        raise error from None


def _is_deep(path: Path, kind: str) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEADER)
    if kind == "jp2":
        found = _JP2_DEPTH.search(head)
        return found is not None and (found[2][0] & 0x7F) + 1 > 8
    found = _PNM_DEPTH.match(head)
    return found is not None and int(found[1]) > 255


def _deep(path: Path, kind: str) -> Raster:
    with opened(path, kind) as picture:
        size = Size(picture.height, picture.width)
    check_size(size)
    check_memory(size, 6 + 3)
    data = np.fromfile(path, dtype=np.uint8)
    if kind == "jp2":
        samples = imagecodecs.jpeg2k_decode(data)
    else:
        found = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
        if found is None:
            raise ValueError("its pixels cannot be decoded")
        samples = found[..., ::-1] if found.ndim == 3 else found
    if samples.shape[:2] != size:
        raise ValueError("its header and its content differ in size")
    return Raster(samples)
