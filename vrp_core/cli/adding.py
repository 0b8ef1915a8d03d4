"""`project add-images`: adds photos to a project and prints notes about their files."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vrp_core.cli.terminal import OUT, count_progress
from vrp_core.exchange.summary import counted
from vrp_core.project.project import Project

if TYPE_CHECKING:  # the decoders take time to load
    from vrp_core.images.folder import FoundImages


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("paths", nargs="+", type=Path, help="photos, or folders of photos")
    parser.add_argument(
        "--keep-annotations",
        action="store_true",
        help="changed files show the same scene as before, for example brighter: keep their annotations",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    from vrp_core.project.ingest import look_for_photos

    with Project.open(args.project) as project:
        return add(project, look_for_photos(args.paths), args.keep_annotations)


def add(project: Project, found: "FoundImages", keep_annotations: bool = False) -> int:
    """Add the readable photos and print notes; a refused file makes the exit status 1."""
    from vrp_core.project.file_words import added_sentences, file_sentences
    from vrp_core.project.ingest import add_photos

    with count_progress("reading", len(found.images)) as progress:
        result = add_photos(
            project, found.images, lambda done, total: progress(done), keep_annotations=keep_annotations
        )
    OUT.print(f"{counted(result.added, 'photo')} added, {len(project.images.all()):,} in the project")
    for sentence in (*added_sentences(replace(result, found=found)), *file_sentences(project.images.check_files())):
        OUT.print(sentence, soft_wrap=True)
    return 1 if result.refused or result.replaced else 0
