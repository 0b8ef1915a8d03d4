"""`convert IN OUT`: converts annotations from one format to another, without a project."""

import argparse
from pathlib import Path

from vrp_core.cli.exporting import describe_writing, options_of, print_report, print_written
from vrp_core.cli.terminal import ERR, OUT
from vrp_core.exchange.conversion import convert
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.readers import READERS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("source", type=Path, metavar="IN", help="a file or folder of annotations")
    parser.add_argument(
        "out", type=Path, metavar="OUT", help="a file for coco; a folder for the other formats, and with --photos"
    )
    parser.add_argument(
        "--from", dest="from_format", choices=list(READERS), help="the input format, if it is not recognised"
    )
    parser.add_argument("--to", dest="format", choices=list(FORMATS), default="coco")
    parser.add_argument(
        "--images", type=Path, help="the folder of the photos, for formats that do not store image sizes"
    )
    parser.add_argument("--boxes", action="store_true", help="use boxes as the regions of their objects")
    describe_writing(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    report, summary, notes = convert(
        args.source, args.out, options_of(args), from_format=args.from_format, images=args.images, boxes=args.boxes
    )
    print_written(args.out, summary)
    if not summary.objects:  # photos without the object are worth converting, but it may be the wrong file
        ERR.print(f"note: there are no objects in {args.source}", soft_wrap=True)
    for note in notes[:40]:
        OUT.print(f"note: {note}", soft_wrap=True)
    print_report(report, summary.warnings)
    return 0
