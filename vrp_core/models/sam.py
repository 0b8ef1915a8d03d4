"""A small interface to SAM: image -> embedding; prompts -> tokens; (embedding, tokens) pairs -> masks.

Nothing of `segment_anything` is edited or copied (design decision 1): its parts are built, loaded and called. VRP
tokens are sparse prompt embeddings like any other, so they enter at `Sam.decode`.

Shapes in this module: B images or pairs, N tokens, 256 channels, 64x64 embedding grid, 256x256 mask logits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from vrp_core.domain.errors import NotFound, WeightsDamaged, WeightsMismatch
from vrp_core.domain.geometry import FloatArray, Frame, Size
from vrp_core.models.compute import kept_precision, large_precision
from vrp_core.models.mask_decoding import MaskDecoding
from vrp_core.models.mobile_sam import build_tiny_vit
from vrp_core.models.torchvision_support import ensure_torchvision
from vrp_core.models.transforms import encoded_frames, image_to_frame, sampled_cells

ensure_torchvision()
from segment_anything.modeling import ImageEncoderViT, MaskDecoder, PromptEncoder, TwoWayTransformer

FRAME_SIDE = 1024  # side of the square that SAM's encoder sees
GRID_SIDE = 64  # side of the embedding
LOGITS_SIDE = 256  # side of the mask logits
CHANNELS = 256
_CELL = FRAME_SIDE // GRID_SIDE  # pixels of a frame along each side of a position of the embedding

_MEAN = (123.675, 116.28, 103.53)  # ImageNet's mean and deviation, in 0..255
_STD = (58.395, 57.12, 57.375)


@dataclass(frozen=True, slots=True)
class _VitSize:
    dim: int
    depth: int
    heads: int
    global_attention: tuple[int, ...]


_VITS = {
    "sam_vit_b": _VitSize(768, 12, 12, (2, 5, 8, 11)),
    "sam_vit_l": _VitSize(1024, 24, 16, (5, 11, 17, 23)),
    "sam_vit_h": _VitSize(1280, 32, 16, (7, 15, 23, 31)),
}
SAM_IDS = ("mobile_sam", *_VITS)


class Sam(nn.Module):
    """One frozen SAM. It stores no image between calls."""

    def __init__(self, weights_id: str) -> None:
        super().__init__()
        self.weights_id = weights_id
        self._cell = _CELL if weights_id == "mobile_sam" else FRAME_SIDE  # ViTs attend to the whole square
        self.image_encoder = _build_image_encoder(weights_id)
        self.prompt_encoder = PromptEncoder(
            embed_dim=CHANNELS,
            image_embedding_size=(GRID_SIDE, GRID_SIDE),
            input_image_size=(FRAME_SIDE, FRAME_SIDE),
            mask_in_chans=16,
        )
        self.mask_decoder = MaskDecoder(
            num_multimask_outputs=3,
            transformer=TwoWayTransformer(depth=2, embedding_dim=CHANNELS, mlp_dim=2048, num_heads=8),
            transformer_dim=CHANNELS,
            iou_head_depth=3,
            iou_head_hidden_dim=256,
        )
        self._places: Tensor | None = None
        self._nothing: Tensor | None = None
        self._decodings: dict[tuple[torch.device, torch.dtype], MaskDecoding] = {}
        self.requires_grad_(False)
        self.eval()

    @property
    def device(self) -> torch.device:
        """The device of the weights."""
        weight: Tensor = self.mask_decoder.iou_token.weight
        return weight.device

    @torch.no_grad()
    def encode(self, image: NDArray[np.uint8]) -> Tensor:
        """The (256, 64, 64) float32 embedding of an (H, W, 3) uint8 RGB image."""
        return self.encode_all([image])[0]

    @torch.no_grad()
    def encode_all(self, images: Sequence[NDArray[np.uint8]]) -> Tensor:
        """The (B, 256, 64, 64) float32 embeddings of B (H, W, 3) uint8 RGB images of any sizes.

        MobileSAM does not see the padding of a frame that is not square; its embedding there is that of an empty frame
        (ADR 13).
        """
        frames = [to_sam_input(image, self._cell).to(self.device) for image in images]
        with large_precision(self.device):
            embeddings = encoded_frames(self.image_encoder, frames)
            return torch.stack([self._in_square(embedding.float()) for embedding in embeddings])

    def _in_square(self, embedding: Tensor) -> Tensor:
        """A (256, h, w) embedding as contiguous (256, 64, 64); where it ends, the square goes on as that of nothing."""
        if embedding.shape[1:] == (GRID_SIDE, GRID_SIDE):
            return embedding.contiguous()
        if self._nothing is None or self._nothing.device != self.device:
            (nothing,) = self.image_encoder(torch.zeros(1, 3, FRAME_SIDE, FRAME_SIDE, device=self.device))
            self._nothing = nothing.float()
        square = self._nothing.clone(memory_format=torch.contiguous_format)
        square[:, : embedding.shape[1], : embedding.shape[2]] = embedding
        return square

    @torch.no_grad()
    def geometric_tokens(
        self, points: FloatArray, positive: NDArray[np.bool_], box: FloatArray | None, image: Size
    ) -> Tensor:
        """SAM's own tokens (N, 256) for (K, 2) float32 points and a (4,) x0, y0, x1, y1 box in image pixels."""
        frame = Frame(image, FRAME_SIDE)
        # SAM adds half a pixel, assuming pixel indices; our coordinates have their origin at the corner.
        coordinates = torch.from_numpy(frame.to_frame(points.reshape(-1, 2)) - 0.5)[None].to(self.device)
        labels = torch.from_numpy(positive.astype(np.int64))[None].to(self.device)
        boxes = None
        if box is not None:
            boxes = torch.from_numpy(frame.to_frame(box.reshape(2, 2)) - 0.5).reshape(1, 4).to(self.device)
        sparse, _ = self.prompt_encoder(points=(coordinates, labels) if len(points) else None, boxes=boxes, masks=None)
        tokens: Tensor = sparse[0]
        return tokens

    def decode(
        self,
        embeddings: Tensor,
        tokens: Tensor,
        mask_input: Tensor | None = None,
        multimask: bool = False,
        image: Size | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Decode a batch of (image, tokens) pairs; gradients flow to `tokens` and `mask_input`.

        Args:
            embeddings: (B, 256, 64, 64) float32.
            tokens: (B, N, 256) float32 sparse prompt embeddings.
            mask_input: (B, 1, 256, 256) float32 mask logits of an earlier decoding, or None.
            multimask: return SAM's three alternatives instead of its single mask.
            image: size of the image or images, to save the logits of their padding, which are negative then.

        Returns:
            (B, M, 256, 256) float32 mask logits in the model frame, M = 3 or 1, and (B, M) float32 predicted IoU.
        """
        decoder = self.mask_decoder
        own = torch.cat([decoder.iou_token.weight, decoder.mask_tokens.weight])
        queries = torch.cat([own.expand(len(tokens), -1, -1), tokens], dim=1)
        chosen = range(1, decoder.num_mask_tokens) if multimask else range(1)
        cells = Size(GRID_SIDE, GRID_SIDE) if image is None else sampled_cells(image, GRID_SIDE)
        return self._decoding()(embeddings + self._dense(mask_input), queries, chosen, cells)

    def _decoding(self) -> MaskDecoding:
        """The decoder for this device and precision; arranged once, as it never changes."""
        key = self.device, kept_precision(self.device)
        if key not in self._decodings:
            with torch.no_grad(), torch.autocast(self.device.type, enabled=False):
                self._decodings[key] = MaskDecoding(self.mask_decoder, self.places(), key[1])
        return self._decodings[key]

    def _dense(self, mask_input: Tensor | None) -> Tensor:
        """The dense prompt, which is added to the embedding: the encoded mask, or SAM's "no mask" vector."""
        if mask_input is None:
            return self.prompt_encoder.no_mask_embed.weight.reshape(1, CHANNELS, 1, 1)
        dense: Tensor = self.prompt_encoder.mask_downscaling(mask_input)
        return dense

    def places(self) -> Tensor:
        """(1, 256, 64, 64) SAM's code of each position of the embedding; computed once, as it never changes."""
        if self._places is None or self._places.device != self.device:
            with torch.autocast(self.device.type, enabled=False):
                self._places = self.prompt_encoder.get_dense_pe()
        return self._places

    def forget(self) -> None:
        """Drop what was computed of the weights, after they were replaced."""
        self._places = self._nothing = None
        self._decodings.clear()


def load_sam(weights_id: str, path: Path, device: str = "cpu") -> Sam:
    """A SAM with the weights of a safetensors file.

    Raises:
        NotFound: no SAM has that name.
        WeightsDamaged: the file is not a readable weights file.
        WeightsMismatch: the weights belong to another network.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    if weights_id not in SAM_IDS:
        raise NotFound("SAM", weights_id, SAM_IDS)
    sam = Sam(weights_id)
    try:
        state = load_file(path)
    except SafetensorError as error:
        raise WeightsDamaged(path, "a safetensors file", str(error)) from error
    load_sam_state(sam, state, str(path))
    sam.image_encoder.to(memory_format=torch.channels_last)  # type: ignore[call-overload] # a third faster on CPUs
    return sam.to(device)


def load_sam_state(sam: Sam, state: Mapping[str, Tensor], origin: str) -> None:
    """Load a full state with `strict=True`.

    Raises:
        WeightsMismatch: the state belongs to another network; `origin` names its source.
    """
    from pathlib import Path

    try:
        sam.load_state_dict(state, strict=True)
    except RuntimeError as error:
        raise WeightsMismatch(Path(origin), sam.weights_id, str(error).splitlines()[-1].strip()) from error
    sam.forget()
    sam.eval()  # call eval() again: TinyViT caches its attention biases when it enters evaluation mode


def to_sam_input(image: NDArray[np.uint8], cell: int = FRAME_SIDE) -> Tensor:
    """An (H, W, 3) uint8 RGB image as SAM's (3, 1024, 1024) float32 input, or without whole cells of padding."""
    return image_to_frame(image, FRAME_SIDE, cell, _MEAN, _STD)


def _build_image_encoder(weights_id: str) -> nn.Module:
    if weights_id == "mobile_sam":
        return build_tiny_vit()
    size = _VITS[weights_id]
    return ImageEncoderViT(
        depth=size.depth,
        embed_dim=size.dim,
        img_size=FRAME_SIDE,
        mlp_ratio=4,
        norm_layer=partial(nn.LayerNorm, eps=1e-6),
        num_heads=size.heads,
        patch_size=16,
        qkv_bias=True,
        use_rel_pos=True,
        global_attn_indexes=size.global_attention,
        window_size=14,
        out_chans=CHANNELS,
    )
