"""Creates small valid inputs of every kind, to be damaged."""

import contextlib
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from vrp_core.domain.annotations import ReviewStatus, Role, Scores
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle, encode
from vrp_core.domain.prompts import BoxPrompt, MaskPrompt, PointPrompt, ScribblePrompt
from vrp_core.images.reading import digest_of, read_size
from vrp_core.project.intake import NewImage
from vrp_core.project.project import NewPrediction, Project

SIZE = Size(48, 64)
SETTINGS: dict[str, Any] = {
    "theme": "dark", "keymap": "default", "keys": {"go.next": ["X", "Ctrl+Y"]}, "wheel_zooms": False, "opacity": 40,
    "brush": 12, "absent_below": 0.2, "device": "cpu", "vrp_weights": "", "recent": ["/a/b", "/c"],
}  # fmt: skip


def square(side: int, left: int = 4) -> Rle:
    """A square region of a photo."""
    mask = np.zeros(SIZE, dtype=bool)
    mask[4 : 4 + side, left : left + side] = True
    return encode(mask)


MARKS: list[dict[str, Any]] = [
    {"image": "photo-0.png", "label": "coin", "prompts": [{"kind": "point", "x": 10.0, "y": 12.0, "positive": True}]},
    {
        "image": "photo-1.png",
        "label": "coin",
        "prompts": [
            {"kind": "scribble", "points": [[5, 5], [20.5, 9], [30, 30]], "width": 4},
            {"kind": "box", "x0": 1, "y0": 2, "x1": 30, "y1": 40},
        ],
    },
    {
        "image": "photo-2.png",
        "label": "cup",
        "prompts": [{"kind": "mask", "size": [48, 64], "counts": square(6).counts}],
    },
]


def photos(folder: Path, count: int = 3) -> list[Path]:
    """Small photos, all different."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)
    files = []
    for number in range(count):
        files.append(folder / f"photo-{number}.png")
        Image.fromarray(rng.integers(0, 255, (*SIZE, 3), dtype=np.uint8)).save(files[-1])
    return files


def project(folder: Path) -> Path:
    """A closed project with something in every table, without copies; its photos lie in `folder/photos`."""
    files = photos(folder / "photos")
    with Project.create(folder / "p") as made:
        images = made.images.add([NewImage(file, read_size(file), digest_of(file)) for file in files])
        label, other = made.labels.add("coin"), made.labels.add("cup", supercategory="thing")
        made.annotations.add(
            images[0].id, label.id, [PointPrompt(5, 5), ScribblePrompt(((1, 1), (9, 9)), 3)], square(6)
        )
        made.annotations.add(images[0].id, other.id, [BoxPrompt(1, 1, 20, 20)], None, Role.TRUTH)
        made.annotations.add(images[1].id, other.id, [MaskPrompt(square(9))], None, Role.TRUTH)
        pass_id = made.passes.start({"segment": {"method": "gp"}, "references": [1]}, [one.id for one in images[1:]])
        found = [NewPrediction(one.id, 0, square(5, 20), Scores(0.5, 0.5, None, 0.5), False) for one in (label, other)]
        made.passes.record(pass_id, images[1].id, found)
        made.passes.record_failure(pass_id, images[2].id, "no such file")
        ids = [one.id for one in made.review.predictions()]
        made.review.set_status(ids[:1], ReviewStatus.ACCEPTED)
        made.review.edit(ids[1], square(7, 30))
    for copy in (folder / "p").glob("*.copy*"):
        copy.unlink()
    return folder / "p"


def pictures() -> Iterator[tuple[str, bytes]]:
    """Picture files of every format, each with its suffix."""
    rng = np.random.default_rng(7)
    color = Image.fromarray(rng.integers(0, 255, (*SIZE, 3), dtype=np.uint8))
    grey = Image.fromarray(rng.integers(0, 2**16 - 1, SIZE, dtype=np.uint16))
    for picture, ending, options in (
        (color, ".png", {}),
        (color, ".jpg", {"quality": 80}),
        (color, ".jpg", {"progressive": True}),
        (color, ".webp", {}),
        (color.quantize(), ".gif", {}),
        (color, ".bmp", {}),
        (color, ".tif", {}),
        (color, ".tif", {"compression": "tiff_lzw"}),
        (color, ".tif", {"compression": "jpeg"}),
        (grey, ".png", {}),
        (grey, ".tif", {}),
    ):
        content = io.BytesIO()
        kind = {".jpg": "JPEG", ".tif": "TIFF"}.get(ending, ending[1:].upper())
        picture.save(content, kind, **options)
        yield ending, content.getvalue()


def coco(folder: Path) -> dict[str, Any]:
    """The COCO export of a project."""
    from campaigns.commands import main

    with contextlib.redirect_stdout(io.StringIO()):  # the campaigns' own words stand there alone
        assert main(["project", "export", str(folder), "--out", str(folder.parent / "valid.json")]) == 0
    values: dict[str, Any] = json.loads((folder.parent / "valid.json").read_bytes())
    return values


def run_files() -> dict[str, Any]:
    """The JSON files of a training run of the window, by name."""
    from vrp_core.domain.config import TrainConfig, to_dict

    split = {
        "images": [["a" * 64, "b" * 64]],
        "pairs": [
            {"category": "coin", "kind": "point", "absent": False, "seed": 3, "reference": [0, "a"], "target": [0, "b"]}
        ],
    }
    return {
        "config.json": to_dict(TrainConfig(data=("a", "b"), out="out")),
        "validation.json": split,
        "chosen.json": ["training/quick-1/best.safetensors"],
        "names.json": {"training/quick-1/best.safetensors": "good ones"},
        "also.json": {"data": ["/a", "/b"], "images": ""},
        "events.jsonl": [
            {"kind": "TrainingStarted", "step": 0, "steps": 9, "parameters": 3, "categories": 1, "images": 4,
             "cache_bytes": 5},
            {"kind": "Step", "step": 1, "loss": 0.5, "lr": 0.1, "seconds": 0.2},
            {"kind": "Validated", "step": 1, "miou": 40.0, "by_category": {"coin": 40.0},
             "pixels": {"coin": [[1, 2], [3, 4]]}, "kept": 50.0},
            {"kind": "Pictured", "step": 1, "path": "a.png"},
            {"kind": "TrainingFinished", "step": 9, "best_miou": 41.0, "stopped": False},
        ],
    }  # fmt: skip


def checkpoint() -> tuple[dict[str, Any], dict[str, Any]]:
    """Tensors and parsed metadata of a weights file of the smallest possible network."""
    from vrp_core import __version__
    from vrp_core.domain.config import VrpConfig, to_dict
    from vrp_core.inference.methods import VRP_CALIBRATION
    from vrp_core.models.checkpoints import FORMAT
    from vrp_core.models.semantic import SemanticEncoder
    from vrp_core.models.vrp_sam import VrpModel

    config = VrpConfig(semantic="efficientnet_lite0", queries=2)
    network = VrpModel(config, SemanticEncoder("efficientnet_lite0")).encoder
    metadata = {
        "format": FORMAT,
        "config": to_dict(config),
        "sam": "mobile_sam",
        "calibration": asdict(VRP_CALIBRATION),
        "provenance": {"step": 3, "train": {"data": ["a"]}, "version": __version__},
    }
    return {name: value.contiguous() for name, value in network.state_dict().items()}, metadata
