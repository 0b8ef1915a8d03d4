"""Reads and writes VRP weights: one safetensors file that describes itself.

The metadata holds the configuration, the calibration of the confidence, and the provenance. A damaged file, or one
whose weights do not match its configuration, is refused before anything is loaded.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from vrp_core.domain.assets import asset
from vrp_core.domain.confidence import Calibration
from vrp_core.domain.config import VrpConfig, from_dict, to_dict
from vrp_core.domain.documents import Number, plain_values, typed, typed_text
from vrp_core.domain.errors import NotFound, WeightsDamaged, WeightsMismatch, WeightsMissing, WeightsOutdated
from vrp_core.domain.files import write_file
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.vrp_locator import LocatorModel
from vrp_core.models.vrp_sam import VrpModel

FORMAT = "vrp-annotator/3"
_OUTDATED = {"vrp-annotator/1", "vrp-annotator/2"}
SHIPPED = "vrp_default.safetensors"
_FLOATS = {torch.float16, torch.bfloat16, torch.float32, torch.float64}

_EARLIER_NAMES = {"likeness": "object_similarity", "strangeness": "background_similarity"}  # names in older checkpoints


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The content of a weights file."""

    config: VrpConfig
    sam: str  # the SAM it was trained with
    calibration: Calibration
    provenance: Mapping[str, Any]  # data, commands, seed, commit, figures
    state: Mapping[str, Tensor]


def shipped_path() -> Path:
    """The weights that come with the program.

    Raises:
        WeightsMissing: this installation has no weights.
    """
    path = asset("weights", SHIPPED)
    if not path.is_file():
        raise WeightsMissing("vrp_default")
    return path


def save_checkpoint(path: Path, checkpoint: Checkpoint, half: bool = False) -> None:
    """Write a checkpoint atomically; `half` stores float16.

    Raises:
        DiskFull: the disk is full.
    """
    state = {name: (value.half() if half else value).cpu().contiguous() for name, value in checkpoint.state.items()}
    metadata = {
        "format": FORMAT,
        "config": json.dumps(to_dict(checkpoint.config)),
        "sam": checkpoint.sam,
        "calibration": json.dumps(asdict(checkpoint.calibration)),
        "provenance": json.dumps(dict(checkpoint.provenance)),
    }
    write_file(path, save(state, metadata))


def load_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint.

    Raises:
        NotFound: there is no such file.
        WeightsDamaged: the file cannot be read, or holds a weight that is not finite.
        WeightsOutdated: it is of an earlier version, whose network no longer exists.
        WeightsMismatch: it is not a checkpoint of this program, or of an unknown version.
    """
    if not path.is_file():
        raise NotFound("file", str(path))
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            state = {name: _weight(name, file.get_tensor(name)) for name in file.keys()}  # noqa: SIM118 - no mapping
    except (SafetensorError, OSError, ValueError) as error:
        raise WeightsDamaged(path, "a safetensors file of weights", str(error)) from error
    if metadata.get("format") in _OUTDATED:
        raise WeightsOutdated(path, metadata["format"])
    if metadata.get("format") != FORMAT:
        raise WeightsMismatch(path, FORMAT, str(metadata.get("format", "no format")))
    try:
        return _checkpoint(metadata, state)
    except KeyError as error:
        raise WeightsMismatch(path, FORMAT, f"no {error.args[0]}") from error
    except ValueError as error:
        raise WeightsMismatch(path, FORMAT, str(error)) from error


def without_provenance(path: Path) -> bytes:
    """A checkpoint's file without the record of how it was made, which can name folders of this machine.

    Raises:
        NotFound, WeightsDamaged, WeightsOutdated, WeightsMismatch: as for `load_checkpoint`.
    """
    load_checkpoint(path)
    content = path.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")  # the header's length, the header, then the weights
    header = json.loads(content[8:start])
    header["__metadata__"]["provenance"] = "{}"
    text = json.dumps(header, sort_keys=True).encode()  # sorted: the same bytes each time
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + content[start:]


def _weight(name: str, tensor: Tensor) -> Tensor:
    if tensor.dtype not in _FLOATS or not torch.isfinite(tensor).all():
        raise ValueError(f"{name} holds values that are no finite numbers")
    return tensor.float()


def _checkpoint(metadata: Mapping[str, str], state: Mapping[str, Tensor]) -> Checkpoint:
    """Parse the metadata of a file, which may come from a stranger."""
    config = from_dict(VrpConfig, plain_values(metadata["config"]))
    written = typed_text(metadata["calibration"], dict[str, Number])
    figures = {_EARLIER_NAMES.get(name, name): figure for name, figure in written.items()}
    provenance = typed_text(metadata["provenance"], dict[str, Any])
    return Checkpoint(config, metadata["sam"], typed(figures, Calibration), provenance, state)


def build_model(config: VrpConfig, semantic: SemanticEncoder) -> VrpModel | LocatorModel:
    """The network of a configuration with initial weights."""
    return LocatorModel(config, semantic) if config.network == "locator" else VrpModel(config, semantic)


def build_vrp(checkpoint: Checkpoint, semantic: SemanticEncoder, origin: Path) -> VrpModel | LocatorModel:
    """The network of a checkpoint with its weights, ready to use.

    Raises:
        WeightsMismatch: the weights do not fit the configuration in the file.
    """
    model = build_model(checkpoint.config, semantic)
    load_encoder(model.encoder, checkpoint.state, origin)
    return model.eval().requires_grad_(False)


def load_encoder(encoder: nn.Module, state: Mapping[str, Tensor], origin: Path) -> None:
    """Load trained weights into a VRP encoder.

    Raises:
        WeightsMismatch: the weights belong to another network; `origin` names their source.
    """
    try:
        encoder.load_state_dict(dict(state), strict=True)
    except RuntimeError as error:
        raise WeightsMismatch(
            origin, "the network of its configuration", str(error).splitlines()[-1].strip()
        ) from error
