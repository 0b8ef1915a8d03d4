"""The command line, loaded once in the parent: its modules are otherwise loaded when a command is asked for."""

import vrp_core.cli.project
import vrp_core.exchange.project_import  # noqa: F401
from vrp_core.cli.main import main

__all__ = ["main"]
