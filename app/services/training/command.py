"""Starts the engine's command line in a process of its own."""

import sys
from pathlib import Path

import vrp_core

ENGINE_FOLDER = Path(vrp_core.__file__).parent.parent  # the working directory in which `-m vrp_core` is this engine


def engine_command(*arguments: str) -> list[str]:
    """The command that runs `vrp_core` with these arguments, to be started in `ENGINE_FOLDER`."""
    if getattr(sys, "frozen", False):  # `make bundle`: the program itself hands commands to the engine
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "vrp_core", *arguments]
