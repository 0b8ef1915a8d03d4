"""Loads an export with the tool it was made for, in a process of its own: python loading.py TOOL FOLDER OUT.

OUT gets one array of each object: `<image stem>/<number>/<class name>` -> (H, W) bool.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def ultralytics_masks(folder: Path) -> Iterator[tuple[str, str, Mask]]:
    """As ultralytics trains on them: its data set's own segments, filled by its own function."""
    from ultralytics.data.dataset import YOLODataset
    from ultralytics.data.utils import polygon2mask
    from ultralytics.utils import YAML

    data = YAML.load(folder / "data.yaml")
    images = str(folder / data["train"])
    for label in YOLODataset(img_path=images, data=data, task="segment", augment=False).labels:
        height, width = label["shape"]
        for number, segment in zip(label["cls"][:, 0], label["segments"], strict=True):
            points = segment * (width, height)
            mask = polygon2mask((height, width), [points.reshape(-1)], color=1, downsample_ratio=1)
            yield Path(label["im_file"]).stem, data["names"][int(number)], mask.astype(bool)


def labelme_masks(folder: Path) -> Iterator[tuple[str, str, Mask]]:
    """As labelme opens them; parts of a group are one object."""
    from labelme.label_file import LabelFile
    from labelme.utils import img_data_to_arr, shape_to_mask

    for file in sorted(folder.rglob("*.json")):
        opened = LabelFile(str(file))
        size = img_data_to_arr(opened.imageData).shape[:2]
        groups: dict[tuple[object, str], Mask] = {}
        for shape in opened.shapes:
            if shape["shape_type"] == "mask":
                mask = np.zeros(size, dtype=bool)
                (left, top), (right, bottom) = np.array(shape["points"]).astype(int)
                mask[top : bottom + 1, left : right + 1] = shape["mask"]
            else:
                mask = shape_to_mask(size, shape["points"], shape["shape_type"])
            key = (shape["group_id"], shape["label"])
            groups[key] = groups.get(key, np.zeros(size, dtype=bool)) | mask
        for (_, name), mask in groups.items():
            yield file.stem, name, mask


def datumaro_masks(folder: Path) -> Iterator[tuple[str, str, Mask]]:
    """As datumaro imports them; annotations of a group are one object."""
    from datumaro.components.annotation import AnnotationType, Polygon
    from datumaro.components.dataset import Dataset

    data = Dataset.import_from(str(folder), "datumaro")
    names = data.categories()[AnnotationType.label]
    for item in data:
        height, width = item.media.size
        groups: dict[tuple[int, int], Mask] = {}
        for one in item.annotations:
            mask = np.zeros((height, width), dtype=np.uint8)
            if isinstance(one, Polygon):
                cv2.fillPoly(mask, [np.array(one.points).reshape(-1, 2).round().astype(np.int32)], 1)
            else:
                mask[:] = one.image
            key = (one.group, one.label)
            groups[key] = groups.get(key, np.zeros((height, width), dtype=bool)) | mask.astype(bool)
        for (_, number), mask in groups.items():
            yield Path(item.id).name, names[number].name, mask


_LOADERS = {"yolo-seg": ultralytics_masks, "labelme": labelme_masks, "datumaro": datumaro_masks}

if __name__ == "__main__":
    tool, source, out = sys.argv[1:]
    found = {f"{stem}/{n}/{name}": mask for n, (stem, name, mask) in enumerate(_LOADERS[tool](Path(source)))}
    np.savez_compressed(out, **found)
