"""The former place of `vrp_core.images.reading`."""

import warnings

from vrp_core.images.reading import read_image, read_mask

__all__ = ["read_image", "read_mask"]

warnings.warn("vrp_core.data.images has moved to vrp_core.images.reading", DeprecationWarning, stacklevel=2)
