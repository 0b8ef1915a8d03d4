"""Suggests what decisions are good for: a second look, further references, training; and a pass with new weights."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDockWidget

from vrp_core.domain.annotations import Prediction, ReviewStatus, Role
from vrp_core.project.project import Project

from ...model import reference_commands
from ...model.document import Document
from ...model.objects import ObjectKey
from ...model.targets import open_to_pass
from ...services.thumbnails import Thumbnails
from ...services.training import runs
from ..common.banner import Banner, Choice
from ..common.text import filled
from ..dialogs.further_references import FurtherReferencesDialog

_EVERY = 10  # corrections
_REFERENCES = 4  # further ones at a time: with more a pass takes longer and finds little more


class TrainingSuggestion(QObject):
    """Shows the banner: once when decisions are enough for a second look, after every tenth decision, and after other
    weights were chosen.
    """

    def __init__(
        self,
        document: Document,
        thumbnails: Thumbnails,
        banner: Banner,
        dock: QDockWidget,
        find: Callable[[], object],
        look_again: Callable[[], object],
        train: Callable[[], object],
    ) -> None:
        """`find` searches the photos that nobody has reviewed, `look_again` the doubtful results; `train` shows how."""
        super().__init__(dock)
        self._document, self._thumbnails = document, thumbnails
        self._banner, self._dock, self._find, self._look_again = banner, dock, find, look_again
        self._train = train
        self._many_before = 0
        self._look_offered = False
        document.row_changed.connect(self._consider)
        document.opened.connect(self._start_counting)

    def offer_to_find(self, name: str) -> None:
        """Other weights are in use now."""
        waiting = len(open_to_pass(self._document.images.every))
        if waiting:
            words = self.tr(
                "“%1” is in use now. %n photo(s) not reviewed yet can be searched again with it.", "", waiting
            )
            self._banner.offer(filled(words, name), (self.tr("Search them again"), self._find))

    @Slot()
    def _start_counting(self) -> None:
        self._many_before = self._many()
        self._look_offered = self._document.project.review.can_look_again()

    @Slot(int)
    def _consider(self, image_id: int) -> None:
        if not self._document.is_open or self._dock.isVisible():
            return
        if self._banner.isVisible():
            self._withdraw()
            return
        many = self._many()
        tenth = many // _EVERY > self._many_before // _EVERY
        first = many > self._many_before and not self._look_offered
        again = (tenth or first) and self._document.project.review.can_look_again()
        if tenth:
            choices: list[Choice] = [(self.tr("Train briefly"), self._train)]
            keys = _to_be_references(self._document.project)
            if keys:
                name = self.tr("Look at %n further reference(s)…", "", len(keys))
                choices.insert(0, (name, self._show))
            if again:
                choices.insert(0, (self.tr("Look again"), self._look_again))
            self._banner.offer(self._words(many), *choices)
        elif again:
            self._banner.offer(self._look_words, (self.tr("Look again"), self._look_again))
        self._look_offered = self._look_offered or again
        self._many_before = many

    def _withdraw(self) -> None:
        """Take the offer of a second look back where decisions were: it is made again when they are enough again."""
        offered = self._banner.text == self._look_words
        if offered and not self._document.project.review.can_look_again():
            self._banner.hide()
            self._look_offered, self._many_before = False, self._many()

    @property
    def _look_words(self) -> str:
        return self.tr("Your decisions teach what to look for: a second look searches the doubtful photos again.")

    def _many(self) -> int:
        return runs.corrections_since_training(self._document.project.folder, self._document.images.corrections)

    def _words(self, many: int) -> str:
        counts = [row.counts for row in self._document.images.every]
        corrected = sum(bool(one.edited or one.drawn > one.references) for one in counts)
        words = filled(self.tr("%n reviewed photo(s) (%1 corrected) to train on.", "", many), str(corrected))
        last = _last_result(self._document.project)
        if last is not None:
            text = self.tr("The last training brought %1 → %2 mIoU on held-out photos.")
            return f"{words} {filled(text, *(f'{one:.1f}' for one in last))}"
        return words + self.tr(" A second look and references take one pass; training takes minutes and changes more.")

    def _show(self) -> None:
        keys = _to_be_references(self._document.project)  # some of those offered may be gone or rejected by now
        if keys:
            FurtherReferencesDialog(self._document, self._thumbnails, keys, self._use, self._dock.window()).open()

    def _use(self, keys: Sequence[ObjectKey]) -> None:
        reference_commands.to_references(self._document, keys)
        self._find()


def _to_be_references(project: Project) -> list[ObjectKey]:
    """Corrected results, one of each image that has no reference. Accepted ones may have been accepted unseen."""
    marked = {one.image_id for one in project.annotations.all(role=Role.REFERENCE)}
    by_image: dict[int, Prediction] = {}
    for one in project.review.predictions(status=ReviewStatus.EDITED):
        if one.image_id not in marked and not one.absent:
            by_image.setdefault(one.image_id, one)
    return [ObjectKey("prediction", one.id) for one in list(by_image.values())[:_REFERENCES]]


def _last_result(project: Project) -> tuple[float, float] | None:
    """Before and after of the newest run that has both."""
    for run in runs.runs_of(project.folder):
        if run.progress.before is not None and run.progress.best is not None:
            return run.progress.before, run.progress.best
    return None
