"""What the export dialog asks of the engine: what an export would hold, its choices, and writing it."""

from vrp_core.domain.errors import WouldReplace
from vrp_core.exchange.export import ExportOptions, ExportPlan, Report, plan_export, write_export
from vrp_core.exchange.formats import FORMATS
from vrp_core.exchange.outlines import CLOSENESS
from vrp_core.exchange.summary import counted, left_out_sentences
from vrp_core.exchange.writing import Photos, SegmentationMode

__all__ = [
    "CLOSENESS",
    "FORMAT_SENTENCES",
    "HAS_OUTLINES",
    "ExportOptions",
    "ExportPlan",
    "Photos",
    "Report",
    "SegmentationMode",
    "WouldReplace",
    "counted",
    "left_out_sentences",
    "plan_export",
    "write_export",
]

FORMAT_SENTENCES = {name: one.sentence for name, one in FORMATS.items()}
HAS_OUTLINES = frozenset(name for name, one in FORMATS.items() if one.has_outlines)
