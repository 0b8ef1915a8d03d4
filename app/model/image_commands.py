"""Taking images out of a project, as a step to take back."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from vrp_core.project.project import RemovedImages

from .commands import push
from .document import Document

translate = QCoreApplication.translate


def remove_images(document: Document, image_ids: Sequence[int]) -> None:
    """Take images out of the project, with all that lies on them; the files stay."""
    project = document.project

    def do() -> RemovedImages:
        document.leave(image_ids)
        removed = project.remove_images(image_ids)
        refresh()
        return removed

    def undo(removed: RemovedImages) -> None:
        project.restore_images(removed)
        refresh()
        document.show_image(image_ids[0])

    def refresh() -> None:
        document.touch_images()
        document.touch_all_objects()

    push(document, translate("Undo", "remove photos"), 0, do, undo)
