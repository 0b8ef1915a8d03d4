"""The prompts that the locator asks SAM with: shapes, independence of pairs and of padding, gradients, size."""

import pytest
import torch
from torch import Tensor

from vrp_core.domain.config import VrpConfig
from vrp_core.models.evidence import FINE_MAPS, MAPS
from vrp_core.models.locator import Located
from vrp_core.models.prompt_generator import PromptGenerator, Scene
from vrp_core.models.sam import Sam
from vrp_core.models.transforms import resampled
from vrp_core.models.vrp_locator import LocatorEncoder

_WIDTH, _QUERIES = 16, 5


@pytest.fixture(scope="module")
def sam() -> Sam:
    torch.manual_seed(0)
    return Sam("mobile_sam")


@pytest.fixture(scope="module")
def generator() -> PromptGenerator:
    torch.manual_seed(0)
    return PromptGenerator(_WIDTH, _QUERIES).eval()


def _located(pairs: int) -> Located:
    return Located(torch.randn(pairs, 1, 64, 64), torch.randn(pairs, _WIDTH, 32, 32), torch.zeros(pairs))


def _scene(pairs: int, sam: Sam) -> Scene:
    return Scene(torch.randn(pairs, 256, 64, 64), sam.places(), torch.ones(pairs, 64, 64))


def _one(located: Located, scene: Scene, index: int) -> tuple[Located, Scene]:
    part = slice(index, index + 1)
    alone = Located(located.logits[part], located.features[part], located.presence[part])
    return alone, Scene(scene.embedding[part], scene.places, scene.valid[part])


def test_the_shipped_size() -> None:
    count = sum(parameter.numel() for parameter in LocatorEncoder(VrpConfig()).parameters())
    assert count == 1_005_988


def test_tokens_and_mask_prompt_have_the_shapes_that_sam_takes(generator: PromptGenerator, sam: Sam) -> None:
    located, scene = _located(2), _scene(2, sam)
    with torch.no_grad():
        prompts = generator(located, scene)
        logits, predicted_iou = sam.decode(scene.embedding, prompts.tokens, prompts.mask_input)
    assert prompts.tokens.shape == (2, _QUERIES, 256) and prompts.mask_input.shape == (2, 1, 256, 256)
    assert logits.shape == (2, 1, 256, 256) and predicted_iou.shape == (2, 1)


def test_a_pair_gets_the_same_prompts_alone_and_in_a_batch(generator: PromptGenerator, sam: Sam) -> None:
    located, scene = _located(3), _scene(3, sam)
    with torch.no_grad():
        together, alone = generator(located, scene), generator(*_one(located, scene, 1))
    torch.testing.assert_close(together.tokens[1:2], alone.tokens, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(together.mask_input[1:2], alone.mask_input)


def test_what_lies_in_the_padding_changes_no_token(generator: PromptGenerator, sam: Sam) -> None:
    located, scene = _located(1), _scene(1, sam)
    valid = torch.ones(1, 64, 64)
    valid[:, 32:] = 0

    def tokens(embedding: Tensor, features: Tensor) -> Tensor:
        seen = Located(located.logits, features, located.presence)
        with torch.no_grad():
            return generator(seen, Scene(embedding, scene.places, valid)).tokens

    embedding, features = scene.embedding.clone(), located.features.clone()
    embedding[:, :, 32:], features[:, :, 16:] = 9.0, -9.0
    torch.testing.assert_close(tokens(scene.embedding, located.features), tokens(embedding, features))
    embedding[:, :, :32] = 9.0
    assert not torch.allclose(tokens(scene.embedding, located.features), tokens(embedding, features))


def test_the_loss_of_sams_mask_reaches_the_prompts_and_the_locator(sam: Sam) -> None:
    torch.manual_seed(0)
    encoder = LocatorEncoder(VrpConfig(trunk_width=_WIDTH, queries=_QUERIES))
    scene = _scene(1, sam)
    maps, fine = torch.randn(1, len(MAPS), 32, 32), torch.randn(1, len(FINE_MAPS), 64, 64)
    _, prompts = encoder(maps, fine, scene)
    logits, _ = sam.decode(scene.embedding, prompts.tokens, prompts.mask_input)
    logits.square().mean().backward()  # type: ignore[no-untyped-call]
    for parameter in (encoder.prompts.queries, encoder.prompts.gain, encoder.locator.stem.weight):
        assert parameter.grad is not None and bool(parameter.grad.abs().sum() > 0)
    assert all(parameter.grad is None for parameter in sam.parameters())


def test_without_a_scene_there_are_no_prompts() -> None:
    encoder = LocatorEncoder(VrpConfig(trunk_width=_WIDTH, queries=_QUERIES)).eval()
    with torch.no_grad():
        _, prompts = encoder(torch.zeros(1, len(MAPS), 32, 32), torch.zeros(1, len(FINE_MAPS), 64, 64))
    assert prompts is None


def test_the_mask_prompt_is_the_coarse_mask_enlarged(generator: PromptGenerator, sam: Sam) -> None:
    located, scene = _located(1), _scene(1, sam)
    with torch.no_grad():
        prompts = generator(located, scene)
        torch.testing.assert_close(prompts.mask_input, generator.gain * resampled(located.logits, 256))
