"""The shipped network as a method: references made ready once, parts as objects, look-alikes as background."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from vrp_core.domain.annotations import Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, decode, encode, mask_iou
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.images.reading import digest_of, read_image
from vrp_core.inference.encoded import EncodedImage
from vrp_core.inference.engine import Engine, load_engine
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.methods import LocatorPrompter
from vrp_core.inference.pass_inputs import start_pass
from vrp_core.inference.propagate import run_pass
from vrp_core.inference.segmenter import POOR
from vrp_core.project import demo
from vrp_core.project.export_set import export_set
from vrp_core.project.project import Project

CONFIG = SegmentConfig(instances=True)
KEPT = ("coin-1.png", "coins-3.png")


@pytest.fixture(scope="module")
def engine(mobile_sam_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return load_engine(CONFIG, FeatureCache(tmp_path_factory.mktemp("features"), 10**9))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = demo.make_project(tmp_path)
    made.images.remove([image.id for image in made.images.all() if Path(image.path).name not in KEPT])
    return made


def encoded(project: Project, engine: Engine, name: str) -> EncodedImage:
    file = project.images.file_of(project.images.find(Path(name)))
    return engine.encoder.encode(digest_of(file), read_image(file)).image


def coin(project: Project) -> Mask:
    size = project.images.find(Path("coin-1.png")).size
    rows, columns = np.ogrid[: size.height, : size.width]
    disc: Mask = (rows - 44) ** 2 + (columns - 34) ** 2 < 28**2
    return disc


def test_references_prepared_once_find_the_same(project: Project, engine: Engine) -> None:
    segmenter, target = engine.segmenter, encoded(project, engine, "coins-3.png")
    reference = segmenter.encode_reference(encoded(project, engine, "coin-1.png"), coin(project))
    ready = segmenter.segment(target, segmenter.prepare([reference]))
    fresh = segmenter.segment(target, [reference])
    assert ready.scores == fresh.scores and np.array_equal(ready.mask, fresh.mask)
    assert segmenter.self_test(reference) > POOR


def test_each_coin_is_an_object_of_its_own_and_together_they_are_the_mask(project: Project, engine: Engine) -> None:
    reference = project.images.find(Path("coin-1.png"))
    project.annotations.add(reference.id, project.labels.add("coin").id, [MaskPrompt(encode(coin(project)))])
    list(run_pass(project, start_pass(project, CONFIG), engine.segmenter, engine.encoder))
    found = project.review.predictions(project.images.find(Path("coins-3.png")).id)
    masks = [decode(one.mask) for one in found]
    assert len(masks) == 3
    assert len({one.scores.confidence for one in found}) == 3  # each has scores of its own
    assert all(mask_iou(a, b) < 0.1 for i, a in enumerate(masks) for b in masks[:i])


def test_a_look_alike_counts_as_background_in_a_pass_and_leaves_no_export(project: Project, engine: Engine) -> None:
    label = project.labels.add("coin").id
    reference, target = (project.images.find(Path(name)) for name in KEPT)
    project.annotations.add(reference.id, label, [MaskPrompt(encode(coin(project)))])
    passed = SegmentConfig()
    list(run_pass(project, start_pass(project, passed), engine.segmenter, engine.encoder))
    (before,) = project.review.predictions(target.id)
    project.annotations.add(target.id, label, [MaskPrompt(before.mask)], before.mask, Role.NEGATIVE)
    list(run_pass(project, start_pass(project, passed), engine.segmenter, engine.encoder))
    (after,) = project.review.predictions(target.id)
    assert after.scores.confidence < before.scores.confidence or not decode(after.mask).any()
    assert mask_iou(decode(after.mask), decode(before.mask)) < 0.9
    exported = export_set(project, include_pending=False)
    assert [one.image_id for one in exported.annotation_set.objects] == [reference.id]
    assert exported.left_out["not the object"] == 1


def test_the_check_back_is_made_for_weights_that_ask_for_it_only(
    project: Project, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    segmenter, target = engine.segmenter, encoded(project, engine, "coins-3.png")
    references = [segmenter.encode_reference(encoded(project, engine, "coin-1.png"), coin(project))]
    shipped = segmenter.segment(target, references)
    assert shipped.scores.cycle_iou is None and shipped.scores.confidence > 0.5
    asking = replace(segmenter.prompter.calibration, cycle_iou=2.7)
    monkeypatch.setattr(segmenter.prompter, "calibration", asking)
    checked = segmenter.segment(target, references)
    assert checked.scores.cycle_iou is not None and checked.scores.cycle_iou > 0.5
    assert segmenter.segment(target, references, cycle=False).scores.cycle_iou is None


def test_a_look_alike_takes_nothing_from_the_contrast_of_the_object(project: Project, engine: Engine) -> None:
    segmenter, target = engine.segmenter, encoded(project, engine, "coins-3.png")
    reference = segmenter.encode_reference(encoded(project, engine, "coin-1.png"), coin(project))
    mask = segmenter.segment(target, [reference]).mask
    decoy = segmenter.encode_reference(target, mask, negative=True)  # the coins themselves: nothing is more alike
    alone, beside = (
        segmenter.prompter.find(segmenter.prepare(several).state, target)
        for several in ([reference], [reference, decoy])
    )
    torch.testing.assert_close(beside.own_contrast, alone.own_contrast, atol=1e-5, rtol=0)
    torch.testing.assert_close(alone.own_contrast, alone.contrast)
    assert float(beside.contrast.max()) < float(alone.contrast.max()) - 0.05


def test_look_alikes_alone_say_nothing_of_the_object(project: Project, engine: Engine) -> None:
    segmenter = engine.segmenter
    decoy = segmenter.encode_reference(encoded(project, engine, "coin-1.png"), coin(project), negative=True)
    with pytest.raises(NothingToDo):
        segmenter.prepare([decoy])


def test_the_heat_is_on_the_coins(project: Project, engine: Engine) -> None:
    segmenter = engine.segmenter
    reference = segmenter.encode_reference(encoded(project, engine, "coin-1.png"), coin(project))
    target = encoded(project, engine, "coins-3.png")
    heat = segmenter.heat(target, segmenter.prepare([reference]))
    assert heat.shape == (94, 256) and heat.min() >= 0 and heat.max() <= 1
    photo = read_image(project.images.file_of(project.images.find(Path("coins-3.png"))))
    grey = np.asarray(Image.fromarray(photo[..., 0]).resize((256, 94)))
    assert heat[grey > 130].mean() > heat[grey < 60].mean() + 0.3


def test_what_is_used_again_and_again_stays_ready_while_targets_come_and_go(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompter = engine.segmenter.prompter
    assert isinstance(prompter, LocatorPrompter)
    asked: list[int] = []
    compute = prompter._model.levels
    monkeypatch.setattr(prompter._model, "levels", lambda *given: (asked.append(1), compute(*given))[1])
    spec = engine.segmenter.semantic.spec
    images = [
        EncodedImage(Size(64, 64), torch.randn(256, 64, 64), torch.randn(sum(spec.levels), spec.grid, spec.grid))
        for _ in range(30)
    ]
    reference = engine.segmenter.encode_reference(images[0], np.ones((64, 64), dtype=bool))
    for target in images[1:]:
        prompter.find(prompter.prepare([reference]), target, quick=True)
    assert len(asked) == len(images)
