"""What the similarities of a target's positions to those of the references say, source by source.

Legend: V positions of a target, N positions of all references together. Similarities are cosines.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from vrp_core.models.greatest import greatest

_TOP = 5
_TEMPERATURE = 0.3  # its 6th, 10th and 15th powers are the temperatures 0.05, 0.03 and 0.02


def part_of(similarity: Tensor, part: range) -> Tensor:
    """The columns of the selected reference positions."""
    return similarity[:, part.start : part.stop]


def matches(similarity: Tensor, share: Tensor, objects: range, backgrounds: range) -> list[Tensor]:
    """The maps of one source that need only its (V, N) similarities.

    Args:
        similarity: (V, N) float32.
        share: (N,) float32, 0..1 share of object.
        objects: reference positions that count as object.
        backgrounds: those that count as background.

    Returns:
        Each (V,): greatest and mean of the greatest few to objects, the same to backgrounds, votes, sharp votes, way
        back from objects and from backgrounds.
    """
    object_max, object_top = greatest_and_top(part_of(similarity, objects))
    background_max, background_top = greatest_and_top(part_of(similarity, backgrounds))
    voting, choosing, sharply = _likenesses(similarity)
    votes = [_votes(one, share) for one in (voting, sharply)]
    back = _chosen(choosing, (objects, backgrounds))
    return [object_max, object_top, background_max, background_top, *votes, *back]


def greatest_and_top(similarity: Tensor) -> tuple[Tensor, Tensor]:
    """(P,) greatest and (P,) mean of the greatest few of (P, K); zeros where K is 0."""
    top = greatest(similarity, _TOP)
    return top.amax(dim=1), top.mean(dim=1)


def likeness(similarity: Tensor, temperature: float) -> Tensor:
    """The numerators of a softmax of cosines, which are so small that float32 holds the sum of any number of them."""
    return (similarity * (math.log2(math.e) / temperature)).exp2_()  # a power of 2 takes a third of the time of `exp`


def _likenesses(similarity: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Those of the votes, of the way back and of the sharp votes: powers take less time than exponentials."""
    first = likeness(similarity, _TEMPERATURE)
    second = first.square()
    third = first.mul_(second)
    fifth = second.mul_(third)
    tenth = fifth.square()
    return third.square_(), tenth, fifth.mul_(tenth)


def _votes(numerators: Tensor, share: Tensor) -> Tensor:
    """(V,) expected share of object under a softmax over the reference positions, of its (V, N) numerators."""
    return (numerators @ share) / (numerators @ torch.ones_like(share))


def _chosen(numerators: Tensor, parts: Sequence[range]) -> list[Tensor]:
    """(V,) how often the reference positions of each part choose each target position, of (V, N) numerators.

    As a logarithm, 0 at an even share; 0 everywhere where a part has no position.
    """
    shares = 1 / (numerators.new_ones(len(numerators)) @ numerators)
    chosen = []
    for part in parts:
        if len(part) == 0:
            chosen.append(numerators.new_zeros(len(numerators)))
        else:
            of_part = part_of(numerators, part) @ shares[part.start : part.stop] / len(part)
            chosen.append(torch.log1p(of_part * len(numerators)) - math.log(2))
    return chosen
