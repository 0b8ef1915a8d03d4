"""Evidence: how well each position of a target matches the annotated references, without trained parts.

The locator sees only these maps, never a raw feature, so it generalises to unseen kinds of object. `MAPS`
and `FINE_MAPS` name every channel once. What depends on the references alone is computed once, in `reference_state`.

Legend: B targets, C channels of one source, G x G coarse grid, F x F fine grid (SAM's), P = G * G positions of a
target, V of them valid, N positions of all references together, O of them object and R background. A source is one
level of features; the last source, `joint`, is the mean similarity of the levels named in `JOINT`. Similarities are
cosines.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from vrp_core.models.compute import own_products, products
from vrp_core.models.matching import greatest_and_top, likeness, matches, part_of
from vrp_core.models.transforms import pooled, rows_of

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

_SPREAD_TEMPERATURE = 0.03
_SURE_SHARE, _UNLIKELY_SHARE = 0.04, 0.33
_RIDGE = 0.03  # of the classifier; the features have unit length and all weights together are 1
_FINE_OBJECT = 256  # maximum number of object positions on the fine grid


@dataclass(frozen=True, slots=True)
class Shown:
    """One image without its padding, which saves time: V of P positions, and those of the fine grid that show it."""

    levels: tuple[Tensor, ...]  # each (V, C) unit rows
    fine: Tensor  # (fine V, C) unit rows
    valid: Tensor  # (V,)
    fine_valid: Tensor  # (fine V,)
    alike: Tensor  # (V, V) how much each position looks like each other one; a row adds up to 1


@dataclass(frozen=True, slots=True)
class ImageLevels:
    """The features of a batch of images, ready to be compared."""

    levels: tuple[Tensor, ...]  # each (B, P, C) unit rows, in the order of `LEVELS`
    fine: Tensor  # (B, F * F, C) SAM's embedding as unit rows
    valid: Tensor  # (B, P) 1 where the frame shows the image
    fine_valid: Tensor  # (B, F * F)
    shown: tuple[Shown, ...] = ()  # of each image, for images that are used repeatedly; set by `with_shown`

    @property
    def fine_grid(self) -> int:
        """F."""
        return int(self.fine_valid.shape[1] ** 0.5)

    def single(self, index: int) -> "ImageLevels":
        """One image of the batch, its tensors without the batch axis."""
        levels = tuple(level[index] for level in self.levels)
        shown = self.shown[index : index + 1]
        return ImageLevels(levels, self.fine[index], self.valid[index], self.fine_valid[index], shown)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of one image that stands for the object, or for what is not the object."""

    image: ImageLevels  # a batch of one
    weights: Tensor  # (P,) 0..1 share of each coarse cell that the region covers
    fine_weights: Tensor  # (F * F,)
    negative: bool = False  # True: a look-alike; only the region itself is used, as background


@dataclass(frozen=True, slots=True)
class ReferenceState:
    """The references' data that evidence needs, for one label; computed once, used for every target."""

    levels: tuple[Tensor, ...]  # each (N, C) unit rows, ordered so that objects and backgrounds are slices
    share: Tensor  # (N,) 0..1 share of object
    objects: range  # positions that count as object
    backgrounds: range  # positions that count as background
    own_backgrounds: range  # those of them that no look-alike shows
    means: tuple[tuple[Tensor, ...], tuple[Tensor, ...]]  # of objects and of backgrounds, each (C,)
    classifiers: tuple[Tensor, ...]  # each (C + 1,), the bias last
    fine_objects: Tensor  # (at most 256, C) unit rows of SAM's embedding


def image_levels(semantic: Sequence[Tensor], embedding: Tensor, valid: Tensor) -> ImageLevels:
    """Resample the frozen features of a batch of images to the coarse grid, at unit length.

    Args:
        semantic: three levels of the semantic encoder, from early to late, each (B, C, any, any).
        embedding: (B, 256, F, F) SAM's.
        valid: (B, F, F) 1 where the frame shows the image.
    """
    coarse = F.adaptive_max_pool2d(valid[:, None], GRID).flatten(1)
    levels = tuple(_rows(pooled(level, GRID)) for level in (*semantic, embedding))
    return ImageLevels(levels, _rows(embedding), coarse, valid.flatten(1))


def reference_state(regions: Sequence[Region]) -> ReferenceState:
    """Join the regions of one label. At least one of them is not negative."""
    regions = sorted(regions, key=lambda region: region.negative)  # so that the backgrounds end with look-alikes
    levels = [torch.cat([region.image.levels[i][0][_used(region)] for region in regions]) for i in range(len(LEVELS))]
    share = torch.cat([_share(region) for region in regions])
    order, objects, backgrounds = _ordered(share)
    own = range(backgrounds.start, backgrounds.stop - sum(len(_share(one)) for one in regions if one.negative))
    levels, share = [level[order] for level in levels], share[order]
    weights = _balanced(share)
    objects_mean, backgrounds_mean = (tuple(_mean(level, part) for level in levels) for part in (objects, backgrounds))
    classifiers = tuple(_fit(level, share, weights) for level in levels)
    fine = torch.cat([_fine_rows(region) for region in regions if not region.negative])
    means = objects_mean, backgrounds_mean
    return ReferenceState(tuple(levels), share, objects, backgrounds, own, means, classifiers, fine)


