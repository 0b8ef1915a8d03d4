"""The VRP encoder against the published counts and a slow, clear reading of the paper's equations."""

import pytest
import torch
from torch import Tensor, nn

from vrp_core.domain.config import VrpConfig
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.vrp_encoder import VrpEncoder, sine_positions
from vrp_core.models.vrp_sam import ImageFeatures, ReferenceFeatures, VrpModel, cue_count


class _Stub(nn.Module):
    """Stands for a downloaded network: the VRP encoder's size depends on the table row alone."""

    def __init__(self) -> None:
        super().__init__()
        self.tail = nn.Identity()
        self.weight = nn.Parameter(torch.zeros(1))


def _model(config: VrpConfig) -> VrpModel:
    return VrpModel(config, SemanticEncoder(config.semantic, network=_Stub())).eval()


@pytest.mark.parametrize(("semantic", "expected"), [("resnet50", 1_592_064), ("vgg16_bn", 1_395_456)])
def test_paper_configuration_has_the_published_number_of_parameters(semantic: str, expected: int) -> None:
    model = _model(VrpConfig.paper(semantic))
    assert sum(p.numel() for p in model.parameters() if p.requires_grad) == expected


@pytest.mark.parametrize(("init", "learned"), [("random", 12_800), ("foreground", 0), ("background", 0), ("half", 0)])
def test_only_random_queries_are_learned(init: str, learned: int) -> None:
    model = _model(VrpConfig.paper("vgg16_bn", query_init=init))
    rest = 1_395_456 - 12_800
    assert sum(p.numel() for p in model.parameters() if p.requires_grad) == rest + learned


def _pair(config: VrpConfig, batch: int = 2, grid: int = 8) -> tuple[VrpModel, ReferenceFeatures, ImageFeatures]:
    torch.manual_seed(0)
    model = _model(config)
    spec = model.semantic.spec
    channels = max(spec.mid_channels, spec.high_from + sum(spec.high_levels))
    weights = torch.zeros(batch, 1, grid, grid)
    weights[:, :, 2:5, 3:6] = 1
    images = [
        ImageFeatures(torch.randn(batch, channels, grid, grid), torch.randn(batch, 256, 64, 64)) for _ in range(2)
    ]
    return model, ReferenceFeatures(images[0], weights, torch.ones(batch, 1, grid, grid)), images[1]


@pytest.mark.parametrize("init", ["random", "foreground", "background", "half"])
@pytest.mark.parametrize("queries", [1, 10, 50])
def test_tokens_have_one_row_per_query(init: str, queries: int) -> None:
    model, reference, target = _pair(VrpConfig.paper("efficientnet_lite0", init, queries))
    assert model.tokens(reference, target).shape == (2, queries, 256)


def test_published_references_join_along_the_tokens() -> None:
    model, reference, target = _pair(VrpConfig.paper("efficientnet_lite0"))
    once = model.tokens(reference, target)
    three = model.tokens_of_several([reference] * 3, target)
    assert three.shape == (2, 150, 256)
    torch.testing.assert_close(three, torch.cat([once] * 3, dim=1))


def _other(reference: ReferenceFeatures) -> ReferenceFeatures:
    """Another photo of the object, marked elsewhere."""
    image = ImageFeatures(reference.image.semantic.flip(2) + 1, reference.image.embedding.flip(2) + 1)
    return ReferenceFeatures(image, reference.weights.flip(3), reference.valid)


