"""What of an annotation set is written: the objects that have a pixel, in their order."""

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
