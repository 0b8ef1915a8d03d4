"""Reads the first frame of DICOM files, in the modality's measured values and the file's own window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pydicom
from pydicom.encaps import get_frame
from pydicom.pixels import apply_color_lut, apply_modality_lut, convert_color_space, pixel_array

from vrp_core.domain.geometry import Size
from vrp_core.images.limits import check_memory, check_size
from vrp_core.images.raster import Raster, Samples

_JPEG = "1.2.840.10008.1.2.4."
_CODECS: dict[str, Callable[[bytes], Samples]] = {
    **{_JPEG + code: imagecodecs.jpeg_decode for code in ("50", "51")},
    **{_JPEG + code: imagecodecs.ljpeg_decode for code in ("57", "70")},
    **{_JPEG + code: imagecodecs.jpegls_decode for code in ("80", "81")},
    **{_JPEG + code: imagecodecs.jpeg2k_decode for code in ("90", "91", "201", "202", "203")},
}


def dicom_header(path: Path) -> tuple[Size, int]:
    """The size of a frame and the number of frames.

    Raises:
        ValueError: the file has no picture.
    """
    return _described(pydicom.dcmread(path, stop_before_pixels=True, force=True))


def read_dicom(path: Path) -> Raster:
    """Decode the first frame.

    Raises:
        ValueError: the file has no picture, or is damaged.
    """
    dataset = pydicom.dcmread(path, force=True)
    size, frames = _described(dataset)
    check_memory(size, 3 * int(dataset.get("SamplesPerPixel", 1)) + 3)
    samples = _frame(dataset, frames)
    photometric = str(dataset.get("PhotometricInterpretation", "MONOCHROME2"))
    if photometric == "PALETTE COLOR":
        colors = apply_color_lut(samples, dataset)[..., :3]
        return Raster((colors >> 8).astype(np.uint8) if colors.dtype == np.uint16 else colors)
    if samples.ndim == 3:
        return Raster(samples)
    padding = dataset.get("PixelPaddingValue")
    measured = apply_modality_lut(samples, dataset)
    slope, intercept = float(dataset.get("RescaleSlope", 1) or 1), float(dataset.get("RescaleIntercept", 0) or 0)
    return Raster(
        measured.astype(np.float32) if measured.dtype.kind == "f" else measured,
        inverted=photometric == "MONOCHROME1",
        nodata=None if padding is None else float(padding) * slope + intercept,
        window=_window(dataset),
    )


def _described(dataset: pydicom.Dataset) -> tuple[Size, int]:
    if "Rows" not in dataset or "Columns" not in dataset:
        raise ValueError("it is a DICOM file without a picture")
    size = Size(int(dataset.Rows), int(dataset.Columns))
    check_size(size)
    return size, max(1, int(dataset.get("NumberOfFrames", 1) or 1))


def _frame(dataset: Any, frames: int) -> Samples:
    """The first frame as (H, W) or (H, W, 3); colours as RGB."""
    syntax = dataset.file_meta.get("TransferSyntaxUID", "") if hasattr(dataset, "file_meta") else ""
    codec = _CODECS.get(str(syntax))
    if codec is not None:
        samples = codec(get_frame(dataset.PixelData, 0, number_of_frames=frames))
        return samples.view(np.int16) if dataset.get("PixelRepresentation") and samples.dtype == np.uint16 else samples
    if not syntax:
        dataset.file_meta = getattr(dataset, "file_meta", None) or pydicom.dataset.FileMetaDataset()
        dataset.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
    samples = pixel_array(dataset, index=0, raw=True)
    photometric = str(dataset.get("PhotometricInterpretation", ""))
    return convert_color_space(samples, photometric, "RGB") if photometric.startswith("YBR_FULL") else samples


def _window(dataset: pydicom.Dataset) -> tuple[float, float] | None:
    """The values that become black and white; the first window where there are several."""
    center, width = dataset.get("WindowCenter"), dataset.get("WindowWidth")
    if center is None or width is None:
        return None
    center, width = (value[0] if isinstance(value, pydicom.multival.MultiValue) else value for value in (center, width))
    if float(width) < 1:
        return None
    return float(center) - float(width) / 2, float(center) + float(width) / 2