def evidence(target: ImageLevels, reference: ReferenceState) -> tuple[Tensor, Tensor]:
    """The maps of a batch of targets for one label.

    Returns:
        (B, len(MAPS), G, G) and (B, len(FINE_MAPS), F, F) float32; 0 in the padding.
    """
    pairs = [_one(target.single(i), reference) for i in range(len(target.valid))]
    side = target.fine_grid
    coarse = torch.stack([pair[0] for pair in pairs]).reshape(len(pairs), len(MAPS), GRID, GRID)
    return coarse, torch.stack([pair[1] for pair in pairs]).reshape(len(pairs), len(FINE_MAPS), side, side)


def own_contrast(target: ImageLevels, reference: ReferenceState) -> Tensor:
    """(G, G) of one target: the joint `object_top` less the `background_top` of the references without look-alikes."""
    image = target.single(0)
    shown = image.shown[0] if image.shown else _shown(image)
    joint = _joint([products(a, b) for a, b in zip(shown.levels, reference.levels, strict=True)])
    (_, of_object), (_, of_background) = (
        greatest_and_top(part_of(joint, part)) for part in (reference.objects, reference.own_backgrounds)
    )
    return _framed((of_object - of_background)[None], image.valid > 0).reshape(GRID, GRID)


def with_shown(image: ImageLevels) -> ImageLevels:
    """The batch with all that needs no reference computed, for images that are used repeatedly."""
    return replace(image, shown=tuple(_shown(image.single(i)) for i in range(len(image.valid))))


def _one(target: ImageLevels, reference: ReferenceState) -> tuple[Tensor, Tensor]:
    """The (len(MAPS), P) and (len(FINE_MAPS), F * F) maps of one target, whose tensors have no batch axis."""
    shown = target.shown[0] if target.shown else _shown(target)
    similarities = [products(a, b) for a, b in zip(shown.levels, reference.levels, strict=True)]
    similarities.append(_joint(similarities))
    means = [_means(shown, of_part) for of_part in reference.means]
    classified = [_classify(a, b) for a, b in zip(shown.levels, reference.classifiers, strict=True)]
    classified.append(_joint(classified))
    maps: list[Tensor] = []
    contrasts = []
    for number, similarity in enumerate(similarities):
        matched = matches(similarity, reference.share, reference.objects, reference.backgrounds)
        contrasts.append(matched[1] - matched[3])
        of_source = [*matched[:4], *(mean[number] for mean in means), *matched[4:]]
        maps += [*of_source, *_self_support(shown, number, contrasts[-1]), classified[number]]
    joint_votes = maps[-len(OF_SOURCE) + OF_SOURCE.index("votes")]
    maps += _spread(shown, [contrasts[-1], joint_votes, classified[-1]])
    maps += [_standard(contrasts[-1]), _standard(classified[-1])]
    known, fine_known = target.valid > 0, target.fine_valid > 0
    maps += [_everywhere(reference.share.mean(), shown.valid), *(place[known] for place in _places(target.valid))]
    maps.append(shown.valid)
    return _framed(torch.stack(maps), known), _framed(_fine(shown, reference), fine_known)


def _shown(image: ImageLevels) -> Shown:
    """One image, whose tensors have no batch axis, without its padding."""
    known, fine_known = image.valid > 0, image.fine_valid > 0
    levels = tuple(_rows_where(level, known) for level in image.levels)
    valid, fine_valid = _rows_where(image.valid, known), _rows_where(image.fine_valid, fine_known)
    return Shown(levels, _rows_where(image.fine, fine_known), valid, fine_valid, _alike(levels))


def _rows_where(rows: Tensor, known: Tensor) -> Tensor:
    """The rows of (P, ...) that (P,) bool names; no copy where they come first, as in images that are not upright."""
    count = int(known.sum())
    return rows[:count] if bool(known[:count].all()) else rows[known]


def _framed(maps: Tensor, known: Tensor) -> Tensor:
    """(K, V) maps of the valid positions as (K, P) maps, 0 elsewhere."""
    frame = maps.new_zeros(len(maps), len(known))
    frame[:, known] = maps
    return frame


def _joint(of_levels: Sequence[Tensor]) -> Tensor:
    """The mean over the levels named in `JOINT`."""
    first, *others = (of_levels[LEVELS.index(name)] for name in JOINT)
    total = first + others[0]
    for other in others[1:]:
        total += other
    return total.div_(len(JOINT))


