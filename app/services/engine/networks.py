"""Networks in memory, with what tells whether they are still those that a config asks for."""

from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.errors import NothingToDo
from vrp_core.project.project import Project

if TYPE_CHECKING:  # torch is loaded on the engine's own thread
    from vrp_core.inference.engine import Engine

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
    """Load the networks of a config; raises what `vrp_core.inference.engine.load_engine` raises."""
    from vrp_core.inference.engine import load_engine

    stamp = _stamp(config)  # before the file is read: a change meanwhile is seen the next time
    return Networks(config, load_engine(config), stamp)


def networks_of(project: Project, pass_id: int, loaded: Networks) -> Networks:
    """What a pass that is gone on with began with, on the device in use: a pass says one set of weights.

    Raises:
        NothingToDo: these weights are not there any more.
    """
    from vrp_core.inference.propagate import config_of

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
    path = Path(config.vrp_weights)
    if not config.vrp_weights or not path.is_file():
        return None
    status = path.stat()
    return status.st_mtime_ns, status.st_size
