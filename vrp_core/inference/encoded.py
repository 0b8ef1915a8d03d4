"""Encoded images and references: what the frozen networks say of them, for any number of searches.

They are never modified afterwards, so threads may share them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from vrp_core.domain.close_ups import Window
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask
from vrp_core.models.vrp_sam import ImageFeatures, ReferenceFeatures


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """The features that the frozen networks compute of one image."""

    size: Size
    embedding: Tensor  # (256, 64, 64) SAM's
    features: Tensor  # (C, G, G) the semantic encoder's
    close_ups: "tuple[CloseUp, ...]" = ()  # that are searched, too


@dataclass(frozen=True, slots=True)
class CloseUp:
    """A window of an image, encoded by itself."""

    window: Window
    image: EncodedImage  # of the window's size


@dataclass(frozen=True, slots=True)
class EncodedReference:
    """An encoded image with the region that stands for the object, made by `Segmenter.encode_reference`."""

    image: EncodedImage
    region: Mask  # (H, W) bool
    features: ReferenceFeatures  # the region on the model grid, with the image's features; a batch of one
    negative: bool = False  # the region is a look-alike: similar regions count as background
    close_up: "EncodedReference | None" = None  # the same in the close-up that shows most of the region

    @property
    def views(self) -> "list[EncodedReference]":
        """The reference as a whole, and its close-up if there is one."""
        return [self] if self.close_up is None else [self, self.close_up]


def all_views(references: Sequence[EncodedReference]) -> list[EncodedReference]:
    """References with their close-ups."""
    return [view for reference in references for view in reference.views]


def features_of(image: EncodedImage, device: torch.device) -> ImageFeatures:
    """The features of an image as a batch of one."""
    return ImageFeatures(image.features.to(device)[None].float(), image.embedding.to(device)[None].float())
