"""Where training and evaluation images come from: one interface, a reader per layout.

A sample is one category on one image; all objects of a category in an image are one mask.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vrp_core.domain.annotations import ReviewStatus
from vrp_core.domain.errors import BadFile, ImageChanged, ImageUnreadable
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Mask, Rle, decode
from vrp_core.domain.messages import explain
from vrp_core.domain.reading import reading_of
from vrp_core.images.formats import is_picture
from vrp_core.images.masks import MaskFile, read_bits
from vrp_core.images.reading import check_unchanged, read_image, read_size

_FRAME_NUMBER = re.compile(r"^(.+?)(?:[-_]|(?<=\D))\d{3,6}$")  # blackswan_00003 -> blackswan; 1009 has no scene


@dataclass(frozen=True, slots=True)
class Sample:
    """One category on one image."""

    image: Path
    category: str
    scene: str  # by the file's name; whether pairs avoid a common one: `vrp_core.datasets.episodes.names_tell_scenes`
    size: Size
    source: str  # name of the source, so that samples of several sources stay apart
    drawn: bool = True  # a person drew or edited the mask; False: it was accepted as a network found it
    reading: str = ""  # bands and contrast window that a project chose for the image, see `domain.reading`

    def pixels(self) -> NDArray[np.uint8]:
        """The (H, W, 3) uint8 RGB image as a pass sees it.

        Raises:
            ImageUnreadable: see `read_image`.
        """
        return read_image(self.image, reading_of(self.reading))


class SampleSource(Protocol):
    """A data set."""

    name: str

    def samples(self) -> Sequence[Sample]:
        """Every usable sample; each category has at least two."""
        ...

    def problems(self) -> list[str]:
        """Everything that is wrong with the data set, one sentence each; empty when it can be used."""
        ...

    def mask(self, sample: Sample) -> Mask:
        """(H, W) bool: where the category is."""
        ...

    def ignore(self, sample: Sample) -> Mask:
        """(H, W) bool: where the truth is not known."""
        ...

    def shown(self, image: Path) -> frozenset[str]:
        """The categories known to be on an image."""
        ...


class ListedSource:
    """A source whose samples are listed when it is opened, with functions that read their masks."""

    def __init__(
        self,
        name: str,
        samples: Sequence[Sample],
        read_mask: Callable[[Sample], Mask],
        read_ignore: Callable[[Sample], Mask],
        problems: Callable[[], Sequence[str]] = tuple,
        whole: Sequence[Sample] | None = None,
    ) -> None:
        """`whole` lists what is on the images, where `samples` is a part of it; `problems` are found when asked for."""
        self.name = name
        counts = Counter(sample.category for sample in samples)
        self._samples = tuple(sample for sample in samples if counts[sample.category] > 1)
        self._read_mask, self._read_ignore, self._problems = read_mask, read_ignore, problems
        shown: defaultdict[Path, set[str]] = defaultdict(set)
        for sample in whole if whole is not None else samples:
            shown[sample.image].add(sample.category)
        self._shown: Mapping[Path, frozenset[str]] = {image: frozenset(there) for image, there in shown.items()}

    def samples(self) -> tuple[Sample, ...]:
        """Every usable sample; each category has at least two."""
        return self._samples

    def problems(self) -> list[str]:
        """Everything that is wrong with the data set."""
        return list(self._problems()) or ([] if self._samples else ["no category has two images"])

    def mask(self, sample: Sample) -> Mask:
        """(H, W) bool: where the category is."""
        return self._read_mask(sample)

    def ignore(self, sample: Sample) -> Mask:
        """(H, W) bool: where the truth is not known."""
        return self._read_ignore(sample)

    def shown(self, image: Path) -> frozenset[str]:
        """The categories known to be on an image."""
        return self._shown.get(image, frozenset())


def subset(source: SampleSource, samples: Sequence[Sample]) -> ListedSource:
    """Some samples of a source."""
    return ListedSource(source.name, samples, source.mask, source.ignore, whole=source.samples())


def folder_source(root: Path) -> ListedSource:
    """`images/<id>.jpg`, `masks/<category>/<id>.png` (white is the object), optional `ignore/<id>.png`."""
    samples: list[Sample] = []
    problems: list[str] = []
    images: dict[str, Path] = {}
    for path in sorted((root / "images").glob("*")):
        if path.is_file() and is_picture(path) and images.setdefault(path.stem, path) != path:
            problems.append(f"{path}: {images[path.stem].name} has the same name, and so the same masks")
    sizes: dict[Path, Size] = {}
    stems = sorted(path.stem for path in (root / "masks").glob("*/*.png"))
    scene_of = _scenes(stems)
    for mask_path in sorted((root / "masks").glob("*/*.png")):
        image = images.get(mask_path.stem)
        if image is None:
            problems.append(f"{mask_path}: there is no image of this name")
            continue
        try:
            if image not in sizes:
                sizes[image] = read_size(image)
            size = sizes[image]
            mask_size = read_size(mask_path)
        except ImageUnreadable as error:
            problems.append(f"{error.path}: {error.reason}")
            continue
        if mask_size != size:
            problems.append(f"{mask_path}: the mask is {mask_size.width}x{mask_size.height}, the image is not")
            continue
        samples.append(Sample(image, mask_path.parent.name, scene_of[mask_path.stem], size, str(root)))

    def of(sample: Sample) -> MaskFile:
        return _read_bits(root / "masks" / sample.category / f"{sample.image.stem}.png")

    def read_mask(sample: Sample) -> Mask:
        return of(sample).region

    def read_ignore(sample: Sample) -> Mask:
        path = root / "ignore" / f"{sample.image.stem}.png"
        not_scored = of(sample).ignore  # the outline of a Pascal VOC mask
        return not_scored | _read_bits(path).region if path.exists() else not_scored

    return ListedSource(str(root), samples, read_mask, read_ignore, lambda: problems)


def coco_source(path: Path, images: Path) -> ListedSource:
    """A COCO JSON: the objects of a category in an image joined, crowd regions not scored."""
    from vrp_core.exchange.coco import read_coco

    annotations = read_coco(path).annotation_set
    names = {label.id: label.name for label in annotations.labels}
    records = {image.id: image for image in annotations.images}
    samples: dict[tuple[Path, str], Sample] = {}
    problems: list[str] = []
    for record in records.values():
        try:
            size = read_size(images / record.file_name)
        except ImageUnreadable as error:
            problems.append(f"{error.path}: {error.reason}")
        else:
            if size != record.size:
                found, said = (f"{one.width}x{one.height}" for one in (size, record.size))
                problems.append(f"{images / record.file_name}: it is {found}, which {path.name} says is {said}")
    scene_of = _scenes([Path(record.file_name).stem for record in records.values()])
    parts: defaultdict[tuple[Path, str], list[Rle]] = defaultdict(list)  # category "" holds an image's crowds
    for item in annotations.objects:
        record = records[item.image_id]
        image, category = images / record.file_name, names[item.label_id]
        parts[(image, "" if item.is_crowd else category)].append(item.mask)
        if not item.is_crowd:
            scene = scene_of[Path(record.file_name).stem]
            samples[(image, category)] = Sample(image, category, scene, record.size, str(path))

    def union(image: Path, category: str, size: Size) -> Mask:
        joined = np.zeros(size, dtype=bool)
        for rle in parts.get((image, category), ()):
            joined |= decode(rle)
        return joined

    return ListedSource(
        str(path),
        list(samples.values()),
        lambda sample: union(sample.image, sample.category, sample.size),
        lambda sample: union(sample.image, "", sample.size),
        lambda: problems,
    )


def project_source(folder: Path) -> ListedSource:
    """A project of ours: what a person has drawn, accepted or corrected."""
    from vrp_core.project.export_set import export_set
    from vrp_core.project.project import Project

    with Project.open(folder, writable=False) as project:
        exported = export_set(project).annotation_set
        records = {record.id: record for record in project.images.all()}
        files = {image_id: project.images.file_of(record) for image_id, record in records.items()}
        as_found = {
            (one.image_id, one.label_id) for one in project.review.predictions() if one.status is ReviewStatus.ACCEPTED
        }
    names = {label.id: label.name for label in exported.labels}
    parts: defaultdict[tuple[Path, str], list[Rle]] = defaultdict(list)
    samples: dict[tuple[Path, str], Sample] = {}
    scene_of = _scenes([path.stem for path in files.values()])
    for item in exported.objects:
        image, size, category = files[item.image_id], records[item.image_id].size, names[item.label_id]
        parts[(image, category)].append(item.mask)
        drawn = (item.image_id, item.label_id) not in as_found
        reading = records[item.image_id].reading
        samples[(image, category)] = Sample(image, category, scene_of[image.stem], size, str(folder), drawn, reading)

    def problems() -> list[str]:
        found = []
        for image_id in dict.fromkeys(item.image_id for item in exported.objects):
            try:
                check_unchanged(files[image_id], records[image_id].digest)
            except (ImageUnreadable, ImageChanged) as error:
                found.append(explain(error))
        return found

    def read_mask(sample: Sample) -> Mask:
        return np.logical_or.reduce([decode(rle) for rle in parts[(sample.image, sample.category)]])

    def read_ignore(sample: Sample) -> Mask:
        return np.zeros(sample.size, dtype=bool)

    return ListedSource(str(folder), list(samples.values()), read_mask, read_ignore, problems)


def _scenes(stems: Sequence[str]) -> dict[str, str]:
    """The scene of each file name: the name without its frame number, `blackswan_00003` -> `blackswan`.

    A prefix can also be no more than a naming habit; `vrp_core.datasets.episodes.names_tell_scenes` says where it is.
    """
    return {stem: match.group(1) if (match := _FRAME_NUMBER.match(stem)) else stem for stem in stems}


def _read_bits(path: Path) -> MaskFile:
    try:
        return read_bits(path)
    except ImageUnreadable as error:
        raise BadFile(path, (f"the mask cannot be read: {error.reason}",)) from error
