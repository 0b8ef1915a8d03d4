"""Masks against pycocotools and against loops anyone can follow."""

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco_mask

from tests.masks_to_try import SPECIAL_MASKS, masks, shown_masks
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import (
    Mask,
    area,
    bounding_box,
    components,
    decode,
    decode_crop,
    encode,
    encode_crop,
    from_runs,
    iou,
    mask_iou,
    runs_of,
)


@given(masks())
def test_encoding_keeps_every_pixel(mask: Mask) -> None:
    rle = encode(mask)
    assert rle.size == Size(*mask.shape)
    decoded = decode(rle)
    assert decoded.dtype == bool
    assert decoded.flags.c_contiguous
    np.testing.assert_array_equal(decoded, mask)


@given(masks())
def test_the_code_is_that_of_pycocotools_whatever_the_memory_order(mask: Mask) -> None:
    counts = coco_mask.encode(np.asfortranarray(mask.astype(np.uint8)))["counts"].decode()
    assert encode(mask).counts == counts
    assert encode(np.asfortranarray(mask)).counts == counts
    assert encode(np.repeat(mask, 2, axis=1)[:, ::2]).counts == counts


@given(masks())
def test_area_and_box_are_those_of_the_pixels(mask: Mask) -> None:
    rows, columns = np.nonzero(mask)
    box = (columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1) if len(rows) else (0, 0, 0, 0)
    assert area(encode(mask)) == len(rows)
    assert bounding_box(encode(mask)) == box


@given(masks())
def test_a_crop_is_the_mask_inside_its_box(mask: Mask) -> None:
    crop, (left, top) = decode_crop(encode(mask))
    restored = np.zeros_like(mask)
    restored[top : top + crop.shape[0], left : left + crop.shape[1]] = crop
    np.testing.assert_array_equal(restored, mask)
    assert not crop.size or all(edge.any() for edge in (crop[0], crop[-1], crop[:, 0], crop[:, -1]))


@given(shown_masks(), st.data())
def test_iou_counts_pixels(first: Mask, data: st.DataObject) -> None:
    second = data.draw(st.permutations(first.ravel().tolist()).map(lambda bits: np.reshape(bits, first.shape)))
    both = sum(a and b for a, b in zip(first.ravel(), second.ravel(), strict=True))
    either = sum(a or b for a, b in zip(first.ravel(), second.ravel(), strict=True))
    assert iou(encode(first), encode(second)) == pytest.approx(both / either)
    assert mask_iou(first, second) == pytest.approx(both / either)


def test_iou_of_nothing_with_nothing() -> None:
    nothing = np.zeros((3, 4), dtype=bool)
    assert iou(encode(nothing), encode(nothing)) == 0
    assert mask_iou(nothing, nothing) == 1


@given(masks())
def test_runs_are_the_lengths_of_equal_pixels_down_the_columns(mask: Mask) -> None:
    pixels = mask.T.ravel().tolist()
    expected = [len(list(run)) for _, run in groupby(pixels)]
    assert runs_of(encode(mask)) == ([0, *expected] if pixels[0] else expected)
    assert from_runs(runs_of(encode(mask)), Size(*mask.shape)) == encode(mask)


def test_long_runs_are_taken_apart_too() -> None:
    mask = np.zeros((3000, 2000), dtype=bool)
    mask[5:2900, 3:1990] = True
    mask[7, 9] = False
    runs = runs_of(encode(mask))
    assert sum(runs) == mask.size
    assert sum(runs[1::2]) == mask.sum()


@pytest.mark.parametrize(
    ("runs", "size"),
    [
        ([3, 2], Size(4, 4)),  # ends early: pycocotools would show foreign memory
        ([3, 2, 20], Size(4, 4)),
        ([], Size(4, 4)),
        ([-1, 17], Size(4, 4)),
        ([1], Size(-1, -1)),
        ([0], Size(0, 4)),
    ],
)
def test_runs_that_do_not_fill_the_image_are_refused(runs: list[int], size: Size) -> None:
    with pytest.raises(ValueError, match="run lengths"):
        from_runs(runs, size)


@given(masks())
def test_components_are_what_flooding_finds(mask: Mask) -> None:
    found = components(mask)
    sizes = [int(part.sum()) for part in found]
    assert sizes == sorted(sizes, reverse=True)
    expected = _flooded(mask)
    assert {frozenset(zip(*np.nonzero(part), strict=True)) for part in found} == set(expected)
    assert len(found) == len(expected)


def _flooded(mask: Mask) -> list[frozenset[tuple[int, int]]]:
    """The sets of pixels that hang together, corners included."""
    left = {(int(row), int(column)) for row, column in zip(*np.nonzero(mask), strict=True)}
    parts = []
    while left:
        part, edge = set(), [left.pop()]
        while edge:
            row, column = edge.pop()
            part.add((row, column))
            near = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)} & left
            left -= near
            edge.extend(near)
        parts.append(frozenset(part))
    return parts


def test_special_masks_survive() -> None:
    for name, mask in SPECIAL_MASKS.items():
        np.testing.assert_array_equal(decode(encode(mask)), mask, err_msg=name)


@given(masks(), st.tuples(*[st.integers(0, 3)] * 4))
def test_a_crop_encodes_as_the_whole_mask(crop: Mask, margins: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = margins
    whole = np.pad(crop, ((top, bottom), (left, right)))
    assert encode_crop(crop, (left, top), Size(*whole.shape)) == encode(whole)
