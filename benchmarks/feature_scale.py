"""Measures the deviation of each level of EfficientNet-Lite's features over photos; `models/semantic.py` divides by it.

python -m benchmarks.feature_scale FOLDER...
"""

import argparse
from pathlib import Path

import torch

from vrp_core.images.folder import find_images
from vrp_core.images.reading import read_image
from vrp_core.models.semantic import SemanticEncoder

_LEVELS = {"efficientnet_lite0": (40, 112, 320), "efficientnet_lite2": (48, 120, 352)}
_EVERY = 40  # use every Nth photo


def main() -> None:
    """Print the mean deviation of each level without the current divisors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    args = parser.parse_args()
    photos = [path for folder in args.folders for path in find_images(folder)[::_EVERY]]
    for encoder_id, levels in _LEVELS.items():
        encoder = SemanticEncoder(encoder_id)
        encoder.network.deviation = (1.0, 1.0, 1.0)
        deviations = [[level.std() for level in encoder.encode(read_image(path)).split(levels)] for path in photos]
        mean = torch.tensor(deviations).mean(dim=0)
        print(encoder_id, *(f"{value:.2f}" for value in mean), f"({len(photos)} photos)")


if __name__ == "__main__":
    main()
