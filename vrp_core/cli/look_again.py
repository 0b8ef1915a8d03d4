"""`project look-again`: searches doubtful photos again with what decided photos have taught, or resumes that."""

import argparse
from dataclasses import replace

from vrp_core.cli.propagate import follow, photos_of
from vrp_core.cli.terminal import OUT
from vrp_core.domain.errors import NothingToDo
from vrp_core.project.project import Project


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--device", help="auto, cuda, mps or cpu; default: that of the newest pass")


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    from vrp_core.inference.engine import load_engine
    from vrp_core.inference.pass_inputs import config_of, is_second_look, start_second_look

    with Project.open(args.project) as project:
        # The results of other machines have no references, and their weights are in a bundle.
        searched = next((one.id for one in project.passes.all() if one.config.get("references")), None)
        if searched is None:
            raise NothingToDo("results to look at again", "find the objects first: project propagate")
        unfinished = project.passes.unfinished()
        if unfinished is not None and not is_second_look(project, unfinished):
            raise NothingToDo("results of a whole pass", "resume the newest one first: project propagate")
        config = config_of(project, unfinished or searched)
        config = replace(config, device=args.device or config.device)
        engine = load_engine(config)  # before the pass is created, as in `project propagate`
        pass_id = unfinished or start_second_look(project, config, engine.segmenter)
        counts = follow(project, pass_id, engine)
    OUT.print(f"{photos_of(counts)}, {counts['changed']} with a new result, {counts['failed']} failed")
    return 1 if counts["failed"] else 0
