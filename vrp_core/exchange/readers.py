"""The table of import formats, for the command line and the window."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vrp_core.domain.errors import BadFile, NotFound
from vrp_core.exchange import (
    coco_reading,
    cvat_reading,
    datumaro_reading,
    label_studio_reading,
    labelme_reading,
    mask_png_reading,
    sam_reading,
    voc_reading,
    yolo_reading,
)
from vrp_core.exchange.found import Found
from vrp_core.exchange.json_reading import read_json
from vrp_core.exchange.several_files import read_folder
from vrp_core.exchange.xml_reading import read_xml


@dataclass(frozen=True, slots=True)
class Reader:
    """An import format. `read` takes a file or a folder."""

    name: str
    sentence: str  # description for the user
    read: Callable[[Path], Found]


READERS = {
    one.name: one
    for one in (
        Reader("coco", "A COCO JSON file, or a folder with annotations/*.json.", lambda path: _coco(path)),
        Reader("labelme", "labelme JSON files of labelme, X-AnyLabeling or AnyLabeling.", labelme_reading.read),
        Reader("yolo", "YOLO label files with polygons or boxes, and their data.yaml.", yolo_reading.read),
        Reader("voc", "Pascal VOC: XML files with boxes, palette pictures with masks.", voc_reading.read),
        Reader("cvat", "CVAT for images 1.1: annotations.xml.", cvat_reading.read),
        Reader("datumaro", "Datumaro JSON: annotations/<subset>.json.", datumaro_reading.read),
        Reader("mask-png", "Black-and-white pictures <label>/<image>.png.", mask_png_reading.read),
        Reader("index-png", "Pictures of label numbers with a labels.json.", mask_png_reading.read_index),
        Reader("label-studio", "Label Studio's export as JSON.", label_studio_reading.read),
        Reader("sam", "Masks of Segment Anything: SA-1B's JSON, or the generator's list.", sam_reading.read),
    )
}


def read_any(path: Path, format_name: str | None = None) -> Found:
    """The content of a file or folder; its format is recognised if none is given.

    Raises:
        NotFound: there is nothing at `path`.
        BadFile: the format is not known, the file is damaged, or it is of another format than `format_name`.
        OSError: it cannot be read.
    """
    if not path.exists():
        raise NotFound("file or folder", str(path))
    if format_name is None:
        return READERS[recognise(path)].read(path)
    try:
        return READERS[format_name].read(path)
    except BadFile as error:
        other = None
        with suppress(BadFile):  # damaged, whatever it is
            other = _recognised(path)
        if other in (None, format_name):
            raise
        raise BadFile(path, (*error.problems, f"it looks like {other}, which --from {other} reads")) from error


def recognise(path: Path) -> str:
    """The name of the format of a file or folder.

    Raises:
        BadFile: no format fits.
    """
    name = _recognised(path)
    if name is None:
        known = ", ".join(READERS)
        raise BadFile(path, (f"no known format of annotations; say which with --from: {known}",))
    return name


def _recognised(path: Path) -> str | None:
    return _of_folder(path) if path.is_dir() else _of_file(path)


def _of_file(path: Path) -> str | None:
    suffix = path.suffix.lower()
    if suffix == ".xml":
        root = read_xml(path)
        return "voc" if voc_reading.fits(root) else "cvat" if cvat_reading.fits(root) else None
    if suffix in (".yaml", ".yml", ".txt"):
        return "yolo"
    document = read_json(path)
    fits = {
        "labelme": labelme_reading.fits,
        "datumaro": datumaro_reading.fits,
        "sam": sam_reading.fits,
        "label-studio": label_studio_reading.fits,
        "coco": coco_reading.fits,
    }
    return next((name for name, fit in fits.items() if fit(document)), None)


def _of_folder(path: Path) -> str | None:
    named = _first_known(sorted(path.glob("annotations/*.json")))
    if named is not None:
        return named
    if (path / cvat_reading.FILE_NAME).is_file():
        return "cvat"
    if (path / voc_reading.CLASSES).is_dir() or any(path.glob(f"{voc_reading.BOXES}/**/*.xml")):
        return "voc"
    if (path / "index").is_dir() or ((path / mask_png_reading.NAMES).is_file() and any(path.glob("*.png"))):
        return "index-png"
    if (path / "masks").is_dir():
        return "mask-png"
    if yolo_reading.has_label_files(path):
        return "yolo"
    return _of_loose_files(path)


def _of_loose_files(path: Path) -> str | None:
    """The format of the first recognised file in a folder or its sub-folders."""
    loose = sorted([*path.rglob("*.json"), *path.rglob("*.xml")])
    name = _first_known(loose, lambda name, file: name in ("labelme", "voc") or file.parent == path)
    if name is not None:
        return name
    return "mask-png" if any(path.glob("*/*.png")) else None


def _first_known(files: Sequence[Path], counts: Callable[[str, Path], bool] = lambda name, file: True) -> str | None:
    """The format of the first file that has one and `counts`; a damaged file says nothing about a folder."""
    for file in files:
        with suppress(BadFile):
            name = _of_file(file)
            if name is not None and counts(name, file):
                return name
    return None


def _coco(path: Path) -> Found:
    if not path.is_dir():
        return coco_reading.read(path)
    files = [*path.glob("annotations/*.json")] or [*path.glob("*.json")]
    return read_folder(path, files, coco_reading.read)
