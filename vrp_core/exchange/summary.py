"""What an export will hold, told before it is made."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from vrp_core.domain.annotations import AnnotationSet
from vrp_core.exchange.names import confusable, stem_of
from vrp_core.exchange.objects import drawn_objects


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How often one label occurs."""

    name: str
    objects: int
    images: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of an annotation set, and what may go wrong with it elsewhere."""

    images: int
    objects: int
    labels: tuple[LabelCount, ...]  # in the set's order, those without objects included
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


def _warnings(annotation_set: AnnotationSet, empty: int) -> Iterator[str]:
    names = [image.file_name for image in annotation_set.images]
    by_name = _clashes((PurePosixPath(name).name, name) for name in names)
    yield from (f"tools that ignore folders confuse {' and '.join(clash)}" for clash in by_name)
    by_stem = _clashes((stem_of(name), name) for name in names)
    yield from (f"formats with one file per image number the files of {' and '.join(clash)}" for clash in by_stem)
    by_label = _clashes((label.name, f"{label.name} ({label.id})") for label in annotation_set.labels)
    yield from (f"labels with the same name: {' and '.join(clash)}" for clash in by_label)
    if empty:
        yield f"objects without a pixel, left out: {empty}"


def _clashes(keyed: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The values whose keys could be one name on some file system."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in keyed:
        groups[confusable(key)].append(value)
    return [group for group in groups.values() if len(group) > 1]
