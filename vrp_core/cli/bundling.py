"""`project bundle|import-results|precision`: what a project gives to other machines, and takes back from them."""

import argparse
from pathlib import Path

from vrp_core.cli.arguments import count
from vrp_core.cli.propagate import config_from, describe_config
from vrp_core.cli.terminal import OUT
from vrp_core.exchange.summary import counted
from vrp_core.project.project import Project

_SHOWN = 40  # sentences that are printed


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of `bundle`."""
    parser.add_argument("out", type=Path, metavar="OUT", help="the file to write")
    parser.add_argument("--without-sam", action="store_true", help="leave out SAM's weights; each machine fetches them")
    describe_config(parser)


def run(args: argparse.Namespace) -> int:
    """Run `bundle`."""
    from vrp_core.inference.engine import load_engine
    from vrp_core.scale.bundling import write_bundle

    config = config_from(args)
    with Project.open(args.project, writable=False) as project:
        bundle = write_bundle(project, args.out, config, load_engine(config), not args.without_sam)
    names = ", ".join(label.name for label in bundle.labels)
    size = bundle.path.stat().st_size / 1e6
    references = counted(len(bundle.manifest.references), "reference")
    OUT.print(f"{args.out}: {references} of {names}, {size:.0f} MB, sha256 {bundle.digest}", soft_wrap=True)
    return 0


def describe_import(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of `import-results`."""
    parser.add_argument("results", metavar="DIR", help="folder of the results of `label`, or s3://...")
    parser.add_argument(
        "--doubtful", type=count, default=500, metavar="N", help="photos with the least certain objects"
    )
    parser.add_argument("--sample", type=count, default=200, metavar="N", help="objects drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="seed of the sample; the same seed draws the same")
    parser.add_argument("--photos", type=Path, help="folder for copies of photos that are in an object store")


def run_import(args: argparse.Namespace) -> int:
    """Run `import-results`."""
    from vrp_core.scale.choosing import choose
    from vrp_core.scale.importing import bring
    from vrp_core.scale.results import open_results

    results = open_results(args.results)
    choice = choose(results, args.doubtful, args.sample, args.seed)
    found = sum(choice.found.values())
    OUT.print(f"{args.results}: {counted(found, 'object')} on {counted(choice.photos, 'photo')}", soft_wrap=True)
    if choice.failed:
        OUT.print(f"{counted(choice.failed, 'photo')} could not be read")
    if results.unfinished:
        OUT.print(f"note: {counted(len(results.unfinished), 'shard')} of {results.run.shards} not there yet")
    if found:
        share = sum(choice.expected.values()) / found
        OUT.print(f"by their own confidence, {share:.1%} of these objects are right")
    with Project.open(args.project) as project:
        brought = bring(project, results, choice, args.photos)
    OUT.print(f"{counted(brought.predictions, 'result')} on {counted(brought.photos, 'photo')} now wait for review")
    for sentence in brought.left_out[:_SHOWN]:
        OUT.print(f"left out: {sentence}", soft_wrap=True)
    if len(brought.left_out) > _SHOWN:
        OUT.print(f"left out: and {len(brought.left_out) - _SHOWN} more")
    OUT.print(f"after the review: project precision {args.project}", soft_wrap=True)
    return 0


def describe_precision(parser: argparse.ArgumentParser) -> None:
    """`precision` has no arguments."""


def run_precision(args: argparse.Namespace) -> int:
    """Run `precision`."""
    from vrp_core.scale.importing import precision_of

    with Project.open(args.project, writable=False) as project:
        found = precision_of(project)
    for one in found:
        low, high = one.estimate.interval()
        judged = f"{one.label or 'all labels'}: {one.estimate.judged} of {one.sampled} sampled objects reviewed"
        if one.estimate.judged:
            many = f"{round(low * one.found):,} to {round(high * one.found):,} of {one.found:,}"
            judged += f", {one.estimate.share:.1%} right (95 % interval {low:.1%} to {high:.1%}: {many})"
        OUT.print(judged, soft_wrap=True)
    return 0
