"""What a training learns from: the project's own photos, other data sets, and which photos are held out.

Everything here reads files and may take a while: `material_of`, `check` and `split_of` are run as jobs.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from vrp_core.domain.documents import typed_text
from vrp_core.domain.errors import VrpError
from vrp_core.domain.files import write_file
from vrp_core.images.reading import read_image
from vrp_core.project.export_set import export_set
from vrp_core.project.project import Project

from ..engine_words import error_words
from . import runs

if TYPE_CHECKING:  # data sets are opened on a job's thread, which loads what reads them
    from vrp_core.datasets.samples import SampleSource
    from vrp_core.datasets.splitting import Fingerprint

FEWEST = 4  # images of a label that training needs: references, and some to validate on
GOOD = 10  # images of a label from which it usually helps
_PAIR = 2  # images of a label without which the engine refuses a data set
_ALSO = "also.json"
_COUNTED = 200  # photos; of more it would take too long to look for near-duplicates only to say a number


@dataclass(frozen=True, slots=True)
class LabelCount:
    """The number of images of a label."""

    name: str
    images: int


@dataclass(frozen=True, slots=True)
class Material:
    """What a project offers to train on."""

    labels: tuple[LabelCount, ...]
    images: int
    left_out: Mapping[str, int] = field(default_factory=dict)  # reason, as the export names it -> predictions

    @property
    def enough(self) -> bool:
        """At least one label has the images that training needs."""
        return any(label.images >= FEWEST for label in self.labels)

    @property
    def usable(self) -> bool:
        """The engine accepts it, at least together with other data."""
        return any(label.images >= _PAIR for label in self.labels)


@dataclass(frozen=True, slots=True)
class Also:
    """Other data sets that a project's trainings learn from."""

    data: tuple[str, ...] = ()  # projects, COCO JSON files, folders with images/ and masks/
    images: str = ""  # the image folder of the COCO files, where it is not the one they are in


@dataclass(frozen=True, slots=True)
class Checked:
    """What another data set holds, and what is wrong with it."""

    path: Path
    labels: tuple[LabelCount, ...] = ()
    images: int = 0
    problems: tuple[str, ...] = ()
    needs_images: bool = False  # a COCO file none of whose photos was found


@dataclass(frozen=True, slots=True)
class Split:
    """How many photos are held out for validation."""

    apart: int
    photos: int
    exact: bool = True
    without: tuple[str, ...] = ()  # data sets whose photos are all near-duplicates of each other


def material_of(folder: Path) -> Material:
    """Count what a person has drawn, accepted or corrected in a project, which may be open elsewhere."""
    with Project.open(folder, writable=False) as project:
        exported = export_set(project)
    photos: dict[int, set[int]] = {label.id: set() for label in exported.annotation_set.labels}
    for item in exported.annotation_set.objects:
        photos[item.label_id].add(item.image_id)
    labels = tuple(LabelCount(label.name, len(photos[label.id])) for label in exported.annotation_set.labels)
    return Material(labels, len(set().union(*photos.values())), exported.left_out)


def check(path: Path, images: str) -> Checked:
    """Check another data set. Problems are returned, not raised."""
    from vrp_core.datasets.opening import OpenOptions, open_source

    try:
        source = open_source(path, OpenOptions(images))
        problems = tuple(source.problems())
    except (VrpError, OSError) as error:
        return Checked(path, problems=(error_words(error),))
    photos = {sample.image for sample in source.samples()}
    lost = path.is_file() and bool(photos) and not any(photo.is_file() for photo in photos)
    return Checked(path, _photos_by_label(source), len(photos), problems, lost)


def split_of(
    paths: Sequence[Path], images: str, share: float, seed: int, stopped: Callable[[], bool] = lambda: False
) -> Split | None:
    """How many photos of checked data sets the engine will hold out; None: the count was stopped."""
    from vrp_core.datasets.opening import OpenOptions, open_source
    from vrp_core.datasets.splitting import held_out_images

    sources = [open_source(path, OpenOptions(images)) for path in paths]
    own = [sorted({sample.image for sample in source.samples()}) for source in sources]
    photos = sum(len(one) for one in own)
    if photos > _COUNTED:
        return Split(round(share * photos), photos, exact=False)
    prints: dict[Path, Fingerprint] = {}
    for photo in (photo for one in own for photo in one):
        if stopped():
            return None
        prints[photo] = _print_of(photo, photo.stat().st_mtime_ns)
    held = [held_out_images(source, share, seed, prints) for source in sources]
    without = tuple(path.name for path, apart in zip(paths, held, strict=True) if not apart)
    return Split(sum(len(apart) for apart in held), photos, without=without)


def also_of(project: Path) -> Also:
    """The other data sets that were chosen for a project."""
    try:
        return typed_text((runs.folder_of(project) / _ALSO).read_bytes(), Also)
    except (OSError, ValueError):
        return Also()


def remember_also(project: Path, also: Also) -> None:
    """Store them for the next time."""
    write_file(runs.folder_of(project) / _ALSO, json.dumps(asdict(also), indent=1).encode())


@lru_cache(maxsize=5 * _COUNTED)
def _print_of(photo: Path, changed: int) -> "Fingerprint":
    """Cached: it decodes the whole photo, and the split is computed again after every decision."""
    from vrp_core.datasets.splitting import fingerprint

    return fingerprint(read_image(photo))


def _photos_by_label(source: "SampleSource") -> tuple[LabelCount, ...]:
    photos: dict[str, set[Path]] = {}
    for sample in source.samples():
        photos.setdefault(sample.category, set()).add(sample.image)
    return tuple(LabelCount(name, len(images)) for name, images in photos.items())
