"""Decides which photo of a project a file is: by its content first, by its path only if no content matches.

Annotations belong to the picture they were drawn on. So a photo follows its content when files are renamed, renumbered,
swapped or moved, and a new picture under an existing name is a new photo.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from natsort import natsorted

from vrp_core.domain.annotations import ImageRecord


@dataclass(frozen=True, slots=True)
class Plan:
    """What adding files does to the photos of a project. Each image id is in at most one field."""

    settled: Mapping[str, int]  # path -> the image that has this path and this content already
    moved: Mapping[str, int]  # path -> the image whose content is now at this path
    renewed: Mapping[str, int]  # path -> the image that is updated to the new content of its file
    new: tuple[str, ...]  # paths of new images
    replaced: tuple[int, ...]  # images whose path now holds another picture, and whose own picture was not found


def plan(
    known: Iterable[ImageRecord],
    arrivals: Mapping[str, str],
    still_there: Callable[[ImageRecord], bool],
    may_renew: Callable[[ImageRecord], bool],
) -> Plan:
    """Decide which image each file is.

    Args:
        known: the project's images that have the path or the digest of one of the files; may include others.
        arrivals: the files to add, stored path -> sha256 of the content.
        still_there: whether the file of an image that is not among the files to add still holds the image's content.
        may_renew: whether an image may take other content: True only if no person's work is on it.
    """
    records = tuple(known)
    settled = {one.path: one.id for one in records if arrivals.get(one.path) == one.digest}
    homeless = [one for one in records if one.path not in settled and (one.path in arrivals or not still_there(one))]
    moved = _moved(homeless, {path: digest for path, digest in arrivals.items() if path not in settled})
    gone = set(moved.values())
    stranded = {one.path: one for one in homeless if one.path in arrivals and one.id not in gone}
    open_paths = [path for path in arrivals if path not in settled and path not in moved]
    renewed = {path: stranded[path].id for path in open_paths if path in stranded and may_renew(stranded[path])}
    replaced = tuple(one.id for path, one in stranded.items() if path not in renewed)
    return Plan(settled, moved, renewed, tuple(path for path in open_paths if path not in renewed), replaced)


def _moved(homeless: Sequence[ImageRecord], arrivals: Mapping[str, str]) -> dict[str, int]:
    """The new path of each image whose content is among the files. Copies are matched by file name, then by order."""
    paths_of: defaultdict[str, list[str]] = defaultdict(list)
    for path, digest in arrivals.items():
        paths_of[digest].append(path)
    images_of: defaultdict[str, list[ImageRecord]] = defaultdict(list)
    for record in homeless:
        images_of[record.digest].append(record)
    moved: dict[str, int] = {}
    for digest, records in images_of.items():
        moved |= _paired(natsorted(records, key=lambda one: one.path), natsorted(paths_of.get(digest, ())))
    return moved


def _paired(records: Sequence[ImageRecord], paths: Sequence[str]) -> dict[str, int]:
    """Pairs images with paths of the same content: first those whose paths end alike, then in order."""
    pairs: dict[str, int] = {}
    left = list(records)
    for parts in (3, 2, 1):  # file name with two folders, with one folder, alone
        free: defaultdict[tuple[str, ...], deque[str]] = defaultdict(deque)
        for path in paths:
            if path not in pairs:
                free[_end(path, parts)].append(path)
        kept = []
        for record in left:
            there = free.get(_end(record.path, parts))
            if there:
                pairs[there.popleft()] = record.id
            else:
                kept.append(record)
        left = kept
    return pairs | {path: record.id for record, path in zip(left, (p for p in paths if p not in pairs), strict=False)}


def _end(path: str, parts: int) -> tuple[str, ...]:
    """The last parts of a path. A path with fewer parts gets a value that matches only itself."""
    ending = PurePosixPath(path).parts[-parts:]
    return ending if len(ending) == parts else (path,) * parts


def earlier_path(record: ImageRecord, taken: Callable[[str], bool]) -> str:
    """A path for an image whose path now holds another picture: `a/b (earlier 1f2e3d4c).jpg`. No file has it."""
    path = PurePosixPath(record.path)
    length = 8
    while True:
        name = path.with_name(f"{path.stem} (earlier {record.digest[:length]}){path.suffix}").as_posix()
        if not taken(name) or length > len(record.digest):
            return name
        length += 8
