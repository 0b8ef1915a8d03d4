"""Brings chosen results into a project, and estimates from a person's decisions how many of all are right."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from vrp_core.domain.annotations import ImageRecord, Prediction, ReviewStatus, Scores
from vrp_core.domain.config import to_dict
from vrp_core.domain.documents import Count, typed, typed_text
from vrp_core.domain.errors import BadFile, NothingToDo, VrpError
from vrp_core.domain.estimates import Proportion
from vrp_core.domain.masks import Rle, iou
from vrp_core.domain.messages import explain
from vrp_core.project.ingest import add_photos
from vrp_core.project.project import NewPrediction, Project
from vrp_core.scale.choosing import Choice, Key
from vrp_core.scale.places import fetch, is_address
from vrp_core.scale.results import Results
from vrp_core.scale.rows import Row

_RIGHT = 0.5  # IoU of a corrected mask with the proposed one from which that was right: what the confidence means


class _Sampled(Struct, frozen=True):
    """An object of the sample."""

    image: Count
    label: Count
    instance: Count


class _Imported(Struct, frozen=True):
    """What the record of an imported run holds beside its config."""

    folder: str
    found: dict[str, Count]  # label, as the run calls it -> objects of the whole run
    sample: tuple[_Sampled, ...]
    labels: dict[str, Count] = {}  # label, as the run calls it -> its id; records of earlier versions have none


class _Merge(Struct, frozen=True):
    """What the history says of labels that were merged."""

    into: Count
    merged: Count


class _Restored(Struct, frozen=True):
    """What the history says of a label that is there again."""

    id: Count


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A row that was checked."""

    row: Row
    mask: Rle
    scores: Scores


@dataclass(frozen=True, slots=True)
class Brought:
    """What came into the project."""

    pass_id: int
    photos: int
    predictions: int
    left_out: tuple[str, ...]  # a sentence for each photo that could not be used


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the objects that a run found are right, as far as a person has judged the sample."""

    label: str  # "" for all labels together
    found: int  # objects of the whole run
    sampled: int
    estimate: Proportion


def bring(project: Project, results: Results, choice: Choice, photos: Path | None = None) -> Brought:
    """Store the chosen photos' predictions as a finished pass, pending, so that the window shows them for review.

    Args:
        project: open for writing; photos and labels that it does not have are added.
        results: of a run.
        choice: what is brought in.
        photos: folder for copies of photos that are in an object store; default: `photos` in the project.

    Raises:
        NothingToDo: nothing was chosen, or no chosen photo can be used.
        BadFile: a file of results is damaged.
        DiskFull, OSError: a photo cannot be copied.
    """
    rows: dict[str, list[_Proposal]] = {path: [] for path in choice.paths}
    names = {label.name for label in results.labels}
    for row in results.rows():
        if row.path in rows:
            rows[row.path].append(_proposal(results, row, names))
    left_out: list[str] = []
    records = _records(project, sorted(rows), photos or project.folder / "photos", left_out)
    usable = {path: record for path, record in records.items() if _fits(path, record, rows[path], left_out)}
    if not usable:
        raise NothingToDo("photos to review", left_out[0] if left_out else "ask for more with --doubtful or --sample")
    labels = {
        label.name: project.labels.add(label.name, label.color, label.supercategory).id for label in results.labels
    }
    ids = {path: record.id for path, record in usable.items()}
    imported = {
        "folder": PurePosixPath(results.folder.replace("\\", "/")).name,
        "found": choice.found,
        "sample": [_sampled(key, ids, labels) for key in choice.sample if key[0] in ids],
        "labels": labels,
    }
    used = replace(results.run.config, vrp_weights=f"bundle {results.run.bundle[:12]}")  # acceptance is told by weights
    config = {"segment": to_dict(used), "references": [], "imported": imported}
    pass_id = project.passes.start(config, list(dict.fromkeys(ids.values())), finished=True)  # nothing to resume
    stored = 0
    for path, record in usable.items():
        new = [
            NewPrediction(labels[one.row.label], one.row.instance, one.mask, one.scores, one.row.absent)
            for one in rows[path]
        ]
        stored += len(project.passes.record(pass_id, record.id, new))
    return Brought(pass_id, len(usable), stored, tuple(left_out))


def _sampled(key: Key, images: Mapping[str, int], labels: Mapping[str, int]) -> dict[str, int]:
    path, label, instance = key
    return {"image": images[path], "label": labels[label], "instance": instance}


def _records(project: Project, paths: Sequence[str], folder: Path, left_out: list[str]) -> dict[str, ImageRecord]:
    """The project's photos of these paths, which are added where they are not there."""
    files: dict[str, Path] = {}
    for path in paths:
        try:
            files[path] = _copied(path, folder) if is_address(path) else Path(path)
        except (VrpError, OSError) as error:
            left_out.append(f"{path}: {explain(error)}")
    added = add_photos(project, list(files.values()))
    refused = {error.path: explain(error) for error in added.refused}
    left_out += [f"{path}: {refused[file]}" for path, file in files.items() if file in refused]
    return {path: project.images.find(file.absolute()) for path, file in files.items() if file not in refused}


def _copied(path: str, folder: Path) -> Path:
    """A photo of an object store, under a name that no two addresses share."""
    name = PurePosixPath(path)
    return fetch(path, folder / f"{name.stem}-{sha256(path.encode()).hexdigest()[:12]}{name.suffix}")


