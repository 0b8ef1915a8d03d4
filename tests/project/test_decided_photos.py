"""Which photos teach a second look: the one rule that the window and the engine share."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from vrp_core.domain.annotations import ReviewStatus, Role, Scores
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import encode
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.inference.second_look import photos_to_learn_from
from vrp_core.project.decided_photos import ENOUGH_TO_LEARN, SURE
from vrp_core.project.project import NewImage, NewPrediction, Project

SIZE = Size(8, 8)
MASK = encode(np.eye(8, dtype=bool))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Photo 1 holds the reference; five others have an accepted result, and of the next two a doubtful one."""
    with Project.create(tmp_path) as project:
        project.images.add([NewImage(tmp_path / f"{number}.png", SIZE, str(number)) for number in range(1, 10)])
        project.labels.add("coin")
        project.labels.add("stone")
        draw(project, 1, Role.REFERENCE)
        pass_id = project.passes.start({}, list(range(2, 9)))
        for image_id in range(2, 9):
            (found,) = project.passes.record(pass_id, image_id, [result(0.5 + image_id / 100)])
            if image_id < 7:
                project.review.set_status([found.id], ReviewStatus.ACCEPTED)
        project.passes.finish(pass_id)
        yield project


def result(confidence: float, instance: int = 0, absent: bool = False) -> NewPrediction:
    return NewPrediction(1, instance, MASK, Scores(0.9, 0.9, None, confidence), absent)


def draw(project: Project, image_id: int, role: Role, label_id: int = 1) -> None:
    project.annotations.add(image_id, label_id, [MaskPrompt(MASK)], MASK, role)


def decide(project: Project, image_id: int, status: ReviewStatus) -> None:
    project.review.set_status([one.id for one in project.review.predictions(image_id)], status)


def test_five_decided_photos_and_a_doubtful_one_are_enough(project: Project) -> None:
    assert project.review.decided_photos() == {1: [2, 3, 4, 5, 6]}
    assert project.review.doubtful_labels() == {7: {1}, 8: {1}}
    assert project.review.can_look_again()
    decide(project, 2, ReviewStatus.PENDING)
    assert not project.review.can_look_again()  # four are too few
    decide(project, 2, ReviewStatus.REJECTED)
    assert not project.review.can_look_again()  # what is not there shows no object


def test_without_doubtful_results_there_is_nothing_to_look_at(project: Project) -> None:
    for image_id in (7, 8):
        decide(project, image_id, ReviewStatus.REJECTED)
    assert not project.review.can_look_again()
    pass_id = project.passes.start({}, [9])
    project.passes.record(pass_id, 9, [result(SURE)])
    assert not project.review.can_look_again()  # it is sure
    project.passes.record(pass_id, 9, [result(0.2, absent=True)])
    assert project.review.can_look_again()  # the object may have been missed


@pytest.mark.parametrize("role", [Role.REFERENCE, Role.NEGATIVE])
def test_a_photo_that_a_pass_learns_from_anyway_does_not_count(project: Project, role: Role) -> None:
    draw(project, 2, role, label_id=2)
    assert project.review.can_look_again()  # of another label
    draw(project, 2, role)
    assert project.review.decided_photos()[1] == [3, 4, 5, 6]
    assert not project.review.can_look_again()


def test_a_photo_that_is_half_decided_does_not_count(project: Project) -> None:
    pass_id = project.passes.all()[0].id
    two = project.passes.record(pass_id, 9, [result(0.4), result(0.6, instance=1)])
    project.review.set_status([two[0].id], ReviewStatus.ACCEPTED)
    assert 9 not in project.review.decided_photos()[1]
    project.review.set_status([two[1].id], ReviewStatus.REJECTED)
    assert project.review.decided_photos()[1] == [9, 2, 3, 4, 5, 6]  # the least confident first


def test_drawn_photos_come_first_then_corrected_ones(project: Project) -> None:
    project.review.edit(project.review.predictions(5)[0].id, encode(np.ones(SIZE, dtype=bool)))
    draw(project, 9, Role.TRUTH)
    assert project.review.decided_photos()[1] == [9, 5, 2, 3, 4, 6]


def test_a_label_without_a_reference_teaches_nothing(project: Project) -> None:
    for image_id in range(2, 8):
        draw(project, image_id, Role.TRUTH, label_id=2)
    assert set(project.review.decided_photos()) == {1}
    project.annotations.remove(project.annotations.all(role=Role.REFERENCE)[0].id)
    assert project.review.decided_photos() == {} and not project.review.can_look_again()


def test_the_engine_takes_what_the_window_offers(project: Project) -> None:
    references = project.annotations.all(role=Role.REFERENCE)
    assert photos_to_learn_from(project, references, ()) == [(1, image_id) for image_id in range(2, 7)]
    assert len(project.review.decided_photos()[1]) == ENOUGH_TO_LEARN
    decide(project, 2, ReviewStatus.PENDING)
    assert not project.review.can_look_again()
    with pytest.raises(NothingToDo):
        photos_to_learn_from(project, references, ())
