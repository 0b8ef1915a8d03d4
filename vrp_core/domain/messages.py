"""Error messages: the one place where the values of errors become sentences for users.

A sentence is a text with the names of the error's fields in braces, so that a translation can put them in any order.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from vrp_core.domain import errors as e
from vrp_core.domain.memory import ran_out_of_memory

if TYPE_CHECKING:  # events load OpenCV, and errors must have words where it cannot be loaded
    from vrp_core.domain.events import LabelLearned

Translate = Callable[[str], str]  # an English text -> the same in a person's language, or the text itself

_TEXTS: dict[type[e.VrpError], str] = {
    e.ImageUnreadable: "Cannot read the photo {path}: {reason}. Replace the file or leave it out.",
    e.ImageChanged: (
        "{path} was changed since it was added. Add the photo again; if it has another size now, remove it first."
    ),
    e.MaskAmbiguous: ("The mask {path} holds several values: {values}. Say which one is the object with --mask-value."),
    e.PromptOutsideImage: (
        "A {kind} lies outside its photo, which is {width} pixels wide and {height} high. Draw it again."
    ),
    e.EmptyPrompt: "The {kind} is empty. Draw it with some extent.",
    e.LabelBlank: "{name!r} is not a label name. Give the label a name.",
    e.BadFile: "{path} cannot be used:{problems}",
    e.WouldReplace: (
        "{folder} holds files that no export wrote, or that were changed since: {names}. Choose another place, or add "
        "--replace to replace them."
    ),
    e.Ambiguous: "More than one {what} is called {name!r}: {candidates}. Say which by more of its path.",
    e.NotFound: "There is no {what} called {name!r}. Check the spelling; it may also have been moved or removed.",
    e.NothingToDo: "There are no {what}: {remedy}.",
    e.ExtraMissing: "{what} needs packages that are not installed. Run: pip install 'vrp-annotator[{extra}]'",
    e.OtherRun: (
        "{folder} holds results of another run: {difference}. Choose another folder, or the same inputs as before."
    ),
    e.ProjectMissing: "There is no project in {path}. Make one with: project new",
    e.ProjectExists: (
        "There is a project in {path} already. Choose another folder, or add photos to it with: project add-images"
    ),
    e.ProjectLocked: "Another program has the project in {path} open. Close it there first.",
    e.ProjectTooNew: (
        "A newer version of this program wrote {path} (format {found}; this one knows {known}). Update first."
    ),
    e.ProjectDamaged: "The project file {path} is damaged ({reason}). Restore it from a backup of your own.",
    e.DiskFull: "The disk is full: {path} could not be written. Make room; nothing was lost.",
    e.WeightsMissing: "The weights {weights_id} are not on this machine. Run: models fetch {weights_id}",
    e.WeightsDamaged: (
        "{path} is not the expected weights file: expected {expected}, found {found}. Fetch it again, or choose "
        "another."
    ),
    e.WeightsMismatch: (
        "{path} belongs to another network: expected {expected}, found {found}. Choose the file that fits."
    ),
    e.WeightsOutdated: (
        "{path} was made by an earlier version of this program ({found}), for a network it no longer has. Use the "
        "weights that come with the program, or train again: vrp-annotator train --data ... --out ..."
    ),
    e.FetchFailed: (
        "The weights {weights_id} could not be fetched:{attempts}\n"
        "If you have the file, run: models import {weights_id} FILE"
    ),
    e.OutOfMemory: "This machine ran out of memory: {remedy}.",
    e.TrainingDiverged: (
        "The loss became NaN at step {step}. Lower the learning rate, or check these episodes:{episodes}"
    ),
    e.TrainingLocked: "Another training runs in {path}. Wait until it ends, or stop it first.",
}
# Said instead where a field that may be empty is not.
_FULLER: dict[type[e.VrpError], tuple[str, str]] = {
    e.NotFound: ("known", "There is no {what} called {name!r}. There is: {known}"),
    e.ProjectDamaged: (
        "copy",
        "The project file {path} is damaged ({reason}). A copy of {copy} is kept beside it. To use it, run: "
        "project restore {path.parent}",
    ),
    e.OutOfMemory: ("device", "The device {device} ran out of memory: {remedy}."),
}
_POOR_REFERENCE = (
    "{label} on {photo} is not found even on that photo: mark it with another kind of prompt, or add a further "
    "reference."
)
_POOR_AND_SMALL = (
    "{label} on {photo} is not found even on that photo. It is small there: search close-ups too, or mark it with "
    "another kind of prompt."
)
_LEARNED = (
    "{label}: {photos} decided photos have taught it: they are found on each other with {after} IoU, before {before}."
)
_NOT_LEARNED = (
    "{label}: {photos} decided photos teach nothing new ({after} IoU on each other, before {before}). Its results stay."
)
_MORE = "and {count} more"
_SIZED = "{name} ({count} pixels)"
_OF_PASSES = (_POOR_REFERENCE, _POOR_AND_SMALL, _LEARNED, _NOT_LEARNED)
# Fields whose values are words or clauses of this program; the others hold names, paths and numbers.
CLAUSES = frozenset({"kind", "what", "reason", "remedy", "problems", "expected", "found", "difference"})
_A_LINE_EACH = frozenset({"problems", "attempts", "episodes"})


def texts() -> tuple[str, ...]:
    """Every text of a sentence, for translators."""
    return (*_TEXTS.values(), *(text for _, text in _FULLER.values()), *_OF_PASSES, _MORE, _SIZED)


def explain(error: BaseException, translate: Translate = str) -> str:
    """The message of an error: what happened and what to do, in one or a few lines.

    `translate` gets each text before its braces are filled, and each word or clause that fills them.
    """
    if ran_out_of_memory(error):
        error = e.OutOfMemory("", "close other programs, or use a machine with more memory")
    if not isinstance(error, e.VrpError) or type(error) not in _TEXTS:
        return f"{type(error).__name__}: {error}"
    field, text = _FULLER.get(type(error), ("", ""))
    chosen = text if field and getattr(error, field) else _TEXTS[type(error)]
    names = [item.name for item in fields(error)]  # type: ignore[arg-type]
    return translate(chosen).format(**{name: _filling(name, getattr(error, name), translate) for name in names})


def poor_reference(photo: str, label: str, small: bool, translate: Translate = str) -> str:
    """What to do about a reference that a pass does not find even on its own photo."""
    return translate(_POOR_AND_SMALL if small else _POOR_REFERENCE).format(photo=photo, label=label)


def learned_sentence(label: str, event: "LabelLearned", translate: Translate = str) -> str:
    """What a second look has learned of a label."""
    sentence = translate(_LEARNED if event.better else _NOT_LEARNED)
    return sentence.format(label=label, photos=event.photos, before=f"{event.before:.0%}", after=f"{event.after:.0%}")


def shortened(items: Sequence[str], most: int = 10, translate: Translate = str) -> str:
    """Names as one text, cut with "and N more"."""
    shown = ", ".join(items[:most])
    return shown if len(items) <= most else f"{shown} {translate(_MORE).format(count=len(items) - most)}"


def _filling(name: str, value: object, translate: Translate) -> str | int | Path:
    """A field's value as it appears in the sentence."""
    said = translate if name in CLAUSES else str
    if isinstance(value, str):
        return said(value) if value else ""
    if isinstance(value, tuple):
        named = [
            said(one) if isinstance(one, str) else translate(_SIZED).format(name=one[0], count=one[1]) for one in value
        ]
        return _lines(named, translate) if name in _A_LINE_EACH else shortened(named, translate=translate)
    assert isinstance(value, int | Path)
    return value


def _lines(lines: Sequence[str], translate: Translate, most: int = 20) -> str:
    more = [translate(_MORE).format(count=len(lines) - most)] if len(lines) > most else []
    return "".join(f"\n  {line}" for line in [*lines[:most], *more])
