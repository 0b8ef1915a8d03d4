"""Moves an export to its destination: all or nothing, leaving no stale file and replacing no user's file.

An export is written to a hidden folder inside its destination and moved when complete. `vrp-export.json` says which
files it wrote, with their digests, so the next export of the format knows what it may replace and what is stale.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vrp_core.domain.errors import BadFile, WouldReplace
from vrp_core.domain.files import remove_unfinished, told_of, unfinished_name, within, write_file

RECORD = "vrp-export.json"
_OURS = b'{"info":{"description":"Annotated with VRP Annotator"'  # first bytes of a COCO file written by this program


@dataclass(frozen=True, slots=True)
class Written:
    """What an export did to a folder."""

    files: tuple[Path, ...]
    removed: tuple[Path, ...]  # removed files of an earlier export that this one does not have
    kept: tuple[Path, ...]  # files of an earlier export that a user has changed since


def write_folder(
    folder: Path,
    format_name: str,
    write: Callable[[Path], Sequence[Path]],
    names: Mapping[str, str] | None = None,
    replace: bool = False,
) -> Written:
    """Let `write` fill a folder, beside files of other formats.

    Args:
        folder: destination of the files; created where needed.
        format_name: an earlier export of the same format is replaced.
        write: writes files into the given folder and returns their paths.
        names: for the record, paths changed for file systems, with the original names.
        replace: also replace files that no earlier export wrote.

    Raises:
        WouldReplace: files that no export wrote are in the way; nothing was written.
        BadFile: `folder` is a file.
        DiskFull, OSError: it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise BadFile(folder, ("it is a file; this format needs a folder",))
    with told_of(folder), within(folder):
        return _filled(folder, format_name, write, names or {}, replace)


def _filled(
    folder: Path,
    format_name: str,
    write: Callable[[Path], Sequence[Path]],
    names: Mapping[str, str],
    replace: bool,
) -> Written:
    clean(folder)
    unfinished = folder / unfinished_name()
    try:
        unfinished.mkdir()
        files = sorted(path.relative_to(unfinished).as_posix() for path in write(unfinished))
        before = _recorded(folder, format_name)
        _check_foreign(folder, files, before, replace)
        record = {name: _digest(unfinished / name) for name in files}
        stale = [name for name in before if name not in record and (folder / name).is_file()]
        changed = [name for name in stale if _digest(folder / name) != before[name]]
        _record(folder, format_name, record | {name: before[name] for name in changed}, names)
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / name).replace(folder / name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    removed = [folder / name for name in stale if name not in changed]
    for path in removed:
        _remove(path, folder)
    return Written(tuple(folder / name for name in files), tuple(removed), tuple(folder / name for name in changed))


def write_single(path: Path, write: Callable[[Path], object], replace: bool = False) -> Written:
    """Let `write` write one file at a temporary name, and move it to `path` when complete.

    Raises:
        WouldReplace: a file is there that is not an earlier COCO export.
        BadFile: `path` is a folder.
        DiskFull, OSError: it cannot be written.
    """
    if path.is_dir():
        raise BadFile(path, ("it is a folder; name a file",))
    if not replace:
        check_ours([path])
    unfinished = path.with_name(unfinished_name())
    with told_of(path), within(path.parent):
        clean(path.parent)
        try:
            write(unfinished)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    return Written((path,), (), ())


def check_ours(files: Sequence[Path]) -> None:
    """Check that those of the files that exist are COCO exports of this program.

    Raises:
        WouldReplace: some are not.
    """
    foreign = [path for path in files if path.exists() and not _is_ours(path)]
    if foreign:
        raise WouldReplace(foreign[0].parent, tuple(path.name for path in foreign))


def clean(folder: Path) -> None:
    """Remove unfinished files that killed exports left in a folder."""
    if folder.is_dir():
        remove_unfinished(folder)


# --- what is there already -------------------------------------------------------------------------------------------


def _is_ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_OURS)) == _OURS


def _check_foreign(folder: Path, files: Sequence[str], before: Mapping[str, str], replace: bool) -> None:
    blocked = [name for name in files if (folder / name).is_dir() or _behind_file(folder, name)]
    if blocked:
        raise BadFile(folder, (f"files and folders of one name are in the way of {', '.join(blocked[:5])}",))
    foreign = [
        name
        for name in files
        if os.path.lexists(folder / name) and (name not in before or _digest(folder / name) != before[name])
    ]
    if foreign and not replace:
        raise WouldReplace(folder, tuple(foreign))


def _behind_file(folder: Path, name: str) -> bool:
    return any((folder / parent).is_file() for parent in Path(name).parents)


def _digest(path: Path) -> str:
    if path.is_symlink():
        return f"link to {path.readlink()}"
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        checksum = hashlib.sha256()
        while block := file.read(1 << 20):
            checksum.update(block)
        return checksum.hexdigest()


def _remove(path: Path, folder: Path) -> None:
    """Remove a file, and the folders that become empty."""
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()


# --- the record ------------------------------------------------------------------------------------------------------


def _all_records(folder: Path) -> dict[str, Any]:
    try:
        document = json.loads((folder / RECORD).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}  # without a record, no file counts as exported
    exports = document.get("exports") if isinstance(document, dict) else None
    return {name: one for name, one in exports.items() if isinstance(one, dict)} if isinstance(exports, dict) else {}


def _recorded(folder: Path, format_name: str) -> dict[str, str]:
    files = _all_records(folder).get(format_name, {}).get("files")
    inside = files.items() if isinstance(files, dict) else ()
    return {
        name: str(digest) for name, digest in inside if ".." not in Path(name).parts and not Path(name).is_absolute()
    }


def _record(folder: Path, format_name: str, files: Mapping[str, str], names: Mapping[str, str]) -> None:
    exports = {**_all_records(folder), format_name: {"files": dict(files), "changed_names": dict(names)}}
    content = json.dumps({"written_by": "VRP Annotator", "exports": exports}, indent=1)
    write_file(folder / RECORD, content.encode("ascii"))
