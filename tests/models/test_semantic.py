"""Every row of the table of semantic encoders gives what it declares."""

import numpy as np
import pytest
import torch

from vrp_core.domain.errors import FetchFailed, NotFound
from vrp_core.models import semantic
from vrp_core.models.semantic import SPECS, SemanticEncoder, spec_of

IMAGE = np.random.default_rng(0).integers(0, 255, (90, 120, 3), dtype=np.uint8)


@pytest.fixture
def without_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """timm's networks with random weights: their shapes are what is tested, and the hub is elsewhere."""

    def unfetched(model: str, **options: object) -> object:
        import timm

        return timm.create_model(model, pretrained=False, **options)

    monkeypatch.setattr(semantic, "_from_hub", unfetched)


@pytest.mark.parametrize("encoder_id", [name for name in SPECS if name not in {"resnet101", "dinov2_vitl14"}])
def test_the_stack_is_what_the_table_says(encoder_id: str, without_hub: None) -> None:
    encoder = SemanticEncoder(encoder_id)
    spec = encoder.spec
    features = encoder.encode(IMAGE)
    assert features.shape[1:] == (spec.grid, spec.grid)
    assert features.dtype == torch.float32 and torch.isfinite(features).all()
    assert encoder.mid(features[None]).shape[1] == spec.mid_channels <= features.shape[0]
    assert encoder.high(features[None]).shape == (1, sum(spec.high_levels), spec.grid, spec.grid)
    assert not any(parameter.requires_grad for parameter in encoder.parameters())


@pytest.mark.parametrize("encoder_id", ["resnet50", "efficientnet_lite0"])
def test_a_masked_reference_shows_nothing_of_its_background(encoder_id: str, without_hub: None) -> None:
    encoder = SemanticEncoder(encoder_id)
    features = encoder.encode(IMAGE)[None]
    weights = torch.zeros(1, 1, encoder.spec.grid, encoder.spec.grid)
    weights[..., 3:9, 3:9] = 1
    other = features.clone()
    other[..., 20:, 20:] = 7  # far outside the annotation
    high = encoder.high(features, weights)
    torch.testing.assert_close(encoder.high(other, weights), high)
    assert not (high * (1 - weights)).any()


def test_lite_levels_are_of_unit_deviation() -> None:
    """The divisors of the table bring every level to the same order on an ordinary photo."""
    import skimage

    from vrp_core.images.reading import read_image

    photo = read_image(semantic.Path(skimage.__file__).parent / "data" / "coffee.png")
    for encoder_id, levels in (("efficientnet_lite0", (40, 112, 320)), ("efficientnet_lite2", (48, 120, 352))):
        deviations = [float(level.std()) for level in SemanticEncoder(encoder_id).encode(photo).split(levels)]
        assert all(0.6 < deviation < 1.6 for deviation in deviations)


@pytest.mark.parametrize("encoder_id", ["efficientnet_lite0", "resnet50"])
def test_several_images_of_different_shapes_are_encoded_as_each_alone(encoder_id: str, without_hub: None) -> None:
    encoder = SemanticEncoder(encoder_id)
    images = [IMAGE, np.ascontiguousarray(IMAGE.transpose(1, 0, 2)), IMAGE[:, :90], IMAGE[::-1]]
    for image, features in zip(images, encoder.encode_all(images), strict=True):
        torch.testing.assert_close(features, encoder.encode(image), rtol=1e-3, atol=1e-3)


def test_lite_does_not_see_the_padding(without_hub: None) -> None:
    encoder = SemanticEncoder("efficientnet_lite0")
    frame = semantic.to_semantic_input(IMAGE, encoder.spec)
    assert frame.shape == (3, 384, 512)  # 90 x 120
    features = encoder.encode(IMAGE)
    assert features[:, :24].any(dim=0).all() and not features[:, 24:].any()
    square = np.zeros((120, 120, 3), dtype=np.uint8)
    square[:90] = IMAGE
    far = (features - encoder.encode(square))[:, :8].abs().mean() / features[:, :8].abs().mean()
    assert float(far) < 0.2  # the same place of the same photo, far from its lower edge


def test_unknown_names_and_an_unreachable_hub_are_refused() -> None:
    with pytest.raises(NotFound, match="resnet18"):
        spec_of("resnet18")
    with pytest.raises(FetchFailed, match="nothing_like_it"):
        semantic._from_hub("nothing_like_it")


@pytest.mark.parametrize("encoder_id", ["efficientnet_lite0", "efficientnet_lite2"])
def test_folded_batch_norms_change_nothing_but_rounding(encoder_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folded = SemanticEncoder(encoder_id)
    monkeypatch.setattr(semantic, "fold_lite", lambda network: network)
    plain = SemanticEncoder(encoder_id)
    frame = torch.randn(1, 3, 512, 512, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        expected, found = plain.network(frame), folded.network(frame)
    left = [module for module in folded.modules() if isinstance(module, torch.nn.BatchNorm2d)]
    assert len(left) == 1  # the classifier's, which never runs
    assert float((found - expected).abs().max()) < 1e-4 * float(expected.abs().max())
