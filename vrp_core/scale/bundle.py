"""A bundle: everything that a pass needs of a project, in one file that is opened without the project.

It is a ZIP archive of stored members: `manifest.json` with sizes and digests of the others, the features of the
references and the weights as safetensors. It holds no code and no path of a machine. A bundle from a stranger is
checked before anything in it is used.
"""

import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, BinaryIO

from msgspec import Meta

from vrp_core.domain.annotations import Label, label_name
from vrp_core.domain.config import SegmentConfig
from vrp_core.domain.documents import Count, Extent, Share, typed_text
from vrp_core.domain.errors import BadFile, LabelBlank, NotFound, WeightsMismatch
from vrp_core.domain.files import file_digest, writing
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle
from vrp_core.domain.reading import Reading, reading_of

FORMAT = "vrp-annotator-bundle/1"
MANIFEST, REFERENCES, VRP, SAM = "manifest.json", "references.safetensors", "vrp.safetensors", "sam.safetensors"
_LARGEST_MANIFEST = 1 << 26
_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # of every member: one project gives the same bytes each time

# What reading a damaged archive raises.
_DAMAGED = (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError)

_Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class BundledLabel:
    """A label that is searched for."""

    id: Count
    name: str
    color: str
    supercategory: str
    threshold: Share | None

    @property
    def label(self) -> Label:
        """The label.

        Raises:
            LabelBlank: it has no name that a label can have.
        """
        return Label(self.id, label_name(self.name), self.color, self.supercategory, self.threshold)


@dataclass(frozen=True, slots=True)
class BundledReference:
    """A region of one of the encoded photos."""

    label: Count
    photo: Count  # its features are `<photo>.embedding` and `<photo>.features`; of close-ups `<photo>.<window>.*`
    negative: bool
    height: Extent
    width: Extent
    counts: str

    @property
    def region(self) -> Rle:
        """The region in the photo's own pixels."""
        return Rle(self.height, self.width, self.counts)


@dataclass(frozen=True, slots=True)
class Member:
    """What must be found under a name."""

    size: Count  # bytes
    sha256: _Digest


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says about itself."""

    format: str
    program: str  # version that wrote it
    config: SegmentConfig
    reading: str  # bands and contrast window of every photo
    labels: tuple[BundledLabel, ...]
    references: tuple[BundledReference, ...]
    semantic_digest: _Digest  # of the semantic encoder's weights, which are installed with the program
    sam: Member  # also where the archive does not hold it
    members: dict[str, Member]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was opened. Its references and weights are read by `unpacked`."""

    path: Path
    digest: str  # sha256 of the file: the identity of every run with it
    config: SegmentConfig
    reading: Reading
    labels: tuple[Label, ...]
    manifest: Manifest


def write_archive(path: Path, manifest: Manifest, members: dict[str, bytes | Path]) -> Path:
    """Write a bundle in one step.

    Args:
        path: the file.
        manifest: without its `members`, which are computed.
        members: their bytes, or the file that holds them.

    Raises:
        DiskFull, OSError: see `files.write_file`.
    """
    facts = {name: member_of(content) for name, content in members.items()}
    text = json.dumps(asdict(replace(manifest, members=facts)), indent=1)
    with writing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {MANIFEST: text.encode(), **members}.items():
            size = content.stat().st_size if isinstance(content, Path) else len(content)
            entry = zipfile.ZipInfo(name, _SAME_TIME)
            entry.file_size = size  # decides whether ZIP64 is needed
            with archive.open(entry, "w") as target, _opened(content) as source:
                shutil.copyfileobj(source, target, 1 << 20)
    return path


def member_of(content: bytes | Path) -> Member:
    """Size and digest of a member."""
    if isinstance(content, Path):
        return Member(content.stat().st_size, file_digest(content))
    return Member(len(content), hashlib.sha256(content).hexdigest())


def _opened(content: bytes | Path) -> BinaryIO:
    return content.open("rb") if isinstance(content, Path) else io.BytesIO(content)


