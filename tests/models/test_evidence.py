"""Every evidence map against a slow, clear reading of what its name says."""

from functools import cache

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from vrp_core.models import evidence as module
from vrp_core.models.evidence import (
    FINE_MAPS,
    GRID,
    LEVELS,
    MAPS,
    OF_SOURCE,
    SOURCES,
    ImageLevels,
    Region,
    evidence,
    image_levels,
    own_contrast,
    reference_state,
    with_shown,
)

Array = NDArray[np.float64]
_CHANNELS = {"early": 3, "middle": 4, "late": 5, "sam": 6}
_JOINT = ("middle", "late", "sam")
_PLACES = [(0, 0), (3, 17), (10, 31), (22, 5), (23, 31), (25, 4)]  # the last one lies in the padding
_SHOWN = 24  # coarse rows of the frame that show the image


def _image(seed: int) -> ImageLevels:
    torch.manual_seed(seed)
    semantic = [torch.randn(1, _CHANNELS[name], GRID, GRID) for name in LEVELS[:3]]
    valid = torch.zeros(1, 64, 64)
    valid[:, : 2 * _SHOWN] = 1
    return image_levels(semantic, torch.randn(1, _CHANNELS["sam"], 64, 64), valid)


def _region(seed: int, negative: bool = False) -> Region:
    coarse, fine = torch.zeros(GRID, GRID), torch.zeros(64, 64)
    coarse[4:9, 6:12], coarse[9, 6:12] = 1.0, 0.3
    fine[8:18, 12:24] = 1.0
    return Region(_image(seed), coarse.flatten(), fine.flatten(), negative)


@cache
def _found() -> tuple[ImageLevels, torch.Tensor, torch.Tensor]:
    target = _image(1)
    maps, fine = evidence(target, reference_state([_region(0)]))
    return target, maps[0], fine[0]


class _Slow:
    """One source of one pair, position by position."""

    def __init__(self, source: str, target: ImageLevels) -> None:
        reference = _region(0)
        self.names = _JOINT if source == "joint" else (source,)
        rows = [LEVELS.index(name) for name in self.names]
        self.target = [target.levels[i][0].double().numpy() for i in rows]
        used = reference.image.valid[0].numpy() > 0
        self.reference = [reference.image.levels[i][0].double().numpy()[used] for i in rows]
        self.share = reference.weights.double().numpy()[used]
        self.objects = [i for i, share in enumerate(self.share) if share >= 0.5]
        self.backgrounds = [i for i, share in enumerate(self.share) if 1 - share >= 0.5]
        self.known = [i for i, valid in enumerate(target.valid[0].tolist()) if valid]

    def similarity(self, position: int) -> Array:
        """Of one target position to every used reference position."""
        return np.mean([b @ a[position] for a, b in zip(self.target, self.reference, strict=True)], axis=0)

    def value(self, name: str, position: int) -> float:
        similar = self.similarity(position)
        objects, backgrounds = np.sort(similar[self.objects]), np.sort(similar[self.backgrounds])
        simple = {
            "object_max": lambda: objects[-1],
            "object_top": lambda: objects[-5:].mean(),
            "background_max": lambda: backgrounds[-1],
            "background_top": lambda: backgrounds[-5:].mean(),
            "object_mean": lambda: objects.mean(),
            "background_mean": lambda: backgrounds.mean(),
            "votes": lambda: self._votes(similar, 0.05),
            "votes_sharp": lambda: self._votes(similar, 0.02),
            "way_back": lambda: self._way_back(self.objects, position),
            "way_back_background": lambda: self._way_back(self.backgrounds, position),
            "self_object": lambda: self._self_support(position)[0],
            "self_background": lambda: self._self_support(position)[1],
            "classifier": lambda: self._classified(position),
        }
        return float(simple[name]())

    def contrast(self, position: int) -> float:
        return self.value("object_top", position) - self.value("background_top", position)

    def _votes(self, similar: Array, temperature: float) -> float:
        chances = np.exp(similar / temperature)
        return float((chances * self.share).sum() / chances.sum())

    def _way_back(self, voters: list[int], position: int) -> float:
        table = np.stack([self.similarity(i)[voters] for i in self.known])  # (known positions, voters)
        chances = np.exp(table / 0.03)
        chances /= chances.sum(axis=0)
        chosen = chances.mean(axis=1)[self.known.index(position)]
        return float(np.log1p(chosen * len(self.known)) - np.log(2))

    def _self_support(self, position: int) -> tuple[float, float]:
        order = sorted(self.known, key=lambda i: -self.contrast(i))
        sure, unlikely = order[: int(len(order) * 0.04)], order[-int(len(order) * 0.33) :]
        answers = []
        for part in (sure, unlikely):
            means = [rows[part].mean(axis=0) for rows in self.target]
            pairs = zip(self.target, means, strict=True)
            answers.append(float(np.mean([rows[position] @ (mean / np.linalg.norm(mean)) for rows, mean in pairs])))
        return answers[0], answers[1]

    def _classified(self, position: int) -> float:
        """Weighted ridge regression as a least-squares problem with the penalty as further rows."""
        inside = self.share / self.share.sum()
        outside = (1 - self.share) / (1 - self.share).sum()
        weights, wanted = (inside + outside) / 2, 2 * self.share - 1
        answers = []
        for rows, of_target in zip(self.reference, self.target, strict=True):
            channels = rows.shape[1]
            left = np.sqrt(weights)[:, None] * np.column_stack([rows, np.ones(len(rows))])
            penalty = np.sqrt(0.03) * np.column_stack([np.eye(channels), np.zeros(channels)])
            right = np.concatenate([np.sqrt(weights) * wanted, np.zeros(channels)])
            solution = np.linalg.lstsq(np.vstack([left, penalty]), right, rcond=None)[0]
            answers.append(np.clip(of_target[position] @ solution[:-1] + solution[-1], -3, 3))
        return float(np.mean(answers))


