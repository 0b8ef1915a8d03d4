"""Photos for the canvas: decoded in the background, with smaller copies of each, the neighbours ahead of time."""

import logging
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.reading import reading_of
from vrp_core.images.reading import check_unchanged, read_image

_LOG = logging.getLogger(__name__)
_KEPT_BYTES = 600_000_000
_SMALLEST = 512  # pixels: the longer side of the last copy is at most this


@dataclass(frozen=True, slots=True)
class Photo:
    """An upright photo at full size, half size, a quarter and so on: (H, W, 3) uint8 RGB each."""

    image_id: int
    levels: tuple[NDArray[np.uint8], ...]

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        return sum(level.nbytes for level in self.levels)


class PhotoLoader(QObject):
    """Loads photos. What was asked for last is loaded first; what nobody waits for any more is dropped.

    The thread only reads: what it read is kept, or dropped, where it is asked for.
    """

    loaded = Signal(object)  # Photo
    failed = Signal(int, object)  # image id, the error
    _read = Signal(int, int, object)  # for which project, image id, Photo or the error

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, "photos")
        self._kept: OrderedDict[int, Photo] = OrderedDict()
        self._waiting: dict[int, Future[None]] = {}
        self._beside: tuple[ImageRecord, Path] | None = None
        self._project = 0  # counts the projects: ids mean other photos in the next
        self._read.connect(self._arrived)

    def ask(self, record: ImageRecord, path: Path) -> Photo | None:
        """The photo if it is at hand; else it comes by `loaded`, or `failed`."""
        self._waiting = {key: future for key, future in self._waiting.items() if not future.cancel()}
        photo = self._kept.get(record.id)
        if photo is not None:
            self._kept.move_to_end(record.id)
        self.prefetch(record, path)
        if self._beside is not None:
            self.prefetch(*self._beside)
        return photo

    def held(self, image_id: int) -> Photo | None:
        """The photo if it is at hand; nothing is loaded."""
        return self._kept.get(image_id)

    def prefetch(self, record: ImageRecord, path: Path) -> None:
        """Load a photo that will probably be asked for."""
        if record.id not in self._kept and record.id not in self._waiting:
            self._waiting[record.id] = self._pool.submit(self._load, self._project, record, path)

    def load_beside(self, record: ImageRecord, path: Path) -> None:
        """Load a photo that is shown beside the current one; later requests do not cancel it."""
        self._beside = (record, path)
        self.prefetch(record, path)

    def forget(self) -> None:
        """Another project was opened."""
        self._project += 1
        for future in self._waiting.values():
            future.cancel()
        self._waiting.clear()
        self._kept.clear()
        self._beside = None

    def close(self) -> None:
        """End the thread."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _load(self, project: int, record: ImageRecord, path: Path) -> None:
        try:
            check_unchanged(path, record.digest)  # else what is marked on it would lie elsewhere
            self._read.emit(project, record.id, Photo(record.id, _levels(read_image(path, reading_of(record.reading)))))
        except Exception as error:  # whatever it is, somebody waits for the photo
            _LOG.warning("photo %s: %s", path, error)
            self._read.emit(project, record.id, error)

    @Slot(int, int, object)
    def _arrived(self, project: int, image_id: int, result: Photo | Exception) -> None:
        if project != self._project:
            return
        self._waiting.pop(image_id, None)
        if self._beside is not None and self._beside[0].id == image_id:
            self._beside = None
        if isinstance(result, Exception):
            self.failed.emit(image_id, result)
            return
        self._kept[image_id] = result
        while len(self._kept) > 1 and sum(one.nbytes for one in self._kept.values()) > _KEPT_BYTES:
            self._kept.popitem(last=False)
        self.loaded.emit(result)


def _levels(image: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], ...]:
    levels = [np.ascontiguousarray(image)]
    while max(levels[-1].shape[:2]) > _SMALLEST and min(levels[-1].shape[:2]) > 1:
        height, width = levels[-1].shape[:2]
        half = cv2.resize(levels[-1], ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
        levels.append(half.astype(np.uint8, copy=False))
    return tuple(levels)
