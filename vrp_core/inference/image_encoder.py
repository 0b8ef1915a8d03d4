"""Encodes images with the frozen networks. The feature cache avoids encoding an image twice."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.close_ups import Window, windows
from vrp_core.domain.errors import DiskFull
from vrp_core.domain.geometry import Size
from vrp_core.domain.reading import Reading, reading_of
from vrp_core.images.reading import check_unchanged, read_image, read_reduced
from vrp_core.inference.encoded import CloseUp, EncodedImage
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.packed import Packed, packed
from vrp_core.models.sam import Sam
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.project.project import Project

_LOG = logging.getLogger(__name__)

PREPROCESSING = 3  # increase when anything between a photo's pixels and a network's input changes

_LARGE = 100_000_000  # photos with more pixels are decoded at a reduced size; the networks shrink them anyway
_REDUCED = 4096  # longer side of the reduced photo, pixels

Image = NDArray[np.uint8]  # (H, W, 3) RGB


def content_of(record: ImageRecord) -> str:
    """The cache key of a photo's features: see `content_key`."""
    return content_key(record.digest, record.reading)


def content_key(digest: str, reading: str) -> str:
    """The cache key of features: the digest of the file and how the file is read."""
    return f"{digest} {reading}" if reading else digest


def pixels_of(file: Path, size: Size, reading: Reading) -> Image:
    """A photo's pixels for the networks, of a reduced copy where the photo is very large.

    Args:
        file: the photo.
        size: of the upright photo.
        reading: how it is to be shown.

    Raises:
        ImageUnreadable: the file cannot be read.
    """
    if size.height * size.width > _LARGE:
        return read_reduced(file, _REDUCED, reading)
    return read_image(file, reading)


@dataclass(frozen=True, slots=True)
class Encoded:
    """An encoded image with the time each stage took."""

    image: EncodedImage
    from_cache: bool
    seconds: dict[str, float]  # per stage: sam, semantic


