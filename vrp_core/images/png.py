"""Reads PNG files that Pillow does not: 16 bits in every channel, and damage outside the pixels."""

import contextlib
import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import imagecodecs
import numpy as np
from PIL import Image

from vrp_core.domain.geometry import Size
from vrp_core.images.limits import check_memory
from vrp_core.images.raster import Raster

_START = b"\x89PNG\r\n\x1a\n"
_PIXELS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")  # chunks that the pixels depend on; all others may be damaged
_RAW_PROFILES = (b"Raw profile type exif\0", b"Raw profile type APP1\0")  # ImageMagick's way of storing EXIF
_ORIENTATION = 274
_COLOR, _ALPHA = 2, 4  # bit flags of the colour type


@dataclass(frozen=True, slots=True)
class PngHeader:
    """The content of the chunks around the pixels."""

    size: Size  # as stored
    bits: int
    channels: int
    orientation: int
    frames: int


def png_header(path: Path) -> PngHeader:
    """Read the chunks, not the pixels; the orientation may follow the pixels.

    Raises:
        ValueError: the file has no header.
    """
    header: tuple[int, ...] | None = None
    orientation, frames = 1, 1
    with path.open("rb") as file:
        for kind, length in _chunks(file):
            if kind == b"IHDR" and length >= 13:
                header = struct.unpack(">IIBB", file.read(10))
            elif kind == b"acTL" and length >= 4:
                (frames,) = struct.unpack(">I", file.read(4))
            elif kind == b"eXIf":
                orientation = _oriented(b"Exif\0\0" + file.read(min(length, 1 << 20)))
            elif kind in {b"tEXt", b"zTXt"} and length < 1 << 20:
                orientation = _from_text(kind, file.read(length)) or orientation
    if header is None:
        raise ValueError("it has no header")
    width, height, bits, color = header
    channels = (3 if color & _COLOR else 1) + bool(color & _ALPHA)
    return PngHeader(Size(height, width), bits, channels, orientation, max(1, frames))


def read_deep_png(path: Path, header: PngHeader) -> Raster:
    """A 16-bit picture in full depth."""
    check_memory(header.size, 2 * header.channels + 3)
    data = np.memmap(path, dtype=np.uint8, mode="r")
    try:
        samples = imagecodecs.png_decode(data)
    except imagecodecs.PngError:
        samples = imagecodecs.png_decode(pixels_only(path).getvalue())
    if samples.shape[:2] != header.size or samples.dtype != np.uint16:
        raise ValueError("its header and its content differ")
    if samples.ndim == 2 or samples.shape[2] == 1:
        return Raster(samples.reshape(header.size), orientation=header.orientation)
    if samples.shape[2] in {2, 4}:
        alpha, color = samples[..., -1], samples[..., :-1]
        color = color[..., 0] if samples.shape[2] == 2 else color
        return Raster(color, alpha=alpha, orientation=header.orientation)
    return Raster(samples, orientation=header.orientation)


def pixels_only(path: Path) -> io.BytesIO:
    """The file without the chunks that do not affect its pixels, so that damage in them is ignored."""
    kept = io.BytesIO()
    kept.write(_START)
    with path.open("rb") as file:
        for kind, length in _chunks(file):
            if kind in _PIXELS:
                file.seek(-8, io.SEEK_CUR)
                kept.write(file.read(length + 12))
    kept.seek(0)
    return kept


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Kind and length of every chunk, with the file at the chunk's content; the caller may move the file position."""
    place = len(_START)
    while True:
        file.seek(place)
        start = file.read(8)
        if len(start) < 8:
            return
        length, kind = struct.unpack(">I4s", start)
        yield kind, length
        if kind == b"IEND":
            return
        place += length + 12


def _oriented(block: bytes) -> int:
    """The orientation in an EXIF block; 1 if it has none or cannot be parsed."""
    exif = Image.Exif()
    with contextlib.suppress(Exception):  # a damaged block makes Pillow raise anything
        exif.load(block)
        return int(exif.get(_ORIENTATION, 1))
    return 1


def _from_text(kind: bytes, content: bytes) -> int | None:
    """The orientation in an EXIF block that is stored as hexadecimal text; None if there is none."""
    if not content.startswith(_RAW_PROFILES):
        return None
    _, _, text = content.partition(b"\0")
    with contextlib.suppress(zlib.error, ValueError):
        if kind == b"zTXt":
            text = zlib.decompressobj().decompress(text[1:], 1 << 20)
        return _oriented(bytes.fromhex("".join(text.decode("latin-1").split("\n")[3:])))
    return None
