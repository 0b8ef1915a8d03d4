"""Reads Pascal VOC: XML files with boxes, and palette pictures of classes and objects, where 255 is not scored."""

from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.errors import BadFile
from vrp_core.domain.geometry import Size
from vrp_core.exchange.found import (
    Found,
    FoundImage,
    FoundObject,
    Notes,
    Outline,
    Part,
    Unusable,
    distinct_names,
    number,
    size_of,
)
from vrp_core.exchange.index_pictures import CREAM, UNSCORED, color_value, is_indexed, read_values, regions_by_value
from vrp_core.exchange.json_reading import text
from vrp_core.exchange.several_files import read_each
from vrp_core.exchange.shapes import box_of, ring_of
from vrp_core.exchange.xml_reading import read_xml, text_of

CLASSES, OBJECTS, BOXES, LABELS = "SegmentationClass", "SegmentationObject", "Annotations", "labelmap.txt"
NAMES = (
    *("aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow"),
    *("diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor"),
)  # labels of the values 1 to 20 if there is no list of labels


def fits(root: Element) -> bool:
    """Whether an XML file is Pascal VOC's."""
    return root.tag == "annotation"


def read(path: Path) -> Found:
    """The masks and boxes of a folder, or the boxes of one XML file.

    If an image has masks, its objects come from them; its boxes would repeat them.

    Raises:
        NotFound, OSError: as for `read_xml`.
        BadFile: there are neither masks nor boxes, or the only file is not XML.
    """
    notes = Notes()
    folder = path if path.is_dir() else path.parent
    reading = _Reading(folder, notes)
    if path.is_dir():
        reading.read_masks()
        files = sorted((path / BOXES).rglob("*.xml")) or sorted(path.rglob("*.xml"))
    else:
        files = [path]
    for file, root in read_each(files, read_xml, notes, folder):
        if fits(root):
            reading.read_boxes(root, file)
        elif len(files) == 1:
            raise BadFile(file, (f"it is no XML file of Pascal VOC: it starts with <{root.tag}>",))
        else:
            notes.left_out("not being a file of Pascal VOC", file.relative_to(folder).as_posix())
    if not reading.images and not notes.names:
        raise BadFile(path, (f"there are neither XML files nor pictures in {CLASSES}",))
    return Found(tuple(reading.images), tuple(reading.labels), tuple(reading.objects), notes.sentences())


class _Reading:
    """The images and objects read so far from a folder."""

    def __init__(self, root: Path, notes: Notes) -> None:
        self._root, self._notes = root, notes
        self.images: list[FoundImage] = []
        self.objects: list[FoundObject] = []
        self._by_stem: dict[str, int] = {}
        self._by_index, self._by_color, self.labels = _labels(root / LABELS)

    def read_masks(self) -> None:
        """The objects of the pictures in `SegmentationClass`, separated by those in `SegmentationObject`."""
        folder = self._root / CLASSES
        for file in sorted(folder.rglob("*.png")):
            where = file.relative_to(folder).as_posix()
            try:
                classes, names = self._classes(file)
                objects = self._objects_of(where, classes)
                place = self._image(where, Size(*classes.shape))
                for value, region in regions_by_value(objects).items():
                    kinds = classes[region.crop & (classes != 0)] if value not in (0, UNSCORED, CREAM) else classes[:0]
                    if kinds.size:
                        found, times = np.unique(kinds, return_counts=True)
                        kind = int(found[times.argmax()])
                        label, name = names.get(kind, f"label {kind}"), f"object {value} of {where}"
                        self.objects.append(FoundObject(place, label, (region,), name=name))
            except Unusable as reason:
                self._notes.left_out(reason, where)

    def _classes(self, file: Path) -> tuple[NDArray[np.int64], dict[int, str]]:
        """(H, W) classes, 0 for background and unscored pixels, and their names."""
        colors = read_values(file, as_colors=True) if self._by_color else None
        if colors is not None and set(np.unique(colors).tolist()) <= {0, CREAM, *self._by_color}:
            return np.where(colors == CREAM, 0, colors), self._by_color
        values = read_values(file)
        return np.where(values == (UNSCORED if is_indexed(file) else CREAM), 0, values), self._by_index

    def _objects_of(self, where: str, classes: NDArray[np.int64]) -> NDArray[np.int64]:
        """(H, W) numbers of objects; the classes themselves if no picture separates their objects."""
        file = self._root / OBJECTS / where
        if not file.is_file():
            return classes
        values = read_values(file)
        if values.shape != classes.shape:
            raise Unusable(f"another size of its picture in {OBJECTS}")
        return values

    def _image(self, where: str, size: Size | None, names: tuple[str, ...] = ()) -> int:
        stem = Path(where).with_suffix("").as_posix()
        if stem not in self._by_stem:
            all_names = distinct_names([*names, where])
            self._by_stem[stem] = len(self.images)
            self.images.append(FoundImage(all_names[0], size, all_names[1:]))
        return self._by_stem[stem]

    def read_boxes(self, root: Element, file: Path) -> None:
        """The objects of an XML file."""
        folder = self._root / BOXES
        where = file.relative_to(folder if folder in file.parents else self._root).as_posix()
        has_masks = Path(where).with_suffix("").as_posix() in self._by_stem
        size = root.find("size")
        known = None if size is None else size_of(text_of(size, "height"), text_of(size, "width"))
        in_folder = (Path(where).parent / text_of(root, "filename")).as_posix()
        names = [
            name for name in (text_of(root, "path"), in_folder) if name not in ("", ".") and text_of(root, "filename")
        ]
        place = self._image(where, known, tuple(reversed(names)))
        for index, element in enumerate(root.findall("object")):
            name = f"object {index + 1} of {where}"
            label = text_of(element, "name")
            try:
                if not label:
                    raise Unusable("a missing name")
                part = _part(element)
                if not has_masks:
                    self.objects.append(FoundObject(place, label, (part,), name=name))
            except Unusable as reason:
                self._notes.left_out(reason, name)


def _part(element: Element) -> Part:
    polygon = element.find("polygon")
    if polygon is not None and polygon.find("x1") is not None:
        points: list[list[str]] = []
        while polygon.find(f"x{len(points) + 1}") is not None:
            points.append([text_of(polygon, f"{axis}{len(points) + 1}") for axis in "xy"])
        return Outline(ring_of(points))
    box = element.find("bndbox")
    if box is None:
        raise Unusable("a missing box")
    x0, y0, x1, y1 = (number(text_of(box, side), side) for side in ("xmin", "ymin", "xmax", "ymax"))
    return box_of(x0, y0, x1, y1)


def _labels(path: Path) -> tuple[dict[int, str], dict[int, str], list[str]]:
    """The names by index and by colour, and the names in order, of a `labelmap.txt`; VOC's own without one."""
    if not path.is_file():
        return dict(enumerate(NAMES, start=1)), {}, []
    by_index: dict[int, str] = {}
    by_color: dict[int, str] = {}
    lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    for index, line in enumerate(line for line in lines if line.strip() and not line.startswith("#")):
        name, *rest = line.split(":")
        name = text(name) or f"label {index}"
        channels = rest[0].split(",") if rest else []
        if len(channels) == 3 and all(channel.strip().isdigit() for channel in channels):
            red, green, blue = (int(channel) for channel in channels)
            by_color[color_value(red, green, blue)] = name
        by_index[index] = name
    return by_index, by_color, [name for name in by_index.values() if name != "background"]
