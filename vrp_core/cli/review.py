"""`project review`: lists predictions, least confident first, and stores decisions."""

import argparse
import json
from pathlib import Path

from rich.table import Table

from vrp_core.cli.annotate import mask_from, mask_value
from vrp_core.cli.arguments import share
from vrp_core.cli.terminal import OUT, print_table
from vrp_core.domain.annotations import Prediction, ReviewStatus
from vrp_core.project.project import Project


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    actions = parser.add_subparsers(dest="decision", required=True, metavar="DECISION")
    listing = actions.add_parser("list", help="list predictions, least confident first")
    listing.add_argument("--status", choices=[status.value for status in ReviewStatus])
    listing.add_argument("--json", action="store_true")
    for name in ("accept", "reject", "reset"):
        actions.add_parser(name, help=f"{name} predictions").add_argument("ids", nargs="+", type=int, metavar="ID")
    above = actions.add_parser("accept-above", help="accept all pending predictions of at least this confidence")
    above.add_argument("confidence", type=share, metavar="CONFIDENCE", help="0 to 1")
    edit = actions.add_parser("edit", help="replace a mask with your own mask image")
    edit.add_argument("id", type=int, metavar="ID")
    edit.add_argument("--mask", type=Path, required=True, help="a mask image of the photo's size; white is the object")
    edit.add_argument("--mask-value", type=mask_value, metavar="N", help="the number, or #rrggbb, of the object")


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    with Project.open(args.project, writable=args.decision != "list") as project:
        if args.decision == "list":
            _list(project, args)
        elif args.decision == "accept-above":
            OUT.print(f"{len(project.review.accept_above(args.confidence))} accepted")
        elif args.decision == "edit":
            _edit(project, args)
        else:
            status = {
                "accept": ReviewStatus.ACCEPTED,
                "reject": ReviewStatus.REJECTED,
                "reset": ReviewStatus.PENDING,
            }[args.decision]
            OUT.print(f"{len(project.review.set_status(args.ids, status))} now {status.value}")
    return 0


def _list(project: Project, args: argparse.Namespace) -> None:
    status = ReviewStatus(args.status) if args.status else None
    labels = {label.id: label.name for label in project.labels.all()}
    paths = {image.id: image.path for image in project.images.all()}
    predictions = project.review.predictions(status=status)
    if args.json:
        print(json.dumps([_plain(one, paths[one.image_id], labels[one.label_id]) for one in predictions]))
        return
    table = Table("id", "photo", "label", "confidence", "state", box=None)
    for one in predictions:
        state = "absent" if one.absent and one.status is ReviewStatus.PENDING else one.status.value
        confidence = f"{one.scores.confidence:.2f}"
        table.add_row(str(one.id), paths[one.image_id], labels[one.label_id], confidence, state)
    print_table(table)


def _plain(prediction: Prediction, path: str, label: str) -> dict[str, object]:
    scores = prediction.scores
    return {
        "id": prediction.id,
        "image": path,
        "label": label,
        "instance": prediction.instance,
        "status": prediction.status.value,
        "absent": prediction.absent,
        "confidence": scores.confidence,
        "predicted_iou": scores.predicted_iou,
        "prior_agreement": scores.prior_agreement,
        "cycle_iou": scores.cycle_iou,
    }


def _edit(project: Project, args: argparse.Namespace) -> None:
    prediction = project.review.prediction(args.id)
    project.review.edit(args.id, mask_from(args.mask, args.mask_value, prediction.mask.size))
    OUT.print(f"{args.id} now edited")
