"""What the export dialog asks of the engine: what an export would hold, its choices, and writing it."""

from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.writing import SegmentationMode

__all__ = [
    *(
        "CLOSENESS",
        "Choices",
        "ExportPlan",
        "FORMAT_SENTENCES",
        "HAS_OUTLINES",
        "Photos",
        "Report",
        "SEGMENTATION_MODES",
    ),
    *("SegmentationMode", "WouldReplace", "counted", "left_out_sentences", "plan_export", "write_export"),
]

FORMAT_SENTENCES = {name: one.sentence for name, one in FORMATS.items()}
HAS_OUTLINES = frozenset(name for name, one in FORMATS.items() if one.has_outlines)
SEGMENTATION_MODES = tuple(mode.value for mode in SegmentationMode)
