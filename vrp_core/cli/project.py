"""`project new|add-images|annotate|status|propagate|review|export|import|merge|...`: the whole job without a window."""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from vrp_core.cli import annotate as annotating
from vrp_core.cli import exporting, importing
from vrp_core.cli import propagate as propagating
from vrp_core.cli import review as reviewing
from vrp_core.cli.terminal import OUT, count_progress
from vrp_core.domain.annotations import Role
from vrp_core.domain.messages import explain
from vrp_core.project.database import Database
from vrp_core.project.project import Project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, (sentence, describe, _) in _ACTIONS.items():
        action = actions.add_parser(name, help=sentence, description=sentence[0].upper() + sentence[1:] + ".")
        action.add_argument("project", type=Path, metavar="PROJECT", help="the project's folder")
        describe(action)


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    return _ACTIONS[args.action][2](args)


def _describe_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--images", type=Path, help="a folder of photos to add")


def _new(args: argparse.Namespace) -> int:
    from vrp_core.project.ingest import list_photos

    files = list_photos([args.images]) if args.images else ()  # before a project is made that would stay empty
    with Project.create(args.project) as project:
        OUT.print(f"New project in {project.folder}", soft_wrap=True)
        return _add(project, files) if files else 0


def _describe_add_images(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, help="photos, or folders of photos")


def _add_images(args: argparse.Namespace) -> int:
    from vrp_core.project.ingest import list_photos

    with Project.open(args.project) as project:
        return _add(project, list_photos(args.paths))


def _add(project: Project, files: Sequence[Path]) -> int:
    """Add the photos that can be read; the others are reported, and make the exit status 1."""
    from vrp_core.project.ingest import add_photos

    with count_progress("reading", len(files)) as progress:
        result = add_photos(project, files, lambda done, total: progress(done))
    OUT.print(f"{result.added} photos added, {len(project.images.all())} in the project")
    for refusal in result.refused:
        OUT.print(f"left out: {explain(refusal)}", soft_wrap=True)
    return 1 if result.refused else 0


def _describe_status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def _status(args: argparse.Namespace) -> int:
    with Project.open(args.project, writable=False) as project:
        unfinished = project.passes.unfinished()
        values = {
            "images": len(project.images.all()),
            "labels": [label.name for label in project.labels.all()],
            "references": len(project.annotations.all(role=Role.REFERENCE)),
            "truth": len(project.annotations.all(role=Role.TRUTH)),
            "predictions": project.review.counts(),
            "unfinished_pass": unfinished,
            "waiting_targets": len(project.passes.remaining(unfinished)) if unfinished else 0,
        }
    if args.json:
        print(json.dumps(values))
        return 0
    OUT.print(f"{values['images']} photos, labels: {', '.join(values['labels']) or 'none'}")  # type: ignore[arg-type]
    OUT.print(f"{values['references']} references, {values['truth']} other annotations")
    OUT.print("predictions: " + ", ".join(f"{many} {state}" for state, many in values["predictions"].items()))  # type: ignore[attr-defined]
    if unfinished:
        OUT.print(f"an interrupted pass has {values['waiting_targets']} targets left: project propagate goes on")
    return 0


def _describe_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--older", action="store_true", help="the copy that is at least a day older")


def _restore(args: argparse.Namespace) -> int:
    kept = Database.restore(args.project, args.older)
    with Project.open(args.project, writable=False) as project:
        counts = project.review.counts()
        decided = counts["accepted"] + counts["edited"] + counts["rejected"]
        OUT.print(
            f"{project.folder} restored: {len(project.images.all())} photos,"
            f" {len(project.annotations.all())} annotations, {decided} decisions."
            f" What was there is kept in {kept.name}",
            soft_wrap=True,
        )
    return 0


_Describe = Callable[[argparse.ArgumentParser], None]
_Run = Callable[[argparse.Namespace], int]
_ACTIONS: dict[str, tuple[str, _Describe, _Run]] = {
    "new": ("make a project", _describe_new, _new),
    "add-images": ("add photos", _describe_add_images, _add_images),
    "annotate": ("mark an object on a photo", annotating.describe, annotating.run),
    "status": ("say what the project holds", _describe_status, _status),
    "propagate": ("find the marked objects on the other photos", propagating.describe, propagating.run),
    "review": ("list, accept, reject or correct what was found", reviewing.describe, reviewing.run),
    "export": ("write annotations for other tools", exporting.describe, exporting.run),
    "import": ("bring annotations of other tools in", importing.describe, importing.run),
    "import-coco": ("bring annotations in from a COCO file", importing.describe_coco, importing.run_coco),
    "undo-import": ("take the newest import back", importing.describe_undo, importing.run_undo),
    "merge": ("bring the work of another project in", importing.describe_merge, importing.run_merge),
    "restore": ("go back to the copy of the last good state", _describe_restore, _restore),
}
