"""Writes the bundle of a project: what `start_pass` freezes, with encoded references and weights."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor

from vrp_core import __version__
from vrp_core.domain.annotations import Annotation, Role
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.masks import encode
from vrp_core.inference.encoded import EncodedImage
from vrp_core.inference.encoded_photos import encode_photos
from vrp_core.inference.engine import Engine, weights_file
from vrp_core.inference.pass_inputs import usable_references
from vrp_core.models.checkpoints import without_provenance
from vrp_core.models.semantic import SemanticEncoder
from vrp_core.project.project import Project
from vrp_core.scale.bundle import (
    FORMAT,
    REFERENCES,
    SAM,
    VRP,
    Bundle,
    BundledLabel,
    BundledReference,
    Manifest,
    member_of,
    open_bundle,
    write_archive,
)
from vrp_core.weights.store import path_of


def write_bundle(project: Project, path: Path, config: SegmentConfig, engine: Engine, with_sam: bool = True) -> Bundle:
    """Write everything that a pass with this config would need of a project into one file.

    Args:
        project: its references and look-alikes are encoded; photos whose files are gone or changed are left out.
        path: the file, usually named `.vrpbundle`.
        config: of the pass; the device is decided where the bundle is used.
        engine: the networks of the config.
        with_sam: also put SAM's weights into it, so that a machine needs the program alone.

    Raises:
        NothingToDo: the project has no reference.
        ImageUnreadable, ImageChanged: a reference's photo cannot be read.
        DiskFull, OSError: the file cannot be written.
    """
    annotations = usable_references(project, project.images.check_files().ids)
    encoder = engine.encoder.with_close_ups(config.close_ups)
    photos = encode_photos(project, (annotation.image_id for annotation in annotations), encoder)
    tensors: dict[str, Tensor] = {}
    for number, encoded in enumerate(photos.values()):
        tensors |= _tensors(str(number), encoded)
        for window, close_up in enumerate(encoded.close_ups):
            tensors |= _tensors(f"{number}.{window}", close_up.image)
    sam = path_of(config.sam)
    members: dict[str, bytes | Path] = {REFERENCES: save(tensors)}
    if config.method == "vrp":
        members[VRP] = without_provenance(weights_file(config))
    if with_sam:
        members[SAM] = sam
    places = {image_id: number for number, image_id in enumerate(photos)}
    manifest = Manifest(
        format=FORMAT,
        program=__version__,
        config=replace(config, vrp_weights="", device="auto"),
        reading=project.readings.general(),
        labels=_labels(project, annotations),
        references=tuple(_reference(project, one, places[one.image_id]) for one in annotations),
        semantic_digest=semantic_digest(engine.segmenter.semantic),
        sam=member_of(sam),
        members={},
    )
    return open_bundle(write_archive(path, manifest, members))


def _tensors(name: str, image: EncodedImage) -> dict[str, Tensor]:
    features = {f"{name}.embedding": image.embedding, f"{name}.features": image.features}
    return {key: tensor.cpu().contiguous() for key, tensor in features.items()}


def _labels(project: Project, annotations: list[Annotation]) -> tuple[BundledLabel, ...]:
    wanted = {annotation.label_id for annotation in annotations}
    return tuple(
        BundledLabel(label.id, label.name, label.color, label.supercategory, label.threshold)
        for label in project.labels.all()
        if label.id in wanted
    )


def _reference(project: Project, annotation: Annotation, photo: int) -> BundledReference:
    region = encode(annotation.region(project.images.get(annotation.image_id).size))
    return BundledReference(
        label=annotation.label_id,
        photo=photo,
        negative=annotation.role is Role.NEGATIVE,
        height=region.height,
        width=region.width,
        counts=region.counts,
    )


def semantic_digest(semantic: SemanticEncoder) -> str:
    """sha256 of an encoder's weights, whatever device they are on."""
    state: Mapping[str, Tensor] = semantic.state_dict()
    checksum = hashlib.sha256()
    for name in sorted(state):
        checksum.update(name.encode())
        checksum.update(state[name].cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
    return checksum.hexdigest()
