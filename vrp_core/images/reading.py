"""Reading photos and masks: what a person's folder holds becomes upright 8-bit RGB, or one clear refusal.

EXIF orientation is applied here and nowhere else. Files are only ever read.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
import tifffile
from natsort import natsorted
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from vrp_core.domain.errors import ImageChanged, ImageUnreadable
from vrp_core.domain.files import file_digest
from vrp_core.domain.geometry import Size

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".gif"})
_TIFF_SUFFIXES = frozenset({".tif", ".tiff"})
MAX_PIXELS = 300_000_000  # more than any camera makes; above it a file is taken for an attack or a map
_PERCENTILES = (0.5, 99.5)  # what black and white mean in a picture of more than 8 bits
_WIDTH, _HEIGHT, _BITS_PER_SAMPLE = 256, 257, 258  # TIFF tags
_ORIENTATION = 274  # TIFF and EXIF tag
_TURNED = {5, 6, 7, 8}  # orientations that swap height and width

_Level = TypeVar("_Level", bound=np.generic)


def read_image(path: Path) -> NDArray[np.uint8]:
    """The (H, W, 3) uint8 RGB picture, upright; the first frame of an animation, transparency over white.

    Raises:
        ImageUnreadable: the file is missing, empty, truncated, of an unknown format, or too large.
    """
    with _refusing(path):
        try:
            with _opened(path) as opened:
                _check_pixels(Size(opened.height, opened.width))
                if _is_deep_tiff(opened):
                    return _deep_tiff(path)  # Pillow would cut the lower bits off, or leave it lying on its side
                opened.load()
                return _upright(_to_rgb(opened), _orientation_left(opened))
        except UnidentifiedImageError:
            if path.suffix.lower() not in _TIFF_SUFFIXES:
                raise
            return _deep_tiff(path)  # Pillow knows no TIFF of three 16-bit or float channels


def read_size(path: Path) -> Size:
    """Height and width of the upright picture, from the header where that says it (a PNG may end with its orientation).

    Raises:
        ImageUnreadable: as for `read_image`, as far as the header shows it.
    """
    with _refusing(path):
        try:
            with _opened(path) as opened:
                if opened.format == "TIFF":  # of a turned one, `height` and `width` depend on Pillow's version
                    tags = getattr(opened, "tag_v2", {})
                    size, orientation = Size(tags[_HEIGHT], tags[_WIDTH]), tags.get(_ORIENTATION, 1)
                else:
                    size, orientation = Size(opened.height, opened.width), opened.getexif().get(_ORIENTATION, 1)
        except UnidentifiedImageError:
            if path.suffix.lower() not in _TIFF_SUFFIXES:
                raise
            with tifffile.TiffFile(path) as tiff:
                page = _first_page(tiff)
                size, orientation = Size(page.imagelength, page.imagewidth), _orientation_of(page)
        _check_pixels(size)
        return Size(size.width, size.height) if orientation in _TURNED else size


def read_mask(path: Path) -> NDArray[np.bool_]:
    """The (H, W) bool region that a mask file shows, upright: what is light in it, and never what is transparent.

    Of two levels the upper one is light, so that files of 0 and 1 are masks too; one colour on nothing is the region.

    Raises:
        ImageUnreadable: as for `read_image`.
    """
    with _refusing(path), _opened(path) as opened:
        _check_pixels(Size(opened.height, opened.width))
        deep = _is_deep_grey(opened)
        levels = np.asarray(opened if deep else opened.convert("L"))
        see_through = _is_see_through(opened)
        seen = np.asarray(opened.convert("RGBA"))[..., 3] > 127 if see_through else np.ones(levels.shape, dtype=bool)
        shown = np.unique(levels[seen])
        if len(shown) == 1 and not seen.all():
            region = seen
        elif len(shown) <= 2:
            region = seen & (levels == shown.max(initial=0)) & (levels > 0)
        else:
            region = seen & (levels > (shown.max() / 2 if deep else 127))
        return _upright(region, _orientation_left(opened))


def digest_of(path: Path) -> str:
    """sha256 of the file's bytes, hex: what the feature cache knows an image by.

    Raises:
        ImageUnreadable: the file cannot be read.
    """
    with _refusing(path):
        return file_digest(path)


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


def check_unchanged(path: Path, digest: str) -> None:
    """See that a file is the one that was added: what is known of it, features and marks, belongs to those pixels.

    Raises:
        ImageChanged: it is another.
        ImageUnreadable: it cannot be read.
    """
    if digest_of(path) != digest:
        raise ImageChanged(path)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn every way in which a decoder fails into an `ImageUnreadable` with one plain reason."""
    shown = str(path).encode(errors="replace").decode()
    if shown != str(path):
        raise ImageUnreadable(Path(shown), "its name is not valid Unicode, so that no project could keep it; rename it")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what decoders grumble about odd but readable files
        try:
            yield
        except FileNotFoundError as error:
            raise ImageUnreadable(path, "the file does not exist; if it was moved, add it again") from error
        except IsADirectoryError as error:
            raise ImageUnreadable(path, "it is a folder") from error
        except PermissionError as error:
            raise ImageUnreadable(path, "reading it is not permitted") from error
        except UnidentifiedImageError as error:
            empty = path.stat().st_size == 0
            raise ImageUnreadable(path, "the file is empty" if empty else "its format is not known") from error
        except Image.DecompressionBombError as error:
            raise ImageUnreadable(path, f"it has more than {MAX_PIXELS // 10**6} million pixels") from error
        except MemoryError:
            raise
        except Exception as error:  # damaged bytes make decoders raise anything: struct.error, TypeError, KeyError
            raise ImageUnreadable(path, f"it is damaged ({error})") from error


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """A picture by Pillow, which would map a file that it opens itself into memory, a turned TIFF in wrong rows."""
    with path.open("rb") as file, Image.open(file) as picture:
        yield picture


