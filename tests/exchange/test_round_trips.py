"""What leaves in a format comes back in by its reader: to the pixel, or as closely as the format can say it."""

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.exchange.sets_to_try import special_set, union_of
from vrp_core.domain.annotations import AnnotationSet, Label, LabelledImage, LabelledObject
from vrp_core.domain.errors import VrpError
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import decode, encode, iou, mask_iou
from vrp_core.exchange.as_set import as_annotation_set
from vrp_core.exchange.conversion import convert
from vrp_core.exchange.export import ExportOptions
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.found import Box, Dot, Found, Outline
from vrp_core.exchange.label_studio_reading import read as read_label_studio
from vrp_core.exchange.labelme_reading import read as read_labelme
from vrp_core.exchange.readers import READERS, read_any, recognise
from vrp_core.exchange.voc_reading import read as read_voc
from vrp_core.exchange.yolo_reading import read as read_yolo

SIZE = Size(120, 160)
READER_OF = {name: name for name in ("coco", "labelme", "voc", "cvat", "datumaro", "mask-png", "index-png")}
READER_OF["yolo-seg"] = "yolo"


def shapes() -> AnnotationSet:
    """A disc, a ring and an object of two parts on one photo, a disc on another in a folder, and a photo of none."""
    rows, columns = np.indices(SIZE)

    def disc(x: int, y: int, radius: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
        return np.hypot(rows - y, columns - x) < radius

    masks = [disc(30, 30, 25), disc(110, 40, 30) & ~disc(110, 40, 12), disc(30, 90, 20) | disc(100, 95, 15)]
    objects = [LabelledObject(1, number, encode(mask)) for number, mask in zip((1, 2, 1), masks, strict=True)]
    objects.append(LabelledObject(2, 2, encode(disc(80, 60, 40))))
    images = [LabelledImage(n, name, SIZE) for n, name in enumerate(("a.png", "sub/b.png", "sub/none.png"), start=1)]
    return AnnotationSet(tuple(images), (Label(1, "coin", "#ee7733"), Label(2, "no: 1", "#33bbee")), tuple(objects))


def names_of(found: Found) -> list[str]:
    return [image.name for image in found.images]


def read_back(name: str, folder: Path, sizes: dict[str, Size] | None = None) -> AnnotationSet:
    assert recognise(folder if name != "coco" else folder / "coco.json") == READER_OF[name]
    found = read_any(folder if name != "coco" else folder / "coco.json")
    annotation_set, notes = as_annotation_set(found, lambda image: SIZE)
    assert notes == ()
    return annotation_set


@pytest.mark.parametrize("name", READER_OF)
def test_every_object_comes_back_to_the_pixel(tmp_path: Path, name: str) -> None:
    before = shapes()
    FORMATS[name].write(before, tmp_path, None)
    after = read_back(name, tmp_path)
    stems = {image.id: Path(image.file_name).stem for image in after.images}
    labels = {label.id: label.name for label in after.labels}
    found = {
        (stems[item.image_id], labels[item.label_id].replace("no: 1", "no 1").replace("no  1", "no 1"))
        for item in after.objects
    }
    assert found == {("a", "coin"), ("a", "no 1"), ("b", "no 1")}
    kept = {image.id: Path(image.file_name).stem for image in before.images}
    for item in before.objects:
        same = [one.mask for one in after.objects if stems[one.image_id] == kept[item.image_id]]
        floor = 0.2 if name in ("mask-png", "index-png") else 1.0  # objects of a label are drawn together there
        assert max(iou(item.mask, mask) for mask in same) >= (1.0 if item.image_id == 2 else floor)


def test_objects_of_a_label_that_are_drawn_together_come_back_as_their_union(tmp_path: Path) -> None:
    for name in ("mask-png", "index-png"):
        FORMATS[name].write(shapes(), tmp_path / name, None)
        after = read_back(name, tmp_path / name)
        first = [item for item in after.objects if Path(after.images[item.image_id - 1].file_name).stem == "a"]
        unions = [decode(item.mask) for item in first]
        assert any(np.array_equal(union_of(shapes(), 1, 1), union) for union in unions)


@pytest.mark.parametrize("name", ["coco", "cvat", "datumaro", "voc"])
def test_special_masks_come_back_to_the_pixel(tmp_path: Path, name: str) -> None:
    before = special_set()
    FORMATS[name].write(before, tmp_path, None)
    found = read_any(tmp_path / "coco.json" if name == "coco" else tmp_path)
    after, _ = as_annotation_set(found)
    by_name = {Path(image.file_name).stem: image.id for image in after.images}
    for image, item in zip(before.images, before.objects, strict=False):
        (mask,) = [one.mask for one in after.objects if one.image_id == by_name[Path(image.file_name).stem]]
        assert mask == item.mask, image.file_name


@pytest.mark.parametrize("name", ["coco", "yolo-seg", "labelme", "cvat"])
def test_looser_outlines_have_fewer_points_and_keep_their_agreement(tmp_path: Path, name: str) -> None:
    source = FORMATS["coco"].write(shapes(), tmp_path / "source", None)[0]
    points = []
    for floor in (1.0, 0.95):
        place = tmp_path / f"{name}-{floor}" / ("out.json" if name == "coco" else "")
        report, _, _ = convert(source, place, ExportOptions(name, min_iou=floor))
        assert report.outlines is not None and report.outlines.lowest_iou >= floor
        points.append(report.outlines.points)
        after, _ = as_annotation_set(read_any(place), lambda image: SIZE)
        for item in shapes().objects:
            assert max(iou(item.mask, one.mask) for one in after.objects) >= floor - 0.03
    assert points[1] < points[0] / 4


# --- the loaders of the tools themselves, in their own words ---------------------------------------------------------


def large_shapes() -> AnnotationSet:
    """`shapes` at double size: the smallest is 60 pixels wide."""
    before = shapes()
    objects = [replace(one, mask=encode(decode(one.mask).repeat(2, 0).repeat(2, 1))) for one in before.objects]
    images = [replace(one, size=Size(2 * one.size.height, 2 * one.size.width)) for one in before.images]
    return AnnotationSet(tuple(images), before.labels, tuple(objects))


def test_labelme_itself_fills_the_same_pixels(tmp_path: Path) -> None:
    """`labelme.utils.shape_to_mask` gives Pillow the points, which cuts them to whole pixels and draws the edge."""
    before = large_shapes()
    FORMATS["labelme"].write(before, tmp_path, None)
    size = before.images[0].size
    found: dict[object, np.ndarray[Any, Any]] = {}
    for place, shape in enumerate(json.loads((tmp_path / "a.json").read_text())["shapes"]):
        canvas = Image.new("L", (size.width, size.height), 0)
        if shape["shape_type"] == "polygon":
            ImageDraw.Draw(canvas).polygon([tuple(point) for point in shape["points"]], outline=1, fill=1)
        else:
            corner = tuple(int(value) for value in shape["points"][0])
            canvas.paste(Image.open(io.BytesIO(base64.b64decode(shape["mask"]))).convert("L"), corner)
        group = shape["group_id"] or -place - 1
        found[group] = found.get(group, np.zeros(size, dtype=bool)) | (np.asarray(canvas) > 0)
    for item in before.objects[:3]:
        assert max(mask_iou(decode(item.mask), mask) for mask in found.values()) >= 0.99


def test_ultralytics_itself_fills_the_same_pixels(tmp_path: Path) -> None:
    """`ultralytics.data.utils.polygon2mask` cuts coordinates to whole pixels and fills with the edge."""
    before = large_shapes()
    FORMATS["yolo-seg"].write(before, tmp_path, None)
    size = before.images[0].size
    lines = (tmp_path / "labels" / "a.txt").read_text().splitlines()
    for line, item in zip(lines, before.objects[:3], strict=True):
        shares = np.array(line.split()[1:], dtype=np.float32).reshape(-1, 2)
        points = (shares * np.float32([size.width, size.height])).astype(np.int32)
        filled = cv2.fillPoly(np.zeros(size, np.uint8), [points], 1).astype(bool)
        assert mask_iou(decode(item.mask), filled) >= 0.99  # the slit between two parts is a pixel wide


# --- files as other tools write them ---------------------------------------------------------------------------------


def save(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_labelme_boxes_and_points_are_prompts_and_groups_are_one_object(tmp_path: Path) -> None:
    triangle = [[1, 1], [9, 1], [1, 9]]
    kinds: Sequence[dict[str, Any]] = [
        {"label": "a", "points": triangle, "group_id": 1, "shape_type": "polygon"},
        {"label": "a", "points": [[x + 20, y] for x, y in triangle], "group_id": 1},
        {"label": "b", "points": [[9, 9], [2, 3]], "shape_type": "rectangle"},
        {"label": "b", "points": [[5, 6]], "shape_type": "point"},
        {"label": "c", "points": [[20, 20], [25, 20]], "shape_type": "circle"},
        {"label": "d", "points": [[1, 1], [9, 9]], "shape_type": "line"},
        {"label": "e", "points": [[1, 1]]},
    ]
    document = {
        "version": "4.5.6",
        "shapes": kinds,
        "imagePath": "..\\photos\\x.jpg",
        "imageHeight": 50,
        "imageWidth": 60,
    }
    found = read_labelme(save(tmp_path / "x.json", document))
    assert found.images[0].name.endswith("photos/x.jpg") and found.images[0].size == (50, 60)
    assert [(item.label, len(item.parts), item.is_prompt) for item in found.objects] == [
        *(("a", 2, False), ("b", 1, True), ("b", 1, True), ("c", 1, False))
    ]
    assert [type(item.parts[0]) for item in found.objects] == [Outline, Box, Dot, Outline]
    assert len(found.notes) == 2


def test_yolo_boxes_polygons_and_confidences(tmp_path: Path) -> None:
    save(tmp_path / "data.yaml", "names: [cat, no, 'a: b']\ntrain: images\n")
    save(
        tmp_path / "labels" / "x.1.txt",
        "0 0.5 0.5 0.2 0.4\n1 0.1 0.1 0.5 0.1 0.5 0.5 0.9\n2 nan 0 1 1 0.5 0.5\nx 1\n\n",
    )
    found = read_yolo(tmp_path)
    assert [(item.label, type(item.parts[0])) for item in found.objects] == [("cat", Box), ("no", Outline)]
    assert found.labels == ("cat", "no", "a: b") and names_of(found) == ["images/x.1.txt"]
    assert [note.count("line") for note in found.notes] == [1, 1]


def test_voc_palette_masks_leave_the_border_unscored(tmp_path: Path) -> None:
    classes, objects = np.zeros((60, 80), np.uint8), np.zeros((60, 80), np.uint8)
    for number, left in ((1, 5), (2, 45)):
        classes[5:35, left - 2 : left + 27], objects[5:35, left - 2 : left + 27] = 255, 255
        classes[8:32, left : left + 25], objects[8:32, left : left + 25] = 15, number
    for folder, pixels in (("SegmentationClass", classes), ("SegmentationObject", objects)):
        (tmp_path / folder).mkdir()
        picture = Image.fromarray(pixels)
        picture.putpalette([value for index in range(256) for value in (index, 255 - index, index)])
        picture.save(tmp_path / folder / "x.png")
    found, notes = as_annotation_set(read_voc(tmp_path))
    assert notes == () and [label.name for label in found.labels] == ["person"]
    assert [int(decode(item.mask).sum()) for item in found.objects] == [600, 600]


def test_voc_boxes_of_an_xml_file(tmp_path: Path) -> None:
    box = "<bndbox><xmin>3</xmin><ymin>4</ymin><xmax>30</xmax><ymax>40</ymax></bndbox>"
    xml = f"<annotation><filename>x.jpg</filename><object><name>cat</name>{box}</object><object/></annotation>"
    found = read_any(save(tmp_path / "x.xml", xml))
    assert found.objects[0].parts == (Box(3, 4, 30, 40),) and len(found.notes) == 1
    assert "x.jpg" in names_of(found)


def label_studio_code(mask: np.ndarray[Any, np.dtype[np.bool_]]) -> list[int]:
    """Label Studio's run-length code, written the slow way: every run one block with a length of 16 bits."""
    values = np.repeat(mask.ravel().astype(np.uint8) * 255, 4)
    bits = f"{values.size:032b}{7:05b}{2:04b}{3:04b}{7:04b}{15:04b}"
    starts = np.flatnonzero(np.diff(values, prepend=~values[:1])).tolist()
    for start, end in zip(starts, [*starts[1:], values.size], strict=True):
        for first in range(start, end, 65536):
            bits += f"1{3:02b}{min(65536, end - first) - 1:016b}{values[start]:08b}"
    bits += "0" * (-len(bits) % 8)
    return [int(bits[place : place + 8], 2) for place in range(0, len(bits), 8)]


def test_label_studio_brushes_polygons_and_boxes(tmp_path: Path) -> None:
    mask = np.hypot(*(np.indices((60, 80)) - 30)) < 20
    common = {"original_width": 80, "original_height": 60}
    values: list[dict[str, Any]] = [
        {"type": "brushlabels", "value": {"format": "rle", "rle": label_studio_code(mask), "brushlabels": ["a"]}},
        {"type": "polygonlabels", "value": {"points": [[0, 0], [50, 0], [50, 50], [0, 50]], "polygonlabels": ["b"]}},
        {"type": "rectanglelabels", "value": {"x": 10, "y": 20, "width": 30, "height": 40, "rectanglelabels": ["c"]}},
        {"type": "ellipselabels", "value": {"x": 50, "y": 50, "radiusX": 25, "radiusY": 25, "ellipselabels": ["d"]}},
        {"type": "brushlabels", "value": {"format": "rle", "rle": [1, 2, 3], "brushlabels": ["a"]}},
    ]
    task = {
        "id": 1,
        "data": {"image": "/data/upload/1/cb0618f6-x.png"},
        "annotations": [{"result": [{**common, **one} for one in values]}],
    }
    found = read_label_studio(save(tmp_path / "ls.json", [task]))
    annotation_set, _ = as_annotation_set(found, boxes=True)
    areas = [decode(item.mask) for item in annotation_set.objects]
    np.testing.assert_array_equal(areas[0], mask)
    assert areas[1][:30, :40].all() and areas[1].sum() == 1200
    assert areas[2].sum() == 24 * 24
    rows, columns = np.indices((60, 80))
    assert mask_iou(areas[3], np.hypot((rows + 0.5 - 30) / 15, (columns + 0.5 - 40) / 20) < 1) > 0.98
    assert len(found.notes) == 1


def test_masks_of_segment_anything(tmp_path: Path) -> None:
    mask = encode(np.hypot(*(np.indices((60, 80)) - 30)) < 20)
    record = {"segmentation": {"size": [60, 80], "counts": mask.counts}, "predicted_iou": 0.9, "area": 1}
    image = {"image_id": 1, "file_name": "sa_1.jpg", "width": 80, "height": 60}
    for name, document in (("one.json", {"image": image, "annotations": [record]}), ("sa_1.json", [record, {}])):
        path = save(tmp_path / name, document)
        assert recognise(path) == "sam"
        found = read_any(path)
        annotation_set, _ = as_annotation_set(found, lambda image: Size(60, 80))
        assert [item.mask for item in annotation_set.objects] == [mask]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "content", ["", "[1, 2]", "{}", "<a/>", "<annotations><image/></annotations>", "\0\0", '{"shapes": [3]}']
)
def test_files_of_no_sense_are_refused_or_hold_nothing(tmp_path: Path, name: str, content: str) -> None:
    for file in ("x.json", "x.xml", "x.txt", "data.yaml", "masks/a/x.png", "index/x.png"):
        save(tmp_path / file, content)
    for path in (tmp_path, tmp_path / "x.json", tmp_path / "x.xml", tmp_path / "x.txt"):
        try:
            found = READERS[name].read(path)
        except (VrpError, NotADirectoryError):
            continue
        assert found.objects == ()


def test_a_mask_of_several_values_is_left_out_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "coin").mkdir()
    pixels = np.zeros((40, 40), np.uint8)
    pixels[:10], pixels[20:30] = 1, 2
    Image.fromarray(pixels).save(tmp_path / "coin" / "x.png")
    Image.fromarray((pixels == 1).astype(np.uint8) * 255).save(tmp_path / "coin" / "y.png")
    found = READERS["mask-png"].read(tmp_path)
    assert [found.images[item.image].name for item in found.objects] == ["y.png"]
    assert found.notes == ("left out, since it holds several values (1, 2), so the object is ambiguous: coin/x.png",)
