"""Named training configurations: the published setting, and fine-tuning on a person's own photos."""

from typing import Any

from vrp_core.domain.config import VrpConfig

# The published values (paper section 4.1 and the official code); epochs are given as steps of the global batch.
PRESETS: dict[str, dict[str, Any]] = {
    # What made the weights that ship; docs/experiments.md says what each choice was worth.
    "default": {
        "steps": 859,
        "sam_steps": 352,
        "batch": 32,
        "lr": 2e-3,
        "weight_decay": 1e-3,
        "ema": 0.995,
        "variants": 1,
        "absent": 0.13,
        "single": 0.18,
        "kinds": (0.1, 0.1, 0.1, 0.7),
    },
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
# Fine-tuning on a person's own data: from the shipped weights, gently, chosen on held-out images.
PRESETS["quick"] = {
    "start_from": "shipped",
    "keep_base": 0.5,
    "pool": 120,
    "steps": 80,
    "lr": 5e-4,
    "warmup": 0.1,
    "weight_decay": 1e-3,
    "ema": 0.9,
    "single": 0.1,
    "absent": 0.0,
    "kinds": (0.1, 0.1, 0.1, 0.7),
    "held_out_share": 0.25,
    "validation_pairs": 16,
    "validate_every": 20,
    "patience": 3,
}
PRESETS["thorough"] = PRESETS["quick"] | {
    "pool": 600,
    "steps": 300,
    "ema": 0.98,
    "variants": 2,
    "validation_pairs": 40,
    "validate_every": 50,
}
PRESETS["scratch"] = PRESETS["default"] | {
    "batch": 8,
    "steps": 1000,
    "sam_steps": 200,
    "pool": 1000,
    "variants": 2,
    "held_out_share": 0.25,
    "validation_pairs": 40,
}
PRESETS["pascal5i"] = PRESETS["coco20i"] | {"lr": 2e-4, "steps": 52_600}
