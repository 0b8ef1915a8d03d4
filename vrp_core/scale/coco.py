"""Turns results into COCO JSON, row by row: as little is in memory for a million photos as for ten."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from vrp_core.domain.annotations import LabelledObject
from vrp_core.domain.errors import BadFile
from vrp_core.domain.files import writing
from vrp_core.domain.masks import Rle, area
from vrp_core.exchange.coco import CocoOptions, coco_annotation
from vrp_core.exchange.destination import check_ours
from vrp_core.scale.results import SUFFIX, Results, rows_of
from vrp_core.scale.rows import Row

_MAX_IN_MEMORY = 1 << 22  # bytes of annotations before they go to a temporary file


@dataclass
class Written:
    """What was written."""

    files: list[Path]
    photos: int = 0  # without those that could not be read
    objects: int = 0
    failed: int = 0  # photos that could not be read


def write_coco_of_results(
    results: Results, out: Path, min_confidence: float = 0.0, scores: bool = True, replace: bool = False
) -> Written:
    """Write the objects that were found, with ids that are unique over all files.

    Args:
        results: of a run.
        out: a file whose name ends in `.json`, or a folder that gets one file for each file of results.
        min_confidence: less certain objects are left out, 0..1; absent ones always are.
        scores: write the confidence as `score`.
        replace: also replace files that no export wrote.

    Raises:
        WouldReplace: files that no export wrote are in the way; nothing was written.
        BadFile: a file of results is damaged.
        DiskFull, OSError: a file cannot be written.
    """
    written = Written([])
    parts = [(out, results.files)] if out.suffix == ".json" else [(_place(out, one), (one,)) for one in results.files]
    if not replace:
        check_ours([place for place, _ in parts])
    options = CocoOptions(scores=scores)
    ids = {label.name: label.id for label in results.labels}
    for place, files in parts:
        with writing(place) as file, tempfile.SpooledTemporaryFile(_MAX_IN_MEMORY) as annotations:
            file.write(b'{"info":' + _json(dict(options.info)) + b',"licenses":[],"categories":')
            file.write(_json([_category(asdict(label)) for label in results.labels]) + b',"images":[')
            _write_part(file, annotations, files, ids, min_confidence, options, written)
            annotations.seek(0)
            file.write(b'],"annotations":[')
            shutil.copyfileobj(annotations, file, 1 << 20)
            file.write(b"]}")
        written.files.append(place)
    return written


def _place(folder: Path, results: str) -> Path:
    name = results.replace("\\", "/").rsplit("/", 1)[-1]
    return folder / f"{name.removesuffix(SUFFIX)}.json"


def _write_part(
    file: BinaryIO,
    annotations: Any,
    files: tuple[str, ...],
    ids: dict[str, int],
    min_confidence: float,
    options: CocoOptions,
    written: Written,
) -> None:
    """Write the images to the file and their annotations, which COCO has behind them, to another."""
    images_before, objects_before = written.photos, written.objects
    for source in files:
        for rows in _by_photo(rows_of(source)):
            first = rows[0]
            if first.error:
                written.failed += 1
                continue
            file.write(b"," if written.photos > images_before else b"")
            written.photos += 1
            image = {"id": written.photos, "width": first.width, "height": first.height, "file_name": first.path}
            file.write(_json(image))
            for row in rows:
                if row.absent or (row.confidence or 0.0) < min_confidence:
                    continue
                item = _object(source, row, written.photos, ids)
                if not area(item.mask):
                    continue
                annotations.write(b"," if written.objects > objects_before else b"")
                written.objects += 1
                annotations.write(_json(coco_annotation(written.objects, item, options)))


def _by_photo(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """The rows of each photo, which stand one after the other. A photo that is listed twice is two photos."""
    group: list[Row] = []
    for row in rows:
        again = any((row.label, row.instance) == (one.label, one.instance) for one in group)
        if group and (row.path != group[0].path or again):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _object(source: str, row: Row, image_id: int, ids: dict[str, int]) -> LabelledObject:
    try:
        return LabelledObject(image_id, ids[row.label], Rle(row.height, row.width, row.counts), score=row.confidence)
    except (KeyError, ValueError) as error:
        raise BadFile(Path(source), (f"{row.path} has an object that no worker writes: {error}",)) from error


def _category(label: dict[str, Any]) -> dict[str, Any]:
    return {name: label[name] for name in ("id", "name", "supercategory")}


def _json(values: Any) -> bytes:
    return json.dumps(values, allow_nan=False, separators=(",", ":")).encode("ascii")
