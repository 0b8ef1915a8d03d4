"""The project store against a plain dictionary, through any sequence of changes."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from tests.project.test_project import SIZE, found
from vrp_core.domain.annotations import Annotation, Label, Prediction, ReviewStatus, Role
from vrp_core.domain.prompts import PointPrompt
from vrp_core.project.project import NewImage, Project

IMAGES = 3
confidences = st.floats(0, 1)


class StoreMachine(RuleBasedStateMachine):
    """Does the same to a project and to dictionaries, reopens the project at will, and compares."""

    labels = Bundle("labels")
    annotations = Bundle("annotations")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.expected_labels: dict[int, Label] = {}
        self.expected_annotations: dict[int, Annotation] = {}
        self.expected_predictions: dict[int, Prediction] = {}
        self.used_labels: set[int] = set()

    @initialize()
    def begin(self) -> None:
        self.project = Project.create(self.folder / "project")
        files = [self.folder / f"{n}.jpg" for n in range(IMAGES)]
        self.images = [image.id for image in self.project.images.add([NewImage(f, SIZE, f.name) for f in files])]

    def teardown(self) -> None:
        self.project.close()
        shutil.rmtree(self.folder)

    @rule(target=labels, name=st.text("abcé ", min_size=1, max_size=4).filter(str.strip))
    def add_label(self, name: str) -> int:
        label = self.project.labels.add(name)
        if label.id not in self.expected_labels:
            assert label.id not in self.used_labels, "ids are never used again"
        self.used_labels.add(label.id)
        self.expected_labels[label.id] = label
        return label.id

    @rule(label=labels, threshold=confidences)
    def set_threshold(self, label: int, threshold: float) -> None:
        if label in self.expected_labels:
            changed = replace(self.expected_labels[label], threshold=threshold)
            assert self.project.labels.update(changed) == self.expected_labels[label]
            self.expected_labels[label] = changed

    @rule(label=consumes(labels), undo=st.booleans())
    def delete_label(self, label: int, undo: bool) -> None:
        if label not in self.expected_labels:
            return
        deleted = self.project.labels.delete(label)
        if undo:
            self.project.labels.restore(deleted)
            return
        del self.expected_labels[label]
        for kept in (self.expected_annotations, self.expected_predictions):
            for key in [key for key, value in kept.items() if value.label_id == label]:
                del kept[key]

    @rule(
        target=annotations,
        label=labels,
        image=st.integers(0, IMAGES - 1),
        x=st.floats(0, 29),
        role=st.sampled_from(Role),
    )
    def annotate(self, label: int, image: int, x: float, role: Role) -> int:
        if label not in self.expected_labels:
            return -1
        made = self.project.annotations.add(self.images[image], label, [PointPrompt(x, 1.5)], role=role)
        self.expected_annotations[made.id] = made
        return made.id

    @rule(annotation=annotations, undo=st.booleans())
    def remove_annotation(self, annotation: int, undo: bool) -> None:
        if annotation not in self.expected_annotations:
            return
        removed = self.project.annotations.remove(annotation)
        assert removed == self.expected_annotations[annotation]
        if undo:
            self.project.annotations.put(removed)
        else:
            del self.expected_annotations[annotation]

    @rule(label=labels, image=st.integers(0, IMAGES - 1), confidence=confidences, instances=st.integers(1, 3))
    def record(self, label: int, image: int, confidence: float, instances: int) -> None:
        if label not in self.expected_labels:
            return
        image_id = self.images[image]
        pass_id = self.project.passes.start({}, [image_id])
        new = [found(label, confidence, 2 * n, n) for n in range(instances)]
        stored = self.project.passes.record(pass_id, image_id, new)
        assert self.project.passes.remaining(pass_id) == ()
        here = {
            key: value
            for key, value in self.expected_predictions.items()
            if (value.image_id, value.label_id) == (image_id, label)
        }
        if any(value.status is not ReviewStatus.PENDING for value in here.values()):
            assert stored == ()
            return
        for key in here:
            del self.expected_predictions[key]
        self.expected_predictions |= {prediction.id: prediction for prediction in stored}
        assert len(stored) == instances

    @rule(threshold=confidences, undo=st.booleans())
    def accept_above(self, threshold: float, undo: bool) -> None:
        accepted = self.project.review.accept_above(threshold)
        pending = [p for p in self.expected_predictions.values() if p.status is ReviewStatus.PENDING and not p.absent]
        assert set(accepted) == {p.id for p in pending if p.scores.confidence >= threshold}
        if undo:
            self.project.review.restore_status(dict.fromkeys(accepted, ReviewStatus.PENDING))
        else:
            for key in accepted:
                self.expected_predictions[key] = replace(self.expected_predictions[key], status=ReviewStatus.ACCEPTED)

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.folder / "project")

    @invariant()
    def the_project_holds_what_is_expected(self) -> None:
        if not hasattr(self, "project"):
            return
        assert {label.id: label for label in self.project.labels.all()} == self.expected_labels
        assert {one.id: one for one in self.project.annotations.all()} == self.expected_annotations
        assert {one.id: one for one in self.project.review.predictions()} == self.expected_predictions


TestStore = StoreMachine.TestCase
TestStore.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
