"""Our exports, read by the tools they are made for: ultralytics, labelme and datumaro find the same masks in them."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.exchange.test_round_trips import SIZE, shapes
from vrp_core.domain.masks import components, decode, mask_iou
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.writing import Photos, Writing

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv" / "other-tools"


@pytest.mark.skipif(not TOOLS.is_dir(), reason="the other tools are not here: make test installs them")
@pytest.mark.parametrize("name", ["yolo-seg", "labelme", "datumaro"])
def test_the_tool_itself_reads_the_same_objects(name: str, tmp_path: Path) -> None:
    before = shapes()
    for image in before.images:
        photo = tmp_path / "photos" / image.file_name
        photo.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (SIZE.width, SIZE.height), (image.id, 90, 30)).save(photo)
    folder = tmp_path / "export"
    FORMATS[name].write(before, folder, Writing(photos=Photos.COPY, image_folder=tmp_path / "photos"))
    masks = _loaded(name, folder, tmp_path)
    stems = {image.id: Path(image.file_name).stem for image in before.images}
    names = {label.id: label.name for label in before.labels}
    assert len(masks) == len(before.objects)
    for item in before.objects:
        alike = [mask for key, mask in masks.items() if _is(key, stems[item.image_id], names[item.label_id])]
        # YOLO has one ring for an object: ultralytics fills the slit between two parts one pixel wide.
        joined = name == "yolo-seg" and len(components(decode(item.mask))) > 1
        assert max(mask_iou(decode(item.mask), mask) for mask in alike) >= (0.98 if joined else 0.99)


def _is(key: str, stem: str, label: str) -> bool:
    found, _, name = key.split("/")
    return found == stem and name == label


def _loaded(name: str, folder: Path, tmp_path: Path) -> dict[str, np.ndarray[tuple[int, int], np.dtype[np.bool_]]]:
    out = tmp_path / "loaded.npz"
    environment = os.environ | {"PYTHONPATH": str(TOOLS), "YOLO_CONFIG_DIR": str(tmp_path), "HOME": str(tmp_path)}
    command = [sys.executable, str(Path(__file__).parent / "loading.py"), name, str(folder), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    with np.load(out) as loaded:
        return {key: loaded[key] for key in loaded.files}
