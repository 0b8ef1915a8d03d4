"""What the actions of the review do: decide, and go to what is least certain."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vrp_core.domain.annotations import ReviewStatus

from ..model import commands, image_commands, reference_commands
from ..model.document import Document
from ..model.objects import SceneObject, objects_on
from ..model.targets import needs_review, next_to_review
from ..settings import SettingsStore
from .dialogs.accept import AcceptDialog
from .group_bar import GroupBar
from .panels.photo_list import PhotoList

_GOOD = {ReviewStatus.ACCEPTED, ReviewStatus.EDITED}


class ReviewHandlers(QObject):
    """With a group open they decide about all in it; with an object selected about it; with none, about every result on
    the photo, and say so.
    """

    said = Signal(str)

    def __init__(
        self,
        window: QWidget,
        document: Document,
        settings: SettingsStore,
        photo_list: PhotoList,
        group: GroupBar,
    ) -> None:
        super().__init__(window)
        self._group = group
        self._window, self._document, self._settings = window, document, settings
        self._photo_list = photo_list

    @property
    def handlers(self) -> dict[str, Callable[[], object]]:
        """Action id -> what it does."""
        return {
            "go.next_review": lambda: self._to_review(False),
            "go.previous_review": lambda: self._to_review(True),
            "review.accept": lambda: self._decide(ReviewStatus.ACCEPTED),
            "review.later": self._later,
            "review.reject": lambda: self._decide(ReviewStatus.REJECTED),
            "review.look_alike": self._look_alike,
            "photos.accept": lambda: self._decide_photos(ReviewStatus.ACCEPTED),
            "photos.reject": lambda: self._decide_photos(ReviewStatus.REJECTED),
            "photos.label": self._label_photos,
            "photos.reference": self._use_photos,
            "review.accept_above": lambda: AcceptDialog(self._document, self._window).open(),
        }

    def _decide_photos(self, status: ReviewStatus) -> None:
        photos = self._photo_list.selected_images()
        many = image_commands.decide_images(self._document, photos, status)
        self.said.emit(self.tr("%n result(s) on the selected photos decided", "", many))

    def _label_photos(self) -> None:
        document, label = self._document, self._document.label
        scenes = [one for image in self._photo_list.selected_images() for one in objects_on(document.project, image)]
        drawn = [one for one in scenes if label and one.key.kind == "annotation" and one.label_id != label.id]
        if label is not None and drawn:
            with commands.one_step(document, self.tr("change a label")):
                for one in drawn:
                    commands.set_label(document, one, label.id)
        self.said.emit(self.tr("%n drawn object(s) got another label", "", len(drawn)))

    def _use_photos(self) -> None:
        """The first decided result of each photo, as one photo shows one kind of view."""
        keys = []
        for image in self._photo_list.selected_images():
            decided = [one for one in objects_on(self._document.project, image) if one.status in _GOOD]
            keys += [one.key for one in decided[:1]]
        if keys:
            reference_commands.to_references(self._document, keys)
        self.said.emit(self.tr("%n result(s) became references", "", len(keys)))

    def _decide(self, status: ReviewStatus) -> None:
        document = self._document
        chosen = [one for one in document.selection if one.key.kind == "prediction"]
        group = self._group.take()
        if group:
            image_commands.decide_results(document, group, status)
            self.said.emit(self.tr("%n result(s) that look alike decided", "", len(group)))
        elif chosen:
            with commands.one_step(document, self.tr("review")):
                commands.decide(document, chosen, status)
        else:
            self._decide_all(status)
        if self._settings.values.auto_advance:
            self._advance(bool(group or chosen))

    def _look_alike(self) -> None:
        chosen, group = self._document.selection, self._group.take()
        with commands.one_step(self._document, self.tr("not this")):
            image_commands.decide_results(self._document, group, ReviewStatus.REJECTED)
            for one in chosen:
                reference_commands.to_look_alike(self._document, one)
        self.said.emit(self.tr("From the next pass on, what resembles this is not found."))
        if self._settings.values.auto_advance and any(one.key.kind == "prediction" for one in chosen):
            self._advance(True)

    def _decide_all(self, status: ReviewStatus) -> None:
        document = self._document
        many = sum(one.key.kind == "prediction" for one in document.locked.others(document.objects()))
        if not many:
            self.said.emit(self.tr("There is no result on this photo to decide."))
        elif status is ReviewStatus.ACCEPTED:
            commands.confirm_image(document)
            self.said.emit(self.tr("All %n result(s) on the photo accepted", "", many))
        elif status is ReviewStatus.REJECTED:
            commands.reject_image(document)
            self.said.emit(self.tr("All %n result(s) on the photo rejected", "", many))

    def _advance(self, one_by_one: bool) -> None:
        """To the next result on this photo that is to be reviewed, else to the next photo."""
        if one_by_one and self._least_certain() is not None:
            self._select_least_certain()
        elif not needs_review(self._document.images.row(self._document.current), self._label):
            self._to_review(False)

    def _later(self) -> None:
        """Leave it undecided, also where it was decided, and go to the next result: on this photo, else on the next."""
        self._group.take()
        self._reopen()
        waiting = self._waiting()
        selected = self._document.selected
        keys = [one.key for one in waiting]
        if selected is not None and selected.key in keys[:-1]:
            self._document.select(keys[keys.index(selected.key) + 1])
            self.said.emit(self.tr("Left for later"))
        elif self._to_review(False):
            self.said.emit(self.tr("Left for later"))

    def _reopen(self) -> None:
        document = self._document
        decided = [one for one in document.selection if one.key.kind == "prediction" and not one.pending]
        if decided:
            commands.decide(document, decided, ReviewStatus.PENDING)
        elif document.selected is None and not self._waiting():
            commands.reopen_image(document)

    def _to_review(self, backwards: bool) -> bool:
        """Go to the next photo that needs review and select its least certain result; False when there is none."""
        document = self._document
        following = next_to_review(document.images.shown, document.current, backwards, self._label)
        if following is not None:
            document.show_image(following)
        elif not needs_review(document.images.row(document.current), self._label):
            self.said.emit(self.tr("Nothing is left to review."))
            return False
        self._select_least_certain()
        return following is not None

    @property
    def _label(self) -> int | None:
        """The label that the list is filtered for: the review then goes through its results only."""
        return self._document.images.filter.label

    def _waiting(self) -> list[SceneObject]:
        """The results on the photo that are to be reviewed, the least certain first."""
        free = self._document.locked.others(self._document.objects())
        pending = [one for one in free if one.pending and not one.absent]
        of_label = [one for one in pending if self._label in {None, one.label_id}]
        return sorted(of_label, key=lambda one: one.confidence or 0.0)

    def _least_certain(self) -> SceneObject | None:
        return next(iter(self._waiting()), None)

    def _select_least_certain(self) -> None:
        found = self._least_certain()
        if found is not None:
            self._document.select(found.key)
