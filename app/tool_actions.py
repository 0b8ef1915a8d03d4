"""The actions of the tools: each tool, the size of the brush, and whether SAM outlines prompts."""

from .action_spec import ActionSpec, Needs, _t

_P, _I = Needs.PROJECT, Needs.IMAGE

TOOL_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("tool.select", _t("Actions", "Select and move"), ("V", "Ctrl+J"), _I, "Tools", True, "select"),
    ActionSpec(
        "tool.point",
        _t("Actions", "Point"),
        ("Q",),
        _I,
        "Tools",
        True,
        "point",
        _t(
            "Actions", "Click the object; right click or Shift+click what is not part of it. Corrects a selected object"
        ),
    ),
    ActionSpec(
        "tool.scribble",
        _t("Actions", "Scribble"),
        ("S",),
        _I,
        "Tools",
        True,
        "scribble",
        _t("Actions", "Draw a line over the object"),
    ),
    ActionSpec(
        "tool.box",
        _t("Actions", "Box"),
        ("W", "R", "Ctrl+R"),
        _I,
        "Tools",
        True,
        "box",
        _t("Actions", "Drag a box around the object"),
    ),
    ActionSpec(
        "tool.polygon",
        _t("Actions", "Polygon"),
        ("P", "Ctrl+N"),
        _I,
        "Tools",
        True,
        "polygon",
        _t("Actions", "Click corner after corner; Enter or a double click closes it"),
    ),
    ActionSpec(
        "tool.corners",
        _t("Actions", "Edit corners"),
        ("G",),
        _I,
        "Tools",
        True,
        "corners",
        _t("Actions", "Drag corners of the selected object; click an edge to add one, right click to remove one"),
    ),
    ActionSpec(
        "tool.brush",
        _t("Actions", "Brush"),
        ("Shift+B",),
        _I,
        "Tools",
        True,
        "brush",
        _t("Actions", "Paint; hold Alt to erase. Edits the selected object"),
    ),
    ActionSpec(
        "tool.eraser",
        _t("Actions", "Eraser"),
        ("Shift+E",),
        _I,
        "Tools",
        True,
        "eraser",
        _t("Actions", "Erase from the selected object, or from the one under the mouse"),
    ),
    ActionSpec(
        "tool.knife",
        _t("Actions", "Knife"),
        ("K",),
        _I,
        "Tools",
        True,
        "knife",
        _t("Actions", "Draw a line right across an object to cut it in two"),
    ),
    ActionSpec("tool.smaller", _t("Actions", "Smaller brush"), ("[",), _I, "Tools"),
    ActionSpec("tool.larger", _t("Actions", "Larger brush"), ("]",), _I, "Tools"),
    ActionSpec(
        "tool.sharpen",
        _t("Actions", "Outline prompts with SAM"),
        ("Ctrl+Shift+S",),
        _P,
        "Tools",
        True,
        "sparkle",
        _t("Actions", "Turn points, scribbles and boxes into a SAM mask"),
    ),
)
TOOLS = tuple(
    f"tool.{name}" for name in ("select", "point", "scribble", "box", "polygon", "corners", "brush", "eraser", "knife")
)
