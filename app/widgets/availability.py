"""What is there now, so that actions can make sense: see `Needs`."""

from ..actions import Needs
from ..model.document import Document
from .canvas.toolbox import Toolbox


def what_is_there(document: Document, toolbox: Toolbox, own_weights: bool) -> set[Needs]:
    """The needs that are met; `own_weights` says that other weights are in use than the shipped ones."""
    if not document.is_open:
        return set()
    met = {
        Needs.PROJECT: True,
        Needs.RESULTS: document.project.passes.any(),
        Needs.IMAGE: bool(document.current),
        Needs.OWN_WEIGHTS: bool(document.current) and own_weights,
        Needs.OBJECT: document.selected is not None,
        Needs.OBJECTS: len(document.selection) > 1,
        Needs.DRAFT: toolbox.tool.drafting(),
    }
    return {need for need, there in met.items() if there}
