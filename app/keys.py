"""Which keys do what: fixed keys, the keymaps of other tools, and a person's own."""

from collections.abc import Mapping

from .action_spec import _t
from .actions import ACTIONS, BY_ID

# Keys that are no action's: key -> what it does. They are held, or act on what has the focus, and cannot be changed.
FIXED: Mapping[str, str] = {
    "Space": _t("Actions", "Pan while it is held"),
    "X": _t("Actions", "Show the bare photo while it is held"),
    **{key: _t("Actions", "Move the object, or go to another photo") for key in ("Left", "Right", "Up", "Down")},
    **{f"Shift+{key}": _t("Actions", "Move the object ten pixels") for key in ("Left", "Right", "Up", "Down")},
    **{f"Ctrl+{number}": _t("Actions", "Choose a label") for number in range(1, 10)},
}

# The keys that users of other tools are used to, where they differ from ours.
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
