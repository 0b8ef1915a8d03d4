"""Encodes photos of a project as a pass does: readers ahead of the workers, cached features where they are there.

What the workers encode depends neither on how many photos there are, nor on the threads of the caller: a bundle holds
the features that a pass would use (`vrp_core.inference.workers`).
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.errors import VrpError
from vrp_core.inference.encoded import EncodedImage
from vrp_core.inference.image_encoder import Encoded, ImageEncoder, Pixels, content_of
from vrp_core.inference.stages import in_stages
from vrp_core.project.project import Project

Held = EncodedImage | NDArray[np.uint8]  # cached features, else (h, w, 3) RGB pixels, possibly of a reduced copy


def encode_photos(
    project: Project,
    image_ids: Iterable[int],
    encoder: ImageEncoder,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[int, EncodedImage]:
    """Photos of a project by id, each encoded once; if cancelled, those that were ready.

    Args:
        project: where the photos are.
        image_ids: may name a photo more than once.
        encoder: its cache is asked first; its device decides how many workers there are.
        cancelled: asked before each photo.

    Raises:
        ImageUnreadable, ImageChanged: of the first photo that cannot be read.
    """
    photos: dict[int, EncodedImage] = {}
    with closing(encoded_photos(project, dict.fromkeys(image_ids), encoder, cancelled)) as results:
        for image_id, photo in results:
            if not isinstance(photo, EncodedImage):
                raise photo
            photos[image_id] = photo
    return photos


def encoded_photos(
    project: Project,
    image_ids: Iterable[int],
    encoder: ImageEncoder,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[tuple[int, EncodedImage | VrpError | OSError], None, None]:
    """Each photo's id with its encoding, or with what went wrong, in order, until cancelled; few are in memory."""

    def read(image_id: int) -> tuple[ImageRecord, Held]:
        record = project.images.get(image_id)
        return record, encoder.held_or_pixels(project, record)

    def encode(batch: Sequence[tuple[ImageRecord, Held]]) -> list[EncodedImage]:
        new = encode_new(batch, encoder)
        return [held if isinstance(held, EncodedImage) else new[place].image for place, (_, held) in enumerate(batch)]

    return in_stages(image_ids, read, encode, encoder.device, cancelled)


def encode_new(batch: Sequence[tuple[ImageRecord, Held | None]], encoder: ImageEncoder) -> dict[int, Encoded]:
    """The photos of a batch that are pixels, by their place in it; the encoders see them all at once."""
    new = {
        place: Pixels(content_of(record), held, record.size)
        for place, (record, held) in enumerate(batch)
        if isinstance(held, np.ndarray)
    }
    return dict(zip(new, encoder.encode_all([*new.values()]), strict=True)) if new else {}
