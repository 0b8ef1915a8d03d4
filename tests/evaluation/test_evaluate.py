"""Evaluation: figures against slow clear ones, intervals against many worlds, and who made what."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data

from vrp_core.datasets.samples import ListedSource, Sample, folder_source
from vrp_core.domain.annotations import Scores
from vrp_core.domain.confidence import Evidence
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, decode, encode
from vrp_core.evaluation.evaluate import Outcome, Setting, absence, evaluate, names_of, summarise
from vrp_core.evaluation.metrics import (
    Overlap,
    bootstrap,
    calibration_error,
    fb_iou,
    fb_iou_interval,
    mean_iou,
    mean_iou_interval,
    overlap,
    overlap_512,
    roc_area,
    roc_curve,
    spearman,
    tenths,
    to_512,
)
from vrp_core.evaluation.pictures import choose, picture, save_picture
from vrp_core.inference.encoded import EncodedImage, EncodedReference
from vrp_core.inference.image_encoder import Encoded
from vrp_core.inference.segmentation import Segmentation

PHOTOS = {"astronaut": data.astronaut, "chelsea": data.chelsea, "coffee": data.coffee, "rocket": data.rocket}


def bright(photo: np.ndarray) -> Mask:
    """The brightest third of a real photo: a ragged mask with holes."""
    grey = photo.mean(axis=2)
    return grey > np.percentile(grey, 67)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> ListedSource:
    """Real photos, their bright and their dark parts; the frames of two scenes; a rim that is not scored."""
    root = tmp_path_factory.mktemp("data")
    for name in ("images", "masks/bright", "masks/dark", "ignore"):
        (root / name).mkdir(parents=True)
    for photo_name, photo in PHOTOS.items():
        for number in (1, 2):
            pixels = photo()[: -20 * number, 7 * number :]
            stem = f"{photo_name}_{number:03}"
            rim = np.zeros(pixels.shape[:2], dtype=bool)
            rim[:9] = True
            Image.fromarray(pixels).save(root / "images" / f"{stem}.png")
            Image.fromarray(bright(pixels)).save(root / "masks" / "bright" / f"{stem}.png")
            Image.fromarray(rim).save(root / "ignore" / f"{stem}.png")
    for stem in ("astronaut_001", "chelsea_001"):
        pixels = np.asarray(Image.open(root / "images" / f"{stem}.png"))
        Image.fromarray(~bright(pixels)).save(root / "masks" / "dark" / f"{stem}.png")
    return folder_source(root)


class KnownEncoder:
    """Stands for the networks' encoder: carries the digest, so that the segmenter knows the image again."""

    def encode(self, digest: str, image: np.ndarray) -> Encoded:
        return Encoded(EncodedImage(Size(*image.shape[:2]), torch.zeros(1), torch.zeros(1)), True, {})

    def with_close_ups(self, per_side: int) -> "KnownEncoder":
        self.close_ups = per_side
        return self


class ShiftingSegmenter:
    """Finds the reference's region, fitted to the target's size and moved: a mask that is wrong in a known way."""

    sam = None

    def __init__(self, empty: bool = False) -> None:
        self.seen: list[int] = []
        self._empty = empty

    def encode_reference(self, image: EncodedImage, region: Mask) -> Any:
        return EncodedReference(image, region, None)  # type: ignore[arg-type]

    def segment(self, target: EncodedImage, references: Sequence[EncodedReference]) -> Segmentation:
        self.seen.append(len(references))
        mask = cv2.resize(references[0].region.astype(np.uint8), target.size[::-1]).astype(bool)
        mask = np.zeros_like(mask) if self._empty else mask
        evidence = None if self._empty else Evidence(0.8, 0.7, 0.6, 0.5)
        return Segmentation(mask, Scores(0.8, 0.7, 0.5, 0.0 if self._empty else float(mask.mean())), evidence)


def measured(source: ListedSource, setting: Setting, pairs: int, absent: bool = False) -> list[Outcome]:
    return evaluate(source, ShiftingSegmenter(), KnownEncoder(), setting, pairs, 3, absent)  # type: ignore[arg-type]


def mean_iou_of(pairs: Sequence[tuple[str, Overlap]]) -> float:
    """mIoU in per cent, written out."""
    ious = []
    for name in {name for name, _ in pairs}:
        counts = [counts for other, counts in pairs if other == name]
        ious.append(sum(one.intersection for one in counts) / sum(one.union for one in counts))
    return float(np.mean(ious)) * 100


