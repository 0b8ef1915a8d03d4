"""What two sets of weights find on one photo, and why: work for the engine's thread."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.annotations import ImageRecord, Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import NothingToDo
from vrp_core.domain.masks import Rle, encode
from vrp_core.project.project import Project

if TYPE_CHECKING:  # torch is loaded on the engine's own thread
    from vrp_core.inference.encoded import EncodedReference
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


@dataclass(frozen=True, slots=True)
class HeatRequest:
    """How sure the method is of a label's object at each place of an image."""

    image: ImageRecord
    label_id: int


@dataclass(frozen=True, slots=True)
class HeatAnswer:
    """As of `Segmenter.heat`."""

    request: HeatRequest
    heat: NDArray[np.float32]  # (h, w), 0..1


def heat_on(project: Project, request: HeatRequest, engine: "Engine") -> HeatAnswer:
    """Answer a request.

    Raises:
        NothingToDo: there is no reference of the label on another image.
    """
    references = _references(project, request.image, engine, request.label_id)
    prepared = engine.segmenter.prepare(references[request.label_id])
    target = engine.encoder.encode_photo(project, request.image)
    return HeatAnswer(request, engine.segmenter.heat(target, prepared))


def _references(
    project: Project, image: ImageRecord, engine: "Engine", label_id: int | None = None
) -> "dict[int, list[EncodedReference]]":
    """The references of one label or of all, by label, but for those on the image itself; look-alikes come last.

    Raises:
        NothingToDo: there is none.
    """
    from vrp_core.inference.propagate import encode_reference

    found: dict[int, list[EncodedReference]] = {}
    for role in (Role.REFERENCE, Role.NEGATIVE):
        for annotation in project.annotations.all(role=role, label_id=label_id):
            wanted = role is Role.REFERENCE or annotation.label_id in found
            if annotation.image_id != image.id and wanted:
                encoded = encode_reference(project, annotation, engine.segmenter, engine.encoder)
                found.setdefault(annotation.label_id, []).append(encoded)
    if not found:
        raise NothingToDo("references", "mark the object on another photo first")
    return found


def find_on(project: Project, image: ImageRecord, engine: "Engine", config: SegmentConfig) -> dict[int, Found]:
    """What a pass with this config would find on an image; nothing is stored.

    Raises:
        NothingToDo: there is no reference on another image.
    """
    engine = replace(engine, encoder=engine.encoder.with_close_ups(config.close_ups))
    references = _references(project, image, engine)
    target = engine.encoder.encode_photo(project, image)
    results = engine.segmenter.segment_labels(target, references, config.cycle)
    return {label: Found(encode(one.mask), one.scores.confidence) for label, one in results.items()}
