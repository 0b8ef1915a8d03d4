"""Reads YOLO's label files: polygons and boxes as shares of the image, one text file per image."""

from pathlib import Path
from typing import Any

import yaml

from vrp_core.domain.errors import BadFile
from vrp_core.exchange.found import (
    Found,
    FoundImage,
    FoundObject,
    Notes,
    Outline,
    Part,
    Unusable,
    number,
    same_names,
    short,
)
from vrp_core.exchange.json_reading import text
from vrp_core.exchange.shapes import box_of, ring_of_flat
from vrp_core.images.formats import SUFFIXES

_LISTS = ("classes.txt", "obj.names", "labels.txt", "predefined_classes.txt", "notes.txt", "train.txt", "val.txt")


def read(path: Path) -> Found:
    """The label files of a folder and its sub-folders, with the names of `data.yaml` or `classes.txt`.

    Args:
        path: the folder, its `data.yaml`, or one label file.

    Raises:
        BadFile: the file is none of these, `data.yaml` is damaged, or there is no label file.
        OSError: a file cannot be read.
    """
    if path.is_file() and path.suffix.lower() not in (".txt", ".yaml", ".yml"):
        raise BadFile(path, ("it is no file of YOLO's: name a folder, its data.yaml, or a .txt file",))
    root = path if path.is_dir() else path.parent
    names, has_points = _description(path)
    files = [path] if path.suffix == ".txt" else _label_files(root)
    if not files:
        raise BadFile(path, ("there are no label files (.txt) in this folder",))
    notes = Notes()
    same_names(((label, f"class {key}") for key, label in names.items()), notes)
    images, objects = [], []
    for place, file in enumerate(files):
        images.append(FoundImage(_photo_of(file, root)))
        for number_of_line, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), start=1):
            name = f"{file.relative_to(root).as_posix()} line {number_of_line}"
            try:
                if line.strip():
                    objects.append(_object(line.split(), place, names, has_points, name))
            except Unusable as reason:
                notes.left_out(reason, name)
    return Found(tuple(images), tuple(names[number] for number in sorted(names)), tuple(objects), notes.sentences())


def has_label_files(folder: Path) -> bool:
    """Whether a folder holds YOLO's label files."""
    if any((folder / name).is_file() for name in ("data.yaml", "data.yml", "dataset.yaml")):
        return True
    first = next(iter(_label_files(folder)), None)
    if first is None:
        return False
    lines = [line.split() for line in first.read_text("utf-8", errors="replace").splitlines() if line.strip()]
    return all(len(line) >= 5 and line[0].isdigit() for line in lines[:5])


def _label_files(root: Path) -> list[Path]:
    return sorted(
        file for file in root.rglob("*.txt") if file.name not in _LISTS and not file.name.startswith("README")
    )


def _photo_of(file: Path, root: Path) -> str:
    """The path of the photo of a label file: `images/` instead of `labels/`, or beside it.

    If the photo is missing, its suffix is unknown, and the name of the label file is used.
    """
    relative = file.relative_to(root)
    swapped = Path(*("images" if part == "labels" else part for part in relative.parts[:-1]), relative.name)
    for candidate in (swapped, relative):
        for suffix in sorted(SUFFIXES):
            if (root / candidate).with_suffix(suffix).is_file():
                return candidate.with_suffix(suffix).as_posix()
    return swapped.as_posix()


def _object(words: list[str], image: int, names: dict[int, str], has_points: bool, name: str) -> FoundObject:
    if not words[0].isdigit():
        raise Unusable(f"a class of {short(words[0])}, not a whole number")
    kind, values = int(words[0]), words[1:]
    label = names.get(kind, f"class {kind}")
    parts: tuple[Part, ...]
    if len(values) in (4, 5) or (has_points and len(values) > 4):
        x, y, width, height = (number(value, "a side of its box") for value in values[:4])
        parts = (box_of(x - width / 2, y - height / 2, x + width / 2, y + height / 2, in_shares=True),)
    else:
        even = values[: len(values) // 2 * 2]  # a confidence may follow the polygon
        parts = (Outline(ring_of_flat(even), in_shares=True),)
    return FoundObject(image, label, parts, name=name)


# --- names of the classes --------------------------------------------------------------------------------------------


def _description(path: Path) -> tuple[dict[int, str], bool]:
    """The names of the classes by number, and whether label lines hold key points."""
    root = path if path.is_dir() else path.parent
    files = [path] if path.suffix in (".yaml", ".yml") else [*sorted(root.glob("*.yaml")), *sorted(root.glob("*.yml"))]
    for file in files:
        values = _yaml(file)
        if isinstance(values, dict) and "names" in values:
            return _names(values["names"]), "kpt_shape" in values
    for name in ("classes.txt", "obj.names", "labels.txt", "labels/classes.txt"):
        if (root / name).is_file():
            lines = (root / name).read_text("utf-8-sig", errors="replace").splitlines()
            return {number: text(line) for number, line in enumerate(lines) if line.strip()}, False
    return {}, False


def _yaml(file: Path) -> Any:
    try:
        return yaml.safe_load(file.read_text("utf-8-sig"))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadFile(file, (f"it is not YAML: {' '.join(str(error).split())[:200]}",)) from error


def _names(names: Any) -> dict[int, str]:
    pairs = names.items() if isinstance(names, dict) else enumerate(names) if isinstance(names, list) else ()
    named = {int(number): _word(name) for number, name in pairs if str(number).isdigit()}
    return {number: name or f"class {number}" for number, name in named.items()}


def _word(name: Any) -> str:
    """A name as text; YAML parses `no` and `yes` as booleans."""
    return {True: "yes", False: "no"}[name] if isinstance(name, bool) else text(name)