# --- at 512 pixels -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(512, 512), (375, 500), (500, 333), (1200, 1599), (64, 90)])
def test_512_takes_the_pixels_that_the_official_code_takes(size: tuple[int, int]) -> None:
    mask = bright(cv2.resize(data.astronaut(), size[::-1]))
    official = torch.nn.functional.interpolate(torch.from_numpy(mask)[None, None].float(), (512, 512), mode="nearest")
    assert np.array_equal(to_512(mask), official[0, 0].numpy() > 0)
    by_cv2 = cv2.resize(mask.astype(np.uint8), (512, 512), interpolation=cv2.INTER_NEAREST).astype(bool)
    assert (to_512(mask) != by_cv2).mean() < 0.01  # cv2 rounds some of the places that fall between two pixels


def test_the_squashed_score_leaves_out_what_is_not_scored() -> None:
    photo = data.chelsea()
    truth, found = bright(photo), np.roll(bright(photo), 15, axis=1)
    ignore = np.zeros_like(truth)
    ignore[:100, 50:] = True
    both = either = total = 0
    for row in range(0, 512, 1):
        for column in range(0, 512, 1):
            at = (row * truth.shape[0] // 512, column * truth.shape[1] // 512)
            if not ignore[at]:
                total += 1
                both += bool(truth[at] and found[at])
                either += bool(truth[at] or found[at])
    assert overlap_512(found, truth, ignore) == Overlap(both, either, total - either, total - both)


# --- intervals -----------------------------------------------------------------------------------------------------


def world(rng: np.random.Generator, pairs: int, classes: int) -> dict[str, list[Overlap]]:
    """Pairs of classes that differ in how well they are found."""
    found = {}
    for number in range(classes):
        unions = rng.integers(500, 1500, pairs)
        shared = (unions * rng.normal(0.3 + 0.4 * number / classes, 0.15, pairs).clip(0, 1)).astype(int)
        found[str(number)] = [
            Overlap(int(i), int(u), int(4000 - u), int(4000 - i)) for i, u in zip(shared, unions, strict=True)
        ]
    return found


@pytest.mark.parametrize(("pairs", "classes"), [(1, 12), (3, 10), (30, 3)])
def test_intervals_cover_the_true_figure_as_often_as_they_say(pairs: int, classes: int) -> None:
    rng = np.random.default_rng(0)
    endless = world(rng, 20_000, classes)
    miou, both = mean_iou(endless), fb_iou([pair for found in endless.values() for pair in found])
    hits = np.zeros(2)
    for number in range(150):
        drawn = world(rng, pairs, classes)
        for place, (interval, true) in enumerate(
            ((mean_iou_interval(drawn, 300, number), miou), (fb_iou_interval(drawn, 300, number), both))
        ):
            hits[place] += interval.low <= true <= interval.high
    assert (hits / 150 > 0.9).all(), hits / 150


def test_pairs_that_are_all_alike_leave_nothing_open() -> None:
    alike = {"few": [Overlap(30, 100, 800, 870)] * 2, "many": [Overlap(80, 100, 850, 870)] * 20}
    for interval in (mean_iou_interval(alike), fb_iou_interval(alike)):
        assert interval.low == pytest.approx(interval.value) == interval.high


def test_the_interval_of_a_share_is_the_binomial_one() -> None:
    chosen = np.arange(200) < 60
    interval = bootstrap(lambda rows: float(rows.mean()), chosen.astype(np.float64))
    deviation = 1.96 * np.sqrt(0.3 * 0.7 / 200)
    assert interval.value == pytest.approx(0.3)
    assert (interval.low, interval.high) == pytest.approx((0.3 - deviation, 0.3 + deviation), abs=0.015)


def test_groups_are_drawn_apart_from_each_other() -> None:
    rng = np.random.default_rng(1)
    present, absent = rng.normal(1, 1, 40), rng.normal(0, 1, 15)
    interval = bootstrap(roc_area, present, absent, rounds=200, seed=5)
    assert interval == bootstrap(roc_area, present, absent, rounds=200, seed=5)
    draws = np.random.default_rng(5)
    areas = []
    for _ in range(200):
        p, a = (group[draws.integers(0, len(group), len(group))] for group in (present, absent))
        areas.append(np.mean([float(x > y) + 0.5 * float(x == y) for x in p for y in a]))
    assert (interval.low, interval.high) == pytest.approx(tuple(np.percentile(areas, [2.5, 97.5])))


def test_a_figure_prints_as_its_value() -> None:
    interval = bootstrap(lambda rows: float(rows.mean()), np.full(5, 0.25))
    assert f"{interval:.0%} {interval:.2f}" == "25% 0.25"


# --- confidence ----------------------------------------------------------------------------------------------------


def test_calibration_groups_by_tenths_of_the_confidence() -> None:
    judged = np.array(
        [(0.05, 0.1, 0.5), (0.09, 0.9, 0.7), (0.85, 0.6, 0.9), (1.0, 0.5, 0.8), (0.95, 0.49, 0.6)], dtype=np.float64
    )
    low, high, highest = tenths(judged)
    assert (low.pairs, high.pairs, highest.pairs) == (2, 1, 2)
    assert (low.confidence, low.right, low.expected_iou, low.iou) == pytest.approx((0.07, 0.5, 0.6, 0.5))
    assert (highest.confidence, highest.right) == pytest.approx((0.975, 0.5))
    assert calibration_error(judged) == pytest.approx((2 * 0.43 + 0.15 + 2 * 0.475) / 5)


def test_a_confidence_that_is_the_chance_of_being_right_has_no_error() -> None:
    rng = np.random.default_rng(0)
    confidence = rng.random(50_000)
    iou = np.where(rng.random(50_000) < confidence, 0.8, 0.2)
    assert calibration_error(np.stack([confidence, iou, iou], axis=1)) < 0.02
    assert calibration_error(np.stack([1 - confidence, iou, iou], axis=1)) > 0.4


def test_the_roc_curve_holds_its_area() -> None:
    rng = np.random.default_rng(0)
    present, absent = rng.beta(4, 2, 400), rng.beta(2, 4, 300)
    curve = sorted((point.absent, point.present) for point in roc_curve(present, absent))
    area = sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(curve))
    assert area == pytest.approx(roc_area(present, absent), abs=0.02)


