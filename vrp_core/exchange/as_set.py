"""Turns a reader's result into an annotation set, for files that state the size of their images."""

from collections.abc import Callable

from vrp_core.domain.annotations import AnnotationSet, Label, LabelledImage, LabelledObject
from vrp_core.domain.colors import color_of
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import encode
from vrp_core.domain.prompts import rasterise
from vrp_core.exchange.found import Found, FoundImage, FoundObject, Notes, Unusable
from vrp_core.exchange.regions import mask_of, prompts_of


def as_annotation_set(
    found: Found, size_of_photo: Callable[[FoundImage], Size | None] = lambda image: None, boxes: bool = False
) -> tuple[AnnotationSet, tuple[str, ...]]:
    """The set, numbered from 1 in the order of the files, and all notes.

    Args:
        found: what was read.
        size_of_photo: returns the size of an image if the files do not state it.
        boxes: use a box as the region of its object, for target formats that store only boxes.
    """
    notes = Notes()
    images: dict[int, LabelledImage] = {}
    for place, image in enumerate(found.images):
        size = image.size or size_of_photo(image)
        if size is None:
            notes.left_out("an unknown size of the image", image.name)
        else:
            images[place] = LabelledImage(place + 1, image.name, size)
    labels = [
        Label(number, name, color_of(number - 1), found.supercategories.get(name, ""))
        for number, name in enumerate(found.all_labels, start=1)
    ]
    numbers = {label.name: label.id for label in labels}
    objects = []
    for item in found.objects:
        if item.image in images:
            try:
                objects.append(_object(item, images[item.image], numbers[item.label], boxes))
            except Unusable as reason:
                notes.left_out(reason, item.name)
    return AnnotationSet(tuple(images.values()), tuple(labels), tuple(objects)), (*found.notes, *notes.sentences())


def _object(item: FoundObject, image: LabelledImage, label_id: int, boxes: bool) -> LabelledObject:
    if item.is_prompt:
        if not boxes:
            raise Unusable("being a box or point without a region")
        mask = encode(rasterise(prompts_of(item, image.size), image.size))
    else:
        mask = mask_of(item, image.size)
    return LabelledObject(image.id, label_id, mask, item.is_crowd, item.score)
