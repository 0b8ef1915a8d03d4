"""`project import|import-coco|undo-import|merge`: imports annotations, and undoes an import."""

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path

from vrp_core.cli.terminal import OUT
from vrp_core.domain.annotations import Role
from vrp_core.domain.masks import Rle
from vrp_core.exchange.project_import import Crowds, Imported, import_file
from vrp_core.exchange.readers import READERS
from vrp_core.exchange.summary import counted
from vrp_core.project.imports import NewAnnotation
from vrp_core.project.project import Project

_SHOWN = 40  # notes that are printed
_FAILURE = 1


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of `import`."""
    parser.add_argument("--from", dest="format", choices=list(READERS), help="the format, if it is not recognised")
    parser.add_argument("--sharpen", action="store_true", help="let SAM make masks of boxes and points")
    parser.add_argument("--sam", default="mobile_sam", help="the SAM model for sharpening")
    describe_coco(parser)


def describe_coco(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of `import-coco`."""
    parser.add_argument("file", type=Path, help="a file, or a folder of files")
    parser.add_argument("--as", dest="role", choices=[role.value for role in Role], default=Role.TRUTH.value)
    parser.add_argument(
        "--crowds",
        choices=[one.value for one in Crowds],
        default=Crowds.ONE_PART.value,
        help="which regions marked as crowds to import",
    )


def run(args: argparse.Namespace) -> int:
    """Run `import`."""
    return _import(args, args.format, args.sharpen)


def run_coco(args: argparse.Namespace) -> int:
    """Run `import-coco`."""
    return _import(args, "coco", sharpen=False)


def _import(args: argparse.Namespace, format_name: str | None, sharpen: bool) -> int:
    with Project.open(args.project) as project:

        def refine(bare: Sequence[NewAnnotation]) -> list[Rle]:
            from vrp_core.inference.sharpening import sharpened

            return sharpened(project, [(project.images.get(one.image_id), one.prompts) for one in bare], args.sam)

        chosen = refine if sharpen else None
        result = import_file(project, args.file, Role(args.role), format_name, Crowds(args.crowds), chosen)
    found = f"{counted(result.annotations, 'annotation')} on {counted(result.images, 'photo')}"
    OUT.print(f"{found} imported as {args.role}")
    for sentence in sentences(result, args.project):
        OUT.print(sentence, soft_wrap=True)
    nothing = result.notes and not (result.annotations or result.already_there)
    return _FAILURE if nothing else 0


def sentences(result: Imported, project: Path) -> list[str]:
    """What a person should know about an import."""
    said = []
    if result.already_there:
        said.append(f"{counted(result.already_there, 'object')} already there, unchanged")
    if result.prompts:
        said.append(f"{counted(result.prompts, 'box or point', 'boxes and points')} imported as prompts without a mask")
    said += [f"note: {note}" for note in result.notes[:_SHOWN]]
    if len(result.notes) > _SHOWN:
        said.append(f"note: and {len(result.notes) - _SHOWN} more")
    if result.annotations:
        said.append(f"to take this back: project undo-import {shlex.quote(str(project))}")
    return said


def describe_undo(parser: argparse.ArgumentParser) -> None:
    """`undo-import` has no arguments."""


def run_undo(args: argparse.Namespace) -> int:
    """Undo the newest import."""
    with Project.open(args.project) as project:
        taken = project.imports.take_back(project.imports.last())
    OUT.print(f"{counted(len(taken.annotations), 'annotation')} of {taken.source} taken out again", soft_wrap=True)
    return 0


def describe_merge(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of `merge`."""
    parser.add_argument("other", type=Path, metavar="OTHER", help="the project to import; it is not changed")


def run_merge(args: argparse.Namespace) -> int:
    """Import another project."""
    from vrp_core.exchange.merge import merge

    with Project.open(args.project) as project, Project.open(args.other, writable=False) as other:
        result = merge(project, other)
    OUT.print(
        f"{counted(result.annotations, 'annotation')} and {counted(result.photos, 'photo')} of {args.other} brought in,"
        f" {result.already_there:,} already there",
        soft_wrap=True,
    )
    for title, lines in (("conflict", result.conflicts), ("left out", result.left_out)):
        for line in lines[:_SHOWN]:
            OUT.print(f"{title}: {line}", soft_wrap=True)
        if len(lines) > _SHOWN:
            OUT.print(f"{title}: and {len(lines) - _SHOWN} more")
    return 0
