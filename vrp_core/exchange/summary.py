"""Summarises an export before it is written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from vrp_core.domain.annotations import AnnotationSet
from vrp_core.domain.messages import shortened
from vrp_core.exchange.names import confusable, stem_of
from vrp_core.exchange.objects import drawn_objects

_SHOWN = 5  # maximum number of names in a warning
_NAMES = 10  # maximum number of names of photos that are left out

# Why something is left out, by the reasons of `export_set`: for one, and for several.
_LEFT_OUT = {
    "reference": ("{} reference is left out", "{} references are left out"),
    "not the object": ("{} look-alike is left out", "{} look-alikes are left out"),
    "prompt without a mask": ("{} prompt without a mask is left out", "{} prompts without a mask are left out"),
    "rejected": ("{} rejected mask is left out", "{} rejected masks are left out"),
    "absent": ("{} found mask below the threshold is left out", "{} found masks below the threshold are left out"),
    "pending": (
        "{} found mask that nobody has reviewed is left out",
        "{} found masks that nobody has reviewed are left out",
    ),
    "empty": ("{} mask without a pixel is left out", "{} masks without a pixel are left out"),
    "drawn by hand": ("{} found mask is replaced by your own", "{} found masks are replaced by your own"),
    "photo not reviewed": (
        "{} object on a photo that is not reviewed to the end is left out",
        "{} objects on photos that are not reviewed to the end are left out",
    ),
    "photo without its file": (
        "{} object on a photo that is gone, or was replaced by another, is left out",
        "{} objects on photos that are gone, or were replaced by others, are left out",
    ),
}


@dataclass(frozen=True, slots=True)
class LabelCount:
    """The counts of one label."""

    name: str
    objects: int
    images: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of an annotation set, and warnings about problems in other tools."""

    images: int
    objects: int
    labels: tuple[LabelCount, ...]  # in the set's order, including labels without objects
    images_without_objects: tuple[str, ...]
    warnings: tuple[str, ...]


def summarise(annotation_set: AnnotationSet) -> Summary:
    """Count what every format will write."""
    drawn = drawn_objects(annotation_set)
    objects = Counter(item.label_id for item in drawn)
    images = Counter(label_id for label_id, _ in {(item.label_id, item.image_id) for item in drawn})
    shown = {item.image_id for item in drawn}
    return Summary(
        images=len(annotation_set.images),
        objects=len(drawn),
        labels=tuple(LabelCount(one.name, objects[one.id], images[one.id]) for one in annotation_set.labels),
        images_without_objects=tuple(one.file_name for one in annotation_set.images if one.id not in shown),
        warnings=tuple(_warnings(annotation_set, len(annotation_set.objects) - len(drawn))),
    )


def counted(many: int, one: str, several: str = "") -> str:
    """A number with its noun: "1 object", "1,614 points"."""
    return f"{many:,} {one if many == 1 else several or one + 's'}"


def left_out_sentences(
    left_out: Mapping[str, int],
    not_reviewed: Sequence[str] = (),
    without_file: Sequence[str] = (),
    most: int = _NAMES,
) -> tuple[str, ...]:
    """What an export leaves out of a project, one sentence per reason, with `most` names of photos in each."""
    sentences = [_LEFT_OUT[reason][many != 1].format(f"{many:,}") for reason, many in left_out.items()]
    if not_reviewed:
        many = counted(len(not_reviewed), "photo that is", "photos that are")
        left = "is" if len(not_reviewed) == 1 else "are"
        sentences.insert(0, f"{many} not reviewed {left} left out: {shortened(not_reviewed, most)}")
    if without_file:
        many = counted(len(without_file), "photo whose file is gone or holds", "photos whose files are gone or hold")
        left = "is" if len(without_file) == 1 else "are"
        sentences.insert(0, f"{many} another picture {left} left out: {shortened(without_file, most)}")
    return tuple(sentences)


def _warnings(annotation_set: AnnotationSet, empty: int) -> Iterator[str]:
    names = [image.file_name for image in annotation_set.images]
    by_name = _clashes((PurePosixPath(name).name, name) for name in names)
    yield from (f"tools that ignore folders confuse {_joined(clash)}" for clash in by_name)
    by_stem = _clashes((stem_of(name), name) for name in names)
    yield from (f"formats with one file per image number the files of {_joined(clash)}" for clash in by_stem)
    by_label = _clashes((label.name, f"{label.name} ({label.id})") for label in annotation_set.labels)
    yield from (f"labels with the same name: {_joined(clash)}" for clash in by_label)
    if empty:
        yield f"objects without a pixel, left out: {empty}"


def _joined(names: Sequence[str]) -> str:
    return " and ".join(names) if len(names) <= _SHOWN else shortened(names, _SHOWN)


def _clashes(keyed: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The values whose keys some file system could confuse."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in keyed:
        groups[confusable(key)].append(value)
    return [group for group in groups.values() if len(group) > 1]