@dataclass(frozen=True, slots=True)
class Pixels:
    """An image that is to be encoded."""

    digest: str  # of its content: see `content_of`
    image: Image  # (h, w, 3) uint8 RGB, possibly of a reduced copy
    size: Size  # of the whole image

    def within(self, window: Window) -> "Pixels":
        """A window of the image as an image of its own."""
        rows, columns = window.scaled(self.size, Size(*self.image.shape[:2]))
        cut = np.ascontiguousarray(self.image[rows, columns])
        return Pixels(_window_key(self.digest, window), cut, window.size)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one network says of an image."""

    tensor: Tensor
    held: bool  # it was in the cache


class ImageEncoder:
    """SAM and a semantic encoder behind the feature cache."""

    def __init__(self, sam: Sam, semantic: SemanticEncoder, cache: FeatureCache | None, close_ups: int = 1) -> None:
        """Join the networks and the cache.

        Args:
            sam: SAM.
            semantic: the semantic encoder.
            cache: None computes each encoding anew.
            close_ups: how many windows a side are encoded, too: see `vrp_core.domain.close_ups`.
        """
        self._sam = sam
        self._semantic = semantic
        self._cache = cache
        self._close_ups = close_ups
        self._told = False  # warn once that features cannot be cached

    @property
    def device(self) -> torch.device:
        """Where the networks are."""
        return self._sam.device

    def with_close_ups(self, per_side: int) -> "ImageEncoder":
        """The same networks and cache, with other close-ups."""
        return ImageEncoder(self._sam, self._semantic, self._cache, per_side)

    def cached(self, digest: str, size: Size) -> EncodedImage | None:
        """The cached encoding of the image with this content, or None where a part of it is missing."""
        whole = self._cached(digest, size)
        if whole is None:
            return None
        near = []
        for window in windows(size, self._close_ups):
            image = self._cached(_window_key(digest, window), window.size)
            if image is None:
                return None
            near.append(CloseUp(window, image))
        return replace(whole, close_ups=tuple(near))

    def _cached(self, digest: str, size: Size) -> EncodedImage | None:
        if self._cache is None:
            return None
        embedding = self._cache.get(self._sam_key(digest))
        features = self._cache.get(self._semantic_key(digest))
        if embedding is None or features is None:
            return None
        return EncodedImage(size, embedding.features(), features.features())

    def encode_photo(self, project: Project, record: ImageRecord) -> EncodedImage:
        """The encoding of a project's photo, read from the cache if it is there.

        Raises:
            ImageUnreadable, ImageChanged: the file is not readable, or has changed since it was added.
        """
        held = self.held_or_pixels(project, record)
        return held if isinstance(held, EncodedImage) else self.encode(content_of(record), held, record.size).image

    def held_or_pixels(self, project: Project, record: ImageRecord) -> EncodedImage | Image:
        """A project's photo without running the networks: its cached encoding, else its pixels.

        Raises:
            ImageUnreadable, ImageChanged: as for `encode_photo`.
        """
        file = project.images.file_of(record)
        check_unchanged(file, record.digest)
        held = self.cached(content_of(record), record.size)
        if held is not None:
            return held
        return pixels_of(file, record.size, reading_of(record.reading))

    def encode(self, digest: str, image: Image, size: Size | None = None) -> Encoded:
        """The encoding of an image; each of its two parts is read from the cache if it is there.

        Args:
            digest: of the image's content: see `content_of`.
            image: (H, W, 3) uint8 RGB.
            size: of the whole image, where `image` is a smaller copy of it.
        """
        return self.encode_all([Pixels(digest, image, size or Size(*image.shape[:2]))])[0]

    def encode_all(self, photos: Sequence[Pixels]) -> list[Encoded]:
        """`encode` of several images, which the networks see as one batch; at least one.

        Their close-ups follow in batches of the same size, so that they need no more memory.
        """
        whole = self._encode_batch(photos)
        near: list[list[Encoded]] = [[] for _ in photos]
        windows_of = [windows(photo.size, self._close_ups) for photo in photos]
        for of_each in zip(*windows_of, strict=True):
            batch = [photo.within(window) for photo, window in zip(photos, of_each, strict=True)]
            for found, one in zip(near, self._encode_batch(batch), strict=True):
                found.append(one)
        return [_together(*of_one) for of_one in zip(whole, windows_of, near, strict=True)]

    def _encode_batch(self, photos: Sequence[Pixels]) -> list[Encoded]:
        embeddings, sam = self._parts(photos, self._sam_key, self._sam.encode_all)
        features, semantic = self._parts(photos, self._semantic_key, self._semantic.encode_all)
        return [
            Encoded(
                EncodedImage(photo.size, embedding.tensor, feature.tensor),
                embedding.held and feature.held,
                {"sam": sam, "semantic": semantic},
            )
            for photo, embedding, feature in zip(photos, embeddings, features, strict=True)
        ]

    def _parts(
        self,
        photos: Sequence[Pixels],
        key_of: Callable[[str], str],
        compute: Callable[[Sequence[Image]], Tensor],
    ) -> tuple[list[_Part], float]:
        """One network's part of each encoding, and the seconds of one."""
        started = time.perf_counter()
        keys = [key_of(photo.digest) for photo in photos]
        held = [self._cache.get(key) if self._cache is not None else None for key in keys]
        missing = [number for number, found in enumerate(held) if found is None]
        parts = {number: _Part(found.features(), held=True) for number, found in enumerate(held) if found is not None}
        computed = compute([photos[number].image for number in missing]).cpu() if missing else ()
        for number, tensor in zip(missing, computed, strict=True):
            kept = packed(tensor)  # used as it is kept: a second run, or one without a cache, sees the same numbers
            parts[number] = _Part(kept.features(), held=False)
            if self._cache is not None:
                self._keep(self._cache, keys[number], kept)
        return [parts[number] for number in range(len(photos))], (time.perf_counter() - started) / len(photos)

    def _keep(self, cache: FeatureCache, key: str, features: Packed) -> None:
        """Warn that features cannot be cached: a later run is slower, the result is the same."""
        try:
            cache.put(key, features)
        except (DiskFull, OSError) as error:
            if not self._told:
                _LOG.warning("features are not kept, so that they are computed again the next time: %s", error)
            self._told = True

    def _sam_key(self, digest: str) -> str:
        return f"sam/{self._sam.weights_id}/{PREPROCESSING}/{digest}"

    def _semantic_key(self, digest: str) -> str:
        return f"semantic/{self._semantic.encoder_id}/{PREPROCESSING}/{digest}"


def _window_key(digest: str, window: Window) -> str:
    """What stands for a window of an image in the cache."""
    return f"{digest} window {window.top} {window.left} {window.size.height} {window.size.width}"


def _together(whole: Encoded, of_windows: Sequence[Window], near: Sequence[Encoded]) -> Encoded:
    """An image with its close-ups, and the seconds of all."""
    close_ups = tuple(CloseUp(window, one.image) for window, one in zip(of_windows, near, strict=True))
    return Encoded(
        replace(whole.image, close_ups=close_ups),
        all(one.from_cache for one in (whole, *near)),
        {stage: seconds + sum(one.seconds[stage] for one in near) for stage, seconds in whole.seconds.items()},
    )
