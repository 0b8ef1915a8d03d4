"""Named training configurations: the published setting, and fine-tuning on a person's own photos."""

from typing import Any

from vrp_core.domain.config import VrpConfig

# The published values (paper section 4.1 and the official code); epochs are given as steps of the global batch.
PRESETS: dict[str, dict[str, Any]] = {
    "default": {},
    "coco20i": {
        "vrp": VrpConfig.paper(),
        "sam": "sam_vit_h",
        "lr": 1e-4,
        "weight_decay": 1e-6,
        "warmup": 0.0,
        "grad_clip": 0.0,
        "kinds": (0.0, 0.0, 0.0, 1.0),
        "style": "paper",
        "absent": 0.0,
        "single": 0.0,
        "steps": 137_000,
    },
}
# Fine-tuning on a person's own data: from the shipped weights, gently, chosen on images that are kept apart.
PRESETS["quick"] = {
    "start_from": "shipped",
    "steps": 240,
    "batch": 4,
    "lr": 5e-4,
    "warmup": 0.1,
    "ema": 0.9,
    "single": 0.1,
    "absent": 0.0,
    "held_out_share": 0.25,
    "variants": 2,
    "validation_pairs": 16,
    "validate_every": 40,
    "patience": 3,
}
PRESETS["thorough"] = PRESETS["quick"] | {
    "steps": 600,
    "batch": 8,
    "ema": 0.98,
    "validation_pairs": 40,
    "validate_every": 60,
}
PRESETS["scratch"] = {"held_out_share": 0.25, "steps": 2000, "ema": 0.99, "variants": 2, "validation_pairs": 40}
PRESETS["pascal5i"] = PRESETS["coco20i"] | {"lr": 2e-4, "steps": 52_600}
