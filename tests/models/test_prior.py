"""The prior against loops over positions."""

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from vrp_core.models.prior import matching_cues, object_similarity, published_prior, reference_cues


def _cosine(a: Tensor, b: Tensor) -> float:
    return float(a @ b / (a.norm() * b.norm()).clamp(min=1e-12))


def test_published_prior_is_the_greatest_cosine_over_the_reference() -> None:
    torch.manual_seed(0)
    reference, target = torch.rand(1, 6, 3, 3), torch.rand(1, 6, 3, 3)
    mask = torch.tensor([[0, 1, 0], [1, 1, 0], [0, 0, 0]]).float()[None, None]
    prior = published_prior(reference * mask, target)
    for row in range(3):
        for column in range(3):
            marked = [(y, x) for y in range(3) for x in range(3) if mask[0, 0, y, x]]
            best = max(_cosine(reference[0, :, y, x], target[0, :, row, column]) for y, x in marked)
            assert float(prior[0, 0, row, column]) == pytest.approx(max(best, 0), abs=1e-5)


def test_published_prior_of_an_empty_annotation_is_zero() -> None:
    target = torch.rand(2, 6, 3, 3)
    assert not published_prior(torch.zeros_like(target), target).any()


def _halves() -> tuple[Tensor, Tensor, Tensor]:
    """A reference whose left half is the object, and a target whose bottom half looks like it."""
    torch.manual_seed(0)
    thing, ground = torch.randn(8), torch.randn(8)
    reference = torch.empty(1, 8, 4, 4)
    reference[..., :2], reference[..., 2:] = thing[None, :, None, None], ground[None, :, None, None]
    target = torch.empty(1, 8, 4, 4)
    target[:, :, :2], target[:, :, 2:] = ground[None, :, None, None], thing[None, :, None, None]
    weights = torch.zeros(1, 1, 4, 4)
    weights[..., :2] = 1
    return reference, target, weights


def test_cues_find_the_object_and_the_background() -> None:
    reference, target, weights = _halves()
    cues = matching_cues([reference], [target], weights, torch.ones(1, 1, 4, 4))
    similar_to_object, similar_to_background, votes = cues[0, :3]
    assert (similar_to_object[2:] > 0.99).all() and (similar_to_object[:2] < 0.9).all()
    assert (similar_to_background[:2] > 0.99).all() and (similar_to_background[2:] < 0.9).all()
    assert (votes[2:] > 0.99).all() and (votes[:2] < 0.01).all()
    similarity = object_similarity([reference], [target], weights, torch.ones(1, 1, 4, 4))
    torch.testing.assert_close(similarity[0], similar_to_object - similar_to_background)


def test_padding_of_the_reference_says_nothing() -> None:
    reference, target, weights = _halves()
    valid = torch.ones(1, 1, 4, 4)
    valid[:, :, 3] = 0
    plain = matching_cues([reference], [target], weights, valid)
    reference[:, :, 3] = 100 * torch.randn(8)[None, :, None]
    torch.testing.assert_close(matching_cues([reference], [target], weights, valid), plain)


def test_cues_are_what_their_words_say() -> None:
    torch.manual_seed(1)
    reference, target, weights = torch.randn(1, 5, 3, 3), torch.randn(1, 5, 3, 3), torch.rand(1, 1, 3, 3)
    valid = torch.ones(1, 1, 3, 3)
    valid[..., 2] = 0
    cues = matching_cues([reference], [target], weights, valid)[0]
    places = [(y, x) for y in range(3) for x in range(2)]
    inside = {at: float(weights[0, 0][at]) for at in places}
    for y, x in places:
        cosines = {at: _cosine(reference[0][:, at[0], at[1]], target[0, :, y, x]) for at in places}
        for cue, share in ((0, inside), (1, {at: 1 - value for at, value in inside.items()})):
            greatest = max(cosines[at] for at in places if share[at] >= max(share.values()) / 2)
            assert float(cues[cue, y, x]) == pytest.approx(greatest, abs=1e-5)
        ballots = {at: math.exp(cosines[at] / 0.05) for at in places}
        votes = sum(ballots[at] * inside[at] for at in places) / sum(ballots.values())
        assert float(cues[2, y, x]) == pytest.approx(votes, abs=1e-4)


def test_levels_are_compared_one_by_one_and_all_together() -> None:
    reference, target, weights = _halves()
    valid = torch.ones(1, 1, 4, 4)
    other_reference, other_target = torch.randn(1, 5, 4, 4), torch.randn(1, 5, 4, 4)
    first = matching_cues([reference], [target], weights, valid)[:, :3]
    second = matching_cues([other_reference], [other_target], weights, valid)[:, :3]
    both = matching_cues([reference, other_reference], [target, other_target], weights, valid)
    torch.testing.assert_close(both[:, :6], torch.cat([first, second], dim=1))
    # The mean of two cosines is the cosine of both unit features in one.
    joined = [
        torch.cat([F.normalize(a, dim=1), F.normalize(b, dim=1)], dim=1)
        for a, b in ((reference, other_reference), (target, other_target))
    ]
    torch.testing.assert_close(both[:, 6:], matching_cues(joined[:1], joined[1:], weights, valid)[:, :3])


def test_cues_of_the_reference_itself_show_its_annotation() -> None:
    weights = torch.rand(2, 1, 4, 4)
    valid = torch.ones_like(weights)
    valid[..., 3] = 0
    cues = reference_cues(weights, valid, levels=2)
    assert cues.shape == (2, 9, 4, 4)
    torch.testing.assert_close(cues[:, 0:1], weights * valid)
    torch.testing.assert_close(cues[:, 1:2], (1 - weights) * valid)
    assert not cues[..., 3].any()
