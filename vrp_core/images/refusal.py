"""Turns decoder failures into one error, and pictures upright."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import UnidentifiedImageError

from vrp_core.domain.errors import ImageUnreadable, VrpError
from vrp_core.images.decoding import TURNED
from vrp_core.images.limits import TooLarge
from vrp_core.images.raster import NoSuchBand

_Level = TypeVar("_Level", bound=np.generic)


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn any failure of a decoder into an `ImageUnreadable` with one plain reason."""
    shown = str(path).encode(errors="replace").decode()
    if shown != str(path):
        raise ImageUnreadable(Path(shown), "its name is not valid Unicode, so that no project could keep it; rename it")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # decoders' warnings about odd but readable files
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
        except (TooLarge, NoSuchBand) as error:
            raise ImageUnreadable(path, str(error)) from error
        except MemoryError as error:
            raise ImageUnreadable(path, "decoding it takes more memory than is free") from error
        except Exception as error:  # damaged bytes make decoders raise anything: struct.error, TypeError, KeyError
            raise ImageUnreadable(path, f"it is damaged ({error})") from error


def upright(pixels: NDArray[_Level], orientation: int) -> NDArray[_Level]:
    """An (H, W, ...) picture rotated according to TIFF 6.0's tag 274; unknown values change nothing."""
    if orientation in TURNED:
        pixels = pixels.swapaxes(0, 1)
    if orientation in {3, 4, 7, 8}:
        pixels = pixels[::-1]
    if orientation in {2, 3, 6, 7}:
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)
