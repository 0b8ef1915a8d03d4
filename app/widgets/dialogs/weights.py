"""Asks for consent before a download: what is fetched, its size, its source, its digest."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QFormLayout, QLabel, QVBoxLayout, QWidget

from ...services.weights_offer import Offer
from ..common.text import filled

_WIDTH = 540  # pixels


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
        layout = QVBoxLayout(self)
        words = _text(
            filled(
                self.tr(
                    "The program needs the weights of %1 to mark and find objects. It downloads them once, after"
                    " you agree. Your photos stay on this machine."
                ),
                offer.name,
            )
        )
        words.setMinimumWidth(_WIDTH)  # not the dialog's own, which would let the digests be cut
        layout.addWidget(words)
        layout.addLayout(self._facts(offer))
        layout.addWidget(self._buttons(offer.importable))

    def _facts(self, offer: Offer) -> QFormLayout:
        form = QFormLayout()
        for number, source in enumerate(offer.sources):
            name = self.tr("Source") if number == 0 else self.tr("If that fails")
            form.addRow(name, _line(source.address))
            form.addRow(self.tr("Size"), _text(source.size or self.tr("not known")))
            if source.digests:
                form.addRow(self.tr("Digest (sha256)"), _line("\n".join(source.digests)))
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


def _text(text: str) -> QLabel:
    """A label of plain text that wraps and can be copied."""
    label = _line(text)
    label.setWordWrap(True)
    return label


def _line(text: str) -> QLabel:
    """A label that can be copied, whole: an address or a digest is one long word, which a layout cuts, not wraps."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