@pytest.mark.parametrize("cues", ["matching", "prior"])
def test_a_reference_stacked_with_itself_says_the_same(cues: str) -> None:
    model, reference, target = _pair(VrpConfig(cues=cues))
    three = model.tokens_of_several([reference] * 3, target)
    torch.testing.assert_close(three, model.tokens(reference, target), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("cues", ["matching", "prior"])
def test_every_stacked_reference_counts_and_their_order_does_not(cues: str) -> None:
    model, reference, target = _pair(VrpConfig(cues=cues))
    other = _other(reference)
    both = model.tokens_of_several([reference, other], target)
    assert both.shape == (2, 24, 256)
    torch.testing.assert_close(both, model.tokens_of_several([other, reference], target), rtol=1e-3, atol=1e-4)
    for alone in (reference, other):
        assert (both - model.tokens(alone, target)).abs().max() > 0.01


def test_a_target_is_matched_with_the_nearest_of_the_stacked_references() -> None:
    model, reference, target = _pair(VrpConfig())
    other = _other(reference)
    separate = [model._cues([one], target)[1] for one in (reference, other)]
    joined = model._cues([reference, other], target)[1]
    greatest = [channel for channel in range(joined.shape[1]) if channel % 3 < 2]  # the third of each level are votes
    torch.testing.assert_close(joined[:, greatest], torch.maximum(*separate)[:, greatest], rtol=1e-4, atol=1e-5)


def test_the_network_is_the_one_of_the_paper() -> None:
    """Equations 1 to 7 written out step by step, one image pair, one attention head at a time."""
    config = VrpConfig.paper("efficientnet_lite0", queries=5)
    torch.manual_seed(1)
    network = VrpEncoder(472, 1, config).eval()
    reference, target = torch.randn(1, 472, 4, 4), torch.randn(1, 472, 4, 4)
    mask = torch.zeros(1, 1, 4, 4)
    mask[0, 0, 1:3, 1:3] = 1
    prior = torch.rand(1, 1, 4, 4)
    with torch.no_grad():
        tokens = network(reference, target, mask, (mask, prior))[0]
        expected = _tokens_step_by_step(network, reference[0], target[0], mask[0, 0], prior[0, 0])
    torch.testing.assert_close(tokens, expected, rtol=1e-4, atol=1e-5)


def _tokens_step_by_step(network: VrpEncoder, reference: Tensor, target: Tensor, mask: Tensor, prior: Tensor) -> Tensor:
    reduce = network.augmenter.reduce.weight[:, :, 0, 0]
    merge = network.augmenter.merge.weight[:, :, 0, 0]
    reference_rows = (reduce @ reference.flatten(1)).relu().T  # (P, D)
    target_rows = (reduce @ target.flatten(1)).relu().T
    inside = mask.flatten()
    prototype = (reference_rows * inside[:, None]).sum(0) / (inside.sum() + 5e-4)

    def augment(rows: Tensor, cue: Tensor) -> Tensor:
        joined = [torch.cat([row, prototype, 10 * value[None]]) for row, value in zip(rows, cue, strict=True)]
        return torch.stack([(merge @ row).relu() for row in joined])

    reference_rows, target_rows = augment(reference_rows, inside), augment(target_rows, prior.flatten())
    position = sine_positions(4, 256)[0]
    generator = network.generator
    tokens = generator.queries.weight
    tokens = _attend(generator.to_reference, tokens, reference_rows + position, reference_rows)
    tokens = _attend(generator.among_after_reference, tokens, tokens, tokens)
    tokens = _attend(generator.to_target, tokens, target_rows + position, target_rows)
    return _attend(generator.among_after_target, tokens, tokens, tokens)


def _attend(block: nn.Module, queries: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    attention = block.attention
    weights, biases = attention.in_proj_weight.chunk(3), attention.in_proj_bias.chunk(3)
    q, k, v = (x @ w.T + b for x, w, b in zip((queries, keys, values), weights, biases, strict=True))
    heads = []
    for head in range(4):
        part = slice(head * 64, head * 64 + 64)
        share = (q[:, part] @ k[:, part].T / 64**0.5).softmax(dim=1)
        heads.append(share @ v[:, part])
    attended = torch.cat(heads, dim=1) @ attention.out_proj.weight.T + attention.out_proj.bias
    x = queries + attended
    centred = x - x.mean(1, keepdim=True)
    normed = centred / (centred.pow(2).mean(1, keepdim=True) + 1e-5).sqrt()
    return normed * block.norm.weight + block.norm.bias


def test_gradients_reach_every_parameter() -> None:
    model, reference, target = _pair(VrpConfig())
    model.tokens(reference, target).square().sum().backward()
    missing = [name for name, p in model.encoder.named_parameters() if p.grad is None or not p.grad.any()]
    # The norm in front of nothing but a constant sum has a zero-mean gradient; every weight matrix must be reached.
    assert [name for name in missing if "bias" not in name] == []


def test_an_empty_annotation_yields_finite_tokens() -> None:
    model, reference, target = _pair(VrpConfig())
    empty = ReferenceFeatures(reference.image, torch.zeros_like(reference.weights), reference.valid)
    assert torch.isfinite(model.tokens(empty, target)).all()


@pytest.mark.parametrize(
    ("cues", "sam", "expected"), [("prior", False, 1), ("matching", False, 9), ("matching", True, 12)]
)
def test_every_level_has_its_cues_and_all_levels_together(cues: str, sam: bool, expected: int) -> None:
    spec = SemanticEncoder("efficientnet_lite2", network=_Stub()).spec
    assert len(spec.high_levels) == 2
    assert cue_count(VrpConfig(cues=cues, sam_features=sam), spec) == expected
