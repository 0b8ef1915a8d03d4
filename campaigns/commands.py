"""Loads the command line's modules once, in the parent; otherwise each command loads its own."""

import vrp_core.cli.project
import vrp_core.exchange.project_import  # noqa: F401
from vrp_core.cli.main import main

__all__ = ["main"]
