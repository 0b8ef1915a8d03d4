"""The engine of VRP Annotator: finds one kind of object in many photos from one marked example.

Importing this package loads nothing heavy; `vrp_core.inference.segmenter` is where torch comes in.
"""

import os

# torch's OpenMP threads spin while they wait, which makes everything twenty times slower beside one busy process. The
# policy is read when torch's libraries load, so it must be set before anything imports torch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

__version__ = "0.1.0"
