"""Every command can be taken back and done again, in any order, across images, and the store is always true."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.model import commands, image_commands, label_commands, reference_commands
from app.model.document import Document
from app.model.image_list import ImageList
from app.model.objects import ObjectKey
from tests.app.conftest import prediction, read_again, square
from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.domain.errors import NotFound
from vrp_core.domain.prompts import MaskPrompt, PointPrompt
from vrp_core.project import ingest


def snapshot(document: Document) -> tuple[object, ...]:
    """What the project holds; the list of photos shows just that."""
    project, read = document.project, ImageList()
    read.load(project.images.overview())
    assert document.images.every == read.every
    return (
        project.labels.all(),
        project.annotations.all(),
        tuple(sorted(project.review.predictions(), key=lambda one: one.id)),
    )


def mark(document: Document) -> None:
    commands.add_annotation(document, [PointPrompt(15, 15)], square(8, 8, 12))


def edit(document: Document) -> None:
    objects = document.objects()
    if objects:
        commands.change_region(document, random.choice(objects), square(random.randrange(40), 5, 9))


def one_object(change: Callable[[Document, object], None]) -> Callable[[Document], None]:
    def work(document: Document) -> None:
        objects = document.objects()
        if objects:
            change(document, random.choice(objects))

    return work


def remove_a_photo(document: Document) -> None:
    if len(document.images.shown) > 2:
        image_commands.remove_images(document, [random.choice(document.images.shown).image.id])


def lose_a_label(document: Document) -> None:
    """Delete one, or merge it into another."""
    first, *others = document.project.labels.all()
    if others:
        label_commands.delete_label(document, random.choice(others).id, random.choice([None, first.id]))


def decide_some(document: Document) -> None:
    photos = [row.image.id for row in document.images.shown]
    decided = random.choice([ReviewStatus.ACCEPTED, ReviewStatus.REJECTED])
    image_commands.decide_images(document, random.sample(photos, 2), decided)


WORK: dict[str, Callable[[Document], None]] = {
    "mark": mark,
    "edit": edit,
    "remove": one_object(commands.remove),  # type: ignore[arg-type]
    "reference": one_object(reference_commands.to_reference),  # type: ignore[arg-type]
    "confirm": commands.confirm_image,
    "reject": commands.reject_image,
    "reopen": commands.reopen_image,
    "accept above": lambda document: commands.accept_above(document, 0.5, None),
    "threshold": lambda document: label_commands.set_threshold(
        document, document.project.labels.all()[0], random.random()
    ),
    "recolour": lambda document: label_commands.change_label(
        document, replace(document.project.labels.all()[0], color=f"#{random.randrange(16**6):06x}")
    ),
    "new label": lambda document: label_commands.add_label(document, f"label {random.random()}"),
    "lose a label": lose_a_label,
    "decide some": decide_some,
    "remove a photo": remove_a_photo,
    "step": lambda document: document.step(1),
}


@pytest.mark.parametrize("seed", range(8))
def test_undo_takes_everything_back_and_redo_does_it_again(document: Document, seed: int) -> None:
    random.seed(seed)
    # A pending prediction's absence follows the threshold: begin where the two agree.
    label_commands.set_threshold(document, document.project.labels.all()[0], 0.25)
    document.undo_stack.clear()
    states = [snapshot(document)]
    while document.undo_stack.count() < 25:
        before = document.undo_stack.count()
        WORK[random.choice(sorted(WORK))](document)
        if document.undo_stack.count() > before:
            states.append(snapshot(document))
    for state in reversed(states[:-1]):
        document.undo_stack.undo()
        assert snapshot(document) == state
    for state in states[1:]:
        document.undo_stack.redo()
        assert snapshot(document) == state


def test_the_first_mark_of_a_label_is_its_reference(document: Document) -> None:
    mark(document)
    document.step(1)
    mark(document)
    assert [one.role for one in document.project.annotations.all()] == [Role.REFERENCE, Role.TRUTH]


def test_an_edited_prediction_is_the_person_s_and_undo_gives_the_proposal_back(document: Document) -> None:
    document.step(1)
    (scene,) = document.objects()
    commands.change_region(document, scene, square(0, 0, 5))
    (edited,) = document.objects()
    assert (edited.status, edited.region) == (ReviewStatus.EDITED, square(0, 0, 5))
    document.undo_stack.undo()
    (back,) = document.objects()
    assert (back.status, back.region) == (ReviewStatus.PENDING, scene.region)


def test_confirming_accepts_what_is_there_and_agrees_that_the_rest_is_not(document: Document) -> None:
    project = document.project
    present = next(one for one in project.review.predictions() if one.scores.confidence == 0.9)
    absent = next(one for one in project.review.predictions() if one.scores.confidence == 0.2)
    for one in (present, absent):
        document.show_image(one.image_id)
        commands.confirm_image(document)
    assert project.review.prediction(present.id).status is ReviewStatus.ACCEPTED
    assert project.review.prediction(absent.id).status is ReviewStatus.REJECTED


def test_undo_shows_the_image_it_concerns(document: Document) -> None:
    mark(document)
    first = document.current
    document.step(3)
    document.undo_stack.undo()
    assert document.current == first


def test_a_prediction_as_reference_is_one_step_to_take_back(document: Document) -> None:
    document.step(1)
    (scene,) = document.objects()
    reference_commands.to_reference(document, scene)
    (reference,) = document.project.annotations.all(role=Role.REFERENCE)
    assert reference.prompts == (MaskPrompt(scene.region),)
    assert document.project.review.prediction(scene.key.id).status is ReviewStatus.ACCEPTED
    document.undo_stack.undo()
    assert document.project.annotations.all() == ()
    assert document.project.review.prediction(scene.key.id).status is ReviewStatus.PENDING


def test_adding_an_existing_label_only_makes_it_current(document: Document) -> None:
    mark(document)
    (thing,) = document.project.labels.all()
    label_commands.add_label(document, "other")
    before, steps = snapshot(document), document.undo_stack.count()
    label_commands.add_label(document, "thing")
    assert document.label == thing and document.undo_stack.count() == steps
    assert snapshot(document) == before


def test_a_step_that_breaks_off_is_closed_and_what_came_before_it_can_be_taken_back(document: Document) -> None:
    before = snapshot(document)
    document.step(1)
    (scene,) = document.objects()
    with pytest.raises(NotFound):
        reference_commands.to_references(document, [scene.key, ObjectKey("prediction", 999)])
    assert len(document.project.annotations.all(role=Role.REFERENCE)) == 1
    document.undo_stack.undo()
    assert snapshot(document) == before
    assert not document.undo_stack.canUndo()


def find_again(document: Document) -> None:
    """A later pass replaces what nobody has decided about."""
    project = document.project
    images = [image.id for image in project.images.all()[1:]]
    pass_id = project.passes.start({}, images)
    for image_id in images:
        project.passes.record(pass_id, image_id, [prediction(document.project.labels.all()[0].id, 0.65)])
    project.passes.finish(pass_id)
    read_again(document)


def mark_and_edit(document: Document) -> list[str]:
    """A mark, and on the next photo a change of what was found; gives what the person is told, as it grows."""
    told: list[str] = []
    document.refused.connect(told.append)
    mark(document)
    document.step(1)
    commands.change_region(document, document.objects()[0], square(0, 0, 5))
    return told


def test_redo_skips_what_a_pass_has_replaced_and_the_stack_continues(document: Document) -> None:
    stack, told = document.undo_stack, mark_and_edit(document)
    stack.undo()
    find_again(document)
    before = snapshot(document)
    stack.redo()
    assert told == ["A later pass has replaced what this step changed."]
    assert snapshot(document) == before and not stack.canRedo()
    stack.undo()  # the mark of before
    assert document.project.annotations.all() == () and not stack.canUndo()


def test_undo_skips_what_a_pass_has_replaced_and_the_stack_continues(document: Document) -> None:
    stack, told = document.undo_stack, mark_and_edit(document)
    commands.reopen_image(document)
    find_again(document)
    stack.undo()
    stack.undo()
    assert len(told) == 1
    stack.undo()
    assert document.project.annotations.all() == () and not stack.canUndo()


def test_redo_repeats_the_parts_of_a_step_that_a_pass_has_left(document: Document) -> None:
    document.step(1)
    (scene,) = document.objects()
    reference_commands.to_reference(document, scene)
    document.undo_stack.undo()
    find_again(document)
    document.undo_stack.redo()
    assert len(document.project.annotations.all(role=Role.REFERENCE)) == 1
    document.undo_stack.undo()
    assert document.project.annotations.all() == ()


def test_accepting_many_is_taken_back_where_a_pass_left_them(document: Document) -> None:
    review = document.project.review
    commands.accept_above(document, 0.5, None)
    document.step(1)
    commands.reopen_image(document)
    find_again(document)
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert review.counts()["accepted"] == 0


def test_removed_photos_leave_the_list_and_come_back_with_everything(document: Document) -> None:
    mark(document)
    before, rows = snapshot(document), document.images.every
    document.step(2)
    ids = [row.image.id for row in rows]
    image_commands.remove_images(document, ids[1:4])
    assert [row.image.id for row in document.images.every] == [ids[0], *ids[4:]]
    assert document.current == ids[4]  # the nearest that is left
    assert all(document.file_of(ids[0]).with_name(f"photo-{number}.png").is_file() for number in (2, 3, 4))
    document.undo_stack.undo()
    assert snapshot(document) == before and document.images.every == rows
    assert document.current == ids[1]
    document.undo_stack.redo()
    assert document.current == ids[4]
    image_commands.remove_images(document, [ids[0], *ids[4:]])
    assert document.current == 0 and document.images.shown == []
    for _ in range(3):
        document.undo_stack.undo()
    assert document.project.annotations.all() == () and document.images.every[1:] == rows[1:]


def test_the_last_photo_of_the_list_gives_way_to_the_one_before(document: Document) -> None:
    ids = [row.image.id for row in document.images.shown]
    document.show_image(ids[-1])
    image_commands.remove_images(document, ids[-2:])
    assert document.current == ids[-3]


def test_merging_labels_moves_everything_and_comes_back(document: Document) -> None:
    project = document.project
    mark(document)
    label_commands.add_label(document, "other")
    thing, other = project.labels.all()
    before = snapshot(document)
    label_commands.delete_label(document, thing.id, into=other.id)
    assert {one.label_id for one in (*project.annotations.all(), *project.review.predictions())} == {other.id}
    document.undo_stack.undo()
    assert snapshot(document) == before


def test_selecting_something_that_goes_away_selects_nothing(document: Document) -> None:
    mark(document)
    assert document.selected is not None
    key = document.selected.key
    assert key.kind == "annotation"
    document.undo_stack.undo()
    assert document.selected is None
    document.select(ObjectKey("annotation", key.id))
    assert document.selected is None


def read_only(document: Document, on: bool) -> None:
    """As on a drive that has become read-only."""
    document.project._database._connection.execute(f"PRAGMA query_only = {int(on)}")


def statuses(document: Document) -> list[ReviewStatus]:
    return [one.status for one in document.project.review.predictions()]


def test_a_step_that_fails_is_none_to_take_back(document: Document) -> None:
    document.show_image(document.images.every[1].image.id)
    read_only(document, True)
    for _ in range(5):
        with pytest.raises(OSError, match="Read-only"):
            commands.confirm_image(document)
    assert document.undo_stack.count() == 0
    read_only(document, False)
    commands.confirm_image(document)
    commands.undo(document)
    assert set(statuses(document)) == {ReviewStatus.PENDING}


def test_a_step_that_cannot_be_taken_back_or_done_again_stays_as_it_is(document: Document) -> None:
    document.show_image(document.images.every[1].image.id)
    commands.confirm_image(document)
    read_only(document, True)
    with pytest.raises(OSError, match="Read-only"):
        commands.undo(document)
    assert document.undo_stack.canUndo() and not document.undo_stack.canRedo()
    read_only(document, False)
    commands.undo(document)
    assert set(statuses(document)) == {ReviewStatus.PENDING}
    read_only(document, True)
    with pytest.raises(OSError, match="Read-only"):
        commands.redo(document)
    read_only(document, False)
    commands.redo(document)
    assert statuses(document).count(ReviewStatus.ACCEPTED) == 1
    commands.undo(document)
    assert set(statuses(document)) == {ReviewStatus.PENDING}


def test_many_photos_are_decided_with_as_few_queries_as_one(document: Document) -> None:
    asked: list[str] = []

    def queries(image_ids: list[int]) -> int:
        asked.clear()
        image_commands.decide_images(document, image_ids, ReviewStatus.ACCEPTED)
        commands.undo(document)
        return sum(one.lstrip().startswith("SELECT") for one in asked)

    document.project._database._connection.set_trace_callback(asked.append)
    ids = [row.image.id for row in document.images.every]
    assert queries(ids[1:2]) == queries(ids[1:4]) > 0
    document.project._database._connection.set_trace_callback(None)
    assert set(statuses(document)) == {ReviewStatus.PENDING}


def test_the_results_of_a_photo_are_found_without_those_of_others(document: Document) -> None:
    asked: list[str] = []
    connection = document.project._database._connection
    connection.set_trace_callback(asked.append)
    document.project.review.predictions(document.images.every[1].image.id, status=ReviewStatus.PENDING)
    connection.set_trace_callback(None)
    plan = " ".join(row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}"))
    assert "image_id=?" in plan and "prediction_for_review" not in plan


def test_a_photo_that_was_added_again_is_replaced_when_its_removal_is_taken_back(document: Document) -> None:
    mark(document)
    before, removed = snapshot(document), document.images.shown[0].image
    image_commands.remove_images(document, [removed.id])
    file = document.project.images.file_of(removed)
    ingest.add_photos(document.project, [file])
    document.touch_images()
    document.show_image(document.images.shown[0].image.id)
    assert document.current != removed.id and document.images.row(document.current).image.path == removed.path
    document.undo_stack.undo()
    assert snapshot(document) == before
    assert document.current == removed.id
