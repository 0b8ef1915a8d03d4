"""A disc on a ground in files of many kinds, made by hand where no library writes them."""

import struct
import zlib
from pathlib import Path

import numpy as np

H, W = 96, 128
_Y, _X = np.mgrid[:H, :W]
DISC = (_X - 80) ** 2 + (_Y - 40) ** 2 < 22**2
GROUND = np.zeros((H, W), dtype=bool)
GROUND[60:90, 20:60] = True
RGB = np.zeros((H, W, 3), dtype=np.uint8)
RGB[:] = (60, 90, 60)
RGB[DISC] = (210, 120, 40)
DEEP = RGB.astype(np.uint16) * 16  # 12 bits in 16


def contrast(image: np.ndarray) -> float:
    """How much brighter the disc is than the ground, in the first channel."""
    return float(image[DISC][:, 0].mean() - image[GROUND][:, 0].mean())


def chunk(kind: bytes, content: bytes, wrong: int = 0) -> bytes:
    """A chunk of a PNG; `wrong` spoils its checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content) ^ wrong)


def png16(path: Path, samples: np.ndarray, color: int) -> Path:
    """A PNG of 16 bits: colour type 0 grey, 2 RGB, 4 grey and alpha, 6 RGB and alpha."""
    height, width = samples.shape[:2]
    rows = b"".join(b"\0" + samples[row].astype(">u2").tobytes() for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 16, color, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)
    return path
