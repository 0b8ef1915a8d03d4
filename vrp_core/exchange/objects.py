"""Selects what is written of an annotation set: the objects that have a pixel, in order."""

from collections.abc import Collection
from dataclasses import replace

from vrp_core.domain.annotations import AnnotationSet, LabelledObject
from vrp_core.domain.masks import area


def drawn_objects(annotation_set: AnnotationSet) -> tuple[LabelledObject, ...]:
    """The objects with at least one pixel. Other tools skip or refuse empty ones; `summarise` counts them."""
    return tuple(item for item in annotation_set.objects if area(item.mask))


def objects_by_image(annotation_set: AnnotationSet) -> dict[int, list[LabelledObject]]:
    """The drawn objects of every image id, images without any included."""
    found: dict[int, list[LabelledObject]] = {image.id: [] for image in annotation_set.images}
    for item in drawn_objects(annotation_set):
        found[item.image_id].append(item)
    return found


def subset_of(annotation_set: AnnotationSet, image_ids: Collection[int]) -> AnnotationSet:
    """The part of a set on some images; all labels are kept, so that their numbers do not change."""
    images = tuple(image for image in annotation_set.images if image.id in image_ids)
    objects = tuple(item for item in annotation_set.objects if item.image_id in image_ids)
    return replace(annotation_set, images=images, objects=objects)
