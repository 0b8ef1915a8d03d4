"""`project propagate`: runs a pass, or resumes an interrupted one; Ctrl-C stops within one image."""

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from vrp_core.cli.arguments import share
from vrp_core.cli.terminal import ERR, OUT, count_progress
from vrp_core.domain.config import GP_PROMPTS, METHODS, MOST_CLOSE_UPS, SegmentConfig
from vrp_core.domain.events import (
    LabelLearned,
    PassEvent,
    PassFinished,
    PassStarted,
    ReferenceTested,
    TargetDone,
    TargetFailed,
)
from vrp_core.domain.messages import learned_sentence, poor_reference
from vrp_core.exchange.summary import counted
from vrp_core.project.project import Project

if TYPE_CHECKING:  # torch is loaded when the command runs
    from vrp_core.inference.engine import Engine

_DEFAULTS = SegmentConfig()


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    describe_config(parser)
    parser.add_argument("--device", default=_DEFAULTS.device)
    parser.add_argument(
        "--drawn-too", action="store_true", help="search photos also for the labels that a person has drawn there"
    )
    parser.add_argument("--restart", action="store_true", help="start a new pass even if one was interrupted")


def describe_config(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments that decide what is found."""
    parser.add_argument("--method", choices=METHODS, help="default: vrp if its weights are installed, else gp")
    parser.add_argument("--sam", default=_DEFAULTS.sam)
    parser.add_argument("--semantic", default=_DEFAULTS.semantic, help="the semantic encoder for gp")
    parser.add_argument("--vrp-weights", default="", metavar="FILE", help="a VRP checkpoint of your own")
    parser.add_argument("--gp-prompts", choices=GP_PROMPTS, default=_DEFAULTS.gp_prompts)
    parser.add_argument("--absent-below", type=share, default=_DEFAULTS.absent_below, metavar="CONFIDENCE")
    parser.add_argument("--instances", action="store_true", help="split each result into separate objects")
    parser.add_argument(
        "--close-ups",
        type=int,
        choices=range(1, MOST_CLOSE_UPS + 1),
        default=_DEFAULTS.close_ups,
        help="for small objects: also search so many overlapping windows a side; 2 takes five times as long",
    )
    parser.add_argument("--no-cycle", action="store_true", help="skip the check back that some weights ask for; faster")


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    from vrp_core.inference.engine import load_engine
    from vrp_core.inference.pass_inputs import config_of, start_pass
    from vrp_core.project.file_words import file_sentences

    with Project.open(args.project) as project:
        pass_id = None if args.restart else project.passes.unfinished()
        if pass_id is not None:
            ERR.print(f"resuming pass {pass_id} with its own settings (--restart starts a new one)")
        config = config_from(args, args.device) if pass_id is None else config_of(project, pass_id)
        engine = load_engine(config)  # before the pass is created: if loading fails, no unfinished pass is left
        for sentence in file_sentences(project.images.check_files()):
            ERR.print(sentence, soft_wrap=True)
        if pass_id is None:
            pass_id = start_pass(project, config, leave_drawn=not args.drawn_too)
        counts = follow(project, pass_id, engine)
    OUT.print(f"{photos_of(counts)}, {counts['found']} found, {counts['absent']} absent, {counts['failed']} failed")
    return 1 if counts["failed"] else 0


def follow(project: Project, pass_id: int, engine: "Engine") -> Counter[str]:
    """Run a pass, print what it says, and count photos and results: seen, changed, found, absent, failed.

    Photos that an interrupted run of the pass has searched are counted as `before` alone.
    """
    from vrp_core.inference.propagate import run_pass

    counts: Counter[str] = Counter()
    try:
        with count_progress("propagating", len(project.passes.targets(pass_id))) as progress:
            for event in run_pass(project, pass_id, engine.segmenter, engine.encoder):
                _tell(event, project, counts)
                progress(counts["before"] + counts["seen"])
    except KeyboardInterrupt:
        ERR.print("What was found is stored. The same command goes on with the other photos.")
        raise
    return counts


def _tell(event: PassEvent, project: Project, counts: Counter[str]) -> None:
    """Count what an event says, and print what a person should know of it."""
    if isinstance(event, PassStarted):
        counts["before"] = event.already_done
    elif isinstance(event, ReferenceTested):
        if event.poor:
            photo, label = project.images.get(event.image_id), project.labels.get(event.label_id)
            ERR.print(poor_reference(photo.path, label.name, event.small), soft_wrap=True)
    elif isinstance(event, LabelLearned):
        ERR.print(learned_sentence(project.labels.get(event.label_id).name, event), soft_wrap=True)
    elif isinstance(event, TargetDone):
        counts["seen"] += 1
        counts["changed"] += bool(event.predictions)
        counts.update("absent" if prediction.absent else "found" for prediction in event.predictions)
    elif isinstance(event, TargetFailed):
        counts["seen"] += 1
        ERR.print(f"{project.images.get(event.image_id).path}: {event.reason}", soft_wrap=True)
    elif isinstance(event, PassFinished):
        counts["failed"] = event.failed


def photos_of(counts: Counter[str]) -> str:
    """How many photos were searched now, and before."""
    before = f" ({counts['before']:,} before)" if counts["before"] else ""
    return f"{counted(counts['seen'], 'photo')}{before}"


def config_from(args: argparse.Namespace, device: str = _DEFAULTS.device) -> SegmentConfig:
    """The config from the arguments of `describe_config`."""
    from vrp_core.inference.engine import default_method

    return SegmentConfig(
        method=args.method or default_method(),
        sam=args.sam,
        semantic=args.semantic,
        vrp_weights=args.vrp_weights,
        gp_prompts=args.gp_prompts,
        cycle=not args.no_cycle,
        absent_below=args.absent_below,
        instances=args.instances,
        close_ups=args.close_ups,
        device=device,
    )
