"""Reading photos: what a person's folder holds becomes upright 8-bit RGB, or one clear refusal.

Orientation is applied here and nowhere else. Files are only ever read.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import UnidentifiedImageError

from vrp_core.domain.errors import ImageChanged, ImageUnreadable, VrpError
from vrp_core.domain.files import file_digest
from vrp_core.domain.geometry import Size
from vrp_core.domain.reading import Reading
from vrp_core.images.decoding import TURNED, Header, decode, read_header
from vrp_core.images.limits import TooLarge
from vrp_core.images.raster import to_rgb

_Level = TypeVar("_Level", bound=np.generic)
_DEFAULT = Reading()


def read_image(path: Path, reading: Reading = _DEFAULT) -> NDArray[np.uint8]:
    """The (H, W, 3) uint8 RGB picture, upright; the first of several, transparency over white.

    Args:
        path: the file.
        reading: bands and contrast window, where the file's own are not wanted.

    Raises:
        ImageUnreadable: the file is missing, empty, truncated, of an unknown format, or too large.
    """
    with refusing(path):
        raster = decode(path)
        return upright(to_rgb(raster, reading), raster.orientation)


def read_reduced(path: Path, side: int, reading: Reading = _DEFAULT) -> NDArray[np.uint8]:
    """The (H, W, 3) uint8 RGB picture, upright, its longer side `side` pixels at most.

    JPEG files are decoded at a reduced size, which takes a fraction of the time and memory of the whole.

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
    """The size of the upright picture and what else the header says.

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


def digest_of(path: Path) -> str:
    """sha256 of the file's bytes, hex: what the feature cache knows an image by.

    Raises:
        ImageUnreadable: the file cannot be read.
    """
    with refusing(path):
        return file_digest(path)


def check_unchanged(path: Path, digest: str) -> None:
    """See that a file is the one that was added: what is known of it, features and marks, belongs to those pixels.

    Raises:
        ImageChanged: it is another.
        ImageUnreadable: it cannot be read.
    """
    if digest_of(path) != digest:
        raise ImageChanged(path)


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn every way in which a decoder fails into an `ImageUnreadable` with one plain reason."""
    shown = str(path).encode(errors="replace").decode()
    if shown != str(path):
        raise ImageUnreadable(Path(shown), "its name is not valid Unicode, so that no project could keep it; rename it")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what decoders grumble about odd but readable files
        try:
            yield
        except VrpError:
            raise
        except FileNotFoundError as error:
            raise ImageUnreadable(path, "the file does not exist; if it was moved, add it again") from error
        except IsADirectoryError as error:
            raise ImageUnreadable(path, "it is a folder") from error
        except PermissionError as error:
            raise ImageUnreadable(path, "reading it is not permitted") from error
        except UnidentifiedImageError as error:
            empty = path.stat().st_size == 0
            raise ImageUnreadable(path, "the file is empty" if empty else "its format is not known") from error
        except TooLarge as error:
            raise ImageUnreadable(path, str(error)) from error
        except MemoryError as error:
            raise ImageUnreadable(path, "decoding it takes more memory than is free") from error
        except Exception as error:  # damaged bytes make decoders raise anything: struct.error, TypeError, KeyError
            raise ImageUnreadable(path, f"it is damaged ({error})") from error


def upright(pixels: NDArray[_Level], orientation: int) -> NDArray[_Level]:
    """An (H, W, ...) picture turned as TIFF 6.0 says of its tag 274; values that it does not know change nothing."""
    if orientation in TURNED:
        pixels = pixels.swapaxes(0, 1)
    if orientation in {3, 4, 7, 8}:
        pixels = pixels[::-1]
    if orientation in {2, 3, 6, 7}:
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)
