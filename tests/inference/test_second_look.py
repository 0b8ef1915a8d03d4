"""The second look: what it learns from, what it searches, and what it leaves alone."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.coins_to_try import coin_project
from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.events import LabelLearned, PassEvent, PassFinished, PassStarted, TargetDone
from vrp_core.domain.masks import decode, encode
from vrp_core.domain.messages import learned_sentence
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.images.reading import read_image
from vrp_core.inference import second_look
from vrp_core.inference.engine import Engine, load_engine
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.pass_inputs import is_second_look, start_pass, start_second_look
from vrp_core.inference.propagate import run_pass
from vrp_core.inference.second_look import photos_to_learn_from
from vrp_core.project import decided_photos
from vrp_core.project.decided_photos import ENOUGH_TO_LEARN
from vrp_core.project.project import Project

CONFIG = SegmentConfig(absent_below=0.0)
COINS = tuple(f"coins-{number}.png" for number in range(2, 9))
KEPT = ("coin-1.png", *COINS)
LEFT = ("coins-7.png", "coins-8.png")


@pytest.fixture(scope="module")
def engine(mobile_sam_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return load_engine(CONFIG, FeatureCache(tmp_path_factory.mktemp("features"), 10**9))


@pytest.fixture
def project(tmp_path: Path, engine: Engine) -> Iterator[Project]:
    """A pass has found the coins of seven photos; on five a person has corrected the mask to the bright pixels."""
    with coin_project(tmp_path, KEPT) as project:
        list(run_pass(project, start_pass(project, CONFIG), engine.segmenter, engine.encoder))
        for name in COINS:
            if name not in LEFT:
                image = project.images.find(Path(name))
                bright = read_image(project.images.file_of(image))[..., 0] > 120
                project.review.edit(project.review.predictions(image.id)[0].id, encode(bright))
        yield project


def look_again(project: Project, engine: Engine) -> list[PassEvent]:
    pass_id = start_second_look(project, CONFIG, engine.segmenter)
    return list(run_pass(project, pass_id, engine.segmenter, engine.encoder))


def left(project: Project) -> list[int]:
    return [project.images.find(Path(name)).id for name in LEFT]


def all_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decided_photos, "SURE", 2.0)


def always_better(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LabelLearned, "better", True)
    monkeypatch.setattr(second_look, "way_back", lambda *_: 1.0)


def test_what_was_decided_teaches_and_stays(project: Project, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    all_doubtful(monkeypatch)
    always_better(monkeypatch)
    before = {one.id: one for one in project.review.predictions(status=ReviewStatus.EDITED)}
    events = look_again(project, engine)
    (learned,) = [event for event in events if isinstance(event, LabelLearned)]
    assert learned.photos == len(before) == 5
    assert 0.5 < learned.before <= 1 and 0.5 < learned.after <= 1
    assert events[0] == PassStarted(2, total=2, already_done=0)
    assert events[-1] == PassFinished(2, done=2, failed=0, cancelled=False)
    assert {one.id: one for one in project.review.predictions(status=ReviewStatus.EDITED)} == before
    for image_id in left(project):
        (new,), (old,) = project.review.predictions(image_id), project.passes.replaced(image_id)
        assert (new.pass_id, old.pass_id) == (2, 1)  # before and after can be compared
        bright = read_image(project.images.file_of(project.images.get(image_id)))[..., 0] > 120
        assert (decode(new.mask) & bright).sum() > 0.8 * bright.sum()
    assert is_second_look(project, 2) and not is_second_look(project, 1)


def test_a_result_whose_way_back_gets_clearly_worse_stays(
    project: Project, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_doubtful(monkeypatch)
    always_better(monkeypatch)
    monkeypatch.setattr(second_look, "way_back", lambda *_: -0.06)
    before = project.review.predictions()
    events = look_again(project, engine)
    assert [event.predictions for event in events if isinstance(event, TargetDone)] == [(), ()]
    assert project.review.predictions() == before
    assert project.passes.unfinished() is None


def test_a_label_that_decisions_do_not_improve_stays(
    project: Project, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_doubtful(monkeypatch)
    always_better(monkeypatch)
    monkeypatch.setattr(LabelLearned, "better", False)
    before = project.review.predictions()
    look_again(project, engine)
    assert project.review.predictions() == before


def test_sure_results_and_those_decided_meanwhile_are_not_searched(
    project: Project, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_doubtful(monkeypatch)
    always_better(monkeypatch)
    first, second = left(project)
    pass_id = start_second_look(project, CONFIG, engine.segmenter)
    assert set(project.passes.targets(pass_id)) == {first, second}
    (decided,) = project.review.predictions(first)
    project.review.set_status([decided.id], ReviewStatus.REJECTED)
    events = list(run_pass(project, pass_id, engine.segmenter, engine.encoder))
    done = {event.image_id: event.predictions for event in events if isinstance(event, TargetDone)}
    assert done[first] == () and len(done[second]) == 1
    monkeypatch.setattr(decided_photos, "SURE", 0.0)
    with pytest.raises(NothingToDo, match="doubtful results"):
        start_second_look(project, CONFIG, engine.segmenter)
    assert len(project.passes.all()) == 2


def test_a_cancelled_second_look_goes_on_where_it_stopped(
    project: Project, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_doubtful(monkeypatch)
    always_better(monkeypatch)
    pass_id = start_second_look(project, CONFIG, engine.segmenter)
    stopped = list(run_pass(project, pass_id, engine.segmenter, engine.encoder, cancelled=lambda: True))
    assert isinstance(stopped[-1], PassFinished) and stopped[-1].cancelled
    assert project.passes.unfinished() == pass_id
    resumed = list(run_pass(project, pass_id, engine.segmenter, engine.encoder))
    assert resumed[-1] == PassFinished(pass_id, done=2, failed=0, cancelled=False)


def test_a_decided_photo_that_is_gone_when_the_pass_runs_is_left_out(
    project: Project, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_doubtful(monkeypatch)
    pass_id = start_second_look(project, CONFIG, engine.segmenter)
    removed, without_file = (project.images.find(Path(name)) for name in COINS[:2])
    project.images.remove([removed.id])
    project.images.file_of(without_file).unlink()
    events = list(run_pass(project, pass_id, engine.segmenter, engine.encoder))
    (learned,) = [event for event in events if isinstance(event, LabelLearned)]
    assert learned.photos == 3
    assert events[-1] == PassFinished(pass_id, done=2, failed=0, cancelled=False)


def test_a_photo_that_waits_for_review_again_when_the_pass_runs_teaches_nothing(
    project: Project, engine: Engine
) -> None:
    pass_id = start_second_look(project, CONFIG, engine.segmenter)
    image = project.images.find(Path(COINS[0]))
    (found,) = project.review.predictions(image.id)
    project.annotations.add(image.id, 1, [MaskPrompt(found.mask)], found.mask, Role.TRUTH)
    project.review.set_status([found.id], ReviewStatus.PENDING)
    events = run_pass(project, pass_id, engine.segmenter, engine.encoder)
    (learned,) = [event for event in events if isinstance(event, LabelLearned)]
    assert learned.photos == 4


def test_four_decided_photos_are_too_few_and_one_that_is_half_decided_does_not_count(
    project: Project, engine: Engine
) -> None:
    reference = project.annotations.all(role=Role.REFERENCE)
    assert len(photos_to_learn_from(project, reference, ())) == ENOUGH_TO_LEARN
    some = project.review.predictions(status=ReviewStatus.EDITED)[0]
    with pytest.raises(NothingToDo, match="decisions"):
        photos_to_learn_from(project, reference, {some.image_id})  # its file is gone
    project.review.set_status([some.id], ReviewStatus.PENDING)
    with pytest.raises(NothingToDo, match="decisions"):
        start_second_look(project, CONFIG, engine.segmenter)


def test_what_is_drawn_counts_and_comes_first(project: Project) -> None:
    image = project.images.find(Path(LEFT[0]))
    project.review.set_status([project.review.predictions(image.id)[0].id], ReviewStatus.REJECTED)
    square = np.zeros(image.size, dtype=bool)
    square[10:40, 10:40] = True
    project.annotations.add(image.id, 1, [MaskPrompt(encode(square))], encode(square), Role.TRUTH)
    found = photos_to_learn_from(project, project.annotations.all(role=Role.REFERENCE), ())
    assert found[0] == (1, image.id) and len(found) == ENOUGH_TO_LEARN + 1


def test_doubtful_is_what_nobody_has_decided_the_least_confident_first(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_doubtful(monkeypatch)
    confidence = {one.image_id: one.scores.confidence for one in project.review.predictions()}
    found = project.review.doubtful_labels()
    assert set(found) == set(left(project)) and all(labels == {1} for labels in found.values())
    assert [confidence[image] for image in found] == sorted(confidence[image] for image in found)


def test_a_method_without_evidence_is_refused_before_a_pass_is_created(project: Project, mobile_sam_file: Path) -> None:
    config = SegmentConfig(method="gp")
    segmenter = load_engine(config).segmenter
    with pytest.raises(NothingToDo, match="methods that learn"):
        start_second_look(project, config, segmenter)
    assert project.passes.unfinished() is None and len(project.passes.all()) == 1


def test_the_sentence_says_what_was_learned() -> None:
    better, same = LabelLearned(1, 6, 0.51, 0.63), LabelLearned(1, 6, 0.8, 0.8)
    assert better.better and not same.better
    assert "6 decided photos" in learned_sentence("coin", better) and "63%" in learned_sentence("coin", better)
    assert "stay" in learned_sentence("coin", same)
