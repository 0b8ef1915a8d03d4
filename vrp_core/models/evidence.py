"""Evidence: how well each position of a target matches what is marked on references, without anything trained.

The locator sees only these maps, never a raw feature, so what it learns holds for kinds of object it never met. `MAPS`
and `FINE_MAPS` name every channel once. What depends on the references alone is computed once, in `reference_state`.

Legend: B targets, C channels of one source, G x G coarse grid, F x F fine grid (SAM's), P = G * G positions of a
target, N positions of all references together, O of them object and R background. A source is one level of features;
the last source, `joint`, is the mean similarity of the levels named in `JOINT`. Similarities are cosines.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

LEVELS = ("early", "middle", "late", "sam")
JOINT = ("middle", "late", "sam")
SOURCES = (*LEVELS, "joint")

OF_SOURCE = (
    "object_max",  # greatest similarity to an object position
    "object_top",  # mean of the greatest few
    "background_max",
    "background_top",
    "object_mean",  # mean similarity to all object positions
    "background_mean",
    "votes",  # share of object among the most similar reference positions
    "votes_sharp",  # the same at a lower temperature
    "way_back",  # how many of the object's positions choose this target position
    "way_back_background",  # how many of the background's do
    "self_object",  # similarity to the target's own surest positions
    "self_background",  # similarity to its least likely ones
    "classifier",  # a linear classifier of object against background, fitted to the references
)
OF_PAIR = (
    "spread_contrast",  # the joint contrast averaged over positions of the target that look alike
    "spread_votes",
    "spread_classifier",
    "rank_contrast",  # the joint contrast in standard deviations from its mean over the target
    "rank_classifier",
    "reference_share",  # share of the references' positions that are object: the same everywhere
    "row",  # -1 at the top of the image, 1 at its bottom
    "column",
    "valid",  # 1 where the frame shows the image
)
MAPS = (*(f"{source}.{name}" for source in SOURCES for name in OF_SOURCE), *OF_PAIR)
FINE_MAPS = ("object_max", "object_top", "background_max", "classifier", "valid")

GRID = 32  # G

_TOP = 5
_VOTE_TEMPERATURE, _SHARP_TEMPERATURE = 0.05, 0.02
_WAY_BACK_TEMPERATURE = 0.03
_SPREAD_TEMPERATURE = 0.03
_SURE_SHARE, _UNLIKELY_SHARE = 0.04, 0.33
_RIDGE = 0.03  # of the classifier; the features have unit length and all weights together are 1
_FINE_OBJECT = 256  # most object positions on the fine grid


@dataclass(frozen=True, slots=True)
class ImageLevels:
    """The features of a batch of images, ready to be compared."""

    levels: tuple[Tensor, ...]  # each (B, P, C) unit rows, in the order of `LEVELS`
    fine: Tensor  # (B, F * F, C) SAM's embedding as unit rows
    valid: Tensor  # (B, P) 1 where the frame shows the image
    fine_valid: Tensor  # (B, F * F)

    @property
    def fine_grid(self) -> int:
        """F."""
        return int(self.fine_valid.shape[1] ** 0.5)

    def single(self, index: int) -> "ImageLevels":
        """One image of the batch, its tensors without the batch axis."""
        levels = tuple(level[index] for level in self.levels)
        return ImageLevels(levels, self.fine[index], self.valid[index], self.fine_valid[index])


@dataclass(frozen=True, slots=True)
class Region:
    """A part of one image that stands for the object, or for what is not the object."""

    image: ImageLevels  # a batch of one
    weights: Tensor  # (P,) 0..1 share of each coarse cell that the region covers
    fine_weights: Tensor  # (F * F,)
    negative: bool = False  # background: only the region itself says something of the object then


@dataclass(frozen=True, slots=True)
class ReferenceState:
    """All that evidence needs of the references of one label; computed once, used for every target."""

    levels: tuple[Tensor, ...]  # each (N, C) unit rows
    share: Tensor  # (N,) 0..1 share of object
    objects: Tensor  # (O,) int64 positions that count as object
    backgrounds: Tensor  # (R,) int64 positions that count as background
    classifiers: tuple[Tensor, ...]  # each (C + 1,), the bias last
    fine_objects: Tensor  # (at most 256, C) unit rows of SAM's embedding


def image_levels(semantic: Sequence[Tensor], embedding: Tensor, valid: Tensor) -> ImageLevels:
    """Bring the frozen features of a batch of images to the coarse grid, and to unit length.

    Args:
        semantic: three levels of the semantic encoder, from early to late, each (B, C, any, any).
        embedding: (B, 256, F, F) SAM's.
        valid: (B, F, F) 1 where the frame shows the image.
    """
    coarse = F.adaptive_max_pool2d(valid[:, None], GRID).flatten(1)
    levels = tuple(_rows(F.adaptive_avg_pool2d(level, GRID)) for level in (*semantic, embedding))
    return ImageLevels(levels, _rows(embedding), coarse, valid.flatten(1))


def reference_state(regions: Sequence[Region]) -> ReferenceState:
    """Join the regions of one label. At least one of them is not negative."""
    levels = [torch.cat([region.image.levels[i][0][_used(region)] for region in regions]) for i in range(len(LEVELS))]
    share = torch.cat([_share(region) for region in regions])
    objects, backgrounds = _most(share), _most(1 - share)
    weights = _balanced(share)
    classifiers = [_fit(level, share, weights) for level in levels]
    positive = [region for region in regions if not region.negative]
    return ReferenceState(
        tuple(levels), share, objects, backgrounds, tuple(classifiers), torch.cat([_fine_rows(r) for r in positive])
    )


def evidence(target: ImageLevels, reference: ReferenceState) -> tuple[Tensor, Tensor]:
    """The maps of a batch of targets for one label.

    Returns:
        (B, len(MAPS), G, G) and (B, len(FINE_MAPS), F, F) float32; 0 in the padding.
    """
    pairs = [_one(target.single(i), reference) for i in range(len(target.valid))]
    side = target.fine_grid
    coarse = torch.stack([pair[0] for pair in pairs]).reshape(len(pairs), len(MAPS), GRID, GRID)
    return coarse, torch.stack([pair[1] for pair in pairs]).reshape(len(pairs), len(FINE_MAPS), side, side)


def _one(target: ImageLevels, reference: ReferenceState) -> tuple[Tensor, Tensor]:
    """The (len(MAPS), P) and (len(FINE_MAPS), F * F) maps of one target, whose tensors have no batch axis."""
    similarities = [a @ b.T for a, b in zip(target.levels, reference.levels, strict=True)]
    joined = [similarities[LEVELS.index(name)] for name in JOINT]
    similarities.append(torch.stack(joined).mean(dim=0))
    classified = [_classify(a, b) for a, b in zip(target.levels, reference.classifiers, strict=True)]
    classified.append(torch.stack([classified[LEVELS.index(name)] for name in JOINT]).mean(dim=0))
    known = target.valid > 0
    maps: list[Tensor] = []
    contrasts = []
    for number, similarity in enumerate(similarities):
        matches = _matches(similarity, reference, known)
        contrasts.append(matches[1] - matches[3])
        own = _self_support(target, number, contrasts[-1], known)
        maps += [*matches, *own, classified[number]]
    joint_votes = maps[-len(OF_SOURCE) + OF_SOURCE.index("votes")]
    maps += _spread(target, [contrasts[-1], joint_votes, classified[-1]], known)
    maps += [_standard(contrasts[-1], known), _standard(classified[-1], known)]
    maps += [_everywhere(reference.share.mean(), target.valid), *_places(target.valid), target.valid]
    return torch.stack(maps) * target.valid, _fine(target, reference) * target.fine_valid


def _matches(similarity: Tensor, reference: ReferenceState, known: Tensor) -> list[Tensor]:
    """The maps of one source that come from its (P, N) similarities alone, in the order of `OF_SOURCE`."""
    of_object, of_background = similarity[:, reference.objects], similarity[:, reference.backgrounds]
    object_max, object_top = _greatest(of_object)
    background_max, background_top = _greatest(of_background)
    votes = [torch.softmax(similarity / t, dim=1) @ reference.share for t in (_VOTE_TEMPERATURE, _SHARP_TEMPERATURE)]
    back = [_chosen(part, known) for part in (of_object, of_background)]
    means = [_mean(part) for part in (of_object, of_background)]
    return [object_max, object_top, background_max, background_top, *means, *votes, *back]


def _greatest(similarity: Tensor) -> tuple[Tensor, Tensor]:
    """(P,) greatest and (P,) mean of the greatest few of (P, K); zeros where K is 0."""
    if similarity.shape[1] == 0:
        nothing = similarity.new_zeros(len(similarity))
        return nothing, nothing
    top = similarity.topk(min(_TOP, similarity.shape[1]), dim=1).values
    return top[:, 0], top.mean(dim=1)


def _mean(similarity: Tensor) -> Tensor:
    return similarity.sum(dim=1) / max(1, similarity.shape[1])


def _chosen(similarity: Tensor, known: Tensor) -> Tensor:
    """(P,) how often the K reference positions of (P, K) choose each target position: logarithm, 0 at an even share."""
    if similarity.shape[1] == 0:
        return similarity.new_zeros(len(similarity))
    hidden = torch.zeros_like(similarity[:, :1]).masked_fill(~known[:, None], float("-inf"))
    shares = torch.softmax(similarity / _WAY_BACK_TEMPERATURE + hidden, dim=0).mean(dim=1)
    return torch.log1p(shares * known.sum()) - torch.log(torch.tensor(2.0))


def _self_support(target: ImageLevels, source: int, contrast: Tensor, known: Tensor) -> list[Tensor]:
    """Similarity to the mean of the target's surest and of its least likely positions."""
    chosen = [LEVELS.index(name) for name in JOINT] if source == len(LEVELS) else [source]
    count = int(known.sum())
    order = contrast.masked_fill(~known, float("-inf")).argsort(descending=True)
    sure = order[: max(1, int(count * _SURE_SHARE))]
    unlikely = order[count - max(1, int(count * _UNLIKELY_SHARE)) : count]
    maps = []
    for part in (sure, unlikely):
        each = [target.levels[i] @ F.normalize(target.levels[i][part].mean(dim=0), dim=0) for i in chosen]
        maps.append(torch.stack(each).mean(dim=0))
    return maps


