"""The door of the installed program: opens the window, or hands a command to the engine's command line.

Qt is imported only when the window opens, so that every command also runs where Qt does not.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from vrp_core.cli.main import COMMANDS, USAGE
from vrp_core.cli.main import main as run_command

from .services import collector

_HINT = "Without a command, or with a folder of photos, the window opens."


def main(argv: Sequence[str] | None = None) -> int:
    """Run `vrp-annotator`; returns the exit status.

    No arguments, or a folder: the window. A command or an option: the command line. A folder named like a command is
    opened by its path, as in `./demo`.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments:
        return open_window()
    first = arguments[0]
    if first in COMMANDS or first.startswith("-"):
        return run_command(arguments, epilog=_HINT)
    if not Path(first).is_dir():
        print(
            f"error: {first} is neither a folder of photos nor a command. Commands: {', '.join(COMMANDS)}",
            file=sys.stderr,
        )
        return USAGE
    if len(arguments) > 1:
        print(f"error: the window opens one folder; {arguments[1]} is too much.", file=sys.stderr)
        return USAGE
    return open_window(first)


def open_window(*folder: str) -> int:
    """Show the window, on a folder where one is given; returns the exit status."""
    collector.pause()  # until the window is there: searches would be a tenth of its start
    from .application import run

    return run([sys.argv[0], *folder])


def start_window() -> int:
    """Run `vrp-annotator-window`, which has no console: a folder that does not exist is reported in the window."""
    return open_window(*sys.argv[1:2])
