"""Annotation sets that hypothesis tries the formats with."""

import numpy as np
from hypothesis import strategies as st

from tests.masks_to_try import SPECIAL_MASKS, masks
from vrp_core.domain.annotations import AnnotationSet, Label, LabelledImage, LabelledObject
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, decode, encode

_NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\\"), min_size=1, max_size=8)


def one_image_set(mask: Mask, label: str = "coin", file_name: str = "a/photo.jpg") -> AnnotationSet:
    """One object on one image."""
    image = LabelledImage(1, file_name, Size(*mask.shape))
    return AnnotationSet((image,), (Label(1, label),), (LabelledObject(1, 1, encode(mask)),))


def special_set() -> AnnotationSet:
    """Every special mask on an image of its own, in turns of two labels; a third label and the last image have none."""
    images = [
        LabelledImage(number, f"folder {number % 2}/{name}.png", Size(*mask.shape))
        for number, (name, mask) in enumerate(SPECIAL_MASKS.items(), start=1)
    ]
    objects = [
        LabelledObject(number, 1 + number % 2, encode(mask), score=number / 100)
        for number, mask in enumerate(SPECIAL_MASKS.values(), start=1)
    ]
    labels = (Label(1, "coin", supercategory="money"), Label(2, "Münze", "#3cb44b"), Label(7, "note"))
    empty = LabelledImage(len(images) + 1, "leer/Größe 1.png", Size(3, 4))
    return AnnotationSet((*images, empty), labels, tuple(objects))


@st.composite
def annotation_sets(draw: st.DrawFn) -> AnnotationSet:
    """Sets with up to three images of any size, labels with any ids and names, and objects of any region or none."""
    labels = tuple(
        Label(number, name, supercategory=draw(_NAMES))
        for number, name in draw(st.dictionaries(st.integers(1, 99), _NAMES, min_size=1, max_size=3)).items()
    )
    images, objects = [], []
    for number in draw(st.lists(st.integers(1, 10**6), max_size=3, unique=True)):
        found = draw(masks())
        images.append(LabelledImage(number, f"{draw(_NAMES)}-{number}.png", Size(*found.shape)))
        for region in draw(st.lists(st.sampled_from([found, ~found, np.zeros_like(found)]), max_size=3)):
            label, crowd = draw(st.sampled_from(labels)), draw(st.booleans())
            score = draw(st.none() | st.floats(0, 1))
            objects.append(LabelledObject(number, label.id, encode(region), crowd, score))
    return AnnotationSet(tuple(images), labels, tuple(objects))


def union_of(annotation_set: AnnotationSet, image_id: int, label_id: int) -> Mask:
    """The pixels of all objects of a label on an image."""
    (size,) = (image.size for image in annotation_set.images if image.id == image_id)
    union = np.zeros(size, dtype=bool)
    for item in annotation_set.objects:
        if (item.image_id, item.label_id) == (image_id, label_id):
            union |= decode(item.mask)
    return union
