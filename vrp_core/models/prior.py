"""The prior: where a target resembles the annotated part of a reference, without trained parts.

Legend: B pairs, C channels, G x G grid, P = G * G positions. Similarities are cosines. Padding counts
neither as object nor as background. Several references of one target can be stacked as one reference of K * G rows.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

Levels = Sequence[Tensor]  # features of the same images from several depths or networks

_VOTE_TEMPERATURE = 0.05  # softmax temperature of the votes of a target position


def published_prior(reference_high: Tensor, target_high: Tensor) -> Tensor:
    """The prior as published: the greatest similarity to any reference position.

    Args:
        reference_high: (B, C, G, G) high-level features, zero outside the annotation.
        target_high: (B, C, G, G).

    Returns:
        (B, 1, G, G), not normalised. Background positions of the reference are zero vectors, so with the rectified
        features of ResNet and VGG the value is the greatest foreground similarity, floored at 0.
    """
    similarity = _similarity(reference_high, target_high)
    return similarity.amax(dim=2).reshape(len(target_high), 1, *target_high.shape[-2:])


def matching_cues(reference: Levels, target: Levels, weights: Tensor, valid: Tensor) -> Tensor:
    """How each target position matches the reference's object and background, level by level and by all levels.

    Args:
        reference: (B, C, G, G) features of the reference for each of L levels; C differs between levels.
        target: the same of the target.
        weights: (B, 1, G, G) annotation weights of the reference, 0..1.
        valid: (B, 1, G, G) 1 where the reference shows its image, 0 in the padding.

    Returns:
        (B, 3 * (L + 1), G, G): for each level, and last for the mean similarity of all levels, the greatest similarity
        to the object, the greatest similarity to the background, and the votes: the share of object among the
        reference positions most similar to it.
    """
    inside, outside = _parts(weights, valid)
    by_level = [_similarity(*pair) for pair in zip(reference, target, strict=True)]
    cues = []
    for similarity in (*by_level, torch.stack(by_level).mean(dim=0)):
        cues += [_greatest(similarity, inside), _greatest(similarity, outside), _votes(similarity, inside, valid)]
    return torch.stack(cues, dim=1).reshape(len(weights), len(cues), *target[0].shape[-2:])


def object_similarity(reference: Levels, target: Levels, weights: Tensor, valid: Tensor) -> Tensor:
    """(B, G, G): how much more a target position resembles the object than the background, -2..2, mean over the levels.

    Args: as for `matching_cues`.
    """
    inside, outside = _parts(weights, valid)
    by_level = [_similarity(*pair) for pair in zip(reference, target, strict=True)]
    differences = [_greatest(similarity, inside) - _greatest(similarity, outside) for similarity in by_level]
    return torch.stack(differences).mean(dim=0).reshape(len(weights), *target[0].shape[-2:])


def reference_cues(weights: Tensor, valid: Tensor, levels: int) -> Tensor:
    """The ideal `matching_cues` of the reference with itself: (B, 3 * (levels + 1), G, G)."""
    inside = weights * valid
    return torch.cat([inside, (1 - weights) * valid, inside] * (levels + 1), dim=1)


def mean_feature(features: Tensor, weights: Tensor) -> Tensor:
    """(C,) mean of (1, C, G, G) features under (1, 1, G, G) weights; zeros if all weights are 0."""
    return (features * weights).sum(dim=(0, 2, 3)) / weights.sum().clamp(min=1e-6)


def mean_cosine(first: Tensor, second: Tensor, levels: tuple[int, ...]) -> float:
    """The cosine of two (C,) features, level by level, mean over the levels."""
    pairs = zip(first.split(levels), second.split(levels), strict=True)
    return float(torch.stack([F.cosine_similarity(a, b, dim=0) for a, b in pairs]).mean())


def _parts(weights: Tensor, valid: Tensor) -> tuple[Tensor, Tensor]:
    """(B, P) shares of object and of background at the reference's positions; neither in the padding."""
    return (weights * valid).flatten(1), ((1 - weights) * valid).flatten(1)


def _similarity(reference: Tensor, target: Tensor) -> Tensor:
    """(B, P target, P reference) cosines; a zero vector is similar to nothing."""
    a = F.normalize(reference.flatten(2), dim=1, eps=1e-6)
    b = F.normalize(target.flatten(2), dim=1, eps=1e-6)
    return b.transpose(1, 2) @ a


# Adding a large negative value hides reference positions; indexing with a mask would copy and is slower.


def _greatest(similarity: Tensor, share: Tensor) -> Tensor:
    """(B, P target) greatest similarity over reference positions with a share of at least one half of the largest."""
    chosen = share >= share.amax(dim=1, keepdim=True).clamp(min=1e-6) / 2
    hidden = torch.zeros_like(share).masked_fill(~chosen, -4.0)  # below any cosine
    best = (similarity + hidden[:, None]).amax(dim=2)
    return torch.where(chosen.any(dim=1, keepdim=True), best, torch.zeros_like(best))


def _votes(similarity: Tensor, inside: Tensor, valid: Tensor) -> Tensor:
    """(B, P target) expected annotation weight under a softmax over the reference positions."""
    hidden = torch.zeros_like(inside).masked_fill(valid.flatten(1) == 0, float("-inf"))
    shares = torch.softmax(similarity / _VOTE_TEMPERATURE + hidden[:, None], dim=2)
    return (shares @ inside[:, :, None])[..., 0]
