"""Makes `import torchvision` work where its compiled part does not fit the installed torch.

segment-anything and timm import torchvision. The registry's torchvision is built for CUDA; beside a CPU build of torch
its library cannot load, and the import fails with "operator torchvision::nms does not exist" because a decorator asks
for the operator's schema. Declaring the two schemas first makes everything but those operators work; we call neither.
"""

import torch

_SCHEMAS = ("nms", "qnms")
_SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_libraries: list[
    torch.library.Library
] = []  # keep the Library alive: its declarations vanish when it is garbage-collected


def ensure_torchvision() -> None:
    """Import torchvision, declaring its missing operators where the plain import fails.

    Raises:
        ImportError: torchvision is not installed, or fails for another reason.
    """
    try:
        import torchvision
    except RuntimeError as error:
        if "torchvision::nms" not in str(error):
            raise
        library = torch.library.Library("torchvision", "DEF")
        for name in _SCHEMAS:
            library.define(f"{name}{_SIGNATURE}")
        _libraries.append(library)
        import torchvision  # noqa: F401
