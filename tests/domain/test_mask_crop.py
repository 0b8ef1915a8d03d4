"""Crops of masks say what whole masks say."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from vrp_core.domain.cleaning import finished
from vrp_core.domain.mask_crop import MaskCrop, crop_of, parts_of
from vrp_core.domain.masks import Mask, components, encode, mask_iou

_masks = arrays(bool, array_shapes(min_dims=2, max_dims=2, max_side=24))


@st.composite
def _pairs(draw: st.DrawFn) -> tuple[Mask, Mask]:
    shape = draw(array_shapes(min_dims=2, max_dims=2, max_side=16))
    return draw(arrays(bool, shape)), draw(arrays(bool, shape))


def _whole(crop: MaskCrop) -> Mask:
    mask = np.zeros(crop.size, dtype=bool)
    mask[crop.place] = crop.mask
    return mask


@given(_masks)
def test_a_crop_holds_the_whole_mask(mask: Mask) -> None:
    crop = crop_of(mask)
    assert np.array_equal(_whole(crop), mask)
    assert crop.area == mask.sum() and crop.encode() == encode(mask)
    if mask.any():  # no row and no column too much
        edges = (crop.mask[0], crop.mask[-1], crop.mask[:, 0], crop.mask[:, -1])
        assert all(edge.any() for edge in edges)


@given(_pairs())
def test_the_iou_of_crops_is_that_of_the_masks(pair: tuple[Mask, Mask]) -> None:
    first, second = pair
    assert crop_of(first).iou(crop_of(second)) == mask_iou(first, second)


@given(_masks, st.sampled_from([0.0, 0.1, 0.5]))
def test_parts_are_the_components_of_at_least_a_share_of_the_largest(mask: Mask, min_share: float) -> None:
    every = components(mask)
    parts, whole = parts_of(mask, min_share), [one for one in every if one.sum() >= min_share * every[0].sum()]
    assert len(parts) == len(whole)
    assert all(np.array_equal(_whole(part), one) for part, one in zip(parts, whole, strict=True))


@given(_masks)
def test_a_crop_is_finished_like_the_whole_mask(mask: Mask) -> None:
    crop = crop_of(mask)
    done = MaskCrop(finished(crop.mask), crop.left, crop.top, crop.size)
    assert np.array_equal(_whole(done), finished(mask))
