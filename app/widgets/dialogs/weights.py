"""Asks for consent before a download: what is fetched, its size, its source, its digest."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QFormLayout, QLabel, QVBoxLayout, QWidget

from ...services.weights_offer import Offer, Source
from ..common.text import filled


class FetchWeightsDialog(QDialog):
    """Offers a download, or a file that the person has. It fetches nothing itself."""

    download_wanted = Signal()
    file_chosen = Signal(object)  # its Path

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fetch weights")
        self._name = offer.name
        self.setWindowTitle(filled(self.tr("Download %1?"), offer.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        layout = QVBoxLayout(self)
        layout.addWidget(
            _text(
                filled(
                    self.tr(
                        "The program needs the weights of %1 to mark and find objects. It downloads them once, after"
                        " you agree. Your photos stay on this machine."
                    ),
                    offer.name,
                )
            )
        )
        layout.addLayout(self._facts(offer))
        layout.addWidget(self._buttons(offer.importable))

    def _facts(self, offer: Offer) -> QFormLayout:
        form = QFormLayout()
        for number, source in enumerate(offer.sources):
            name = self.tr("Source") if number == 0 else self.tr("If that fails")
            form.addRow(name, _text(source.address))
            form.addRow(self.tr("Size"), _text(source.size or self.tr("not known")))
            if source.digests:
                form.addRow(self.tr("Digest (sha256)"), _text(_lines(source)))
        form.addRow(self.tr("Licence"), _text(offer.licence))
        form.addRow(self.tr("Kept in"), _text(offer.folder))
        return form

    def _buttons(self, importable: bool) -> QDialogButtonBox:
        box = QDialogButtonBox()
        download = box.addButton(self.tr("Download"), QDialogButtonBox.ButtonRole.AcceptRole)
        download.clicked.connect(self._download)
        if importable:
            choose = box.addButton(self.tr("Use a file I have…"), QDialogButtonBox.ButtonRole.ActionRole)
            choose.clicked.connect(self._choose)
        box.addButton(self.tr("Not now"), QDialogButtonBox.ButtonRole.RejectRole).clicked.connect(self.reject)
        return box

    @Slot()
    def _download(self) -> None:
        self.download_wanted.emit()
        self.accept()

    @Slot()
    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, filled(self.tr("Weights of %1"), self._name))
        if path:
            self.file_chosen.emit(Path(path))
            self.accept()


def _lines(source: Source) -> str:
    return "\n".join(source.digests)


def _text(text: str) -> QLabel:
    """A label of plain text that wraps and can be copied."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
