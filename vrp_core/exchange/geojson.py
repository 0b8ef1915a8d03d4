"""Writes GeoJSON: one file per image, each object a (multi-)polygon with holes, in image pixels, y down.

QuPath reads this form. A map program shows it upside down, because maps have y up.
"""

import json
from pathlib import Path
from typing import Any

from shapely import LinearRing

from vrp_core.domain.annotations import AnnotationSet, Label, LabelledObject
from vrp_core.domain.files import write_file
from vrp_core.domain.geometry import FloatArray
from vrp_core.exchange.names import distinct_stems
from vrp_core.exchange.objects import objects_by_image
from vrp_core.exchange.writing import Writing, outlines_of, place_photos


def write(annotation_set: AnnotationSet, folder: Path, writing: Writing | None = None) -> list[Path]:
    """Write `geojson/<image>.geojson` for every image."""
    chosen = writing or Writing()
    stems, objects = distinct_stems(annotation_set.images), objects_by_image(annotation_set)
    labels = {label.id: label for label in annotation_set.labels}
    written = []
    for image in annotation_set.images:
        document = {
            "type": "FeatureCollection",
            "image": {"file_name": image.file_name, "height": image.size.height, "width": image.size.width},
            "features": [_feature(item, labels[item.label_id], chosen) for item in objects[image.id]],
        }
        content = json.dumps(document, allow_nan=False, separators=(",", ":")).encode("ascii")
        written.append(write_file(folder / "geojson" / f"{stems[image.id]}.geojson", content, durable=False))
    return [*written, *place_photos(annotation_set, folder, chosen)]


def _feature(item: LabelledObject, label: Label, writing: Writing) -> dict[str, Any]:
    polygons = [
        [_closed(part.outer, outer=True), *(_closed(hole, outer=False) for hole in part.holes)]
        for part in outlines_of(item, writing)
    ]
    geometry = (
        {"type": "Polygon", "coordinates": polygons[0]}
        if len(polygons) == 1
        else {"type": "MultiPolygon", "coordinates": polygons}
    )
    color = [int(label.color[place : place + 2], 16) for place in (1, 3, 5)]
    properties: dict[str, Any] = {
        "objectType": "annotation",
        "classification": {"name": label.name, "color": color},
    }
    if writing.scores and item.score is not None:
        properties["score"] = float(item.score)
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _closed(ring: FloatArray, outer: bool) -> list[list[float]]:
    """A ring that repeats its first point; outer rings are counterclockwise, holes clockwise (RFC 7946)."""
    points = ring.astype(float).tolist()
    if LinearRing(ring).is_ccw != outer:
        points.reverse()
    return [*points, points[0]]
