"""Converts decoded samples to RGB: depth, bands, nodata and alpha are handled here only."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.geometry import Size
from vrp_core.domain.reading import Reading

Samples = NDArray[Any]

_PERCENTILES = (0.5, 99.5)  # percentiles that become black and white in pictures of more than 8 bits
_STRIP = 1 << 20  # samples converted in one step
_LOOKED_AT = 2_000_000  # number of samples from which percentiles are estimated where no exact histogram is made
_HUGE = 1e38  # larger values are not measurements: writers of floating point fill with the largest number


class NoSuchBand(ValueError):
    """A picture does not have the bands that were chosen; the text says which it has."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Samples as stored, with the file's description of them."""

    samples: Samples  # (H, W) or (H, W, C), any real numbers, not turned
    alpha: Samples | None = None  # (H, W) opacity
    premultiplied: bool = False  # colours are premultiplied by the opacity
    inverted: bool = False  # True: the smallest value is white
    nodata: float | None = None  # the value of pixels without a measurement
    window: tuple[float, float] | None = None  # the values of black and white that the file states
    orientation: int = 1  # as in EXIF and TIFF

    @property
    def size(self) -> Size:
        """Height and width as stored."""
        return Size(*self.samples.shape[:2])


def to_rgb(raster: Raster, reading: Reading) -> NDArray[np.uint8]:
    """A raster as (H, W, 3) uint8 RGB, not turned.

    8-bit values stay unchanged unless a window is chosen. Other values are stretched: percentiles of the measured
    values become black and white, the same in all channels. Nodata is black. Transparent pixels are blended over
    white, unless all pixels are transparent.

    Raises:
        NoSuchBand: the chosen bands do not exist.
        ValueError: the samples are not real numbers.
    """
    raster = replace(raster, samples=_chosen(raster.samples, reading.bands), alpha=_meaningful(raster.alpha))
    limits = _limits(raster, reading)
    if _is_rgb(raster) and limits is None:
        return np.ascontiguousarray(raster.samples, dtype=np.uint8)
    height, width = raster.size
    pixels = np.empty((height, width, 3), dtype=np.uint8)
    table = _table(raster, limits)
    for rows in _strips(raster.samples):
        strip = raster.samples[rows]
        shown = _indexed(table, strip) if table is not None else _scaled(raster, strip, limits)
        pixels[rows] = _over_white(raster, rows, shown if shown.ndim == 3 else shown[..., None])
    return pixels


def _is_rgb(raster: Raster) -> bool:
    plain = raster.alpha is None and not raster.inverted
    return plain and raster.samples.ndim == 3 and raster.samples.dtype == np.uint8


def _chosen(samples: Samples, bands: tuple[int, ...]) -> Samples:
    """(H, W) or (H, W, 3): the chosen bands; by default the first, or the first three."""
    if samples.dtype.kind not in "buif":
        raise ValueError("its values are no real numbers")
    if samples.ndim == 2:
        if any(band != 1 for band in bands):
            raise NoSuchBand("it has one band only, others were asked for; choose the first")
        return samples
    count = samples.shape[2]
    if bands and max(bands) > count:
        raise NoSuchBand(f"it has {count} bands, band {max(bands)} was asked for; choose others")
    wanted = bands or ((1, 2, 3) if count >= 3 else (1,))
    if len(wanted) == 1:
        return samples[..., wanted[0] - 1]
    return samples[..., :3] if wanted == (1, 2, 3) else samples[..., [band - 1 for band in wanted]]


def _meaningful(alpha: Samples | None) -> Samples | None:
    """The opacity; None if it hides everything, because nobody stores an invisible picture on purpose."""
    return alpha if alpha is not None and alpha.any() else None


