"""Close-ups: what is searched, how the results are joined, what is kept, and that a bundle finds the same."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.coins_to_try import coin_project
from vrp_core.domain.close_ups import trusted, window_of, windows
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.events import PassEvent, TargetDone
from vrp_core.domain.masks import decode
from vrp_core.images.reading import read_image
from vrp_core.inference.encoded import EncodedReference
from vrp_core.inference.engine import Engine, load_engine
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.pass_inputs import start_pass
from vrp_core.inference.propagate import run_pass
from vrp_core.inference.second_look import learn
from vrp_core.project.project import Project
from vrp_core.scale.bundling import write_bundle
from vrp_core.scale.labeller import Labeller
from vrp_core.scale.rows import Photo

CLOSELY = SegmentConfig(close_ups=2)
KEPT = ("coin-1.png", "coins-3.png", "coins-4.png")


@pytest.fixture(scope="module")
def engine(mobile_sam_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return load_engine(CLOSELY, FeatureCache(tmp_path_factory.mktemp("features"), 10**9))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return coin_project(tmp_path / "project", KEPT)


def done(events: list[PassEvent]) -> list[TargetDone]:
    return [one for one in events if isinstance(one, TargetDone)]


def test_a_pass_finds_what_its_windows_show_one_by_one(project: Project, engine: Engine) -> None:
    """A slow, clear reference: every window is cut out, encoded and searched as a photo of its own."""
    (marked,) = project.annotations.all()
    photo = read_image(project.images.file_of(project.images.get(marked.image_id)))
    region = marked.region(project.images.get(marked.image_id).size)
    target = read_image(project.images.file_of(project.images.find(Path("coins-3.png"))))
    segmenter, encoder = engine.segmenter, engine.encoder
    choices = windows(project.images.get(marked.image_id).size, 2)
    close = choices[window_of(region, choices)].place
    references = [
        segmenter.encode_reference(encoder.encode("reference", photo).image, region),
        segmenter.encode_reference(encoder.encode("its window", photo[close]).image, region[close]),
    ]
    whole = segmenter.segment(encoder.encode("target", target).image, references)
    size = project.images.find(Path("coins-3.png")).size
    near = [
        segmenter.segment(encoder.encode(str(one), target[one.place]).image, references[::-1])
        for one in windows(size, 2)
    ]
    counts = trusted(whole.scores.confidence, [one.scores.confidence for one in near])
    shown, in_windows = np.zeros((2, *size), dtype=bool)
    for window, one, counted in zip(windows(size, 2), near, counts[1:], strict=True):
        shown[window.place] |= counted
        in_windows[window.place] |= one.mask & counted
    expected = np.where(shown, in_windows, whole.mask & counts[0])

    image = encoder.with_close_ups(2).encode_photo(project, project.images.find(Path("coins-3.png")))
    found = segmenter.segment(image, [reference_of(project, engine)])
    assert found.mask.any() and np.mean(found.mask != expected) < 0.002  # the order of references moves the last digits
    assert found.scores.confidence == pytest.approx(max(one.scores.confidence for one in (whole, *near)), abs=0.01)


def reference_of(project: Project, engine: Engine) -> EncodedReference:
    (marked,) = project.annotations.all()
    record = project.images.get(marked.image_id)
    image = engine.encoder.with_close_ups(2).encode_photo(project, record)
    return engine.segmenter.encode_reference(image, marked.region(record.size))


def test_windows_are_kept_in_the_cache_and_bundles_find_the_same(
    project: Project, engine: Engine, tmp_path: Path
) -> None:
    plain = done(list(run_pass(project, start_pass(project, SegmentConfig()), engine.segmenter, engine.encoder)))
    first = done(list(run_pass(project, start_pass(project, CLOSELY), engine.segmenter, engine.encoder)))
    again = done(list(run_pass(project, start_pass(project, CLOSELY), engine.segmenter, engine.encoder)))
    assert len(plain) == len(first) == len(again) == 2
    assert all(one.from_cache for one in again)
    masks = [[one.predictions[0].mask for one in events] for events in (plain, first, again)]
    assert masks[1] == masks[2] != masks[0]
    bundle = write_bundle(project, tmp_path / "coins.vrpbundle", CLOSELY, engine, with_sam=False)
    files = [project.images.file_of(project.images.get(one.image_id)) for one in again]
    rows = list(Labeller(bundle).label(Photo(str(file)) for file in files))
    assert [[row.counts for row in of_photo] for of_photo in rows] == [[mask.counts] for mask in masks[2]]


def test_each_object_has_the_scores_of_the_window_that_shows_it(project: Project, engine: Engine) -> None:
    config = replace(CLOSELY, instances=True)
    events = done(list(run_pass(project, start_pass(project, config), engine.segmenter, engine.encoder)))
    found = next(one.predictions for one in events if len(one.predictions) > 2)
    assert len({one.scores.confidence for one in found}) == len(found)
    assert all(decode(one.mask).any() for one in found)


def test_a_second_look_learns_from_close_ups(project: Project, engine: Engine) -> None:
    encoder, segmenter = engine.encoder.with_close_ups(2), engine.segmenter
    reference = reference_of(project, engine)
    targets = [encoder.encode_photo(project, project.images.find(Path(name))) for name in KEPT[1:]]
    decided = [segmenter.encode_reference(one, segmenter.segment(one, [reference]).mask) for one in targets]
    taught = learn(segmenter, 1, [reference], decided)
    assert taught.event.photos == 2 and 0 < taught.event.after <= 0.9
    assert segmenter.segment(targets[0], taught.prepared).mask.any()


def test_how_many_windows_a_side_is_checked() -> None:
    for wrong in (0, 5):
        with pytest.raises(ValueError, match="close_ups"):
            SegmentConfig(close_ups=wrong)
