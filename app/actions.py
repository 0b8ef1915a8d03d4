"""Every action of the program in one table: id, words, keys, what it needs. Menus, tool bars and the sheet read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP


class Needs(Enum):
    """What must be there for an action to make sense."""

    NOTHING = "nothing"
    PROJECT = "an open project"
    IMAGE = "an image"
    OBJECT = "a selected object"
    DRAFT = "an open draft"
    OWN_WEIGHTS = "an image, and other weights in use than the shipped ones"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. `keys` are QKeySequence texts, the first shown in menus."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    needs: Needs = Needs.PROJECT
    menu: str = ""
    checkable: bool = False
    icon: str = ""
    tip: str = ""


def _t(text: str) -> str:
    return str(QT_TRANSLATE_NOOP("Actions", text))


_P, _I, _O, _D, _N = Needs.PROJECT, Needs.IMAGE, Needs.OBJECT, Needs.DRAFT, Needs.NOTHING

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("file.new", _t("New project from a folder…"), ("Ctrl+U",), _N, "File", icon="folder-plus"),
    ActionSpec("file.open", _t("Open project…"), ("Ctrl+O",), _N, "File", icon="folder"),
    ActionSpec("file.sample", _t("Open the sample"), (), _N, "File"),
    ActionSpec("file.add_images", _t("Add photos…"), ("Ctrl+I",), _P, "File", icon="image-plus"),
    ActionSpec(
        "file.remove_images",
        _t("Remove the selected photos from the project"),
        (),
        _I,
        "File",
        tip=_t("Their files stay where they are"),
    ),
    ActionSpec("file.import", _t("Import COCO annotations…"), (), _P, "File"),
    ActionSpec("file.export", _t("Export…"), ("Ctrl+Shift+E",), _P, "File", icon="export"),
    ActionSpec("file.save", _t("Save"), ("Ctrl+S",), _P, "File", tip=_t("Everything is saved as you work")),
    ActionSpec("file.close", _t("Close project"), ("Ctrl+W",), _P, "File"),
    ActionSpec("file.settings", _t("Settings…"), ("Ctrl+,",), _N, "File"),
    ActionSpec("file.quit", _t("Quit"), ("Ctrl+Q",), _N, "File"),
    ActionSpec("edit.undo", _t("Undo"), ("Ctrl+Z",), _P, "Edit", icon="undo"),
    ActionSpec("edit.redo", _t("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), _P, "Edit", icon="redo"),
    ActionSpec("edit.undo_mark", _t("Take back the last mark"), ("Z", "Backspace"), _D, "Edit"),
    ActionSpec("edit.accept_draft", _t("Finish the object"), ("Return", "Enter"), _D, "Edit"),
    ActionSpec("edit.cancel", _t("Drop the draft, or leave the tool"), ("Esc",), _P, "Edit"),
    ActionSpec("edit.delete", _t("Delete the object"), ("Del",), _O, "Edit", icon="delete"),
    ActionSpec("edit.label", _t("Give the object the current label"), ("Ctrl+E",), _O, "Edit"),
    ActionSpec("edit.next_object", _t("Next object"), ("Tab",), _I, "Edit"),
    ActionSpec("edit.previous_object", _t("Previous object"), ("Shift+Tab",), _I, "Edit"),
    ActionSpec("edit.fill_holes", _t("Fill holes"), (), _O, "Edit"),
    ActionSpec("edit.keep_largest", _t("Keep the largest part"), (), _O, "Edit"),
    ActionSpec("tool.select", _t("Select and move"), ("V", "Ctrl+J"), _I, "Tools", True, "select"),
    ActionSpec(
        "tool.point",
        _t("Point"),
        ("Q",),
        _I,
        "Tools",
        True,
        "point",
        _t("Click the object; right click or Shift+click what it is not"),
    ),
    ActionSpec(
        "tool.scribble", _t("Scribble"), ("S",), _I, "Tools", True, "scribble", _t("Draw a line over the object")
    ),
    ActionSpec(
        "tool.box", _t("Box"), ("W", "R", "Ctrl+R"), _I, "Tools", True, "box", _t("Drag a box around the object")
    ),
    ActionSpec(
        "tool.polygon",
        _t("Polygon"),
        ("P", "Ctrl+N"),
        _I,
        "Tools",
        True,
        "polygon",
        _t("Click corner after corner; Enter or a double click closes it"),
    ),
    ActionSpec(
        "tool.brush",
        _t("Brush"),
        ("Shift+B",),
        _I,
        "Tools",
        True,
        "brush",
        _t("Paint; hold Alt to erase. On a selected object it edits its mask"),
    ),
    ActionSpec(
        "tool.eraser", _t("Eraser"), ("Shift+E",), _I, "Tools", True, "eraser", _t("Erase from the selected object")
    ),
    ActionSpec("tool.smaller", _t("Smaller brush"), ("[",), _I, "Tools"),
    ActionSpec("tool.larger", _t("Larger brush"), ("]",), _I, "Tools"),
    ActionSpec(
        "tool.sharpen",
        _t("Sharpen marks with SAM"),
        ("Ctrl+Shift+S",),
        _P,
        "Tools",
        True,
        "sparkle",
        _t("Turn points, scribbles and boxes into a SAM mask"),
    ),
    ActionSpec("label.new", _t("New label…"), ("Ctrl+L",), _P, "Labels"),
    ActionSpec("reference.toggle", _t("Use as reference"), ("U",), _O, "Labels", icon="pin"),
    ActionSpec("view.zoom_in", _t("Zoom in"), ("Ctrl++", "Ctrl+="), _I, "View", icon="zoom-in"),
    ActionSpec("view.zoom_out", _t("Zoom out"), ("Ctrl+-",), _I, "View", icon="zoom-out"),
    ActionSpec("view.fit", _t("Fit the window"), ("F", "Ctrl+F"), _I, "View", icon="fit"),
    ActionSpec("view.full", _t("100 %"), ("Ctrl+0",), _I, "View"),
    ActionSpec("view.hide", _t("Hide masks"), ("H",), _I, "View", True),
    ActionSpec("view.fill", _t("Fill masks"), ("Ctrl+M",), _P, "View", True),
    ActionSpec("view.crosshair", _t("Crosshair"), (), _P, "View", True),
    ActionSpec("view.grid", _t("Pixel grid at high zoom"), (), _P, "View", True),
    ActionSpec("view.compare", _t("Reference beside the photo"), ("F9",), _P, "View", True),
    ActionSpec(
        "view.other_weights",
        _t("Compare with the shipped weights"),
        ("B",),
        Needs.OWN_WEIGHTS,
        "View",
        tip=_t(
            "What the shipped weights and yours find on this photo, in turn. Train or choose weights of your own first"
        ),
    ),
    ActionSpec("go.next", _t("Next photo"), ("D",), _P, "Go"),
    ActionSpec("go.previous", _t("Previous photo"), ("A",), _P, "Go"),
    ActionSpec("go.next_review", _t("Next to review"), ("N", "Ctrl+Shift+D"), _P, "Go"),
    ActionSpec("go.previous_review", _t("Previous to review"), ("Shift+N", "Ctrl+Shift+A"), _P, "Go"),
    ActionSpec("go.forward", _t("Ten photos on"), ("PgDown",), _P, "Go"),
    ActionSpec("go.back", _t("Ten photos back"), ("PgUp",), _P, "Go"),
    ActionSpec("review.accept", _t("Accept"), ("1",), _I, "Review", icon="check"),
    ActionSpec("review.reopen", _t("Needs review"), ("2",), _I, "Review", icon="question"),
    ActionSpec("review.exclude", _t("Exclude"), ("3",), _I, "Review", icon="cross"),
    ActionSpec("review.accept_above", _t("Accept all above…"), ("Ctrl+Shift+1",), _P, "Review", icon="check-all"),
    ActionSpec("pass.all", _t("Find in all photos"), ("Ctrl+B",), _P, "Find", icon="play"),
    ActionSpec("pass.pending", _t("Find in photos that nobody has reviewed"), ("Ctrl+Shift+B",), _P, "Find"),
    ActionSpec("pass.current", _t("Find in this photo"), ("I",), _I, "Find"),
    ActionSpec("pass.selected", _t("Find in the photos selected in the list"), (), _P, "Find"),
    ActionSpec("pass.pause", _t("Pause"), ("Ctrl+P",), _P, "Find", True),
    ActionSpec("pass.cancel", _t("Stop"), (), _P, "Find"),
    ActionSpec("train.show", _t("Learn from corrections"), ("Ctrl+T",), _P, "Find", True),
    ActionSpec("train.weights", _t("Weights…"), (), _P, "Find"),
    ActionSpec("pass.history", _t("Passes…"), (), _P, "Find"),
    ActionSpec("help.keys", _t("Keys"), ("F1", "?"), _N, "Help"),
    ActionSpec("help.about", _t("About"), (), _N, "Help"),
)
TOOLS = tuple(f"tool.{name}" for name in ("select", "point", "scribble", "box", "polygon", "brush", "eraser"))
BY_ID: Mapping[str, ActionSpec] = {action.id: action for action in ACTIONS}
MENUS = ("File", "Edit", "Tools", "Labels", "View", "Go", "Review", "Find", "Help")

# Keys that are no action's: key -> what it does. They are held, or act on what has the focus, and cannot be changed.
FIXED: Mapping[str, str] = {
    "Space": _t("Pan while it is held"),
    "X": _t("Look at the bare photo while it is held"),
    **{key: _t("Move the object, or go to another photo") for key in ("Left", "Right", "Up", "Down")},
    **{f"Shift+{key}": _t("Move the object ten pixels") for key in ("Left", "Right", "Up", "Down")},
    **{f"Ctrl+{number}": _t("Choose a label") for number in range(1, 10)},
}

# What other tools' users have in their fingers, where it differs from ours.
PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "default": {},
    "cvat": {
        "go.next": ("F",),
        "go.previous": ("D",),
        "go.next_review": ("Right", "N"),
        "go.previous_review": ("Left", "Shift+N"),
        "view.fit": ("Ctrl+F",),
        "go.forward": ("V",),
        "go.back": ("C",),
        "tool.select": ("Ctrl+J",),
    },
    "isat": {
        "edit.accept_draft": ("E", "Return"),
        "tool.polygon": ("C",),
        "view.hide": ("Ctrl+H",),
        "tool.scribble": ("Ctrl+Shift+L",),
        "file.save": ("S", "Ctrl+S"),
        "tool.select": ("Ctrl+J",),
    },
}


def keys_of(action_id: str, preset: str, changed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The keys of an action: a person's own, else the preset's, else the table's."""
    own = changed.get(action_id)
    if own is not None:
        return own
    return PRESETS[preset].get(action_id, BY_ID[action_id].keys)


def words_of(user: str) -> str:
    """What an action, or a fixed key, does; to be translated in the context of actions."""
    return FIXED[user] if user in FIXED else BY_ID[user].text


def conflicts(preset: str, changed: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Keys that more than one action has: key -> action ids, first the key itself where it is a fixed one.

    A preset takes a fixed key over knowingly: CVAT's arrows go through the photos.
    """
    taken_over = {key for keys in PRESETS[preset].values() for key in keys}
    users = {key: [key] for key in FIXED if key not in taken_over}
    for action in ACTIONS:
        for key in keys_of(action.id, preset, changed):
            users.setdefault(key, []).append(action.id)
    return {key: ids for key, ids in users.items() if len(ids) > 1}
