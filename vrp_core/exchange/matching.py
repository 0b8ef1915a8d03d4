"""Matches the images of a file with the photos of a project.

Tools change names: they percent-encode them, put a hash in front, change the suffix or the letter case, write URLs
instead of paths. So a name has several readings, starting with the literal one, and the first that fits a photo counts.
Among photos of that name, the one whose folders agree best is chosen. If two fit equally well, none is chosen: an
object on the wrong photo is worse than none.
"""

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Generic, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from vrp_core.exchange.found import FoundImage

_Photo = TypeVar("_Photo")

_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_HASH = re.compile(r"^[0-9a-f]{8}-(?=.)", re.IGNORECASE)  # prefix that Label Studio adds to the names of uploads
_LONG_HASH = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}[-_](?=.)", re.IGNORECASE)
_ROBOFLOW = re.compile(r"^(.+)_(jpe?g|png|bmp|webp|tiff?|gif|avif|heic)\.rf\.[0-9A-Za-z]+\.\w+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Matches(Generic[_Photo]):
    """The photo of each matched image, and the reason for each unmatched one."""

    photos: Mapping[int, _Photo]  # by the index of the image
    reasons: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Fit(Generic[_Photo]):
    """How well an image fits a photo: lower is better."""

    rank: tuple[int, int, int]  # with another suffix, which reading of the name, how much of the path agrees (negative)
    photo: _Photo


def match(images: Sequence[FoundImage], folder: Path, photos: Mapping[_Photo, Path]) -> Matches[_Photo]:
    """Find the photo of every image.

    Args:
        images: names of the images in the file.
        folder: the file's folder, to which relative names may refer.
        photos: the file of each photo.
    """
    index = _Index(photos)
    fits: dict[int, _Fit[_Photo]] = {}
    reasons: dict[int, str] = {}
    for place, image in enumerate(images):
        best = _best_fits(image, folder, index)
        if len(best) == 1:
            fits[place] = best[0]
        elif best:
            shown = " and ".join(sorted(index.shown(fit.photo) for fit in best[:3]))
            reasons[place] = f"fitting {len(best)} photos equally well ({shown}{' …' if len(best) > 3 else ''})"
        else:
            reasons[place] = "a photo that is not in the project"
    taken = _claims(images, fits)
    for place in fits.keys() - taken:
        reasons[place] = f"another image of the file fitting {index.shown(fits[place].photo)} as well or better"
    return Matches({place: fits[place].photo for place in sorted(taken)}, reasons)


def _claims(images: Sequence[FoundImage], fits: Mapping[int, _Fit[_Photo]]) -> set[int]:
    """Assigns photos to images: if several images of different names fit a photo, the best one or none gets it."""
    by_photo: defaultdict[_Photo, list[int]] = defaultdict(list)
    for place, fit in fits.items():
        by_photo[fit.photo].append(place)
    taken: set[int] = set()
    for places in by_photo.values():
        best = min(fits[place].rank for place in places)
        winners = [place for place in places if fits[place].rank == best]
        if len({_folded(images[place].name) for place in winners}) == 1:
            taken.update(winners)
    return taken


# --- photos by name --------------------------------------------------------------------------------------------------


class _Index(Generic[_Photo]):
    """The photos by their literal names, by names in one letter case, and by names without suffix."""

    def __init__(self, photos: Mapping[_Photo, Path]) -> None:
        self._parts = {photo: _parts(path.as_posix()) for photo, path in photos.items()}
        self._folded = {photo: tuple(map(_folded, parts)) for photo, parts in self._parts.items()}
        self._by_name: defaultdict[str, list[_Photo]] = defaultdict(list)
        self._by_stem: defaultdict[str, list[_Photo]] = defaultdict(list)
        for photo, parts in self._folded.items():
            self._by_name[parts[-1]].append(photo)
            self._by_stem[PurePosixPath(parts[-1]).stem].append(photo)

    def shown(self, photo: _Photo) -> str:
        """The end of a photo's path, for messages."""
        return "/".join(self._parts[photo][-2:])

    def named(self, parts: Sequence[str]) -> list[tuple[int, _Photo]]:
        """The photos of this name, each with the number of path parts that agree; exact case counts more."""
        folded = tuple(map(_folded, parts))
        found = self._by_name.get(folded[-1], [])
        return [(2 * _common(self._folded[one], folded) + _same(self._parts[one][-1], parts[-1]), one) for one in found]

    def stemmed(self, parts: Sequence[str]) -> list[tuple[int, _Photo]]:
        """The photos of this name with another suffix."""
        folded = tuple(map(_folded, parts))
        found = self._by_stem.get(PurePosixPath(folded[-1]).stem, [])
        return [(2 * _common(self._folded[one][:-1], folded[:-1]), one) for one in found]


def _best_fits(image: FoundImage, folder: Path, index: _Index[_Photo]) -> list[_Fit[_Photo]]:
    """The photos that fit best, by the first reading of a name that fits a photo."""
    names = (image.name, *image.other_names)
    readings = [reading for name in names for reading in _readings(name)]
    for other_suffix, search in enumerate((index.named, index.stemmed)):
        for step, reading in enumerate(dict.fromkeys(readings)):
            parts = _parts(os.path.normpath(folder.absolute() / reading).replace(os.sep, "/"))
            found = search(parts) if parts else []
            if found:
                most = max(score for score, _ in found)
                return [_Fit((other_suffix, step, -most), photo) for score, photo in found if score == most]
    return []


# --- readings of a name ----------------------------------------------------------------------------------------------


def _readings(name: str) -> Iterator[str]:
    """The readings of a name, the literal one first, each a relative or absolute path with "/"."""
    plain = name.replace("\\", "/").replace("\0", "")
    literal = re.sub(r"^[A-Za-z]:(?=/)", "", plain)
    yield literal
    paths = [literal, *_paths_of_address(plain)]
    yield from paths[1:]
    for path in paths:
        if "%" in path:
            yield unquote(path)
    for path in [*paths, *map(unquote, paths)]:
        head, _, last = path.rpartition("/")
        for pattern in (_LONG_HASH, _HASH):
            if pattern.match(last):
                yield f"{head}/{pattern.sub('', last)}" if head else pattern.sub("", last)
        roboflow = _ROBOFLOW.match(last)
        if roboflow:
            yield f"{roboflow[1]}.{roboflow[2]}"


def _paths_of_address(name: str) -> Iterator[str]:
    """The paths in an address: `https://host/a.png?token=1`, `s3://bucket/a.png`, `/data/local-files/?d=a.png`."""
    if not (_ADDRESS.match(name) or "?" in name or "#" in name):
        return
    try:
        address = urlsplit(name)
        values = parse_qs(address.query)
    except ValueError:
        return
    yield from (value for key in ("d", "path", "file", "filename", "fileuri") for value in values.get(key, ()))
    if address.path.strip("/"):
        yield address.path.lstrip("/")


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part not in ("", ".", ".."))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _same(first: str, second: str) -> int:
    """1 if two names are equal including case, else 0."""
    return int(unicodedata.normalize("NFC", first) == unicodedata.normalize("NFC", second))


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """The number of equal parts at the end of two paths."""
    pairs = zip(reversed(first), reversed(second), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
