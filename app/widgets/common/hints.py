"""What one can do next, in one line under the photo."""

from PySide6.QtCore import QCoreApplication

from ...model.document import Document
from ...services.engine.draft import Draft
from ..canvas.toolbox import Toolbox

translate = QCoreApplication.translate

_PROMPTING = {"tool.point", "tool.scribble"}


def hint_words(document: Document, draft: Draft, toolbox: Toolbox) -> str:
    """The hint for the current tool and draft; "" where there is nothing to say."""
    if not document.is_open or not document.current:
        return ""
    if draft.waiting:
        return translate("Hints", "SAM is looking…")
    if draft.here.corrects is not None:
        return translate("Hints", "Enter stores the correction, Ctrl+Z removes the last click, Esc drops it")
    if toolbox.tool.drafting():
        return translate("Hints", "Enter finishes the object, Ctrl+Z removes the last prompt, Esc drops it")
    return _for_tool(toolbox.tool_id, draft.target is not None, document.selected is not None)


def _for_tool(tool: str, corrects: bool, selected: bool) -> str:
    if tool in _PROMPTING and corrects:
        return translate("Hints", "A click adds to the selected object, a right click takes away. Esc: a new object")
    if tool == "tool.eraser":
        if selected:
            return translate("Hints", "Erase from the selected object. Esc: from the one under the eraser")
        return translate("Hints", "Erase from the object under the eraser")
    if tool == "tool.brush":
        if selected:
            return translate("Hints", "Paint on the selected object, Alt erases. Esc: paint a new object")
        return translate("Hints", "Paint a new object, or erase from the one under the brush")
    words = {
        "tool.select": translate("Hints", "Click selects, Shift+click adds to the selection, dragging moves"),
        "tool.point": translate("Hints", "Click the object, right-click what is not part of it"),
        "tool.scribble": translate("Hints", "Draw a line over the object"),
        "tool.box": translate("Hints", "Drag a box around the object"),
        "tool.polygon": translate("Hints", "Click corner after corner; Enter closes the polygon"),
        "tool.corners": translate("Hints", "Drag corners; click an edge to add one, right-click a corner to remove it"),
        "tool.knife": translate("Hints", "Draw a line right across an object to cut it in two"),
    }
    return words.get(tool, "")