def _means(shown: Shown, of_part: Sequence[Tensor]) -> list[Tensor]:
    """(V,) mean similarity to a part of the reference for each source, computed from the part's mean."""
    means = [rows @ mean for rows, mean in zip(shown.levels, of_part, strict=True)]
    return [*means, _joint(means)]


def _self_support(shown: Shown, source: int, contrast: Tensor) -> list[Tensor]:
    """Similarity to the mean of the target's surest and of its least likely positions."""
    chosen = [LEVELS.index(name) for name in JOINT] if source == len(LEVELS) else [source]
    count = len(contrast)
    order = contrast.argsort(descending=True)
    sure = order[: max(1, int(count * _SURE_SHARE))]
    unlikely = order[count - max(1, int(count * _UNLIKELY_SHARE)) :]
    maps = []
    for part in (sure, unlikely):
        each = [shown.levels[i] @ F.normalize(shown.levels[i][part].mean(dim=0), dim=0) for i in chosen]
        maps.append(torch.stack(each).mean(dim=0))
    return maps


def _spread(shown: Shown, maps: list[Tensor]) -> list[Tensor]:
    """(V,) maps averaged over the positions of the target that look like each position."""
    return [shown.alike @ one for one in maps]  # a product with few columns takes four times as long


def _alike(levels: Sequence[Tensor]) -> Tensor:
    """(V, V) how much each position of an image looks like each other one; a row adds up to 1."""
    # the mean of three products is one product of the joined rows
    joined = torch.cat([levels[LEVELS.index(name)] for name in JOINT], dim=1)
    alike = likeness(own_products(joined), len(JOINT) * _SPREAD_TEMPERATURE)
    return alike.div_(alike.sum(dim=1, keepdim=True))


def _fine(shown: Shown, reference: ReferenceState) -> Tensor:
    """(len(FINE_MAPS), F * F shown): SAM's embedding on its own grid against the reference."""
    object_max, object_top = greatest_and_top(products(shown.fine, reference.fine_objects))
    background = products(shown.fine, reference.levels[-1][reference.backgrounds.start : reference.backgrounds.stop])
    background_max = background.amax(dim=1) if background.shape[1] else torch.zeros_like(object_max)
    classified = _classify(shown.fine, reference.classifiers[-1])
    return torch.stack([object_max, object_top, background_max, classified, shown.fine_valid])


def _standard(values: Tensor) -> Tensor:
    return (values - values.mean()) / (values.std(correction=0) + 1e-4)


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
    """(P,) bool: the used positions of the region's image."""
    valid = region.image.valid[0] > 0
    return valid & (region.weights >= 0.5 * region.weights.amax()) & (region.weights > 0) if region.negative else valid


def _share(region: Region) -> Tensor:
    """Share of object at the used positions; the best covered cell counts fully, so that no annotation is too small."""
    used = region.weights[_used(region)]
    if region.negative:
        return torch.zeros_like(used)
    return used / region.weights.amax().clamp(min=1e-6)


def _most(share: Tensor) -> Tensor:
    """(N,) bool: positions with at least one half of the greatest share; none where all are 0."""
    return (share >= share.amax() / 2) & (share > 1e-6)


def _ordered(share: Tensor) -> tuple[Tensor, range, range]:
    """(N,) permutation after which object positions are contiguous, and background positions too."""
    inside, outside = _most(share), _most(1 - share)
    groups = [torch.nonzero(group)[:, 0] for group in (inside & ~outside, inside & outside, outside & ~inside)]
    rest = torch.nonzero(~inside & ~outside)[:, 0]
    only, both, other = (len(group) for group in groups)
    return torch.cat([*groups, rest]), range(only + both), range(only, only + both + other)


def _balanced(share: Tensor) -> Tensor:
    """(N,) weights that sum to one half over the object and one half over the background."""
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
    wanted = centred.T @ ((wanted - offset) * weights.sqrt())
    solution = torch.cholesky_solve(wanted[:, None], torch.linalg.cholesky(gram))[:, 0]
    return torch.cat([solution, (offset - centre @ solution)[None]])


def _mean(level: Tensor, part: range) -> Tensor:
    """(C,) mean of a part of the reference's rows; zeros where it has none."""
    return level[part.start : part.stop].sum(dim=0) / max(1, len(part))


def _classify(rows: Tensor, classifier: Tensor) -> Tensor:
    return (rows @ classifier[:-1] + classifier[-1]).clamp(-3, 3)


def _fine_rows(region: Region) -> Tensor:
    """Object positions of SAM's embedding on its own grid, evenly thinned."""
    chosen = torch.nonzero(_most(region.fine_weights * region.image.fine_valid[0]))[:, 0]
    step = max(1, -(-len(chosen) // _FINE_OBJECT))
    return region.image.fine[0][chosen[::step]]


def _rows(features: Tensor) -> Tensor:
    """(B, C, S, S) as (B, S * S, C) unit rows; a zero vector stays zero."""
    rows = rows_of(features)
    return rows / torch.linalg.vector_norm(rows, dim=2, keepdim=True).clamp(min=1e-6)
