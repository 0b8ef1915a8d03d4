"""The worker: a bundle in; paths, bytes or pixels in; rows out. It knows no project and keeps nothing between photos.

Decoding, networks, scores and thresholds are those of a pass (`stages`, `search`, `image_encoder`): for the same photo
and device a row holds the same run lengths and the same numbers as the pass's prediction.
"""

import hashlib
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from vrp_core.domain.close_ups import windows
from vrp_core.domain.errors import BadFile, VrpError, WeightsMismatch
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import decode
from vrp_core.domain.messages import explain
from vrp_core.images.reading import digest_of, read_size
from vrp_core.inference.encoded import CloseUp, EncodedImage, EncodedReference
from vrp_core.inference.engine import Engine, load_engine
from vrp_core.inference.image_encoder import ImageEncoder, Pixels, pixels_of
from vrp_core.inference.propagate import prepare_labels
from vrp_core.inference.search import Search
from vrp_core.inference.stages import in_stages
from vrp_core.models.semantic import spec_of
from vrp_core.project.passes import NewPrediction
from vrp_core.scale.bundle import REFERENCES, SAM, VRP, Bundle, check_sam_file, photo_size, unpacked
from vrp_core.scale.bundling import semantic_digest
from vrp_core.scale.places import is_address, read_bytes
from vrp_core.scale.rows import Photo, Row, failed_row
from vrp_core.weights.store import path_of

_EMBEDDING = (256, 64, 64)


@dataclass(frozen=True, slots=True)
class _Read:
    """A photo ready for the networks."""

    size: Size
    digest: str
    pixels: NDArray[np.uint8]
    seconds: float


@dataclass(frozen=True, slots=True)
class _Found:
    digest: str
    size: Size
    predictions: list[NewPrediction]
    seconds: float


class Labeller:
    """Labels photos with the references and weights of a bundle."""

    def __init__(self, bundle: Bundle, device: str = "auto") -> None:
        """Load the networks, and prepare the references once.

        Raises:
            BadFile: the bundle is damaged.
            WeightsMissing, WeightsMismatch: weights that it does not hold are missing here, or are others.
            NotFound: this machine does not have the device.
        """
        self._bundle = bundle
        self._names = {label.id: label.name for label in bundle.labels}
        with unpacked(bundle) as members:
            vrp = str(members[VRP]) if VRP in members else ""
            sam = members[SAM] if SAM in members else check_sam_file(bundle, path_of(bundle.config.sam))
            engine = load_engine(replace(bundle.config, vrp_weights=vrp, device=device), sam_file=sam)
            segmenter = engine.segmenter
            found = semantic_digest(segmenter.semantic)
            if found != bundle.manifest.semantic_digest:
                raise WeightsMismatch(bundle.path, bundle.manifest.semantic_digest, found)
            references = _references(bundle, members[REFERENCES], engine)
        thresholds = {label.id: label.threshold for label in bundle.labels}
        self._search = Search(segmenter, prepare_labels(segmenter, references), thresholds, bundle.config)
        self._encoder = ImageEncoder(
            segmenter.sam, segmenter.semantic, None, bundle.config.close_ups
        )  # no photo is seen twice

    @property
    def device(self) -> torch.device:
        """Where the networks are."""
        return self._search.segmenter.sam.device

    def label(self, photos: Iterable[Photo]) -> Generator[tuple[Row, ...], None, None]:
        """The rows of each photo, in order; while one photo is searched the next ones are read.

        A photo that cannot be read gives one row with the reason.
        """
        with closing(in_stages(photos, self._read, self._find, self.device)) as results:
            for photo, result in results:
                yield self._rows(photo, result)

    def _read(self, photo: Photo) -> _Read:
        started = time.perf_counter()
        if isinstance(photo.content, np.ndarray):
            pixels = np.ascontiguousarray(photo.content)
            if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3 or not pixels.size:
                raise ValueError(f"pixels are (H, W, 3) uint8, not {pixels.shape} {pixels.dtype}")
            digest = hashlib.sha256(pixels.tobytes()).hexdigest()
            return _Read(Size(*pixels.shape[:2]), digest, pixels, time.perf_counter() - started)
        with _file_of(photo) as file:
            digest = digest_of(file)
            size = read_size(file)
            pixels = pixels_of(file, size, self._bundle.reading)
        return _Read(size, digest, pixels, time.perf_counter() - started)

    def _find(self, batch: Sequence[_Read]) -> list[_Found]:
        started = time.perf_counter()
        encoded = self._encoder.encode_all([Pixels(read.digest, read.pixels, read.size) for read in batch])
        encoding = (time.perf_counter() - started) / len(batch)
        return [
            self._search_in(read, one.image, read.seconds + encoding) for read, one in zip(batch, encoded, strict=True)
        ]

    def _search_in(self, read: _Read, target: EncodedImage, seconds: float) -> _Found:
        started = time.perf_counter()
        predictions = self._search.predictions(target)
        return _Found(read.digest, read.size, predictions, seconds + time.perf_counter() - started)

    def _rows(self, photo: Photo, result: _Found | VrpError | OSError) -> tuple[Row, ...]:
        if not isinstance(result, _Found):
            return (failed_row(photo.path, explain(result)),)
        return tuple(self._row(photo.path, result, one) for one in result.predictions)

    def _row(self, path: str, found: _Found, one: NewPrediction) -> Row:
        scores = one.scores
        return Row(
            path=path,
            digest=found.digest,
            height=found.size.height,
            width=found.size.width,
            label=self._names[one.label_id],
            instance=one.instance,
            counts=one.mask.counts,
            predicted_iou=scores.predicted_iou,
            prior_agreement=scores.prior_agreement,
            cycle_iou=scores.cycle_iou,
            confidence=scores.confidence,
            absent=one.absent,
            seconds=found.seconds,
            error="",
        )


