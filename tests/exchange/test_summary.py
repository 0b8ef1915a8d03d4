"""What is told before an export."""

from dataclasses import replace

import numpy as np

from tests.exchange.sets_to_try import special_set
from vrp_core.domain.annotations import AnnotationSet, Label, LabelledImage, LabelledObject
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import encode
from vrp_core.exchange.summary import LabelCount, summarise


def test_counts_per_label_and_images_without_objects() -> None:
    annotation_set = special_set()
    more = replace(annotation_set, objects=(*annotation_set.objects, annotation_set.objects[0]))
    summary = summarise(more)
    assert (summary.images, summary.objects) == (11, 11)
    assert summary.labels == (LabelCount("coin", 5, 5), LabelCount("Münze", 6, 5), LabelCount("note", 0, 0))
    assert summary.images_without_objects == ("leer/Größe 1.png",)
    assert summary.warnings == ()


def test_a_summary_warns_of_problems_in_other_tools() -> None:
    size = Size(2, 2)
    names = ["a/x.jpg", "b/X.jpg", "a/x.png", "c/y.jpg"]
    annotation_set = AnnotationSet(
        tuple(LabelledImage(number, name, size) for number, name in enumerate(names, start=1)),
        (Label(1, "coin"), Label(2, "note"), Label(3, "Coin")),
        (LabelledObject(1, 1, encode(np.zeros(size, dtype=bool))),),
    )
    summary = summarise(annotation_set)
    assert (summary.objects, summary.images_without_objects) == (0, tuple(names))
    assert summary.warnings == (
        "tools that ignore folders confuse a/x.jpg and b/X.jpg",
        "formats with one file per image number the files of a/x.jpg and a/x.png",
        "labels with the same name: coin (1) and Coin (3)",
        "objects without a pixel, left out: 1",
    )
