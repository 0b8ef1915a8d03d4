"""`project restore`: restores the copy of a project's last good state."""

import argparse

from vrp_core.cli.terminal import OUT
from vrp_core.exchange.summary import counted
from vrp_core.project.database import Database
from vrp_core.project.project import Project


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--older", action="store_true", help="restore the older copy, which is renewed once a day")


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    kept = Database.restore(args.project, args.older)
    with Project.open(args.project, writable=False) as project:
        counts = project.review.counts()
        decided = counts["accepted"] + counts["edited"] + counts["rejected"]
        OUT.print(
            f"{project.folder} restored: {counted(len(project.images.all()), 'photo')},"
            f" {counted(len(project.annotations.all()), 'annotation')}, {counted(decided, 'decision')}."
            f" What was there is kept in {kept.name}",
            soft_wrap=True,
        )
    return 0
