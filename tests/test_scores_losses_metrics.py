"""Scores, losses and metrics against loops and hand-worked examples."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from vrp_core.domain.confidence import Calibration, Evidence, agreement
from vrp_core.evaluation.metrics import (
    Overlap,
    fb_iou,
    mean_iou,
    mean_iou_gain,
    mean_iou_interval,
    overlap,
    roc_area,
    spearman,
)
from vrp_core.training.losses import mask_loss

CALIBRATION = Calibration(bias=-3, predicted_iou=1, prior_agreement=2, certainty=1, cycle_iou=3, cycle_default=0.5)


@given(st.integers(0, 10_000))
def test_agreement_is_the_chance_that_inside_beats_outside(seed: int) -> None:
    rng = np.random.default_rng(seed)
    similarity = rng.integers(0, 4, (4, 4)).astype(np.float32)
    coverage = rng.integers(0, 2, (4, 4)).astype(np.float32)
    valid = rng.random((4, 4)) < 0.8
    inside = [similarity[i] for i in np.ndindex(4, 4) if valid[i] and coverage[i]]
    outside = [similarity[i] for i in np.ndindex(4, 4) if valid[i] and not coverage[i]]
    wins = [float(a > b) + 0.5 * float(a == b) for a in inside for b in outside]
    expected = float(np.mean(wins)) if wins else 0.5
    assert agreement(similarity, coverage, valid) == pytest.approx(expected)


@given(*[st.floats(0, 1) for _ in range(4)])
def test_confidence_is_a_share_and_rises_with_the_cycle(iou: float, prior: float, sure: float, cycle: float) -> None:
    low = CALIBRATION.confidence(Evidence(iou, prior, sure, cycle / 2))
    high = CALIBRATION.confidence(Evidence(iou, prior, sure, cycle))
    assert 0 < low <= high < 1


def test_a_cycle_that_was_not_computed_takes_the_default() -> None:
    without = CALIBRATION.confidence(Evidence(0.9, 0.8, 0.7, None))
    assert without == CALIBRATION.confidence(Evidence(0.9, 0.8, 0.7, 0.5))


def test_what_contrasts_with_the_background_is_trusted_more_where_that_weighs() -> None:
    dull = Evidence(0.9, 0.8, 0.7, 0.5, contrast=-0.1)
    clear = replace(dull, contrast=0.2)
    assert CALIBRATION.confidence(clear) == CALIBRATION.confidence(dull)
    weighing = replace(CALIBRATION, contrast=5.0)
    assert weighing.confidence(dull) < CALIBRATION.confidence(dull) < weighing.confidence(clear)


def test_what_resembles_a_look_alike_much_more_than_the_object_is_hardly_trusted() -> None:
    plain = Evidence(0.9, 0.8, 0.7, 0.5, object_similarity=0.5)
    without = CALIBRATION.confidence(plain)
    trusted = [CALIBRATION.confidence(replace(plain, look_alike_similarity=one)) for one in (0.3, 0.55, 0.75, 0.95)]
    assert trusted[0] == pytest.approx(without, rel=0.001) and trusted[1] > 0.95 * without  # as alike as some objects
    assert trusted[2] == pytest.approx(without / 2) and trusted[3] < 0.03 * without


@given(*[st.floats(0, 1) for _ in range(4)], st.sampled_from([-9.0, -3.0, 0.0, 3.0, 9.0]))
def test_where_the_rest_decides_the_cycle_moves_no_confidence_across_a_half(
    iou: float, prior: float, sure: float, cycle: float, bias: float
) -> None:
    calibration = replace(CALIBRATION, bias=bias)
    evidence = Evidence(iou, prior, sure, None)
    without, whatever = calibration.confidence(evidence), calibration.confidence(replace(evidence, cycle_iou=cycle))
    assert not calibration.decides(evidence) or abs(without - whatever) <= 0.05


def test_the_cycle_is_asked_where_it_can_change_the_verdict() -> None:
    evidence = Evidence(0.5, 0.5, 0.5, None)
    assert not CALIBRATION.decides(evidence)
    assert replace(CALIBRATION, cycle_iou=0.0).decides(evidence)
    assert replace(CALIBRATION, bias=-9.0).decides(evidence) and replace(CALIBRATION, bias=4.0).decides(evidence)


def test_loss_is_bce_plus_dice_over_the_scored_pixels() -> None:
    torch.manual_seed(0)
    logits, truth = torch.randn(3, 5, 5), (torch.rand(3, 5, 5) > 0.5).float()
    scored = (torch.rand(3, 5, 5) > 0.3).float()
    expected = 0.0
    for one in range(3):
        here = scored[one] > 0
        p, g = logits[one][here].sigmoid(), truth[one][here]
        bce = -(g * p.log() + (1 - g) * (1 - p).log()).mean()
        dice = 1 - (2 * (p * g).sum() + 1) / (p.sum() + g.sum() + 1)
        expected += float(bce + dice) / 3
    assert float(mask_loss(logits, truth, scored)) == pytest.approx(expected, rel=1e-5)
    parts = float(mask_loss(logits, truth, scored, "bce") + mask_loss(logits, truth, scored, "dice"))
    assert parts == pytest.approx(expected, rel=1e-5)


def test_an_empty_truth_is_met_by_an_empty_mask() -> None:
    nothing, ones = torch.zeros(1, 8, 8), torch.ones(1, 8, 8)
    empty = float(mask_loss(torch.full((1, 8, 8), -12.0), nothing, ones))
    full = float(mask_loss(torch.full((1, 8, 8), 12.0), nothing, ones))
    assert empty < 0.01 < full


def test_miou_sums_within_a_class_and_averages_over_classes() -> None:
    square = np.zeros((10, 10), dtype=bool)
    square[:4, :4] = True
    shifted = np.roll(square, 2, axis=1)
    ignore = np.zeros_like(square)
    perfect, half = overlap(square, square), overlap(shifted, square)
    assert (half.intersection, half.union) == (8, 24)
    assert (half.background_intersection, half.background_union) == (100 - 24, 100 - 8)
    assert mean_iou({"a": [perfect, half], "b": [perfect]}) == pytest.approx(((16 + 8) / (16 + 24) + 1) / 2 * 100)
    assert fb_iou([half]) == pytest.approx((8 / 24 + 76 / 92) / 2 * 100)
    ignore[:, :2] = True
    assert overlap(shifted, square, ignore).union == 16


def test_the_interval_holds_the_value_and_is_reproducible() -> None:
    rng = np.random.default_rng(0)
    masks = [rng.random((8, 8)) < 0.5 for _ in range(20)]
    pairs = {"a": [overlap(mask, masks[0]) for mask in masks]}
    interval = mean_iou_interval(pairs, seed=3)
    assert interval.low < interval.value < interval.high
    assert interval == mean_iou_interval(pairs, seed=3)


def test_a_gain_on_the_same_pairs_is_surer_than_the_figures_it_is_made_of() -> None:
    rng = np.random.default_rng(0)
    before = {"a": [Overlap(int(both), 100, 0, 0) for both in rng.integers(0, 80, 20)]}
    now = {"a": [Overlap(one.intersection + 10, 100, 0, 0) for one in before["a"]]}
    gain, alone = mean_iou_gain(before, now), mean_iou_interval(now)
    assert gain.value == pytest.approx(10) and gain.low == pytest.approx(10) and gain.high == pytest.approx(10)
    assert alone.high - alone.low > 5


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=20))
def test_roc_area_counts_pairs(scores: list[tuple[int, int]]) -> None:
    positive, negative = (np.array(column, dtype=np.float64) for column in zip(*scores, strict=True))
    wins = [float(p > n) + 0.5 * float(p == n) for p in positive for n in negative]
    assert roc_area(positive, negative) == pytest.approx(float(np.mean(wins)))


def test_spearman_sees_order_alone() -> None:
    values = np.array([0.1, 0.4, 0.2, 0.9])
    assert spearman(values, np.exp(values)) == pytest.approx(1)
    assert spearman(values, -values) == pytest.approx(-1)
    assert spearman(values, np.ones(4)) == 0
