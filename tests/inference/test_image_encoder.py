"""Encoding with the real networks: what a search sees with a cache, without one, and after damage."""

from pathlib import Path

import numpy as np
import pytest
import torch

from vrp_core.domain.assets import asset
from vrp_core.domain.geometry import Size
from vrp_core.images.reading import read_image
from vrp_core.inference.encoded import EncodedImage
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.image_encoder import Image, ImageEncoder
from vrp_core.models.sam import Sam, load_sam
from vrp_core.models.semantic import SemanticEncoder


@pytest.fixture(scope="module")
def sam(mobile_sam_file: Path) -> Sam:
    return load_sam("mobile_sam", mobile_sam_file)


@pytest.fixture(scope="module")
def semantic() -> SemanticEncoder:
    return SemanticEncoder("efficientnet_lite2")


@pytest.fixture(scope="module")
def photo() -> Image:
    return read_image(sorted(asset("episodes", "images").glob("*.jpg"))[0])


@pytest.fixture(scope="module")
def plain(sam: Sam, semantic: SemanticEncoder, photo: Image) -> EncodedImage:
    """The photo, encoded without a cache."""
    return ImageEncoder(sam, semantic, None).encode("photo", photo).image


def equal(one: EncodedImage, other: EncodedImage) -> bool:
    return torch.equal(one.embedding, other.embedding) and torch.equal(one.features, other.features)


def test_a_first_pass_a_second_one_and_one_without_a_cache_see_the_same_numbers(
    sam: Sam, semantic: SemanticEncoder, photo: Image, plain: EncodedImage, tmp_path: Path
) -> None:
    encoder = ImageEncoder(sam, semantic, FeatureCache(tmp_path, 10**9))
    first, second = encoder.encode("photo", photo), encoder.encode("photo", photo)
    assert (first.from_cache, second.from_cache) == (False, True)
    held = encoder.cached("photo", Size(*photo.shape[:2]))
    assert held is not None
    assert all(equal(plain, one) for one in (first.image, second.image, held))


def test_a_damaged_part_is_encoded_again_and_the_other_kept(
    sam: Sam, semantic: SemanticEncoder, photo: Image, plain: EncodedImage, tmp_path: Path
) -> None:
    encoder = ImageEncoder(sam, semantic, FeatureCache(tmp_path, 10**9))
    encoder.encode("photo", photo)
    smaller, larger = sorted(tmp_path.glob("*/*"), key=lambda path: path.stat().st_size)
    content = bytearray(smaller.read_bytes())  # the semantic features: encoding them is the quicker
    content[5000] ^= 1
    smaller.write_bytes(content)
    kept = larger.stat().st_ino
    assert encoder.cached("photo", Size(*photo.shape[:2])) is None
    again = encoder.encode("photo", photo)
    assert not again.from_cache and equal(plain, again.image)
    assert larger.stat().st_ino == kept and encoder.encode("photo", photo).from_cache


def test_features_take_a_byte_a_number_and_are_what_the_networks_say(
    sam: Sam, semantic: SemanticEncoder, photo: Image, plain: EncodedImage, tmp_path: Path
) -> None:
    cache = FeatureCache(tmp_path, 10**9)
    ImageEncoder(sam, semantic, cache).encode("photo", photo)
    numbers = plain.embedding.numel() + plain.features.numel()
    assert numbers < cache.size_bytes() < 1.01 * numbers
    for kept, said in ((plain.embedding, sam.encode(photo)), (plain.features, semantic.encode(photo))):
        assert np.linalg.norm(kept.float() - said) < 0.01 * np.linalg.norm(said)
