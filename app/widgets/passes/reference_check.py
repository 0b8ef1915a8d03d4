"""After a pass with further references: says whether decided photos show better results, or only surer ones."""

from PySide6.QtCore import QObject, Signal, Slot

from vrp_core.domain.annotations import Role
from vrp_core.domain.events import PassFinished

from ...model import commands, reference_commands
from ...model.document import Document
from ...model.objects import ObjectKey, object_if_there
from ...services.engine.requests import CheckAnswer, CheckRequest
from ...services.engine.worker import EngineWorker
from ...services.passes import PassRunner
from ..common.banner import Banner
from ..common.text import filled

_ENOUGH = 3  # decided results that say something


class ReferenceWatch(QObject):
    """Compares the references of a pass with those of the pass before, on photos that a person has decided about."""

    said = Signal(str)

    def __init__(self, document: Document, engine: EngineWorker, runner: PassRunner, banner: Banner) -> None:
        super().__init__(runner)
        self._document, self._engine, self._banner = document, engine, banner
        runner.ended.connect(self._pass_ended)
        engine.checked.connect(self._checked)

    @Slot(object)
    def _pass_ended(self, event: PassFinished) -> None:
        if event.cancelled or not self._document.is_open:
            return
        passes = [one for one in self._document.project.passes.all() if one.id <= event.pass_id][:2]
        used = [frozenset(one.config.get("references", ())) for one in passes]
        if len(used) == 2 and used[1] < used[0]:
            self._engine.ask(CheckRequest(tuple(sorted(used[1])), tuple(sorted(used[0]))))

    @Slot(object)
    def _checked(self, answer: CheckAnswer) -> None:
        check = answer.check
        if check is None or check.compared < _ENOUGH or not self._document.is_open:
            return
        values = (f"{one:.0%}" for one in (check.iou_before, check.iou_after))
        sure = (f"{one:.0%}" for one in (check.confidence_before, check.confidence_after))
        if not check.surer_not_better:
            text = self.tr(
                "On %n decided photo(s) the new references bring the masks from %1 to %2 IoU.", "", check.compared
            )
            self.said.emit(filled(text, *values))
            return
        text = self.tr(
            "With the new references the results got surer (%3 to %4) and not better: on %n decided photo(s) the masks "
            "went from %1 to %2 IoU.",
            "",
            check.compared,
        )
        new = tuple(set(answer.request.after) - set(answer.request.before))
        self._banner.offer(
            filled(text, *values, *sure), (self.tr("Use the new ones no longer"), lambda: self._drop(new))
        )

    def _drop(self, annotations: tuple[int, ...]) -> None:
        with commands.one_step(self._document, self.tr("no longer use as reference")):
            for number in annotations:
                scene = object_if_there(self._document.project, ObjectKey("annotation", number))
                if scene is not None and scene.role in {Role.REFERENCE, Role.NEGATIVE}:
                    reference_commands.stop_using(self._document, scene)