@pytest.mark.parametrize("name", [name for name in OF_SOURCE if not name.startswith(("way_back", "self"))])
@pytest.mark.parametrize("source", SOURCES)
def test_a_map_of_a_source_is_what_its_name_says(source: str, name: str) -> None:
    target, maps, _ = _found()
    slow = _Slow(source, target)
    for row, column in _PLACES[:-1]:
        found = float(maps[MAPS.index(f"{source}.{name}"), row, column])
        assert found == pytest.approx(slow.value(name, row * GRID + column), abs=2e-4), (row, column)


@pytest.mark.parametrize("name", ["way_back", "way_back_background", "self_object", "self_background"])
@pytest.mark.parametrize("source", ["late", "joint"])
def test_a_map_that_needs_the_whole_target_is_what_its_name_says(source: str, name: str) -> None:
    target, maps, _ = _found()
    slow = _Slow(source, target)
    row, column = 10, 31
    found = float(maps[MAPS.index(f"{source}.{name}"), row, column])
    assert found == pytest.approx(slow.value(name, row * GRID + column), abs=2e-4)


def test_spread_maps_average_over_positions_that_look_alike() -> None:
    target, maps, _ = _found()
    row, column = 3, 17
    position = row * GRID + column
    known = np.flatnonzero(target.valid[0].numpy())
    rows = [target.levels[LEVELS.index(name)][0].double().numpy() for name in _JOINT]
    chances = np.exp(np.mean([one[known] @ one[position] for one in rows], axis=0) / 0.03)
    for name, of in (("spread_votes", "joint.votes"), ("spread_classifier", "joint.classifier")):
        values = maps[MAPS.index(of)].flatten().double().numpy()[known]
        expected = (chances * values).sum() / chances.sum()
        assert float(maps[MAPS.index(name), row, column]) == pytest.approx(expected, abs=2e-4), name
    contrast = maps[MAPS.index("joint.object_top")] - maps[MAPS.index("joint.background_top")]
    expected = (chances * contrast.flatten().double().numpy()[known]).sum() / chances.sum()
    assert float(maps[MAPS.index("spread_contrast"), row, column]) == pytest.approx(expected, abs=2e-4)


def test_ranks_have_mean_zero_and_deviation_one_over_the_image() -> None:
    _, maps, _ = _found()
    for name in ("rank_contrast", "rank_classifier"):
        shown = maps[MAPS.index(name)][:_SHOWN]
        assert float(shown.mean()) == pytest.approx(0, abs=1e-3)
        assert float(shown.std(correction=0)) == pytest.approx(1, abs=1e-2)


def test_places_span_the_image_and_nothing_is_said_of_the_padding() -> None:
    _, maps, fine = _found()
    rows, columns = maps[MAPS.index("row")], maps[MAPS.index("column")]
    assert float(rows[0, 0]) == pytest.approx(-1 + 1 / _SHOWN) and float(rows[_SHOWN - 1, 3]) == pytest.approx(
        1 - 1 / _SHOWN
    )
    assert float(columns[2, 0]) == pytest.approx(-1 + 1 / GRID)
    assert not maps[:, _SHOWN:].any() and not fine[:, 2 * _SHOWN :].any()
    assert float(maps[MAPS.index("reference_share"), 5, 5]) == pytest.approx((30 + 6 * 0.3) / (_SHOWN * GRID), abs=1e-5)