# --- running -------------------------------------------------------------------------------------------------------


def test_outcomes_are_what_a_slow_comparison_gives(source: ListedSource) -> None:
    outcomes = measured(source, Setting("mask"), 8)
    by_class: dict[str, list[tuple[int, int]]] = {}
    for outcome in outcomes:
        target = outcome.case.episode.target
        found, truth = decode(outcome.case.found), source.mask(target)
        truth[:9] = found[:9] = False  # the rim
        both, either = int((found & truth).sum()), int((found | truth).sum())
        assert outcome.iou == pytest.approx(both / either)
        by_class.setdefault(outcome.category, []).append((both, either))
    report = summarise(outcomes)
    expected = [sum(i for i, _ in counts) / sum(u for _, u in counts) for counts in by_class.values()]
    assert len(by_class) == 2 and report.miou.value == pytest.approx(np.mean(expected) * 100)
    assert report.by_category == pytest.approx(dict(zip(by_class, np.array(expected) * 100, strict=True)))
    official = mean_iou_of([(one.category, one.overlap_512) for one in outcomes])
    assert report.miou_512.value == pytest.approx(official)
    assert 0 < abs(report.miou_512.value - report.miou.value) < 5  # large photos weigh no more than small ones there
    assert report.iou_error.value == pytest.approx(np.mean([abs(0.8 - outcome.iou) for outcome in outcomes]))
    rank = spearman(np.array([one.confidence for one in outcomes]), np.array([one.iou for one in outcomes]))
    assert report.spearman.value == pytest.approx(rank)
    for interval in (report.miou, report.miou_512, report.fb_iou, report.fb_iou_512, report.spearman):
        assert interval.low <= interval.value <= interval.high


def test_further_references_are_neither_the_target_nor_of_its_scene(source: ListedSource) -> None:
    given: list[Mapping[str, Any]] = []

    class Watching(ListedSource):
        def __init__(self) -> None:
            super().__init__(source.name, source.samples(), self._watched, source.ignore)

        def _watched(self, sample: Any) -> Mask:
            given.append({"image": sample.image, "scene": sample.scene})
            return source.mask(sample)

    segmenter = ShiftingSegmenter()
    encoder = KnownEncoder()
    outcomes = evaluate(Watching(), segmenter, encoder, Setting(references=5, close_ups=3), 10, 0)  # type: ignore[arg-type]
    assert encoder.close_ups == 3
    for outcome in outcomes:
        seen, given[: outcome.references + 1] = given[: outcome.references + 1], []
        *shots, target = seen
        assert target["image"] == outcome.case.episode.target.image
        assert len({one["image"] for one in shots}) == outcome.references
        assert target["scene"] not in {one["scene"] for one in shots}
    assert given == []
    assert {one.references for one in outcomes if one.category == "bright"} == {5}
    assert {one.references for one in outcomes if one.category == "dark"} == {1}  # there are no more images of it
    assert summarise(outcomes).references == pytest.approx(3)
    assert segmenter.seen == [outcome.references for outcome in outcomes]


