"""A small data set and a short run on it, for tests of training."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from vrp_core.domain.config import TrainConfig, VrpConfig


def paint_data(root: Path) -> Path:
    """Two categories of painted objects on noisy grounds, four images each."""
    rng = np.random.default_rng(0)
    (root / "images").mkdir()
    for category, color in (("disc", (200, 40, 40)), ("square", (40, 60, 200))):
        (root / "masks" / category).mkdir(parents=True)
        for number in range(4):
            ground = Image.fromarray(rng.integers(80, 120, (96, 128, 3), dtype=np.uint8))
            mask = Image.new("1", ground.size)
            left, top = (int(value) for value in rng.integers(10, 50, 2))
            for canvas, ink in ((ImageDraw.Draw(ground), color), (ImageDraw.Draw(mask), 1)):
                draw = canvas.ellipse if category == "disc" else canvas.rectangle
                draw((left, top, left + 36, top + 36), fill=ink)
            ground.save(root / "images" / f"{category}{'abcd'[number]}.png")
            mask.save(root / "masks" / category / f"{category}{'abcd'[number]}.png")
    return root


def config(data: Path, out: Path, **options: object) -> TrainConfig:
    chosen: dict[str, object] = {
        "steps": 4,
        "batch": 2,
        "validate_every": 2,
        "validation_pairs": 2,
        "held_out": ("square",),
        "amp": False,
        "absent": 0.0,
        "threads": 1,
        "vrp": VrpConfig(semantic="efficientnet_lite0"),
    }
    return TrainConfig(data=(str(data),), out=str(out), **(chosen | options))  # type: ignore[arg-type]
