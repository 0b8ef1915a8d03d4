"""Recognises this program's own results: project folders, exported masks, pictures of trainings and evaluations."""

import re
import struct
from pathlib import Path

from vrp_core.domain.outputs import MARK

_PROJECT_FILE = "project.sqlite"
_MARK = "\0".join(MARK).encode("latin-1")
_HEADER = 4096  # bytes at the start of a file that contain the mark
_TRAINING_PICTURE = re.compile(r"step-\d{6}\.png")  # names used by versions that wrote no mark
_ONE_BIT_GREY = (1, 0)  # bits and colour type of a PNG


def is_project_folder(folder: Path) -> bool:
    """Whether a folder is a project, whose own files are not photos."""
    return (folder / _PROJECT_FILE).is_file()


def is_output_folder(folder: Path) -> bool:
    """Whether a folder is an export of index pictures."""
    return folder.name == "index" and (folder / "labels.json").is_file()


def is_output(path: Path) -> bool:
    """Whether this program wrote a picture: by its mark, or by the place where earlier versions wrote theirs."""
    if path.suffix.lower() != ".png":
        return False
    if path.parent.name == "pictures" and _TRAINING_PICTURE.fullmatch(path.name):
        return True
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except OSError:
        return False
    if _MARK in head:
        return True
    exported = path.parent.parent.name == "masks" and len(head) > 26
    return exported and struct.unpack(">BB", head[24:26]) == _ONE_BIT_GREY