def test_fine_maps_compare_sams_embedding_on_its_own_grid() -> None:
    target, _, fine = _found()
    reference = _region(0)
    position = 20 * 64 + 33
    row = target.fine[0][position].double().numpy()
    objects = reference.image.fine[0][reference.fine_weights > 0].double().numpy()
    similar = np.sort(objects @ row)
    assert float(fine[FINE_MAPS.index("object_max"), 20, 33]) == pytest.approx(similar[-1], abs=1e-5)
    assert float(fine[FINE_MAPS.index("object_top"), 20, 33]) == pytest.approx(similar[-5:].mean(), abs=1e-5)
    slow = _Slow("sam", target)
    background = (slow.reference[0][slow.backgrounds] @ row).max()
    assert float(fine[FINE_MAPS.index("background_max"), 20, 33]) == pytest.approx(background, abs=1e-5)


def test_several_targets_at_once_are_what_each_is_alone() -> None:
    first, second = _image(1), _image(2)
    both = ImageLevels(
        tuple(torch.cat(pair) for pair in zip(first.levels, second.levels, strict=True)),
        torch.cat([first.fine, second.fine]),
        torch.cat([first.valid, second.valid]),
        torch.cat([first.fine_valid, second.fine_valid]),
    )
    state = reference_state([_region(0)])
    together = evidence(both, state)
    for index, one in enumerate((first, second)):
        for joined, alone in zip(together, evidence(one, state), strict=True):
            torch.testing.assert_close(joined[index], alone[0])


def test_what_is_kept_of_an_image_and_the_fast_precision_change_little() -> None:
    state, target = reference_state([_region(0)]), _image(1)
    exact = evidence(target, state)
    kept = evidence(with_shown(target), state)
    with torch.no_grad():
        fast = evidence(with_shown(target), reference_state([_region(0)]))
    for one, other, rounded in zip(exact, kept, fast, strict=True):
        torch.testing.assert_close(other, one)
        assert float((rounded - one).abs().mean()) < 0.01


def test_a_negative_region_adds_background_and_no_object() -> None:
    alone, joined = reference_state([_region(0)]), reference_state([_region(0), _region(3, negative=True)])
    assert len(joined.objects) == len(alone.objects)
    assert len(joined.backgrounds) == len(alone.backgrounds) + 30  # the cells that it covers by half or more
    assert len(joined.fine_objects) == len(alone.fine_objects)
    decoy = _region(3, negative=True)
    name = MAPS.index("joint.background_max")
    place = int(torch.nonzero(decoy.weights > 0.5)[0])
    before, after = (evidence(decoy.image, state)[0][0, name].flatten()[place] for state in (alone, joined))
    assert float(after) == pytest.approx(1.0, abs=1e-5) and float(before) < 0.99


def test_the_own_contrast_is_that_of_the_references_whatever_else_is_pointed_out() -> None:
    alone = reference_state([_region(0), _region(5)])
    joined = reference_state([_region(3, negative=True), _region(0), _region(7, negative=True), _region(5)])
    decoy = _region(3, negative=True).image
    top, background = (MAPS.index(f"joint.{name}") for name in ("object_top", "background_top"))
    contrasts = [maps[top] - maps[background] for maps in (evidence(decoy, state)[0][0] for state in (alone, joined))]
    for target in (decoy, with_shown(decoy)):
        torch.testing.assert_close(own_contrast(target, joined), contrasts[0])
    assert float((contrasts[1] - contrasts[0]).min()) < -0.05  # the look-alike itself is much more like background


def test_the_order_of_references_does_not_matter() -> None:
    target = _image(1)
    one = evidence(target, reference_state([_region(0), _region(5)]))[0]
    other = evidence(target, reference_state([_region(5), _region(0)]))[0]
    torch.testing.assert_close(one, other, atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize("coverage", [1.0, 0.0])
def test_a_full_or_empty_reference_yields_finite_maps(coverage: float) -> None:
    region = Region(_image(0), torch.full((GRID * GRID,), coverage), torch.full((64 * 64,), coverage))
    maps, fine = evidence(_image(1), reference_state([region]))
    assert bool(torch.isfinite(maps).all()) and bool(torch.isfinite(fine).all())


def test_every_map_has_one_name() -> None:
    assert len(set(MAPS)) == len(MAPS) == len(SOURCES) * len(OF_SOURCE) + len(module.OF_PAIR)
