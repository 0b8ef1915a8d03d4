"""Every action of the program in one table: id, words, keys, what it needs. Menus and tool bars are made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Needs(Enum):
    """What must be there for an action to make sense."""

    NOTHING = "nothing"
    PROJECT = "an open project"
    IMAGE = "an image"
    OBJECT = "a selected object"
    OBJECTS = "two or more selected objects"
    DRAFT = "an open draft"
    RESULTS = "results of a pass"
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


def _t(context: str, text: str) -> str:
    """Mark a text for the translators; it is translated where it is shown."""
    return text


_P, _I, _O, _D, _N = Needs.PROJECT, Needs.IMAGE, Needs.OBJECT, Needs.DRAFT, Needs.NOTHING

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("file.new", _t("Actions", "New project from a folder…"), ("Ctrl+U",), _N, "File", icon="folder-plus"),
    ActionSpec("file.open", _t("Actions", "Open project…"), ("Ctrl+O",), _N, "File", icon="folder"),
    ActionSpec("file.sample", _t("Actions", "Open the sample project"), (), _N, "File"),
    ActionSpec("file.add_images", _t("Actions", "Add photos…"), ("Ctrl+I",), _P, "File", icon="image-plus"),
    ActionSpec(
        "file.remove_images",
        _t("Actions", "Remove the selected photos from the project"),
        (),
        _I,
        "File",
        tip=_t("Actions", "The files stay where they are"),
    ),
    ActionSpec("file.import", _t("Actions", "Import annotations…"), (), _P, "File"),
    ActionSpec("file.export", _t("Actions", "Export…"), ("Ctrl+Shift+E",), _P, "File", icon="export"),
    ActionSpec(
        "file.save",
        _t("Actions", "Save"),
        ("Ctrl+S",),
        _P,
        "File",
        tip=_t("Actions", "Everything is saved as you work"),
    ),
    ActionSpec("file.close", _t("Actions", "Close project"), ("Ctrl+W",), _P, "File"),
    ActionSpec("file.settings", _t("Actions", "Settings…"), ("Ctrl+,",), _N, "File"),
    ActionSpec("file.quit", _t("Actions", "Quit"), ("Ctrl+Q",), _N, "File"),
    ActionSpec("edit.undo", _t("Actions", "Undo"), ("Ctrl+Z",), _P, "Edit", icon="undo"),
    ActionSpec("edit.redo", _t("Actions", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), _P, "Edit", icon="redo"),
    ActionSpec("edit.undo_mark", _t("Actions", "Remove the last prompt"), ("Z", "Backspace"), _D, "Edit"),
    ActionSpec("edit.accept_draft", _t("Actions", "Finish the object"), ("Return", "Enter"), _D, "Edit"),
    ActionSpec("edit.cancel", _t("Actions", "Drop the draft, or deselect"), ("Esc",), _P, "Edit"),
    ActionSpec("edit.copy", _t("Actions", "Copy the selected objects"), ("Ctrl+C",), _O, "Edit"),
    ActionSpec("edit.paste", _t("Actions", "Paste objects"), ("Ctrl+V",), _I, "Edit"),
    ActionSpec(
        "edit.duplicate",
        _t("Actions", "Copy objects to the next photo"),
        ("Ctrl+D",),
        _I,
        "Edit",
        tip=_t("Actions", "The selected objects; without a selection, all that are drawn or accepted"),
    ),
    ActionSpec(
        "edit.delete",
        _t("Actions", "Delete or reject the selected objects"),
        ("Del",),
        _O,
        "Edit",
        icon="delete",
    ),
    ActionSpec("edit.label", _t("Actions", "Give the object the current label"), ("Ctrl+E",), _O, "Edit"),
    ActionSpec("edit.next_object", _t("Actions", "Next object"), ("Tab",), _I, "Edit"),
    ActionSpec("edit.previous_object", _t("Actions", "Previous object"), ("Shift+Tab",), _I, "Edit"),
    ActionSpec(
        "edit.join",
        _t("Actions", "Join the selected objects"),
        ("J",),
        Needs.OBJECTS,
        "Edit",
        tip=_t("Actions", "Select two or more first"),
    ),
    ActionSpec(
        "edit.split",
        _t("Actions", "Split the object into its parts"),
        ("Shift+J",),
        _O,
        "Edit",
        tip=_t("Actions", "Each connected part becomes an object"),
    ),
    ActionSpec(
        "edit.lock",
        _t("Actions", "Lock the selected objects, or unlock all"),
        ("Shift+L",),
        _I,
        "Edit",
        icon="lock",
        tip=_t("Actions", "Nothing selects, changes or decides a locked object. Without a selection, unlocks all"),
    ),
    ActionSpec("edit.fill_holes", _t("Actions", "Fill holes"), (), _O, "Edit"),
    ActionSpec("edit.keep_largest", _t("Actions", "Keep the largest part"), (), _O, "Edit"),
    ActionSpec(
        "edit.clean",
        _t("Actions", "Clean masks…"),
        ("Ctrl+Shift+K",),
        _I,
        "Edit",
        tip=_t("Actions", "Smooth outlines, drop small parts and fill holes, of one or many objects"),
    ),
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
    ActionSpec("label.new", _t("Actions", "New label…"), ("Ctrl+L",), _P, "Labels"),
    ActionSpec("reference.toggle", _t("Actions", "Use as reference"), ("U",), _O, "Labels", icon="pin"),
    ActionSpec("view.zoom_in", _t("Actions", "Zoom in"), ("Ctrl++", "Ctrl+="), _I, "View", icon="zoom-in"),
    ActionSpec("view.zoom_out", _t("Actions", "Zoom out"), ("Ctrl+-",), _I, "View", icon="zoom-out"),
    ActionSpec("view.fit", _t("Actions", "Fit the window"), ("F", "Ctrl+F"), _I, "View", icon="fit"),
    ActionSpec("view.fit_object", _t("Actions", "Zoom to the selected objects"), ("Shift+F",), _I, "View"),
    ActionSpec("view.full", _t("Actions", "100 %"), ("Ctrl+0",), _I, "View"),
    ActionSpec("view.hide", _t("Actions", "Hide masks"), ("H",), _I, "View", True),
    ActionSpec("view.fill", _t("Actions", "Fill masks"), ("Ctrl+M",), _P, "View", True),
    ActionSpec("view.crosshair", _t("Actions", "Crosshair"), (), _P, "View", True),
    ActionSpec("view.grid", _t("Actions", "Pixel grid at high zoom"), (), _P, "View", True),
    ActionSpec("view.compare", _t("Actions", "Reference beside the photo"), ("F9",), _P, "View", True),
    ActionSpec(
        "view.before_pass",
        _t("Actions", "Before and after the newest pass"),
        ("O",),
        _I,
        "View",
        tip=_t("Actions", "Show in turn what was found on the photo before the newest pass, and what is found now"),
    ),
    ActionSpec(
        "view.heat",
        _t("Actions", "Why it was found"),
        ("Y",),
        _I,
        "View",
        tip=_t("Actions", "A map over the photo: how sure the program is of the object at each place"),
    ),
    ActionSpec(
        "view.map",
        _t("Actions", "Map of the results…"),
        ("Ctrl+Shift+M",),
        _I,
        "View",
        tip=_t("Actions", "All results of the current label by what they look like: draw around those to decide about"),
    ),
    ActionSpec(
        "view.other_weights",
        _t("Actions", "Compare with the shipped weights"),
        ("B",),
        Needs.OWN_WEIGHTS,
        "View",
        tip=_t(
            "Actions", "Show in turn what the shipped weights and yours find. Train or choose weights of your own first"
        ),
    ),
    ActionSpec("go.next", _t("Actions", "Next photo"), ("D",), _P, "Go"),
    ActionSpec("go.previous", _t("Actions", "Previous photo"), ("A",), _P, "Go"),
    ActionSpec(
        "go.next_review",
        _t("Actions", "Next to review"),
        ("N", "Ctrl+Shift+D"),
        _P,
        "Go",
        tip=_t("Actions", "Selects the least certain result, so that every tool corrects it"),
    ),
    ActionSpec("go.previous_review", _t("Actions", "Previous to review"), ("Shift+N", "Ctrl+Shift+A"), _P, "Go"),
    ActionSpec("go.forward", _t("Actions", "Ten photos forward"), ("PgDown",), _P, "Go"),
    ActionSpec("go.back", _t("Actions", "Ten photos back"), ("PgUp",), _P, "Go"),
    ActionSpec(
        "review.accept",
        _t("Actions", "Accept"),
        ("1",),
        _I,
        "Review",
        icon="check",
        tip=_t("Actions", "The selected result; without a selection, all results on the photo"),
    ),
    ActionSpec(
        "review.later",
        _t("Actions", "Decide later"),
        ("2",),
        _I,
        "Review",
        icon="question",
        tip=_t("Actions", "Leave the result to review, and go to the next"),
    ),
    ActionSpec(
        "review.reject",
        _t("Actions", "Reject"),
        ("3",),
        _I,
        "Review",
        icon="cross",
        tip=_t("Actions", "The selected result; without a selection, all results on the photo"),
    ),
    ActionSpec(
        "review.look_alike",
        _t("Actions", "Not this: a look-alike"),
        ("4",),
        _O,
        "Review",
        icon="look-alike",
        tip=_t("Actions", "Rejects the selected object. From the next pass on, what resembles it is not found"),
    ),
    ActionSpec(
        "review.group",
        _t("Actions", "Group what looks alike"),
        ("M",),
        _O,
        "Review",
        tip=_t("Actions", "Results that look like the selected one: the next decision is about all of them"),
    ),
    ActionSpec(
        "review.accept_above", _t("Actions", "Accept all above…"), ("Ctrl+Shift+1",), _P, "Review", icon="check-all"
    ),
    ActionSpec("photos.accept", _t("Actions", "Accept all results on the selected photos"), (), _I, "Review"),
    ActionSpec("photos.reject", _t("Actions", "Reject all results on the selected photos"), (), _I, "Review"),
    ActionSpec(
        "photos.label",
        _t("Actions", "Give drawn objects on the selected photos the current label"),
        (),
        _I,
        "Labels",
    ),
    ActionSpec(
        "photos.reference",
        _t("Actions", "Use the reviewed results on the selected photos as references"),
        (),
        _I,
        "Labels",
        tip=_t("Actions", "The first accepted or corrected result of each photo"),
    ),
    ActionSpec("photos.reading", _t("Actions", "Bands and contrast…"), (), _I, "View"),
    ActionSpec("photos.show", _t("Actions", "Show the photo in its folder"), (), _I, "Go"),
    ActionSpec("pass.all", _t("Actions", "Find in all photos"), ("Ctrl+B",), _P, "Find", icon="play"),
    ActionSpec(
        "pass.pending",
        _t("Actions", "Find in photos that nobody has reviewed"),
        ("Ctrl+Shift+B",),
        _P,
        "Find",
    ),
    ActionSpec(
        "pass.look_again",
        _t("Actions", "Look again at doubtful results"),
        ("Ctrl+Shift+I",),
        Needs.RESULTS,
        "Find",
        tip=_t("Actions", "After a pass: learns from what you have accepted and corrected on five or more photos"),
    ),
    ActionSpec("pass.current", _t("Actions", "Find in this photo"), ("I",), _I, "Find"),
    ActionSpec("pass.selected", _t("Actions", "Find in the photos selected in the list"), (), _P, "Find"),
    ActionSpec(
        "pass.instances",
        _t("Actions", "Find each object separately"),
        (),
        _P,
        "Find",
        True,
        "instances",
        tip=_t("Actions", "Several objects on a photo become several results, each with its own score"),
    ),
    ActionSpec("pass.pause", _t("Actions", "Pause"), ("Ctrl+P",), _P, "Find", True),
    ActionSpec("pass.cancel", _t("Actions", "Stop"), (), _P, "Find"),
    ActionSpec("train.show", _t("Actions", "Train on your photos"), ("Ctrl+T",), _P, "Find", True),
    ActionSpec("train.model", _t("Actions", "Model…"), (), _P, "Find"),
    ActionSpec("train.weights", _t("Actions", "Weights…"), (), _P, "Find"),
    ActionSpec("pass.history", _t("Actions", "Passes…"), (), _P, "Find"),
    ActionSpec("help.keys", _t("Actions", "Keys"), ("F1", "?"), _N, "Help"),
    ActionSpec("help.about", _t("Actions", "About"), (), _N, "Help"),
)
TOOLS = tuple(
    f"tool.{name}" for name in ("select", "point", "scribble", "box", "polygon", "corners", "brush", "eraser", "knife")
)
BY_ID: Mapping[str, ActionSpec] = {action.id: action for action in ACTIONS}
MENUS: tuple[str, ...] = (
    _t("Actions", "File"),
    _t("Actions", "Edit"),
    _t("Actions", "Tools"),
    _t("Actions", "Labels"),
    _t("Actions", "View"),
    _t("Actions", "Go"),
    _t("Actions", "Review"),
    _t("Actions", "Find"),
    _t("Actions", "Help"),
)
