"""Networks in memory, with what tells whether they are still those that a config asks for."""

from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from vrp_core.domain.config import SegmentConfig

if TYPE_CHECKING:  # torch is loaded on the engine's own thread
    from vrp_core.loading import Engine

_LOADED = attrgetter("method", "sam", "semantic", "vrp_weights", "gp_prompts", "device")  # what decides what is loaded

Stamp = tuple[int, int]  # of a weights file: when it was written (ns), its bytes


@dataclass(frozen=True, slots=True)
class Networks:
    """What was loaded for a config, and of which state of its weights file."""

    config: SegmentConfig
    engine: "Engine"
    stamp: Stamp | None

    def serve(self, config: SegmentConfig) -> bool:
        """They are what this config asks for: a run that goes on replaces its file in place, so a path says too little.

        A file that is gone meanwhile has not changed: what was loaded of it is the last there is.
        """
        return _LOADED(config) == _LOADED(self.config) and _stamp(config) in {None, self.stamp}


def load(config: SegmentConfig) -> Networks:
    """Load the networks of a config; raises what `vrp_core.loading.load_engine` raises."""
    from vrp_core.loading import load_engine

    stamp = _stamp(config)  # before the file is read: a change meanwhile is seen the next time
    return Networks(config, load_engine(config), stamp)


def _stamp(config: SegmentConfig) -> Stamp | None:
    path = Path(config.vrp_weights)
    if not config.vrp_weights or not path.is_file():
        return None
    status = path.stat()
    return status.st_mtime_ns, status.st_size
