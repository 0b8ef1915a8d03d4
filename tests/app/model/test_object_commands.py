"""Changes of objects' shapes, each a step to take back."""

import numpy as np
import pytest

from app.model import commands, object_commands
from app.model.document import Document
from tests.app.conftest import read_again, square
from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.domain.cleaning import Cleaning
from vrp_core.domain.masks import Rle, area, encode
from vrp_core.domain.prompts import MaskPrompt, PolygonPrompt

TRIANGLE = PolygonPrompt(((10.0, 10.0), (50.0, 10.0), (10.0, 50.0)))


def two_squares() -> Rle:
    mask = np.zeros((60, 80), dtype=bool)
    mask[5:25, 5:25] = True
    mask[40:50, 60:70] = True
    return encode(mask)


def draw(document: Document, region: Rle) -> None:
    commands.add_annotation(document, [MaskPrompt(region)], region, Role.TRUTH)


def state(document: Document) -> list[tuple[object, ...]]:
    return [(one.key, one.region, one.polygon, one.status, one.role) for one in document.objects()]


def test_a_polygon_stays_one_while_its_corners_are_moved_and_the_object_too(document: Document) -> None:
    commands.add_annotation(document, [TRIANGLE], None, Role.TRUTH)
    before = state(document)
    one = document.selected
    assert one is not None and one.polygon == TRIANGLE
    moved = PolygonPrompt(((10.0, 10.0), (60.0, 10.0), (10.0, 50.0)))
    object_commands.change_polygon(document, one, moved)
    one = document.selected
    assert one is not None and one.polygon == moved
    object_commands.move(document, one, 3, 2)
    one = document.selected
    assert one is not None and one.polygon == PolygonPrompt(((13.0, 12.0), (63.0, 12.0), (13.0, 52.0)))
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert state(document) == before


def test_a_polygon_that_is_painted_on_becomes_a_mask(document: Document) -> None:
    commands.add_annotation(document, [TRIANGLE], None, Role.TRUTH)
    one = document.selected
    assert one is not None
    commands.change_region(document, one, square(5, 5, 30))
    one = document.selected
    assert one is not None and one.polygon is None and one.region == square(5, 5, 30)


def test_splitting_makes_an_object_of_each_part_and_one_undo_joins_them(document: Document) -> None:
    draw(document, two_squares())
    before = state(document)
    one = document.selected
    assert one is not None and object_commands.split_parts(document, one) == 2
    assert sorted(area(one.region) for one in document.objects()) == [100, 400]
    assert document.selected is not None and document.selected.key == one.key
    document.undo_stack.undo()
    assert state(document) == before


def test_a_result_that_is_cut_keeps_its_place_and_the_piece_is_drawn(document: Document) -> None:
    document.step(1)
    (result,) = document.objects()
    assert object_commands.split_by_line(document, result, (20.0, 5.0), (20.0, 35.0))
    kinds = {one.key.kind: (one.status, one.role, area(one.region)) for one in document.objects()}
    assert kinds == {"prediction": (ReviewStatus.EDITED, None, 200), "annotation": (None, Role.TRUTH, 200)}


def test_joined_objects_are_the_first_one_and_one_undo_parts_them(document: Document) -> None:
    draw(document, square(5, 5, 10))
    draw(document, square(30, 30, 10))
    before = state(document)
    first, second = document.objects()
    object_commands.join(document, [first, second])
    (only,) = document.objects()
    assert only.key == first.key and area(only.region) == 200
    document.undo_stack.undo()
    assert state(document) == before


def test_cleaning_decides_nothing_and_one_undo_restores_every_photo(document: Document) -> None:
    review = document.project.review
    results = document.project.review.predictions()
    for one in results[:2]:
        review.put_back(type(one)(**{name: getattr(one, name) for name in one.__slots__} | {"mask": two_squares()}))
    read_again(document)
    from app.model.objects import ObjectKey, object_of

    objects = [object_of(document.project, ObjectKey("prediction", one.id)) for one in results]
    assert object_commands.clean(document, objects, Cleaning(smallest_part=150)) == 2
    cleaned = [review.prediction(one.id) for one in results[:2]]
    assert [(area(one.mask), one.status) for one in cleaned] == [(400, ReviewStatus.PENDING)] * 2
    document.undo_stack.undo()
    assert [review.prediction(one.id).mask for one in results[:2]] == [two_squares()] * 2


@pytest.mark.parametrize("region", [square(5, 5, 10), None])
def test_copies_are_pasted_on_the_next_photo(document: Document, region: Rle | None) -> None:
    commands.add_annotation(document, [MaskPrompt(region)] if region else [TRIANGLE], region, Role.TRUTH)
    copied = object_commands.copy(document.selection)
    original = document.selected
    document.step(1)
    assert object_commands.paste(document, copied) == 1
    pasted = document.selected
    assert original is not None and pasted is not None
    assert (pasted.region, pasted.polygon, pasted.role) == (original.region, original.polygon, Role.TRUTH)
    document.undo_stack.undo()
    assert [one.key.kind for one in document.objects()] == ["prediction"]
