"""`project look-again`: searches doubtful photos again with what decided photos have taught, or resumes that."""

import argparse
from dataclasses import replace

from vrp_core.cli.propagate import follow
from vrp_core.cli.terminal import OUT
from vrp_core.domain.errors import NothingToDo
from vrp_core.project.project import Project


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--device", help="auto, cuda, mps or cpu; default: that of the newest pass")


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    from vrp_core.inference.engine import load_engine
    from vrp_core.inference.propagate import config_of, is_second_look, start_second_look

    with Project.open(args.project) as project:
        newest = next(iter(project.passes.all()), None)
        if newest is None:
            raise NothingToDo("results to look at again", "find the objects first: project propagate")
        if not newest.finished and not is_second_look(project, newest.id):
            raise NothingToDo("results of a whole pass", "resume the newest one first: project propagate")
        config = config_of(project, newest.id)
        config = replace(config, device=args.device or config.device)
        engine = load_engine(config)  # before the pass is created, as in `project propagate`
        pass_id = start_second_look(project, config, engine.segmenter) if newest.finished else newest.id
        counts = follow(project, pass_id, engine)
    OUT.print(f"{counts['seen']} photos, {counts['changed']} with a new result, {counts['failed']} failed")
    return 1 if counts["failed"] else 0
