"""Reads masks of Segment Anything: SA-1B's JSON, and the lists of its automatic mask generator."""

from pathlib import Path
from typing import Any

from vrp_core.domain.errors import BadFile
from vrp_core.exchange.found import Found, FoundImage, FoundObject, Notes, Unusable, size_of
from vrp_core.exchange.json_reading import read_json, records, text
from vrp_core.exchange.segmentation import parts_of
from vrp_core.exchange.several_files import read_folder

_LABEL = "object"  # SAM has no labels


def fits(document: Any) -> bool:
    """Whether the values of a JSON file are SAM's."""
    if isinstance(document, dict):
        return isinstance(document.get("image"), dict) and isinstance(document.get("annotations"), list)
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, dict) and isinstance(first.get("segmentation"), dict) and "image_id" not in first


def read(path: Path) -> Found:
    """The masks of one image, or of all files of a folder.

    Raises:
        NotFound, OSError: as for `read_json`.
        BadFile: the only file is not JSON or not SAM's, or the folder holds none.
    """
    if path.is_dir():
        return read_folder(path, path.glob("*.json"), read)
    document = read_json(path)
    if not (isinstance(document, list) or fits(document)):
        raise BadFile(path, ("it is no file of Segment Anything's: it has no image with a list of masks",))
    image = document.get("image") if isinstance(document, dict) else None
    listed = records(document.get("annotations") if isinstance(document, dict) else document)
    about = image if isinstance(image, dict) else {}
    name = text(about.get("file_name")) or path.name  # a list does not name its photo: use its own name
    size = size_of(about.get("height"), about.get("width"))
    notes, objects = Notes(), []
    for place, record in enumerate(listed):
        where = f"annotations[{place}]"
        try:
            parts = parts_of(record.get("segmentation"), size)
            if not parts:
                raise Unusable("a missing segmentation")
            objects.append(FoundObject(0, text(record.get("label")) or _LABEL, parts, name=where))
        except Unusable as reason:
            notes.left_out(reason, where)
    return Found((FoundImage(name, size),), (), tuple(objects), notes.sentences())
