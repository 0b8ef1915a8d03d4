"""What an action is: its words, its keys, and what must be there for it to make sense."""

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
