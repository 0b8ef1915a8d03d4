"""Summarises an export before it is written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from vrp_core.domain.annotations import AnnotationSet
from vrp_core.domain.messages import Translate, shortened
from vrp_core.exchange.names import confusable, stem_of
from vrp_core.exchange.objects import drawn_objects

_SHOWN = 5  # maximum number of names in a warning
_NAMES = 10  # maximum number of names of photos that are left out

# Why something is left out, by the reasons of `export_set`: for one, and for several.
_LEFT_OUT = {
    "reference": ("{count} reference is left out", "{count} references are left out"),
    "not the object": ("{count} look-alike is left out", "{count} look-alikes are left out"),
    "prompt without a mask": (
        "{count} prompt without a mask is left out",
        "{count} prompts without a mask are left out",
    ),
    "rejected": ("{count} rejected mask is left out", "{count} rejected masks are left out"),
    "absent": (
        "{count} found mask below the threshold is left out",
        "{count} found masks below the threshold are left out",
    ),
    "pending": (
        "{count} found mask that nobody has reviewed is left out",
        "{count} found masks that nobody has reviewed are left out",
    ),
    "empty": ("{count} mask without a pixel is left out", "{count} masks without a pixel are left out"),
    "drawn by hand": ("{count} found mask is replaced by your own", "{count} found masks are replaced by your own"),
    "photo not reviewed": (
        "{count} object on a photo that is not reviewed to the end is left out",
        "{count} objects on photos that are not reviewed to the end are left out",
    ),
    "photo without its file": (
        "{count} object on a photo that is gone, or was replaced by another, is left out",
        "{count} objects on photos that are gone, or were replaced by others, are left out",
    ),
}


_NOT_REVIEWED = (
    "{count} photo that is not reviewed is left out: {names}",
    "{count} photos that are not reviewed are left out: {names}",
)
_WITHOUT_FILE = (
    "{count} photo whose file is gone or holds another picture is left out: {names}",
    "{count} photos whose files are gone or hold another picture are left out: {names}",
)


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
    translate: Translate = str,
) -> tuple[str, ...]:
    """What an export leaves out of a project, one sentence per reason, with `most` names of photos in each."""
    named = ((_WITHOUT_FILE, without_file), (_NOT_REVIEWED, not_reviewed))
    photos = [
        translate(forms[len(names) != 1]).format(count=f"{len(names):,}", names=shortened(names, most, translate))
        for forms, names in named
        if names
    ]
    counts = [translate(_LEFT_OUT[reason][many != 1]).format(count=f"{many:,}") for reason, many in left_out.items()]
    return (*photos, *counts)


def texts() -> tuple[str, ...]:
    """The texts of `left_out_sentences`, for translators."""
    return tuple(text for forms in (*_LEFT_OUT.values(), _NOT_REVIEWED, _WITHOUT_FILE) for text in forms)


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
