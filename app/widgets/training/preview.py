"""The newest picture of a training's validation: reference, target, before, now, truth."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget


class ValidationPreview(QWidget):
    """One picture as wide as there is room, scrolled where it is higher; read again only when it is another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Path | None = None
        self._pixmap = QPixmap()
        self._label = QLabel()
        self._label.setAccessibleName(self.tr("Pictures of the validation"))
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self.forget()

    def show_picture(self, path: Path | None) -> None:
        """Show a picture file; one that cannot be read, or None, leaves what is shown."""
        if path is None or path == self._shown:
            return
        pixmap = QPixmap(str(path)) if path.is_file() else QPixmap()
        if not pixmap.isNull():
            self._shown, self._pixmap = path, pixmap
            self._label.setToolTip(path.name)
            self._fit()

    def forget(self) -> None:
        """Another run, or another project, is looked at."""
        self._shown, self._pixmap = None, QPixmap()
        self._label.setText(self.tr("After each validation, pictures of held-out photos appear here."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._pixmap.isNull():
            return
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        width = min(self._scroll.width() - bar - 4, self._pixmap.width())
        self._label.setPixmap(self._pixmap.scaledToWidth(max(width, 1), Qt.TransformationMode.SmoothTransformation))