def _spread(target: ImageLevels, maps: list[Tensor], known: Tensor) -> list[Tensor]:
    """(P,) maps averaged over the positions of the target that look like each position."""
    alike = torch.stack([target.levels[LEVELS.index(name)] @ target.levels[LEVELS.index(name)].T for name in JOINT])
    hidden = torch.zeros_like(target.valid).masked_fill(~known, float("-inf"))
    shares = torch.softmax(alike.mean(dim=0) / _SPREAD_TEMPERATURE + hidden, dim=1)
    return list((shares @ torch.stack(maps, dim=1)).T)


def _fine(target: ImageLevels, reference: ReferenceState) -> Tensor:
    """(len(FINE_MAPS), F * F): SAM's embedding on its own grid against the reference."""
    object_max, object_top = _greatest(target.fine @ reference.fine_objects.T)
    background = target.fine @ reference.levels[-1][reference.backgrounds].T
    background_max = background.amax(dim=1) if background.shape[1] else torch.zeros_like(object_max)
    classified = _classify(target.fine, reference.classifiers[-1])
    return torch.stack([object_max, object_top, background_max, classified, target.fine_valid])


def _standard(values: Tensor, known: Tensor) -> Tensor:
    inside = values[known]
    return (values - inside.mean()) / (inside.std(correction=0) + 1e-4)


