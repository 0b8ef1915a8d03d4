"""Training: data, loop, checkpoints, validation, presets."""
