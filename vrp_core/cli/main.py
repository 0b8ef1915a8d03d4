"""Entry point of the command line: finds and runs the command, and turns errors into a sentence and an exit status.

0 is success, 1 failure, 2 wrong usage, 130 interrupted. Only the module of the command that was asked for is loaded,
so that `doctor` and `models list` answer at once and work on a broken installation.
"""

import argparse
import importlib
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from vrp_core import __version__
from vrp_core.domain.errors import VrpError
from vrp_core.domain.memory import ran_out_of_memory
from vrp_core.domain.messages import explain

COMMANDS = {
    "demo": "click one coin, find coins in a folder of photos, show the result",
    "project": "create a project, annotate references, find objects, review, export",
    "label": "label photos with a bundle, on any number of machines",
    "convert": "convert annotations from one format into another",
    "models": "list, fetch, import, verify and remove weights",
    "train": "train a VRP encoder",
    "evaluate": "measure methods and weights on a data set",
    "doctor": "check this installation",
}
FAILURE, USAGE, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None, epilog: str = "") -> int:
    """Run one command; returns the exit status. `epilog` ends the help text."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        args = _parser(arguments, epilog).parse_args(arguments)
        return int(importlib.import_module(f"vrp_core.cli.{args.command}").run(args))
    except SystemExit as stop:  # argparse has printed what is wrong
        return int(stop.code or 0)
    except VrpError as error:
        print(f"error: {explain(error)}", file=sys.stderr)
        return FAILURE
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of standard output has closed it, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE
    except OSError as error:  # the system's own description of a path that cannot be used
        print(f"error: {error.filename or 'a file'}: {error.strerror or error}", file=sys.stderr)
        return FAILURE
    except BaseException as error:  # a defect of this program or of a compiled library: keep the trace
        if ran_out_of_memory(error):
            print(f"error: {explain(error)}", file=sys.stderr)
            return FAILURE
        print(f"error: {explain(error)}\nThe details are in {_keep_trace()}", file=sys.stderr)
        if "--verbose" in arguments:
            traceback.print_exc()
        return FAILURE


def _parser(arguments: Sequence[str], epilog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vrp-annotator",
        description="Find one kind of object in many photos from one annotated example.",
        epilog=epilog,
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--verbose", action="store_true", help="print more, and the trace of a program error")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    asked = next((word for word in arguments if not word.startswith("-")), None)
    for name, sentence in COMMANDS.items():
        command = commands.add_parser(name, help=sentence, description=sentence[0].upper() + sentence[1:] + ".")
        if name == asked:
            importlib.import_module(f"vrp_core.cli.{name}").add_arguments(command)
    return parser


def _keep_trace() -> Path:
    folder = Path(platformdirs.user_log_dir("vrp-annotator"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "errors.log"
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger("vrp_core")
    logger.addHandler(handler)
    logger.propagate = False
    logger.error("vrp-annotator %s", __version__, exc_info=True)
    logger.removeHandler(handler)
    handler.close()
    return path