def _strips(samples: Samples) -> Iterator[slice]:
    """Rows of a picture, a few at a time, so that memory never holds a second copy."""
    height = samples.shape[0]
    step = max(1, _STRIP // max(1, samples[:1].size))
    return (slice(top, min(top + step, height)) for top in range(0, height, step))


# --- what is black, what is white -------------------------------------------------------------------------------------


def _limits(raster: Raster, reading: Reading) -> tuple[float, float] | None:
    """The values that become black and white; None leaves 8-bit values unchanged."""
    kind = raster.samples.dtype
    if reading.window is None:
        if raster.window is not None:
            return raster.window
        if kind == np.uint8:
            return None
        if kind.kind == "b":
            return 0.0, 1.0
    percentiles = reading.window or _PERCENTILES
    if kind.itemsize <= 2 and kind.kind in "ui":
        return _limits_by_count(raster, percentiles)
    some = _sparse(raster)
    values = _measured(raster, raster.samples[some], None if raster.alpha is None else raster.alpha[some])
    low, high = np.percentile(values, percentiles) if values.size else (0.0, 1.0)
    return float(low), float(high)


def _limits_by_count(raster: Raster, percentiles: tuple[float, float]) -> tuple[float, float]:
    """Percentiles from a histogram, which is exact and cheap for 16 bits."""
    info = np.iinfo(raster.samples.dtype.str)
    counts = np.zeros(int(info.max) - int(info.min) + 1, dtype=np.int64)
    for rows in _strips(raster.samples):
        alpha = None if raster.alpha is None else raster.alpha[rows]
        values = _measured(raster, raster.samples[rows], alpha).astype(np.int64) - int(info.min)
        counts += np.bincount(values, minlength=counts.size)
    total = int(counts.sum())
    if not total:
        return 0.0, 1.0
    below = counts.cumsum()
    low, high = (int(np.searchsorted(below, max(1, total * share / 100))) for share in percentiles)
    return float(low + info.min), float(min(high, counts.size - 1) + info.min)


def _sparse(raster: Raster) -> tuple[slice, slice]:
    """Rows and columns that suffice to estimate the percentiles."""
    height, width = raster.size
    step = max(1, int(np.ceil((raster.samples.size / _LOOKED_AT) ** 0.5)))
    return slice(0, height, step), slice(0, width, step)


def _measured(raster: Raster, samples: Samples, alpha: Samples | None) -> Samples:
    """The measured, visible values of a part, flattened."""
    seen = _is_measured(samples, raster.nodata)
    if alpha is not None:
        opaque = alpha > 0
        seen &= opaque[..., None] if samples.ndim == 3 else opaque
    return samples[seen]


def _is_measured(samples: Samples, nodata: float | None) -> NDArray[np.bool_]:
    real = np.ones(samples.shape, dtype=bool)
    if samples.dtype.kind == "f":
        real = np.isfinite(samples) & (np.abs(samples) < _HUGE)
    if nodata is None or np.isnan(nodata):
        return real
    if samples.dtype.kind == "f":
        return real & (np.abs(samples - samples.dtype.type(nodata)) > 1e-6 * abs(nodata))
    return real & (samples != nodata)


# --- from values to grey levels ---------------------------------------------------------------------------------------


def _table(raster: Raster, limits: tuple[float, float] | None) -> NDArray[np.uint8] | None:
    """Lookup table for a picture of up to 16 bits, starting at its smallest value; None for other types."""
    kind = raster.samples.dtype
    if kind.kind not in "ui" or kind.itemsize > 2:
        return None
    info = np.iinfo(kind.str)
    values = np.arange(int(info.min), int(info.max) + 1)
    if limits is None:
        return (255 - values if raster.inverted else values).astype(np.uint8)
    return _scaled(raster, values, limits)


def _indexed(table: NDArray[np.uint8], strip: Samples) -> NDArray[np.uint8]:
    if strip.dtype.kind == "i":
        return table[strip.astype(np.int32) - int(np.iinfo(strip.dtype.str).min)]
    return table[strip]


def _scaled(raster: Raster, values: Samples, limits: tuple[float, float] | None) -> NDArray[np.uint8]:
    low, high = limits or (0.0, 255.0)
    measured = _is_measured(values, raster.nodata)
    kind: type[np.floating[Any]] = (
        np.float32 if values.dtype.itemsize <= 2 or values.dtype == np.float32 else np.float64
    )
    shares: NDArray[Any] = ((np.where(measured, values, low).astype(kind) - low) / max(high - low, 1e-9)).clip(0, 1)
    levels = ((1 - shares if raster.inverted else shares) * 255).round().astype(np.uint8)
    return np.where(measured, levels, np.uint8(0))


def _over_white(raster: Raster, rows: slice, shown: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W, C) levels blended over white where they are transparent."""
    if raster.alpha is None:
        return shown
    alpha = raster.alpha[rows]
    top = 1.0 if alpha.dtype.kind in "bf" else float(np.iinfo(alpha.dtype.str).max)
    opaque = (alpha.astype(np.float32) / top)[..., None]
    colour = shown.astype(np.float32)
    mixed = colour + 255 * (1 - opaque) if raster.premultiplied else colour * opaque + 255 * (1 - opaque)
    return mixed.round().clip(0, 255).astype(np.uint8)
