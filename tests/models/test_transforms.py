"""The geometry between images and model frames, against SAM's own and against slow loops."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F
from torch.utils._python_dispatch import TorchDispatchMode

from vrp_core.domain.geometry import Frame, Size
from vrp_core.domain.mask_crop import crop_of
from vrp_core.domain.masks import mask_iou
from vrp_core.models.torchvision_support import ensure_torchvision
from vrp_core.models.transforms import (
    annotation_weights,
    crop_coverage,
    grid_coverage,
    image_to_frame,
    logits_to_image,
    mask_of_logits,
    mask_to_frame,
    pooled,
    sampled_cells,
    valid_frame,
)

ensure_torchvision()
from segment_anything.utils.transforms import ResizeLongestSide

sides = st.integers(1, 90)


@given(st.integers(1, 5000), st.integers(1, 5000), st.sampled_from([32, 256, 512, 1024]))
def test_the_content_is_sams(height: int, width: int, side: int) -> None:
    expected = ResizeLongestSide.get_preprocess_shape(height, width, side)
    content = Frame(Size(height, width), side).content
    assert content == tuple(max(1, extent) for extent in expected)


@given(sides, sides, st.integers(0, 10_000))
def test_points_come_back(height: int, width: int, seed: int) -> None:
    frame = Frame(Size(height, width), 1024)
    points = (np.random.default_rng(seed).random((5, 2)) * (width, height)).astype(np.float32)
    np.testing.assert_allclose(frame.to_image(frame.to_frame(points)), points, rtol=1e-4, atol=1e-3)
    assert (frame.to_frame(points) <= np.array(frame.content[::-1]) + 1e-2).all()


MEAN, DEVIATION = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)


def test_the_input_is_sams() -> None:
    rng = np.random.default_rng(0)
    image = rng.integers(0, 255, (300, 451, 3), dtype=np.uint8)
    frame = image_to_frame(image, 1024, 1024, MEAN, DEVIATION).numpy()
    resized = ResizeLongestSide(1024).apply_image(image).astype(np.float32)
    expected = (resized - [123.675, 116.28, 103.53]) / [58.395, 57.12, 57.375]
    np.testing.assert_allclose(frame[:, : resized.shape[0]], expected.transpose(2, 0, 1), atol=1e-5)
    assert not frame[:, resized.shape[0] :].any()


@given(sides, sides)
def test_a_frame_without_whole_cells_of_padding_is_a_part_of_the_square(height: int, width: int) -> None:
    image = np.random.default_rng(0).integers(0, 255, (height, width, 3), dtype=np.uint8)
    square = image_to_frame(image, 64, 64, MEAN, DEVIATION)
    cut = image_to_frame(image, 64, 16, MEAN, DEVIATION)
    rows, columns = cut.shape[1:]
    content = Frame(Size(height, width), 64).content
    assert rows % 16 == columns % 16 == 0 and 0 <= rows - content.height < 16 and 0 <= columns - content.width < 16
    torch.testing.assert_close(cut, square[:, :rows, :columns], rtol=0, atol=0)
    assert not square[:, rows:].any() and not square[:, :, columns:].any()


@settings(max_examples=40)
@given(sides, sides, st.integers(0, 10_000), st.sampled_from([4, 8, 32]))
def test_coverage_counts_pixel_by_pixel(height: int, width: int, seed: int, grid: int) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < 0.3
    coverage, valid = grid_coverage(mask, grid)
    content = Frame(Size(height, width), grid * 16).content
    inside, pixels = np.zeros((grid, grid)), np.zeros((grid, grid))
    for row in range(height):
        for column in range(width):
            y = min(grid - 1, int((row + 0.5) * content.height / height / 16))
            x = min(grid - 1, int((column + 0.5) * content.width / width / 16))
            inside[y, x] += mask[row, column]
            pixels[y, x] += 1
    np.testing.assert_allclose(coverage.numpy(), inside / np.maximum(pixels, 1), atol=1e-6)
    np.testing.assert_array_equal(valid.numpy(), pixels > 0)


@given(sides, sides, st.integers(0, 10_000), st.sampled_from([4, 8, 32]))
def test_the_coverage_of_a_crop_is_that_of_the_mask(height: int, width: int, seed: int, grid: int) -> None:
    rng = np.random.default_rng(seed)
    mask = np.zeros((height, width), dtype=bool)
    mask[rng.integers(height) :, rng.integers(width) :] = rng.random() < 0.8
    for of_crop, of_mask in zip(crop_coverage(crop_of(mask), grid), grid_coverage(mask, grid), strict=True):
        np.testing.assert_array_equal(of_crop.numpy(), of_mask.numpy())


@given(st.integers(64, 300), st.integers(64, 300), st.integers(0, 10_000))
def test_area_pooling_loses_no_mark(height: int, width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = np.zeros((height, width), dtype=bool)
    mask[rng.integers(height), rng.integers(width)] = True
    weights = annotation_weights(mask, 32, "area")
    assert float(weights.max()) == 1 and int((weights > 0).sum()) == 1


def test_nearest_pooling_loses_most_points_as_published() -> None:
    """One pixel of 512 x 512 survives nearest resizing to 64 x 64 in one of 64 cases (vrp_facts, section 0)."""
    rng = np.random.default_rng(0)
    kept = 0
    for _ in range(640):
        mask = np.zeros((512, 512), dtype=bool)
        mask[rng.integers(512), rng.integers(512)] = True
        kept += bool(annotation_weights(mask, 64, "nearest").any())
    assert 1 <= kept <= 30


def test_an_empty_annotation_is_zero_everywhere() -> None:
    empty = np.zeros((40, 60), dtype=bool)
    assert not annotation_weights(empty, 32, "area").any()
    assert not annotation_weights(empty, 32, "nearest").any()


@pytest.mark.parametrize("size", [(480, 640), (1000, 333), (37, 901), (512, 512), (3000, 4000)])
def test_a_mask_comes_back_from_the_frame(size: tuple[int, int]) -> None:
    height, width = size
    rows, columns = np.ogrid[:height, :width]
    mask = ((rows / height - 0.5) / 0.3) ** 2 + ((columns / width - 0.4) / 0.25) ** 2 < 1
    frame = mask_to_frame(mask, 256)
    assert not (frame & ~valid_frame(Size(*size), 256)).any()
    logits = torch.from_numpy(frame).float() * 10 - 5
    back = (logits_to_image(logits, Size(*size)) > 0).numpy()
    assert back.shape == size
    assert mask_iou(back, mask) > (0.97 if min(size) > 100 else 0.85)


def test_sampling_the_frame_is_sams_two_resizes() -> None:
    """SAM enlarges to the frame, cuts, and fits to the image; one sampling does the same up to interpolation."""
    torch.manual_seed(0)
    coarse = torch.nn.functional.interpolate(torch.randn(1, 1, 8, 8), size=(256, 256), mode="bicubic")[0, 0]
    size = Size(300, 451)
    ours = logits_to_image(coarse, size)
    content = Frame(size, 1024).content
    frame = torch.nn.functional.interpolate(coarse[None, None], (1024, 1024), mode="bilinear", align_corners=False)
    cut = frame[..., : content.height, : content.width]
    sams = torch.nn.functional.interpolate(cut, tuple(size), mode="bilinear", align_corners=False)[0, 0]
    assert float((ours - sams).abs().max()) < 0.05
    assert float(((ours > 0) == (sams > 0)).float().mean()) > 0.998


@pytest.mark.parametrize(("side", "grid"), [(64, 32), (32, 32), (37, 32), (64, 16)])
def test_cells_are_pooled_as_torch_does_it(side: int, grid: int) -> None:
    values = torch.randn(2, 3, side, side)
    torch.testing.assert_close(pooled(values, grid), F.adaptive_avg_pool2d(values, grid))


class _Largest(TorchDispatchMode):
    """The most elements of a tensor that torch makes."""

    elements = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        if isinstance(made, torch.Tensor):
            self.elements = max(self.elements, made.numel())
        return made


def test_the_mask_of_a_large_image_is_sampled_in_strips() -> None:
    logits, size = torch.randn(256, 256) + 1.5, Size(4100, 5000)
    with _Largest() as largest:
        mask = mask_of_logits(logits, size)
    assert largest.elements <= 2 * (1 << 22) < size.height * size.width  # two coordinates a pixel
    assert np.array_equal(mask, (logits_to_image(logits, size) > 0).numpy())


@given(st.integers(1, 700), st.integers(1, 700))
@settings(max_examples=60, deadline=None)
def test_an_image_reads_no_logits_but_those_of_the_sampled_cells(height: int, width: int) -> None:
    size, logits = Size(height, width), torch.randn(256, 256)
    cells, rest = sampled_cells(size, 64), logits.clone()
    rest[4 * cells.height :], rest[:, 4 * cells.width :] = float("nan"), float("nan")
    assert torch.equal(logits_to_image(rest, size), logits_to_image(logits, size))


@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 10_000), st.sampled_from([-4.0, -1.5, 0.0]))
@settings(max_examples=60, deadline=None)
def test_a_mask_at_the_cost_of_its_part_is_the_whole_one(height: int, width: int, seed: int, level: float) -> None:
    torch.manual_seed(seed)
    logits, size = torch.randn(256, 256) + level, Size(height, width)
    mask = mask_of_logits(logits, size)
    assert np.array_equal(mask, (logits_to_image(logits, size) > 0).numpy())
    rows, columns = slice(height // 3, height), slice(0, width // 2 + 1)
    part = logits_to_image(logits, size, (rows, columns))
    torch.testing.assert_close(part, logits_to_image(logits, size)[rows, columns], rtol=0, atol=0)