def test_absence_counts_what_falls_below_the_threshold(source: ListedSource) -> None:
    present, absent = measured(source, Setting("mask"), 12), measured(source, Setting("mask"), 12, absent=True)
    assert absent and all(outcome.category == "dark" and outcome.iou == 0 for outcome in absent)
    threshold = float(np.median([outcome.confidence for outcome in present]))
    report = absence(present, absent, threshold)
    assert report.left_empty.value == np.mean([outcome.confidence < threshold for outcome in absent])
    good = [outcome.confidence < threshold for outcome in present if outcome.iou >= 0.5]
    assert report.present_lost.value == (np.mean(good) if good else 0)
    for interval in (report.left_empty, report.present_lost, report.roc_area):
        assert 0 <= interval.low <= interval.value <= interval.high <= 1
    nothing = evaluate(source, ShiftingSegmenter(empty=True), KnownEncoder(), Setting(), 12, 3, True)  # type: ignore[arg-type]
    assert all(outcome.iou == 1 and outcome.empty for outcome in nothing)
    assert absence(present, nothing, 0.0).left_empty.value == 1  # empty is empty, whatever the threshold


def test_where_nothing_was_found_well_nothing_is_known_of_losses(source: ListedSource) -> None:
    empty = evaluate(source, ShiftingSegmenter(empty=True), KnownEncoder(), Setting(), 4, 0)  # type: ignore[arg-type]
    lost = absence(empty, empty, 0.5).present_lost
    assert (lost.low, lost.high) == (0, 1)


# --- what made it --------------------------------------------------------------------------------------------------


def test_data_sets_of_one_name_are_told_apart(source: ListedSource) -> None:
    root = Path(source.name)
    one, two, other = (ListedSource(str(root / name), (), source.mask, source.ignore) for name in ("a/x", "b/x", "a/y"))
    assert names_of([one, two, other]) == ["a/x", "b/x", "y"]


# --- pictures ------------------------------------------------------------------------------------------------------


def test_best_and_worst_are_chosen_by_iou(source: ListedSource) -> None:
    outcomes = measured(source, Setting("mask"), 10)
    groups = choose(outcomes, 3, seed=0)
    ious = sorted(outcome.iou for outcome in outcomes)
    assert [outcome.iou for outcome in groups["worst"]] == ious[:3]
    assert [outcome.iou for outcome in groups["best"]] == ious[:-4:-1]
    assert len({id(outcome) for outcome in groups["random"]}) == 3
    assert groups["random"] == choose(outcomes, 3, seed=0)["random"]
    assert [len(group) for group in choose(outcomes[:2], 3, seed=0).values()] == [2, 2, 2]


def test_the_picture_shows_mark_found_and_truth(source: ListedSource, tmp_path: Path) -> None:
    """A single marked pixel can be seen, and the truth's outline lies where the truth's edge is."""

    def ellipse(sample: Sample) -> Mask:
        canvas = np.zeros(sample.size, dtype=np.uint8)
        middle = (sample.size.width // 3, sample.size.height // 2)
        return cv2.ellipse(canvas, middle, (60, 100), 20, 0, 360, 1, -1).astype(bool)

    source = ListedSource(source.name, source.samples(), ellipse, source.ignore)
    (outcome,) = measured(source, Setting("point"), 1)
    shown = picture({"random": [outcome]}, source).astype(int)

    def near(color: tuple[int, int, int]) -> np.ndarray:
        return np.abs(shown - color).sum(axis=2) < 40

    half = shown.shape[1] // 2
    assert near((240, 228, 66))[:, :half].sum() > 20 and not near((240, 228, 66))[:, half:].any()
    outline = near((86, 180, 233))
    assert not outline[:, :half].any() and outline[:, half:].sum() > 200
    truth = source.mask(outcome.case.episode.target).astype(np.uint8)
    scale = 320 / max(truth.shape)
    height, width = round(truth.shape[0] * scale), round(truth.shape[1] * scale)
    bottom, left = shown.shape[0] - 12 - 40, half + 6 + (320 - width) // 2  # under a photo are its caption and a gap
    tile = outline[bottom - height : bottom, left : left + width]
    assert tile.sum() == outline.sum()
    edge = cv2.morphologyEx(cv2.resize(truth, (width, height)), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    assert cv2.dilate(edge, np.ones((5, 5), np.uint8)).astype(bool)[tile].all()  # the line is on the edge,
    assert cv2.dilate(tile.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)[edge > 0].all()  # all along it
    save_picture(shown.astype(np.uint8), tmp_path / "new" / "pairs.png", "made by a test")
    with Image.open(tmp_path / "new" / "pairs.png") as saved:
        assert saved.info["Description"] == "made by a test"
        assert np.array_equal(np.asarray(saved), shown)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["pairs.png"]


def test_groups_of_different_sizes_share_a_picture(source: ListedSource) -> None:
    present, absent = measured(source, Setting("box"), 4), measured(source, Setting("box"), 2, absent=True)
    tall = picture({"random": present, "absent": absent}, source)
    assert tall.shape[0] > picture({"random": present[:1], "absent": absent}, source).shape[0]
    assert encode(decode(present[0].case.mark)) == present[0].case.mark
    assert overlap(decode(present[0].case.region), decode(present[0].case.mark)).intersection > 0
