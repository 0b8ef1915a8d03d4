"""`label`: labels photos with a bundle. `label export`: turns its results into COCO JSON."""

import argparse
import math
from pathlib import Path

from vrp_core.cli.arguments import count_from_1, reader, share
from vrp_core.cli.terminal import ERR, OUT, count_progress
from vrp_core.exchange.summary import counted
from vrp_core.scale.listing import Shard, measure

_PER_SHARD = 1000  # photos, if the number of shards is not given


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("--bundle", type=Path, help="the file that `project bundle` wrote")
    parser.add_argument("--list", metavar="LIST|FOLDER|ADDRESS", help="a list of paths, a folder, or s3://...")
    parser.add_argument("--out", metavar="DIR", help="folder of the results, or s3://...")
    parser.add_argument("--shard", metavar="I/N", type=_shard, help="label every N-th photo, from number I (0 to N-1)")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--ray", action="store_true", help="let Ray distribute the photos over its cluster")
    parser.add_argument("--workers", type=count_from_1, default=1, help="with --ray: number of workers")
    parser.add_argument("--gpus", type=float, default=0, help="with --ray: GPUs of each worker")
    parser.add_argument("--cpus", type=float, default=1, help="with --ray: CPU cores of each worker")
    parser.set_defaults(run=_label)
    actions = parser.add_subparsers(metavar="[ACTION]")
    export = actions.add_parser(
        "export", help="turn results into COCO JSON", description="Turn results into COCO JSON."
    )
    export.add_argument("results", metavar="DIR", help="folder of the results, or s3://...")
    export.add_argument("coco", type=Path, metavar="OUT", help="a .json file, or a folder for one file a shard")
    export.add_argument(
        "--min-confidence", type=share, default=0.0, metavar="CONFIDENCE", help="leave out less certain objects"
    )
    export.add_argument("--no-scores", action="store_true", help="do not write the confidence")
    export.add_argument("--replace", action="store_true", help="also replace files that no export wrote")
    export.set_defaults(run=_export)


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    status: int = args.run(args)
    return status


def _label(args: argparse.Namespace) -> int:
    if args.bundle is None or args.list is None or args.out is None:
        ERR.print("usage: label needs --bundle, --list and --out; see label --help")
        return 2
    from vrp_core.scale.bundle import open_bundle
    from vrp_core.scale.places import needed

    needed("pyarrow")  # now, not after the networks are loaded
    bundle = open_bundle(args.bundle)
    listing = measure(args.list)
    if args.ray:
        from vrp_core.scale.on_ray import Cluster, label_on_ray

        cluster = Cluster(args.workers, args.gpus, args.cpus, args.device)
        labelled = label_on_ray(bundle, args.list, args.out, cluster)
        what = "labelled" if labelled else "there already"
        OUT.print(f"{args.out}: {counted(listing.photos, 'photo')} {what}", soft_wrap=True)
        return 0
    from vrp_core.scale.labeller import Labeller
    from vrp_core.scale.results import run_of
    from vrp_core.scale.shards import label_shards

    shards = args.shard.of if args.shard is not None else math.ceil(listing.photos / _PER_SHARD)
    chosen = [args.shard] if args.shard is not None else [Shard(index, shards) for index in range(shards)]
    run = run_of(bundle, listing, shards)
    with count_progress("labelling", math.ceil(listing.photos * len(chosen) / shards)) as progress:
        for done in label_shards(lambda: Labeller(bundle, args.device), args.list, chosen, run, args.out, progress):
            if done.skipped:
                OUT.print(f"{done.shard.name}: there already", soft_wrap=True)
            else:
                found = f"{counted(done.found, 'object')} on {counted(done.photos, 'photo')}"
                OUT.print(f"{done.shard.name}: {found}, {done.failed} not readable", soft_wrap=True)
    return 0


def _export(args: argparse.Namespace) -> int:
    from vrp_core.scale.coco import write_coco_of_results
    from vrp_core.scale.results import open_results

    results = open_results(args.results)
    written = write_coco_of_results(results, args.coco, args.min_confidence, not args.no_scores, args.replace)
    OUT.print(
        f"{args.coco}: {counted(written.objects, 'object')} on {counted(written.photos, 'photo')}"
        f" in {counted(len(written.files), 'file')}",
        soft_wrap=True,
    )
    if written.failed:
        OUT.print(f"{counted(written.failed, 'photo')} could not be read and is left out", soft_wrap=True)
    if results.unfinished:
        OUT.print(f"note: {counted(len(results.unfinished), 'shard')} of {results.run.shards} not there yet")
    return 0


@reader("I/N, such as 0/64 for the first of 64")
def _shard(text: str) -> Shard:
    index, _, of = text.partition("/")
    return Shard(int(index), int(of))