def _everywhere(value: Tensor, like: Tensor) -> Tensor:
    return value.expand_as(like)


def _places(valid: Tensor) -> list[Tensor]:
    """Row and column of each position, -1..1 over the part of the frame that shows the image."""
    grid = int(len(valid) ** 0.5)
    shown = valid.reshape(grid, grid)
    steps = torch.arange(grid, dtype=valid.dtype, device=valid.device) + 0.5
    height, width = shown.amax(dim=1).sum().clamp(min=1), shown.amax(dim=0).sum().clamp(min=1)
    rows, columns = steps / height * 2 - 1, steps / width * 2 - 1
    return [rows[:, None].expand(grid, grid).flatten(), columns[None].expand(grid, grid).flatten()]


# --- references ----------------------------------------------------------------------------------------------------


def _used(region: Region) -> Tensor:
    """(P,) bool: positions of the region's image that say something."""
    valid = region.image.valid[0] > 0
    return valid & (region.weights >= 0.5 * region.weights.amax()) & (region.weights > 0) if region.negative else valid


def _share(region: Region) -> Tensor:
    """Share of object at the used positions; the best covered cell counts fully, so that no mark is too small."""
    used = region.weights[_used(region)]
    if region.negative:
        return torch.zeros_like(used)
    return used / region.weights.amax().clamp(min=1e-6)


def _most(share: Tensor) -> Tensor:
    """Positions with at least one half of the greatest share; none where all are 0."""
    return torch.nonzero((share >= share.amax() / 2) & (share > 1e-6))[:, 0]


def _balanced(share: Tensor) -> Tensor:
    """(N,) weights with which object and background count one half each."""
    inside, outside = share, 1 - share
    return 0.5 * inside / inside.sum().clamp(min=1e-6) + 0.5 * outside / outside.sum().clamp(min=1e-6)


def _fit(level: Tensor, share: Tensor, weights: Tensor) -> Tensor:
    """(C + 1,) ridge regression of the share, -1..1, on the features; object and background weigh the same."""
    wanted = 2 * share - 1
    centre = weights @ level
    offset = weights @ wanted
    centred = (level - centre) * weights.sqrt()[:, None]
    gram = centred.T @ centred
    gram.diagonal().add_(_RIDGE)
    solution = torch.linalg.solve(gram, centred.T @ ((wanted - offset) * weights.sqrt()))
    return torch.cat([solution, (offset - centre @ solution)[None]])


def _classify(rows: Tensor, classifier: Tensor) -> Tensor:
    return (rows @ classifier[:-1] + classifier[-1]).clamp(-3, 3)


def _fine_rows(region: Region) -> Tensor:
    """Object positions of SAM's embedding on its own grid, evenly thinned."""
    chosen = _most(region.fine_weights * region.image.fine_valid[0])
    step = max(1, -(-len(chosen) // _FINE_OBJECT))
    return region.image.fine[0][chosen[::step]]


def _rows(features: Tensor) -> Tensor:
    """(B, C, S, S) as (B, S * S, C) unit rows; a zero vector stays zero."""
    return F.normalize(features.flatten(2).transpose(1, 2), dim=2, eps=1e-6)
