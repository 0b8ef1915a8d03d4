"""Photos for the canvas: decoded beside the window, with smaller copies of each, the neighbours ahead of time."""

import logging
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from vrp_core.data.images import read_image
from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.errors import VrpError

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
    """Loads photos. What was asked for last is loaded first; what nobody waits for any more is dropped."""

    loaded = Signal(object)  # Photo
    failed = Signal(int, object)  # image id, the error

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, "photos")
        self._kept: OrderedDict[int, Photo] = OrderedDict()
        self._guard = threading.Lock()
        self._waiting: dict[int, Future[None]] = {}

    def ask(self, record: ImageRecord, path: Path) -> Photo | None:
        """The photo if it is at hand; else it comes by `loaded`, or `failed`."""
        with self._guard:
            for future in self._waiting.values():
                future.cancel()
            self._waiting = {key: future for key, future in self._waiting.items() if not future.cancelled()}
            photo = self._kept.get(record.id)
            if photo is not None:
                self._kept.move_to_end(record.id)
                return photo
        self._submit(record, path, wanted=True)
        return None

    def held(self, image_id: int) -> Photo | None:
        """The photo if it is at hand; nothing is loaded."""
        with self._guard:
            return self._kept.get(image_id)

    def prefetch(self, record: ImageRecord, path: Path) -> None:
        """Load a photo that will probably be asked for."""
        with self._guard:
            if record.id in self._kept or record.id in self._waiting:
                return
        self._submit(record, path, wanted=False)

    def forget(self) -> None:
        """Another project was opened."""
        with self._guard:
            for future in self._waiting.values():
                future.cancel()
            self._waiting.clear()
            self._kept.clear()

    def close(self) -> None:
        """End the thread."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, record: ImageRecord, path: Path, wanted: bool) -> None:
        with self._guard:
            self._waiting[record.id] = self._pool.submit(self._load, record, path, wanted)

    def _load(self, record: ImageRecord, path: Path, wanted: bool) -> None:
        try:
            photo = Photo(record.id, _levels(read_image(path)))
        except (VrpError, OSError) as error:
            _LOG.warning("photo %s: %s", path, error)
            with self._guard:
                self._waiting.pop(record.id, None)
            if wanted:
                self.failed.emit(record.id, error)
            return
        with self._guard:
            self._waiting.pop(record.id, None)
            self._kept[record.id] = photo
            while len(self._kept) > 1 and sum(one.nbytes for one in self._kept.values()) > _KEPT_BYTES:
                self._kept.popitem(last=False)
        self.loaded.emit(photo)


def _levels(image: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], ...]:
    levels = [np.ascontiguousarray(image)]
    while max(levels[-1].shape[:2]) > _SMALLEST and min(levels[-1].shape[:2]) > 1:
        height, width = levels[-1].shape[:2]
        half = cv2.resize(levels[-1], ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
        levels.append(half.astype(np.uint8, copy=False))
    return tuple(levels)
