"""Creates assets/episodes: a few photos with masks, on which every fine-tuning is checked for forgetting.

    python -m benchmarks.builtin_episodes      (needs the extra `demo`)

The photos come with scikit-image and are free to share (assets/episodes/LICENSES.md). The coins are cut out of one
photo and segmented by a watershed. SAM outlines cup, person and rocket from a box and clicks. Each is shown twice:
unchanged, and mirrored, cropped and with changed brightness.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage
from skimage import data, filters, segmentation

from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, components
from vrp_core.domain.prompts import BoxPrompt, PointPrompt, Prompt
from vrp_core.inference.engine import load_engine
from vrp_core.inference.prompt_refinement import sharpen
from vrp_core.project.demo import CUTS

_OUT = Path("assets/episodes")
_SIDE = 384  # long side, pixels
_COINS = ("coin-1", "coins-2", "coins-4", "coins-5", "coins-7")
# The prompts, and left, top, right, bottom of the second version's crop, in the original photo.
_THINGS: dict[str, tuple[str, list[Prompt], tuple[int, int, int, int]]] = {
    "cup": ("coffee", [BoxPrompt(80, 30, 480, 370)], (40, 0, 560, 400)),
    "person": (
        "astronaut",
        [
            BoxPrompt(2, 10, 360, 510),
            PointPrompt(225, 90),
            PointPrompt(180, 340),
            PointPrompt(280, 290),
            PointPrompt(70, 360),
            PointPrompt(40, 160, positive=False),
        ],
        (0, 0, 470, 440),
    ),
    "rocket": ("rocket", [BoxPrompt(285, 65, 360, 400)], (150, 40, 500, 427)),
}


def main() -> None:
    """Write every photo and its mask."""
    photo = data.coins()
    whole = _coins(photo)
    for name in _COINS:
        left, top, right, bottom = CUTS[name]
        _save("coin", name, np.stack([photo] * 3, -1)[top:bottom, left:right], whole[top:bottom, left:right])
    engine = load_engine(SegmentConfig(method="gp", device="cpu"))
    for category, (name, marks, crop) in _THINGS.items():
        pixels = getattr(data, name)()
        embedding = engine.segmenter.sam.encode(pixels)
        mask = components(sharpen(engine.segmenter.sam, embedding, marks, Size(*pixels.shape[:2])))[0]  # the largest
        _save(category, f"{category}-1", pixels, mask)
        left, top, right, bottom = crop
        other = np.clip(pixels[top:bottom, left:right][:, ::-1] * np.array([0.75, 0.8, 1.0]) + 20, 0, 255)
        _save(category, f"{category}-2", other.astype(np.uint8), mask[top:bottom, left:right][:, ::-1])


def _coins(photo: NDArray[np.uint8]) -> Mask:
    """The coins of the photo, by a watershed from certain coin and certain background pixels."""
    markers = np.zeros(photo.shape, dtype=np.int32)
    markers[photo < 30], markers[photo > 150] = 1, 2
    return ndimage.binary_opening(
        ndimage.binary_fill_holes(segmentation.watershed(filters.sobel(photo), markers) == 2), iterations=3
    )


def _save(category: str, name: str, pixels: NDArray[np.uint8], mask: Mask) -> None:
    scale = min(1.0, _SIDE / max(mask.shape))
    size = (round(mask.shape[1] * scale), round(mask.shape[0] * scale))
    image_file, mask_file = _OUT / "images" / f"{name}.jpg", _OUT / "masks" / category / f"{name}.png"
    for file in (image_file, mask_file):
        file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS).save(image_file, quality=88)
    Image.fromarray(mask).resize(size, Image.Resampling.NEAREST).save(mask_file, optimize=True)


if __name__ == "__main__":
    main()
