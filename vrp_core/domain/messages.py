"""Error messages: the one place where the values of errors become sentences for users."""

from collections.abc import Callable, Sequence
from typing import Any

from vrp_core.domain import errors as e
from vrp_core.domain.memory import ran_out_of_memory


def _listed(items: tuple[str, ...], intro: str) -> str:
    return f"{intro}{', '.join(items)}" if items else ""


def _cut(lines: tuple[str, ...], most: int = 20) -> tuple[str, ...]:
    return lines if len(lines) <= most else (*lines[:most], f"and {len(lines) - most} more")


def shortened(items: Sequence[str], most: int = 10) -> str:
    """Names as one text, cut with "and N more"."""
    shown = ", ".join(items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most} more"


def _remedy(error: e.ProjectDamaged) -> str:
    if not error.copy:
        return "Restore it from a backup of your own."
    return f"A copy of {error.copy} is kept beside it. To use it, run: project restore {error.path.parent}"


_SENTENCES: dict[type[e.VrpError], Callable[[Any], str]] = {
    e.ImageUnreadable: lambda x: f"Cannot read the image {x.path}: {x.reason}. Replace the file or leave it out.",
    e.ImageChanged: lambda x: (
        f"{x.path} was changed since it was added. Add the photo again; if it has another size now, remove it first."
    ),
    e.MaskAmbiguous: lambda x: (
        f"The mask {x.path} holds several values: "
        + ", ".join(f"{name} ({count} pixels)" for name, count in x.values)
        + ". Say which one is the object with --mask-value."
    ),
    e.PromptOutsideImage: lambda x: (
        f"A {x.kind} lies outside its image, which is {x.width} pixels wide and {x.height} high. Draw it again."
    ),
    e.EmptyPrompt: lambda x: f"The {x.kind} is empty. Draw it with some extent.",
    e.LabelBlank: lambda x: f"{x.name!r} is not a label name. Give the label a name.",
    e.BadFile: lambda x: f"{x.path} cannot be used:\n  " + "\n  ".join(_cut(x.problems)),
    e.WouldReplace: lambda x: (
        f"{x.folder} holds files that no export wrote, or that were changed since: {shortened(x.names)}."
        " Choose another place, or add --replace to replace them."
    ),
    e.Ambiguous: lambda x: (
        f"Several {x.what}s are called {x.name!r}: {shortened(x.candidates)}. Say which by more of its path."
    ),
    e.NotFound: lambda x: f"There is no {x.what} called {x.name!r}.{_listed(x.known, ' There is: ')}",
    e.NothingToDo: lambda x: f"There are no {x.what}: {x.remedy}.",
    e.ExtraMissing: lambda x: (
        f"{x.what} needs packages that are not installed. Run: pip install 'vrp-annotator[{x.extra}]'"
    ),
    e.OtherRun: lambda x: (
        f"{x.folder} holds results of another run: {x.difference}. Choose another folder, or the same inputs as before."
    ),
    e.ProjectMissing: lambda x: f"There is no project in {x.path}. Make one with: project new",
    e.ProjectExists: lambda x: f"There is a project in {x.path} already. Choose another folder.",
    e.ProjectLocked: lambda x: f"Another program has the project in {x.path} open. Close it there first.",
    e.ProjectTooNew: lambda x: (
        f"A newer version of this program wrote {x.path} (format {x.found}; this one knows {x.known}). Update first."
    ),
    e.ProjectDamaged: lambda x: f"The project file {x.path} is damaged ({x.reason}). {_remedy(x)}",
    e.DiskFull: lambda x: f"The disk is full: {x.path} could not be written. Make room; nothing was lost.",
    e.WeightsMissing: lambda x: f"The weights {x.weights_id} are not on this machine. Run: models fetch {x.weights_id}",
    e.WeightsDamaged: lambda x: (
        f"{x.path} is not the expected weights file: expected {x.expected}, found {x.found}."
        " Fetch it again, or choose another."
    ),
    e.WeightsMismatch: lambda x: (
        f"{x.path} belongs to another network: expected {x.expected}, found {x.found}. Choose the file that fits."
    ),
    e.WeightsOutdated: lambda x: (
        f"{x.path} was made by an earlier version of this program ({x.found}), for a network it no longer has. "
        "Use the weights that come with the program, or train again: vrp-annotator train --data ... --out ..."
    ),
    e.FetchFailed: lambda x: (
        f"The weights {x.weights_id} could not be fetched:\n  "
        + "\n  ".join(x.attempts)
        + f"\nIf you have the file, run: models import {x.weights_id} FILE"
    ),
    e.OutOfMemory: lambda x: (
        f"{f'The device {x.device}' if x.device else 'This machine'} ran out of memory: {x.remedy}."
    ),
    e.TrainingDiverged: lambda x: (
        f"The loss became NaN at step {x.step}. Lower the learning rate, or check these episodes:\n  "
        + "\n  ".join(x.episodes)
    ),
    e.TrainingLocked: lambda x: f"Another training runs in {x.path}. Wait until it ends, or stop it first.",
}


def explain(error: BaseException) -> str:
    """The message of an error: what happened and what to do, in one or a few lines."""
    if ran_out_of_memory(error):
        error = e.OutOfMemory("", "close other programs, or use a machine with more memory")
    sentence = _SENTENCES.get(type(error))  # type: ignore[arg-type]
    return sentence(error) if sentence else f"{type(error).__name__}: {error}"
