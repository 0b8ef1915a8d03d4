"""`project new|add-images|annotate|status|propagate|look-again|review|export|import|merge|...`: labels photos."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vrp_core.cli import adding, bundling, exporting, importing, look_again, pictures
from vrp_core.cli import annotate as annotating
from vrp_core.cli import propagate as propagating
from vrp_core.cli import restore as restoring
from vrp_core.cli import review as reviewing
from vrp_core.cli.terminal import OUT
from vrp_core.domain.annotations import Role
from vrp_core.exchange.summary import counted
from vrp_core.project.project import Project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, (sentence, describe, _) in ACTIONS.items():
        action = actions.add_parser(name, help=sentence, description=sentence[0].upper() + sentence[1:] + ".")
        action.add_argument("project", type=Path, metavar="PROJECT", help="the project's folder")
        describe(action)


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    return ACTIONS[args.action][2](args)


def _describe_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--images", type=Path, help="a folder of photos to add")


def _new(args: argparse.Namespace) -> int:
    from vrp_core.project.ingest import check_some_readable, look_for_photos

    found = look_for_photos([args.images]) if args.images else None
    if found is not None:
        check_some_readable(found.images)  # before creating a project that would stay empty
    with Project.create(args.project) as project:
        OUT.print(f"New project in {project.folder}", soft_wrap=True)
        return adding.add(project, found) if found is not None else 0


def _describe_status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def _status(args: argparse.Namespace) -> int:
    from vrp_core.project.file_words import file_sentences

    with Project.open(args.project, writable=False) as project:
        unfinished = project.passes.unfinished()
        values: dict[str, Any] = {
            "images": len(project.images.all()),
            "labels": [label.name for label in project.labels.all()],
            "references": len(project.annotations.all(role=Role.REFERENCE)),
            "truth": len(project.annotations.all(role=Role.TRUTH)),
            "look_alikes": len(project.annotations.all(role=Role.NEGATIVE)),
            "predictions": project.review.counts(),
            "unfinished_pass": unfinished,
            "waiting_targets": len(project.passes.remaining(unfinished)) if unfinished else 0,
        }
        files = project.images.check_files()
    values |= {"missing": [one.path for one in files.missing], "changed": [one.path for one in files.changed]}
    if args.json:
        print(json.dumps(values))
        return 0
    photos, references, truth, look_alikes = (
        counted(values[name], one)
        for name, one in (
            ("images", "photo"),
            ("references", "reference"),
            ("truth", "other annotation"),
            ("look_alikes", "look-alike"),
        )
    )
    OUT.print(f"{photos}, labels: {', '.join(values['labels']) or 'none'}", soft_wrap=True)
    OUT.print(f"{references}, {truth}, {look_alikes}")
    OUT.print("predictions: " + ", ".join(f"{many} {state}" for state, many in values["predictions"].items()))
    if unfinished:
        left = counted(values["waiting_targets"], "photo")
        OUT.print(f"a pass has {left} left to search: if it was interrupted, project propagate resumes it")
    for sentence in file_sentences(files):
        OUT.print(sentence, soft_wrap=True)
    return 0


_Describe = Callable[[argparse.ArgumentParser], None]
_Run = Callable[[argparse.Namespace], int]
ACTIONS: dict[str, tuple[str, _Describe, _Run]] = {
    "new": ("create a project", _describe_new, _new),
    "add-images": ("add photos", adding.describe, adding.run),
    "pictures": ("choose bands and contrast window of scientific pictures", pictures.describe, pictures.run),
    "annotate": ("annotate an object on a photo", annotating.describe, annotating.run),
    "status": ("show what the project holds", _describe_status, _status),
    "propagate": ("find similar objects in the other photos", propagating.describe, propagating.run),
    "look-again": (
        "search doubtful photos again with what your decisions have taught",
        look_again.describe,
        look_again.run,
    ),
    "review": ("list, accept, reject or correct what was found", reviewing.describe, reviewing.run),
    "export": ("write annotations for other tools", exporting.describe, exporting.run),
    "import": ("import annotations of other tools", importing.describe, importing.run),
    "import-coco": ("import annotations from a COCO file", importing.describe_coco, importing.run_coco),
    "undo-import": ("undo the newest import", importing.describe_undo, importing.run_undo),
    "merge": ("import the work of another project", importing.describe_merge, importing.run_merge),
    "bundle": ("write a file with which other machines label photos", bundling.describe, bundling.run),
    "import-results": (
        "bring the doubtful results of other machines in for review",
        bundling.describe_import,
        bundling.run_import,
    ),
    "precision": ("estimate how many of those results are right", bundling.describe_precision, bundling.run_precision),
    "restore": ("restore the copy of the last good state", restoring.describe, restoring.run),
}
