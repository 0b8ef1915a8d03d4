"""What two sets of weights find on one photo: work for the engine's thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vrp_core.domain.annotations import ImageRecord, Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.masks import Rle, encode
from vrp_core.project.project import Project

if TYPE_CHECKING:  # torch is loaded on the engine's own thread
    from vrp_core.inference.engine import Engine


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """Look for the references' objects on an image with each of these configs, in this order."""

    image: ImageRecord
    configs: tuple[SegmentConfig, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What one config finds of one label."""

    mask: Rle
    confidence: float


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """For each config of the request: label id -> what it finds."""

    request: CompareRequest
    found: tuple[Mapping[int, Found], ...]


def find_on(project: Project, image: ImageRecord, engine: "Engine", config: SegmentConfig) -> dict[int, Found]:
    """What a pass with this config would find on an image; nothing is stored.

    Raises:
        NothingToDo: there is no reference on another image.
    """
    from vrp_core.inference.propagate import encode_reference

    references: dict[int, list] = {}  # type: ignore[type-arg]
    for role in (Role.REFERENCE, Role.NEGATIVE):  # look-alikes of the labels that are searched for
        for annotation in project.annotations.all(role=role):
            wanted = role is Role.REFERENCE or annotation.label_id in references
            if annotation.image_id != image.id and wanted:
                encoded = encode_reference(project, annotation, engine.segmenter, engine.encoder)
                references.setdefault(annotation.label_id, []).append(encoded)
    if not references:
        raise NothingToDo("references", "mark the object on another photo first")
    target = engine.encoder.encode_photo(project, image)
    results = engine.segmenter.segment_labels(target, references, config.cycle)
    return {label: Found(encode(one.mask), one.scores.confidence) for label, one in results.items()}