def open_bundle(path: Path) -> Bundle:
    """Open a bundle and check what it says about itself; its members are checked by `unpacked`.

    Raises:
        NotFound: there is no such file.
        BadFile: it is no bundle of this program, or damaged; names the problem.
    """
    if not path.is_file():
        raise NotFound("bundle", str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            entry = _stored(archive, MANIFEST)
            if entry.file_size > _LARGEST_MANIFEST:
                raise ValueError("its manifest is larger than any that this program writes")
            manifest = typed_text(archive.read(entry), Manifest)
        return Bundle(
            path,
            file_digest(path),
            manifest.config,
            reading_of(manifest.reading),
            _labels(manifest),
            manifest,
        )
    except (*_DAMAGED, LabelBlank) as error:
        raise BadFile(
            path, (f"it is not a bundle of this program ({error}). Write it again: project bundle",)
        ) from error


def _stored(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """A member, which no bundle compresses: each decompressor fails in its own way on damaged bytes."""
    entry = archive.getinfo(name)
    if entry.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{name} is compressed")
    return entry


def _labels(manifest: Manifest) -> tuple[Label, ...]:
    if manifest.format != FORMAT:
        raise ValueError(f"its format is {manifest.format!r}, this program reads {FORMAT!r}")
    if manifest.config.vrp_weights:
        raise ValueError("its config names a file outside it")
    labels = tuple(bundled.label for bundled in manifest.labels)
    names = {label.id: label.name for label in labels}
    searched = {one.label for one in manifest.references if not one.negative}
    if not names or names.keys() != searched or len(set(names.values())) != len(manifest.labels):
        raise ValueError("its labels and its references do not belong together")
    for reference in manifest.references:
        if reference.label not in names:
            raise ValueError("a reference has a label that is not there")
        _ = reference.region  # its run lengths must fit its size
    return labels


@contextmanager
def unpacked(bundle: Bundle) -> Iterator[dict[str, Path]]:
    """The bundle's members as temporary files, by name, each checked against its digest.

    Raises:
        BadFile: a member is missing or damaged.
        DiskFull: there is no room for temporary files.
    """
    with tempfile.TemporaryDirectory(prefix="vrp-bundle-") as folder:
        found = {}
        try:
            with zipfile.ZipFile(bundle.path) as archive:
                for name, fact in bundle.manifest.members.items():
                    if name not in {REFERENCES, VRP, SAM}:
                        raise ValueError(f"it holds {name!r}, which no bundle does")
                    found[name] = _extract(archive, name, fact, Path(folder) / name)
            if REFERENCES not in found or (VRP in found) != (bundle.config.method == "vrp"):
                raise ValueError("a part is missing")
        except _DAMAGED as error:
            raise BadFile(bundle.path, (f"it is damaged ({error}). Write it again: project bundle",)) from error
        yield found


def _extract(archive: zipfile.ZipFile, name: str, fact: Member, place: Path) -> Path:
    """Copy a member, of which no byte more is read than it is said to have."""
    checksum, left = hashlib.sha256(), fact.size
    with archive.open(_stored(archive, name)) as source, writing(place, durable=False) as target:
        while left and (block := source.read(min(left, 1 << 20))):
            checksum.update(block)
            target.write(block)
            left -= len(block)
        if left or source.read(1) or checksum.hexdigest() != fact.sha256:
            raise ValueError(f"{name} is not what its digest says")
    return place


def check_sam_file(bundle: Bundle, path: Path) -> Path:
    """Check that SAM's weights of this machine are those that the bundle was made with.

    Raises:
        WeightsMismatch: they are others.
    """
    found = file_digest(path)
    if found != bundle.manifest.sam.sha256:
        raise WeightsMismatch(path, bundle.manifest.sam.sha256, found)
    return path


def photo_size(manifest: Manifest, photo: int) -> Size:
    """Height and width of an encoded photo."""
    return next(one.region.size for one in manifest.references if one.photo == photo)
