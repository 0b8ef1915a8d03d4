"""Reads TIFF files of every depth, compression and number of bands, including GeoTIFF and microscope files."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tifffile
from numpy.typing import NDArray

from vrp_core.domain.geometry import Size
from vrp_core.images.limits import check_memory, check_size
from vrp_core.images.raster import Raster, Samples

logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # this program's own errors say what is wrong with a file

_ORIENTATION, _NODATA = 274, 42113  # tags
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB = 0, 1, 2  # photometric interpretations that need no conversion
_UNCOMPRESSED = 1
_ASSOCIATED, _UNASSOCIATED = 1, 2  # kinds of extra samples
_MAX_BANDS = 4096


@dataclass(frozen=True, slots=True)
class TiffHeader:
    """The header of the first page."""

    size: Size  # as stored
    orientation: int
    plain: bool  # grey, RGB or bands; Pillow reads all other colour models
    eight_bit: bool
    pages: int  # number of pictures in the file, without reduced copies
    bands: int


def tiff_header(path: Path) -> TiffHeader:
    """Read the header.

    Raises:
        ValueError, tifffile.TiffFileError: the file is damaged.
        TooLarge: the picture is too large.
    """
    with _opened(path) as (tiff, page):
        plain = int(page.photometric) in {_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB}
        eight_bit = max(_bits(page)) <= 8 and page.dtype != np.int8
        return TiffHeader(_size(page), _orientation(page), plain, eight_bit, _pages(tiff), page.samplesperpixel)


def read_tiff(path: Path) -> Raster:
    """Decode the first page.

    Raises:
        ValueError, tifffile.TiffFileError: the file is damaged, or its compression is not supported.
        TooLarge: the picture does not fit in memory.
    """
    with _opened(path) as (_, page):
        size = _size(page)
        _check_plausible(page, path)
        assert page.dtype is not None
        check_memory(size, page.dtype.itemsize * page.samplesperpixel + 3)
        samples = _as_picture(page.asarray(maxworkers=1), page)
        if Size(*samples.shape[:2]) != size:
            raise ValueError("its header and its content differ in size")
        return _raster(samples, page)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[tifffile.TiffFile, tifffile.TiffPage]]:
    with tifffile.TiffFile(path) as tiff:
        page = tiff.pages[0]
        if not isinstance(page, tifffile.TiffPage) or page.dtype is None or len(page.shape) < 2:
            raise ValueError("its first page has no picture")
        yield tiff, page


def _size(page: tifffile.TiffPage) -> Size:
    size = Size(int(page.imagelength), int(page.imagewidth))
    check_size(size)
    return size


def _orientation(page: tifffile.TiffPage) -> int:
    tag = page.tags.get(_ORIENTATION)
    return int(tag.value) if tag is not None and isinstance(tag.value, int) else 1


def _bits(page: tifffile.TiffPage) -> tuple[int, ...]:
    bits = page.bitspersample
    return tuple(int(one) for one in bits) if isinstance(bits, tuple) else (int(bits),)


def _pages(tiff: tifffile.TiffFile) -> int:
    """The number of pages that are separate pictures, or of planes of an ImageJ file that lists only its first."""
    if len(tiff.pages) > 1:
        return sum(not (getattr(page, "is_reduced", False) or getattr(page, "is_mask", False)) for page in tiff.pages)
    planes = (tiff.imagej_metadata or {}).get("images", 1) if tiff.is_imagej else 1
    return max(1, int(planes))


def _check_plausible(page: tifffile.TiffPage, path: Path) -> None:
    """Refuse a header that promises more data than the file can hold, before memory is allocated."""
    if not 1 <= page.samplesperpixel <= _MAX_BANDS:
        raise ValueError(f"its header says {page.samplesperpixel} samples for each pixel")
    if len(page.dataoffsets) == 0 or not any(page.databytecounts):
        raise ValueError("its header says nowhere where the pixels are")
    promised = page.imagelength * page.imagewidth * sum(_bits(page)[:1]) * page.samplesperpixel // 8
    if int(page.compression) == _UNCOMPRESSED and promised > path.stat().st_size:
        raise ValueError("it is shorter than its header says")


def _as_picture(samples: Samples, page: tifffile.TiffPage) -> Samples:
    """(H, W) or (H, W, C): the first plane of a volume, the channels last."""
    axes = page.axes
    if "Z" in axes:
        samples = samples.take(0, axis=axes.index("Z"))
        axes = axes.replace("Z", "")
    if axes == "SYX":
        samples = np.moveaxis(samples, 0, -1)
    elif axes not in {"YX", "YXS"}:
        raise ValueError(f"its axes are {page.axes}")
    return samples[..., 0] if samples.ndim == 3 and samples.shape[2] == 1 else samples


def _raster(samples: Samples, page: tifffile.TiffPage) -> Raster:
    alpha, associated = None, False
    extra = [int(kind) for kind in page.extrasamples]
    found = next((n for n, kind in enumerate(extra) if kind in {_ASSOCIATED, _UNASSOCIATED}), None)
    if found is not None and samples.ndim == 3:
        place = samples.shape[2] - len(extra) + found
        alpha, associated = samples[..., place], extra[found] == _ASSOCIATED
        if place in {1, 3} and place == samples.shape[2] - 1:
            samples = samples[..., :place]
            samples = samples[..., 0] if place == 1 else samples
    return Raster(
        _full_range(samples, _bits(page)[0]),
        alpha=alpha,
        premultiplied=associated,
        inverted=int(page.photometric) == _WHITE_IS_ZERO,
        nodata=_nodata(page),
        orientation=_orientation(page),
    )


def _full_range(samples: Samples, bits: int) -> Samples:
    """Samples of fewer than 8 bits, scaled to 8."""
    if samples.dtype != np.uint8 or bits >= 8:
        return samples
    widened: NDArray[np.uint8] = (samples.astype(np.uint16) * 255 // (2**bits - 1)).astype(np.uint8)
    return widened


def _nodata(page: tifffile.TiffPage) -> float | None:
    """The nodata value, which GDAL writes as text."""
    tag = page.tags.get(_NODATA)
    if tag is None:
        return None
    try:
        return float(str(tag.value).strip(" \0\n"))
    except ValueError:
        return None
