"""A small picture of an object: its photo, dimmed but for the object."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QTransform

from vrp_core.domain.errors import VrpError
from vrp_core.domain.geometry import Size
from vrp_core.domain.polygons import polygons_of_rle
from vrp_core.domain.reading import reading_of

from ...model.document import Document
from ...model.objects import SceneObject
from ...services.thumbnails import Thumbnails, load
from ..canvas.items import path_of


def blank(size: QSize) -> QPixmap:
    """A transparent picture."""
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def object_picture(document: Document, thumbnails: Thumbnails, scene: SceneObject, color: str, size: QSize) -> QPixmap:
    """The picture of an object on any photo of the project; transparent where the photo cannot be read."""
    record = document.images.record(scene.image_id)
    try:
        thumbnail = thumbnails.get(scene.image_id) or load(document.file_of(scene.image_id), reading_of(record.reading))
    except (VrpError, OSError):
        return blank(size)
    return region_picture(scene, thumbnail, record.size, color, size)


def region_picture(scene: SceneObject, thumbnail: QImage, photo: Size, color: str, size: QSize) -> QPixmap:
    """The photo dimmed but for the object. Its outline is that of the photo's every pixel.

    Args:
        scene: the object.
        thumbnail: of its photo.
        photo: the size of the photo, in which the object is given.
        color: of the outline, "#rrggbb".
        size: of the picture; the photo is centred in it.
    """
    pixmap = blank(size)
    fitted = thumbnail.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (size.width() - fitted.width()) / 2, (size.height() - fitted.height()) / 2
    picture: QImage = thumbnail.scaled(
        fitted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    to_picture = QTransform.fromScale(fitted.width() / photo.width, fitted.height() / photo.height)
    path = to_picture.map(path_of(polygons_of_rle(scene.region), 0))
    painter = QPainter(pixmap)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(left, top)
        painter.drawImage(0, 0, picture)
        painter.fillRect(0, 0, fitted.width(), fitted.height(), QColor(0, 0, 0, 140))
        painter.setClipPath(path)
        painter.drawImage(0, 0, picture)
        painter.setClipping(False)
        painter.strokePath(path, QPen(QColor(color), 2))
    finally:
        painter.end()
    return pixmap
