"""Networks in memory, and whether they are still those that a config asks for."""

import sys
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import NothingToDo
from vrp_core.project.project import Project

from .. import collector

if TYPE_CHECKING:  # torch is loaded on the engine's own thread
    from vrp_core.inference.encoded import EncodedImage
    from vrp_core.inference.engine import Engine

_ENGINE = "vrp_core.inference.engine"
_KEPT_IMAGES = 6
_LOADED = attrgetter("method", "sam", "semantic", "vrp_weights", "gp_prompts", "device")  # what decides what is loaded

Stamp = tuple[int, int]  # of a weights file: when it was written (ns), its bytes


@dataclass(frozen=True, slots=True)
class Networks:
    """What was loaded for a config, and from which state of its weights file."""

    config: SegmentConfig
    engine: "Engine"
    stamp: Stamp | None

    def serve(self, config: SegmentConfig) -> bool:
        """Whether they are what this config asks for. A resumed run replaces its file in place: a path is not enough.

        A file that is gone has not changed: what was loaded from it is its last state.
        """
        return _LOADED(config) == _LOADED(self.config) and _stamp(config) in {None, self.stamp}


class NetworkCache:
    """The networks in use, those they were last compared with, and the newest encoded images.

    Only the engine's thread uses it, except for `forget_other`.
    """

    def __init__(self) -> None:
        self.loaded: Networks | None = None
        self.other: Networks | None = None  # kept for the next photos until a pass needs the memory
        self._encoded: OrderedDict[str, EncodedImage] = OrderedDict()

    @property
    def engine(self) -> "Engine | Any":
        """The engine in use; None before the first load."""
        return self.loaded.engine if self.loaded is not None else None

    def serve(self, config: SegmentConfig) -> bool:
        """The networks in use are those of a config. From now on they work by it: settings that load nothing, such as
        whether objects are separated, may differ.
        """
        if self.loaded is None or not self.loaded.serve(config):
            return False
        if config != self.loaded.config:
            self.loaded = replace(self.loaded, config=config)
        return True

    def load(self, config: SegmentConfig) -> None:
        """Load the networks of a config in place of those in use."""
        self.loaded = self.other = None
        self._encoded.clear()
        self.loaded = load(config)

    def engine_for(self, config: SegmentConfig) -> "Engine":
        """The engine of a config, loaded beside the one in use where it is another."""
        for held in (self.loaded, self.other):
            if held is not None and held.serve(config):
                return held.engine
        self.other = None
        other = self.other = load(config)
        return other.engine

    def forget_other(self) -> None:
        """Free the memory of the networks that were only compared with."""
        self.other = None

    def encode(self, project: Project, image: ImageRecord) -> "EncodedImage":
        """The features of an image; the newest few are kept."""
        held = self._encoded.get(image.digest)
        if held is None:
            held = self.engine.encoder.encode_photo(project, image)
            self._encoded[image.digest] = held
            while len(self._encoded) > _KEPT_IMAGES:
                self._encoded.popitem(last=False)
        self._encoded.move_to_end(image.digest)
        return held


def load(config: SegmentConfig) -> Networks:
    """Load the networks of a config; raises what `vrp_core.inference.engine.load_engine` raises."""
    first = _ENGINE not in sys.modules
    if first:  # the libraries stay; of networks that are replaced later nothing may be kept
        collector.pause()
    try:
        from vrp_core.inference.engine import load_engine

        stamp = _stamp(config)  # before the file is read: a change meanwhile is seen the next time
        return Networks(config, load_engine(config), stamp)
    finally:
        if first:
            collector.go_on()


def networks_of(project: Project, pass_id: int, loaded: Networks) -> Networks:
    """The networks that a pass was started with, on the device in use.

    Raises:
        NothingToDo: its weights are gone or were replaced.
    """
    from vrp_core.inference.pass_inputs import config_of

    config = replace(config_of(project, pass_id), device=loaded.config.device)
    began = next(one.started for one in project.passes.all() if one.id == pass_id)
    path = Path(config.vrp_weights)
    gone = bool(config.vrp_weights) and not path.is_file()
    if config.vrp_weights and not gone and int(path.stat().st_mtime) > datetime.fromisoformat(began).timestamp():
        raise _no_weights(f"{path} was replaced meanwhile")
    if loaded.serve(config):
        return loaded
    if gone:
        raise _no_weights(f"{path} was moved or removed")
    return load(config)


def _no_weights(why: str) -> NothingToDo:
    return NothingToDo("weights of this pass any more", f"{why}; start a new pass, what was found stays")


def _stamp(config: SegmentConfig) -> Stamp | None:
    if not config.vrp_weights:
        return None
    try:
        status = Path(config.vrp_weights).stat()
    except OSError:  # it is gone, perhaps just now: asking first would not help
        return None
    return status.st_mtime_ns, status.st_size