@contextmanager
def _file_of(photo: Photo) -> Iterator[Path]:
    """The photo's file; a temporary one for bytes and for objects of a store."""
    if photo.content is None and not is_address(photo.path):
        yield Path(photo.path)
        return
    content = photo.content if isinstance(photo.content, bytes) else read_bytes(photo.path)
    with tempfile.TemporaryDirectory(prefix="vrp-photo-") as folder:
        file = Path(folder) / f"photo{PurePosixPath(photo.path).suffix[:16]}"  # the suffix tells formats without a mark
        file.write_bytes(content)
        try:
            yield file
        except VrpError as error:
            if getattr(error, "path", None) == file:
                error.path = photo.path  # type: ignore[attr-defined] # not the copy's
            raise


def _references(bundle: Bundle, file: Path, engine: Engine) -> dict[int, Sequence[EncodedReference]]:
    try:
        tensors = load_file(file)
        photos = {
            number: _photo(bundle, tensors, number, engine)
            for number in {reference.photo for reference in bundle.manifest.references}
        }
        found: dict[int, list[EncodedReference]] = {label.id: [] for label in bundle.labels}
        for one in bundle.manifest.references:
            photo = photos[one.photo]
            if one.region.size != photo.size:
                raise ValueError("two references give one photo different sizes")
            found[one.label].append(engine.segmenter.encode_reference(photo, decode(one.region), one.negative))
    except (SafetensorError, KeyError, ValueError) as error:
        raise BadFile(
            bundle.path, (f"its references are damaged ({error}). Write it again: project bundle",)
        ) from error
    return dict(found)


def _photo(bundle: Bundle, tensors: dict[str, Tensor], number: int, engine: Engine) -> EncodedImage:
    """The encoded photo of a reference, with the close-ups of the bundle's config."""
    size = photo_size(bundle.manifest, number)
    close_ups = tuple(
        CloseUp(window, EncodedImage(window.size, *_features(bundle, tensors, f"{number}.{index}", engine)))
        for index, window in enumerate(windows(size, bundle.config.close_ups))
    )
    return EncodedImage(size, *_features(bundle, tensors, str(number), engine), close_ups)


def _features(bundle: Bundle, tensors: dict[str, Tensor], photo: str, engine: Engine) -> tuple[Tensor, Tensor]:
    embedding, features = tensors[f"{photo}.embedding"], tensors[f"{photo}.features"]
    spec = spec_of(engine.segmenter.semantic.encoder_id)
    if embedding.shape != _EMBEDDING or features.shape != (sum(spec.levels), spec.grid, spec.grid):
        raise ValueError(f"features of photo {photo} are of another shape than the networks'")
    if not (embedding.isfinite().all() and features.isfinite().all()):
        raise ValueError(f"features of photo {photo} are no finite numbers")
    return embedding, features
