"""The small picture of a photo, for whoever shows one: made when it is first asked for."""

from collections.abc import Sequence

from PySide6.QtGui import QImage

from ...model.document import Document
from ...model.objects import SceneObject, objects_on
from ...services.thumbnails import Thumbnails


def thumbnail_of(document: Document, thumbnails: Thumbnails, image_id: int) -> QImage | None:
    """The picture with the objects of the photo outlined; None where it has to be made, `Thumbnails.ready` follows."""
    picture = thumbnails.get(image_id)
    if picture is None:
        project, record = document.project, document.images.record(image_id)
        colors = {label.id: label.color for label in project.labels.all()}
        outlined = [(one, colors[one.label_id]) for one in _objects_of(document, image_id)]
        thumbnails.ask(record, project.images.file_of(record), outlined)
    return picture


def _objects_of(document: Document, image_id: int) -> Sequence[SceneObject]:
    if image_id == document.current:
        return document.objects()  # read already
    return objects_on(document.project, image_id) if document.images.row(image_id).by_label else ()