def _fits(path: str, record: ImageRecord, proposals: Sequence[_Proposal], left_out: list[str]) -> bool:
    """Whether the rows belong to the photo that the project has now."""
    same = all((one.row.digest, one.row.size) == (record.digest, record.size) for one in proposals)
    if not same:
        left_out.append(f"{path} was changed after it was labelled; label it again")
    return same


def _proposal(results: Results, row: Row, labels: Collection[str]) -> _Proposal:
    scores = row.scores
    try:
        if scores is None or row.label not in labels:
            raise ValueError("no worker writes such a row")
        return _Proposal(row, Rle(row.height, row.width, row.counts), scores)
    except ValueError as error:
        raise BadFile(Path(results.folder), (f"{row.path}: {error}",)) from error


# --- what the decisions say ------------------------------------------------------------------------------------------


def precision_of(project: Project) -> tuple[Precision, ...]:
    """The precision of the newest imported run, all labels together first, then each one.

    An accepted object is right, a corrected one if its mask as proposed overlaps the correction by an IoU of 0.5. What
    nobody has decided on is not counted. Each label has the name that it has now, or had when it was deleted; labels
    that were merged are one.

    Raises:
        NothingToDo: no results were imported.
        BadFile: the record of the import or of a merge is damaged.
    """
    pass_id, imported = _newest(project)
    names = {label.id: label.name for label in project.labels.all()}
    ids = imported.labels or {name: label for label, name in names.items()}
    now = _labels_now(project, ids.values())
    there = _predictions(project, pass_id, now)
    judged: defaultdict[int, list[bool]] = defaultdict(list)
    for one in imported.sample:
        prediction = there.get((one.image, one.label, one.instance))
        if prediction is not None:
            judged[one.label] += _right(project, prediction)
    sampled = Counter(one.label for one in imported.sample)
    together: defaultdict[int | str, list[str]] = defaultdict(list)  # a label, or the name of a deleted one
    for name in imported.found:
        label = now.get(ids.get(name, 0), 0)  # no label has the id 0
        together[label if label in names else name].append(name)
    each = []
    for key, called in together.items():
        labels = [ids.get(name, 0) for name in called]
        decisions = [right for label in labels for right in judged[label]]
        each.append(
            Precision(
                label=names[key] if isinstance(key, int) else key,
                found=sum(imported.found[name] for name in called),
                sampled=sum(sampled[label] for label in labels),
                estimate=Proportion(sum(decisions), len(decisions)),
            )
        )
    right, known = (sum(getattr(one.estimate, part) for one in each) for part in ("right", "judged"))
    whole = Precision("", sum(one.found for one in each), sum(sampled.values()), Proportion(right, known))
    return (whole, *each)


def _labels_now(project: Project, labels: Collection[int]) -> dict[int, int]:
    """The label that each is now: itself, or the one that it was merged into. In the order of `labels`."""
    into: dict[int, int] = {}
    for _, what, detail in project.history():
        try:
            if what == "merge labels":
                merge = typed_text(detail, _Merge)
                into[merge.merged] = merge.into
            elif what == "restore label":  # a merge was undone
                into.pop(typed_text(detail, _Restored).id, None)
        except ValueError as error:
            raise BadFile(project.folder, (f"the history of its labels: {error}",)) from error
    found = {}
    for label in labels:
        last, passed = label, {label}
        while into.get(last, last) not in passed:
            last = into[last]
            passed.add(last)
        found[label] = last
    return found


def _predictions(project: Project, pass_id: int, now: Mapping[int, int]) -> dict[tuple[int, int, int], Prediction]:
    """The predictions of an import by image, label as imported, and instance.

    Those of labels that were merged are told apart by their order: a run writes one label of a photo after the other,
    in the order of `now`, each with instances from 0. Where some are gone they cannot be told apart, and are left out.
    """
    stored: defaultdict[tuple[int, int], list[Prediction]] = defaultdict(list)
    for one in sorted(project.review.predictions(), key=lambda one: one.id):
        if one.pass_id == pass_id:
            stored[one.image_id, one.label_id].append(one)
    found: dict[tuple[int, int, int], Prediction] = {}
    for (image, label), predictions in stored.items():
        imported = [before for before, after in now.items() if after == label]
        if len(imported) == 1:
            found |= {(image, imported[0], one.instance): one for one in predictions}
            continue
        starts = [place for place, one in enumerate(predictions) if not one.instance]
        if len(starts) == len(imported) and starts[:1] == [0]:
            for place, one in enumerate(predictions):
                before = imported[bisect_right(starts, place) - 1]
                found[image, before, one.instance] = one
    return found


def _newest(project: Project) -> tuple[int, _Imported]:
    for record in project.passes.all():
        values: Any = record.config.get("imported")
        if values is not None:
            try:
                return record.id, typed(values, _Imported)
            except ValueError as error:
                raise BadFile(project.folder, (f"pass {record.id}: {error}",)) from error
    raise NothingToDo("imported results", "bring some in first: project import-results")


def _right(project: Project, prediction: Prediction) -> Iterator[bool]:
    """Whether a decision says that the proposal was right; nothing if there is no decision."""
    if prediction.status is ReviewStatus.ACCEPTED:
        yield True
    elif prediction.status is ReviewStatus.REJECTED:
        yield False
    elif prediction.status is ReviewStatus.EDITED:
        yield iou(project.review.proposed(prediction.id), prediction.mask) >= _RIGHT
