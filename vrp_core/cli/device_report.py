"""Reports torch's device to `doctor`, from a separate process, because a broken torch may crash its process."""

import json


def report() -> str:
    """torch's version, the device, and whether bfloat16 is fast there, as JSON. Loads torch."""
    import torch

    cuda = torch.cuda.is_available()
    fast = torch.cuda.is_bf16_supported() if cuda else torch.cpu._is_avx512_bf16_supported()
    return json.dumps(
        {
            "torch": torch.__version__,
            "device": torch.cuda.get_device_name() if cuda else "cpu",
            "bf16": bool(fast),
        }
    )
