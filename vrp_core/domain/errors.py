"""What can go wrong, as values.

Every error the engine raises on purpose is a `VrpError` that carries the facts; `vrp_core.domain.messages`
turns them into the sentence a person reads. Nothing here is worded for a person.
"""

from dataclasses import dataclass, fields
from pathlib import Path


class VrpError(Exception):
    """The base of everything the engine raises on purpose."""

    def __str__(self) -> str:
        values = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))  # type: ignore[arg-type]
        return f"{type(self).__name__}({values})"


# --- input a person gave -------------------------------------------------------------------------------------------


@dataclass(eq=False)
class ImageUnreadable(VrpError):
    """A picture cannot be decoded: missing, truncated, empty, of an unknown format, or too large."""

    path: Path
    reason: str


@dataclass(eq=False)
class MaskAmbiguous(VrpError):
    """A mask file holds several values, and nothing says which is the object; `values` are names and pixel counts."""

    path: Path
    values: tuple[tuple[str, int], ...]


@dataclass(eq=False)
class PromptOutsideImage(VrpError):
    """A prompt marks nothing of the image."""

    kind: str
    height: int
    width: int


@dataclass(eq=False)
class EmptyPrompt(VrpError):
    """A prompt has no extent: a scribble without points, a box without area, a mask without pixels."""

    kind: str


@dataclass(eq=False)
class ImageChanged(VrpError):
    """The file of a photo is not the one that was added to the project any more."""

    path: Path


@dataclass(eq=False)
class LabelBlank(VrpError):
    """A label's name has no visible character."""

    name: str


@dataclass(eq=False)
class BadFile(VrpError):
    """A file that should hold annotations, a configuration or a data set does not; `problems` names every offender."""

    path: Path
    problems: tuple[str, ...]


@dataclass(eq=False)
class WouldReplace(VrpError):
    """An export would replace files in a folder that it did not write."""

    folder: Path
    names: tuple[str, ...]


@dataclass(eq=False)
class Ambiguous(VrpError):
    """Something was asked for by a name that several have."""

    what: str
    name: str
    candidates: tuple[str, ...]


@dataclass(eq=False)
class NotFound(VrpError):
    """Something was asked for by a name that does not exist."""

    what: str
    name: str
    known: tuple[str, ...] = ()


@dataclass(eq=False)
class NothingToDo(VrpError):
    """A command was given no work: no images, no references, nothing accepted."""

    what: str
    remedy: str


@dataclass(eq=False)
class ExtraMissing(VrpError):
    """Something needs packages that are installed on request: `extra` names them in setup.cfg."""

    what: str
    extra: str


@dataclass(eq=False)
class OtherRun(VrpError):
    """A folder of results holds shards of another run than the one asked for; `difference` says in what."""

    folder: str
    difference: str


# --- the project store -----------------------------------------------------------------------------------------------


@dataclass(eq=False)
class ProjectMissing(VrpError):
    """There is no project at this place."""

    path: Path


@dataclass(eq=False)
class ProjectExists(VrpError):
    """A new project was asked for where one is already."""

    path: Path


@dataclass(eq=False)
class ProjectLocked(VrpError):
    """Another process has the project open for writing."""

    path: Path


@dataclass(eq=False)
class ProjectTooNew(VrpError):
    """A newer version of the program wrote the project."""

    path: Path
    found: int
    known: int


@dataclass(eq=False)
class ProjectDamaged(VrpError):
    """The project file is not a database of ours, SQLite finds it damaged, or a row holds what we never write."""

    path: Path
    reason: str
    copy: str = ""  # when the newest copy of its last good state was made, in local time; "": there is none


@dataclass(eq=False)
class DiskFull(VrpError):
    """A write failed because the disk is full."""

    path: Path


# --- weights ---------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class WeightsMissing(VrpError):
    """Weights are needed that are not on this machine."""

    weights_id: str


@dataclass(eq=False)
class WeightsDamaged(VrpError):
    """A weights file is not what the catalogue says it is."""

    path: Path
    expected: str
    found: str


@dataclass(eq=False)
class WeightsMismatch(VrpError):
    """A checkpoint belongs to another configuration than the one asked for."""

    path: Path
    expected: str
    found: str


@dataclass(eq=False)
class WeightsOutdated(VrpError):
    """A checkpoint was written by an earlier version of this program, for a network that it no longer has."""

    path: Path
    found: str


@dataclass(eq=False)
class FetchFailed(VrpError):
    """No source of some weights could be fetched; `attempts` says what each one answered."""

    weights_id: str
    attempts: tuple[str, ...]


@dataclass(eq=False)
class OutOfMemory(VrpError):
    """A device or the machine ran out of memory; `remedy` names what to lower."""

    device: str  # "": the machine itself
    remedy: str


@dataclass(eq=False)
class TrainingDiverged(VrpError):
    """The loss is not a number any more; `episodes` names the batch it happened in."""

    step: int
    episodes: tuple[str, ...]


@dataclass(eq=False)
class TrainingLocked(VrpError):
    """Another process trains in this folder: a run's own, or that of all runs of a project."""

    path: Path
