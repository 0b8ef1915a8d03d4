"""Reading photos: whatever a person's folder holds becomes upright 8-bit RGB, or one clear refusal.

EXIF orientation is applied here and nowhere else. Files are only ever read.
"""

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import tifffile
from natsort import natsorted
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from vrp_core.domain.errors import ImageUnreadable
from vrp_core.domain.geometry import Size

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".gif"})
MAX_PIXELS = 300_000_000  # more than any camera makes; above it a file is taken for an attack or a map
_PERCENTILES = (0.5, 99.5)  # what black and white mean in a picture of more than 8 bits
_ORIENTATION = 0x0112  # EXIF tag
_BITS_PER_SAMPLE = 258  # TIFF tag
_TURNED = {5, 6, 7, 8}  # orientations that swap height and width


def read_image(path: Path) -> NDArray[np.uint8]:
    """The (H, W, 3) uint8 RGB picture, upright; the first frame of an animation, transparency over white.

    Raises:
        ImageUnreadable: the file is missing, empty, truncated, of an unknown format, or too large.
    """
    with _refusing(path):
        try:
            with Image.open(path) as opened:
                _check_pixels(Size(opened.height, opened.width))
                if opened.mode == "RGB" and _bits_per_channel(opened) > 8:
                    return _deep_tiff(path)  # Pillow would cut the lower bits off
                opened.load()
                return _to_rgb(ImageOps.exif_transpose(opened))
        except UnidentifiedImageError:
            if path.suffix.lower() not in {".tif", ".tiff"}:
                raise
            return _deep_tiff(path)  # Pillow knows no TIFF of three 16-bit or float channels


def read_size(path: Path) -> Size:
    """Height and width of the upright picture, from the file's header alone.

    Raises:
        ImageUnreadable: as for `read_image`, as far as the header shows it.
    """
    with _refusing(path):
        try:
            with Image.open(path) as opened:
                size = Size(opened.height, opened.width)
                turned = opened.getexif().get(_ORIENTATION) in _TURNED
        except UnidentifiedImageError:
            if path.suffix.lower() not in {".tif", ".tiff"}:
                raise
            with tifffile.TiffFile(path) as tiff:
                page = tiff.pages[0]
                size, turned = Size(int(page.shape[0]), int(page.shape[1])), False
        _check_pixels(size)
        return Size(size.width, size.height) if turned else size


def digest_of(path: Path) -> str:
    """sha256 of the file's bytes, hex: what the feature cache knows an image by.

    Raises:
        ImageUnreadable: the file cannot be read.
    """
    with _refusing(path), path.open("rb") as file:
        checksum = hashlib.sha256()
        while block := file.read(1 << 20):
            checksum.update(block)
        return checksum.hexdigest()


def find_images(folder: Path, recursive: bool = True) -> tuple[Path, ...]:
    """The pictures of a folder in natural order, by their suffix; hidden files and folders are left out."""
    found = folder.rglob("*") if recursive else folder.glob("*")
    pictures = [
        path
        for path in found
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    ]
    return tuple(natsorted(pictures, key=lambda path: path.relative_to(folder).as_posix()))


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn every way in which a decoder fails into an `ImageUnreadable` with one plain reason."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what decoders grumble about odd but readable files
        try:
            yield
        except FileNotFoundError as error:
            raise ImageUnreadable(path, "the file does not exist") from error
        except IsADirectoryError as error:
            raise ImageUnreadable(path, "it is a folder") from error
        except PermissionError as error:
            raise ImageUnreadable(path, "reading it is not permitted") from error
        except UnidentifiedImageError as error:
            empty = path.stat().st_size == 0
            raise ImageUnreadable(path, "the file is empty" if empty else "its format is not known") from error
        except Image.DecompressionBombError as error:
            raise ImageUnreadable(path, f"it has more than {MAX_PIXELS // 10**6} million pixels") from error
        except (OSError, SyntaxError, ValueError, IndexError, EOFError, tifffile.TiffFileError) as error:
            raise ImageUnreadable(path, f"it is damaged ({error})") from error


def _bits_per_channel(picture: Image.Image) -> int:
    """What a TIFF's header says; 8 for other formats."""
    tags = getattr(picture, "tag_v2", {})
    return max(tags.get(_BITS_PER_SAMPLE, (8,)))


def _check_pixels(size: Size) -> None:
    if size.height * size.width > MAX_PIXELS:
        raise Image.DecompressionBombError


def _to_rgb(picture: Image.Image) -> NDArray[np.uint8]:
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;16"):
        return _stretch(np.asarray(picture, dtype=np.float32))
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        over = picture.convert("RGBA")
        paper = Image.new("RGBA", over.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(paper, over)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB")))


def _deep_tiff(path: Path) -> NDArray[np.uint8]:
    pixels = tifffile.imread(path, key=0)
    if pixels.ndim not in {2, 3} or (pixels.ndim == 3 and pixels.shape[2] not in {1, 3, 4}):
        raise ValueError("it holds no picture of one, three or four channels")
    _check_pixels(Size(*pixels.shape[:2]))
    return _stretch(pixels.astype(np.float32))


def _stretch(pixels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """An (H, W) or (H, W, C) picture of any range as (H, W, 3) uint8: the percentiles become black and white."""
    finite = pixels[np.isfinite(pixels)]
    low, high = np.percentile(finite, _PERCENTILES) if finite.size else (0.0, 1.0)
    scaled = (np.nan_to_num(pixels, nan=float(low)) - low) / max(float(high - low), 1e-9)
    eight = (scaled.clip(0, 1) * 255).round().astype(np.uint8)
    channels = eight[..., None] if eight.ndim == 2 else eight[..., :3]
    return np.ascontiguousarray(np.broadcast_to(channels, (*channels.shape[:2], 3)))
