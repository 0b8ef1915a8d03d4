"""Shared terminal output: results on standard output, progress on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

# names of photos and labels are printed literally: brackets are not markup, :car: is not an emoji
OUT = Console(highlight=False, markup=False, emoji=False)
_WIDE = Console(highlight=False, markup=False, emoji=False, width=1 << 16)
ERR = Console(stderr=True, highlight=False, markup=False, emoji=False)


def print_table(table: Table) -> None:
    """Print a table without cutting a cell: a terminal wraps long names, a file or a pipe gets each row in one line."""
    for column in table.columns:
        column.overflow = "fold"
    (OUT if OUT.is_terminal else _WIDE).print(table)


@contextmanager
def byte_progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar for a download; yields the function that sets it to (bytes done, bytes in all)."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=ERR, transient=True) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total or None)


@contextmanager
def count_progress(name: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar for a count; yields the function that sets the number done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=ERR, transient=True) as progress:
        task = progress.add_task(name, total=total)
        yield lambda done: progress.update(task, completed=done)
