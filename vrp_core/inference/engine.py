"""Loads the networks that a `SegmentConfig` names. No other module decides what is loaded."""

from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import NotFound, WeightsMismatch, WeightsMissing
from vrp_core.inference.cache_folder import user_cache_folder
from vrp_core.inference.feature_cache import FeatureCache
from vrp_core.inference.image_encoder import ImageEncoder
from vrp_core.inference.methods import GeometricPrompter, LocatorPrompter, VrpPrompter
from vrp_core.inference.segmenter import Prompter, Segmenter
from vrp_core.models.checkpoints import Checkpoint, build_vrp, load_checkpoint, shipped_path
from vrp_core.models.compute import choose_device, keep_memory
from vrp_core.models.sam import SAM_IDS, Sam, load_sam
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.models.vrp_locator import LocatorModel
from vrp_core.weights.spaces import same_space
from vrp_core.weights.store import path_of


@dataclass(frozen=True, slots=True)
class Engine:
    """The loaded networks and caches that a pass needs."""

    segmenter: Segmenter
    encoder: ImageEncoder


def load_engine(config: SegmentConfig, cache: FeatureCache | None = None, sam_file: Path | None = None) -> Engine:
    """Load SAM, the semantic encoder and the method of a config.

    Args:
        config: what to load.
        cache: stores computed features; None means the user's cache.
        sam_file: SAM's weights; None means the catalogue's.

    Raises:
        WeightsMissing, WeightsDamaged, WeightsMismatch: required weights cannot be used.
        NotFound: a name in the config, or the device, does not exist.
    """
    keep_memory()
    device = str(choose_device(config.device))
    if config.method == "gp":
        sam = load_sam(config.sam, sam_file or path_of(config.sam), device)
        semantic = SemanticEncoder(config.semantic).to(device)
        prompter: Prompter = GeometricPrompter(semantic, sam, config.gp_prompts)
    else:
        path = weights_file(config)
        checkpoint = load_checkpoint(path)
        check_sam(checkpoint, config.sam, path)
        sam = load_sam(config.sam, sam_file or path_of(config.sam), device)
        semantic = SemanticEncoder(checkpoint.config.semantic).to(device)
        prompter = _prompter(checkpoint, semantic, sam, path)
    return Engine(Segmenter(sam, semantic, prompter), ImageEncoder(sam, semantic, cache or user_cache()))


def weights_file(config: SegmentConfig) -> Path:
    """The VRP checkpoint that a config names.

    Raises:
        WeightsMissing: it is the shipped one, and this installation has none.
    """
    return Path(config.vrp_weights) if config.vrp_weights else shipped_path()


def _prompter(checkpoint: Checkpoint, semantic: SemanticEncoder, sam: Sam, path: Path) -> Prompter:
    model = build_vrp(checkpoint, semantic, path).to(sam.device)
    if isinstance(model, LocatorModel):
        return LocatorPrompter(model, sam, checkpoint.calibration)
    return VrpPrompter(model, sam, checkpoint.calibration)


def check_sam(checkpoint: Checkpoint, sam: str, path: Path) -> None:
    """Check that a SAM has the embedding space that the tokens were trained for.

    Raises:
        NotFound: there is no such SAM.
        WeightsMismatch: it has another one.
    """
    if sam not in SAM_IDS:
        raise NotFound("SAM", sam, SAM_IDS)
    if not same_space(sam, checkpoint.sam):
        raise WeightsMismatch(path, f"VRP weights trained for {sam}", f"some for {checkpoint.sam}")


def default_method() -> str:
    """`vrp` if its weights are installed with the program, else `gp`, which needs no trained weights."""
    try:
        shipped_path()
    except WeightsMissing:
        return "gp"
    return "vrp"


def user_cache() -> FeatureCache:
    """The feature cache in the user's cache folder."""
    place = user_cache_folder()
    return FeatureCache(place.folder, place.limit_bytes)
