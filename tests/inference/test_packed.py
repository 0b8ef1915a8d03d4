"""Features in one byte a number: how far rounding moves them."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from vrp_core.inference.packed import packed

_HALF = 2.0**-11  # what float16 loses of a number at most
_LEAST_HALF = 2.0**-24  # the smallest number that float16 has


@st.composite
def _features(draw: st.DrawFn) -> NDArray[np.float32]:
    """(C, H, W) float32, channels of very different sizes, some of them all zero."""
    shape = draw(array_shapes(min_dims=3, max_dims=3, max_side=6))
    values = draw(arrays(np.float32, shape, elements=st.floats(-1, 1, width=32)))
    sizes = draw(arrays(np.float32, shape[0], elements=st.sampled_from([0.0, 1e-40, 1e-6, 1.0, 3.0, 60_000.0])))
    return values * sizes[:, None, None]


@given(_features())
def test_every_number_stays_within_half_a_step_of_its_channel(features: NDArray[np.float32]) -> None:
    found = packed(torch.from_numpy(features)).features()
    assert found.dtype == torch.float16 and found.shape == features.shape
    half_step = np.abs(features).max(axis=(1, 2), keepdims=True) / 254
    allowed = half_step * 1.001 + np.abs(features) * _HALF * 1.01 + _LEAST_HALF
    assert (np.abs(found.double().numpy() - features) <= allowed).all()


def test_a_loud_channel_takes_nothing_from_a_quiet_one() -> None:
    features = torch.randn(2, 8, 8)
    alone = packed(features[:1]).features()
    features[1] *= 1000
    assert torch.equal(packed(features).features()[:1], alone)
