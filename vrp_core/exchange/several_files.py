"""Reads the files of a folder: a damaged one is noted and the others are read, as with damaged records in a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from vrp_core.domain.errors import BadFile
from vrp_core.exchange.found import Found, Notes, joined

_Read = TypeVar("_Read")


def read_each(
    files: Sequence[Path], read: Callable[[Path], _Read], notes: Notes, root: Path
) -> Iterator[tuple[Path, _Read]]:
    """Each file with what `read` returns of it; those that cannot be used are noted, by their path below `root`.

    Raises:
        BadFile: the only file cannot be used.
    """
    for file in files:
        try:
            values = read(file)
        except BadFile as error:
            if len(files) == 1:
                raise
            notes.changed(f"left out, since {'; '.join(error.problems)}", file.relative_to(root).as_posix())
            continue
        yield file, values


def json_files(folder: Path, files: Iterable[Path]) -> list[Path]:
    """The JSON files of a folder, in order.

    Raises:
        BadFile: there are none.
    """
    in_order = sorted(files)
    if not in_order:
        raise BadFile(folder, ("there is no JSON file in this folder",))
    return in_order


def read_folder(folder: Path, files: Iterable[Path], read: Callable[[Path], Found]) -> Found:
    """The joined content of a folder's JSON files.

    Raises:
        BadFile: there are none, or the only one cannot be used.
    """
    notes = Notes()
    found = [one for _, one in read_each(json_files(folder, files), read, notes, folder)]
    return joined([*found, Found((), (), (), notes.sentences())])
