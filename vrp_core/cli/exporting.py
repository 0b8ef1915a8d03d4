"""`project export`: writes annotations for other tools."""

import argparse
from dataclasses import replace
from pathlib import Path

from vrp_core.cli.arguments import in_range, reader
from vrp_core.cli.terminal import OUT
from vrp_core.exchange.export import ExportOptions, Report, plan_export, write_export
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.summary import Summary, counted, left_out_sentences
from vrp_core.exchange.writing import Photos, SegmentationMode
from vrp_core.project.project import Project


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="a file for coco; a folder for the other formats, and with --split or --photos",
    )
    parser.add_argument("--format", choices=list(FORMATS), default="coco")
    parser.add_argument(
        "--include-pending", action="store_true", help="also export photos and masks that nobody has reviewed"
    )
    parser.add_argument("--no-references", action="store_true", help="do not export the references")
    describe_writing(parser)
    parser.add_argument(
        "--split",
        type=shares,
        default=(),
        metavar="80,10,10",
        help="split by scene into these shares of train,val,test",
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of the split; the same seed returns the same split")


def describe_writing(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments shared with `convert`."""
    parser.add_argument(
        "--segmentation",
        choices=[mode.value for mode in SegmentationMode],
        default=SegmentationMode.AUTO.value,
        help="how coco writes regions",
    )
    parser.add_argument("--no-scores", action="store_true", help="do not write the confidence")
    parser.add_argument(
        "--outline",
        type=closeness,
        default=1.0,
        metavar="IOU",
        help="lowest IoU of outlines with the pixels: 1 is exact, 0.98 needs far fewer points",
    )
    parser.add_argument("--photos", choices=[one.value for one in Photos], default=Photos.LEAVE.value)
    parser.add_argument("--replace", action="store_true", help="also replace files that no export wrote")


def options_of(args: argparse.Namespace) -> ExportOptions:
    """The export options from the arguments."""
    return ExportOptions(
        format=args.format,
        segmentation=SegmentationMode(args.segmentation),
        scores=not args.no_scores,
        min_iou=args.outline,
        photos=Photos(args.photos),
        replace=args.replace,
    )


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    with Project.open(args.project, writable=False) as project:
        plan = plan_export(project, args.include_pending, not args.no_references)
    report = write_export(plan, args.out, replace(options_of(args), shares=args.split, seed=args.seed))
    print_written(args.out, plan.summary)
    exported = plan.exported
    for sentence in left_out_sentences(exported.left_out, exported.not_reviewed, exported.without_file):
        OUT.print(sentence, soft_wrap=True)
    if plan.exported.not_reviewed:
        OUT.print("review them, or add --include-pending", soft_wrap=True)
    print_report(report, plan.summary.warnings)
    return 0


def print_written(out: Path, summary: Summary) -> None:
    """Print where how much was written."""
    OUT.print(f"{out}: {counted(summary.objects, 'object')} on {counted(summary.images, 'photo')}", soft_wrap=True)


def print_report(report: Report, warnings: tuple[str, ...]) -> None:
    """Print what a person should know about what was written."""
    outlines = report.outlines
    if outlines is not None and outlines.objects:
        about = "about " if outlines.is_estimate else ""
        points = f"{about}{counted(outlines.points, 'point')}"
        OUT.print(f"outlines: {points}, IoU with the masks at least {outlines.lowest_iou:.3f}")
    for note in (*report.notes, *warnings):
        OUT.print(f"note: {note}", soft_wrap=True)


@reader("a number from 0.5 to 1")
def closeness(text: str) -> float:
    """Parse the lowest IoU of outlines."""
    return in_range(float(text), 0.5, 1)


@reader("two or three shares, such as 80,20 or 80,10,10")
def shares(text: str) -> tuple[float, ...]:
    """Parse the shares of two or three subsets."""
    values = tuple(float(part) for part in text.split(","))
    if len(values) not in (2, 3) or not all(0 <= value < float("inf") for value in values) or values[0] <= 0:
        raise ValueError("shares are two or three numbers from 0, the first above 0")
    return values