def _is_deep_tiff(picture: Image.Image) -> bool:
    """Whether a file holds grey or RGB of more than 8 bits for each channel."""
    bits = max(getattr(picture, "tag_v2", {}).get(_BITS_PER_SAMPLE, (8,)))
    return bits > 8 and (picture.mode == "RGB" or _is_deep_grey(picture))


def _is_deep_grey(picture: Image.Image) -> bool:
    return picture.mode in {"I", "F"} or picture.mode.startswith("I;16")


def _is_see_through(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info


def _orientation_left(picture: Image.Image) -> int:
    """How a picture that was loaded is still to be turned: Pillow itself turns a TIFF while it loads it."""
    return 1 if picture.format == "TIFF" else picture.getexif().get(_ORIENTATION, 1)


def _check_pixels(size: Size) -> None:
    if size.height * size.width > MAX_PIXELS:
        raise Image.DecompressionBombError


def _to_rgb(picture: Image.Image) -> NDArray[np.uint8]:
    if _is_deep_grey(picture):
        return _stretch(np.asarray(picture, dtype=np.float32))
    if _is_see_through(picture):
        over = picture.convert("RGBA")
        paper = Image.new("RGBA", over.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(paper, over)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB")))


def _deep_tiff(path: Path) -> NDArray[np.uint8]:
    with tifffile.TiffFile(path) as tiff:
        page = _first_page(tiff)
        _check_pixels(Size(page.imagelength, page.imagewidth))
        pixels, orientation = page.asarray(), _orientation_of(page)
        if page.axes == "SYX":  # one plane after the other
            pixels = np.moveaxis(pixels, 0, -1)
    if pixels.ndim not in {2, 3} or (pixels.ndim == 3 and pixels.shape[2] not in {1, 3, 4}):
        raise ValueError("it holds no picture of one, three or four channels")
    return _upright(_stretch(pixels.astype(np.float32)), orientation)


def _first_page(tiff: tifffile.TiffFile) -> tifffile.TiffPage:
    page = tiff.pages[0]
    assert isinstance(page, tifffile.TiffPage)  # a frame only knows how it differs from the first page
    return page


def _orientation_of(page: tifffile.TiffPage) -> int:
    tag = page.tags.get(_ORIENTATION)
    return 1 if tag is None else int(tag.value)


def _upright(pixels: NDArray[_Level], orientation: int) -> NDArray[_Level]:
    """An (H, W, ...) picture turned as TIFF 6.0 says of its tag 274; values that it does not know change nothing."""
    if orientation in _TURNED:
        pixels = pixels.swapaxes(0, 1)
    if orientation in {3, 4, 7, 8}:
        pixels = pixels[::-1]
    if orientation in {2, 3, 6, 7}:
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)


def _stretch(pixels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """An (H, W) or (H, W, C) picture of any range as (H, W, 3) uint8: the percentiles become black and white."""
    finite = pixels[np.isfinite(pixels)]
    low, high = np.percentile(finite, _PERCENTILES) if finite.size else (0.0, 1.0)
    scaled = (np.nan_to_num(pixels, nan=float(low)) - low) / max(float(high - low), 1e-9)
    eight = (scaled.clip(0, 1) * 255).round().astype(np.uint8)
    channels = eight[..., None] if eight.ndim == 2 else eight[..., :3]
    return np.ascontiguousarray(np.broadcast_to(channels, (*channels.shape[:2], 3)))
