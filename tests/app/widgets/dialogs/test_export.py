"""Before an export: what it would hold is counted beside the window, and only the newest count is shown."""

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.model.document import Document
from app.services import exporting
from app.widgets.dialogs.export import ExportDialog
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on
from vrp_core.domain.errors import ImageUnreadable
from vrp_core.project.project import Project


def export_button(dialog: ExportDialog) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == "Export")


def test_counting_holds_up_nothing(document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    counting, plan = threading.Event(), exporting.plan_export

    def slowly(project: Project, pending: bool, references: bool) -> exporting.ExportPlan:
        counting.wait(5)
        return plan(project, pending, references)

    monkeypatch.setattr(exporting, "plan_export", slowly)
    dialog = ExportDialog(document)
    qtbot.addWidget(dialog)
    dialog.show()  # while it is being counted
    assert "objects" not in dialog._summary.text() and not export_button(dialog).isEnabled()
    dialog._pending.click()
    counting.set()
    qtbot.waitUntil(export_button(dialog).isEnabled)
    assert "<b>4 object" in dialog._summary.text()  # of the newest wish: those that nobody has reviewed too
    dialog.reject()


def test_an_export_that_cannot_be_counted_is_reported_and_not_written(
    document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(project: Project, pending: bool, references: bool) -> exporting.ExportPlan:
        raise ImageUnreadable(project.folder, "it is gone")

    monkeypatch.setattr(exporting, "plan_export", fail)
    dialog = ExportDialog(document)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "it is gone" in dialog._summary.text())
    assert not export_button(dialog).isEnabled()
    dialog.reject()


def test_a_file_of_somebody_else_is_replaced_only_after_a_question(
    document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *arguments: answers.pop(0))
    path = tmp_path / "mine.json"
    path.write_text("mine")
    dialog = ExportDialog(document)
    qtbot.addWidget(dialog)
    dialog._pending.click()
    qtbot.waitUntil(lambda: "<b>4 object" in dialog._summary.text())
    dialog._path.setText(str(path))
    export_button(dialog).click()
    qtbot.waitUntil(lambda: len(answers) == 1 and export_button(dialog).isEnabled())
    assert "mine.json" in dialog._summary.text() and path.read_text() == "mine"
    export_button(dialog).click()
    qtbot.waitUntil(lambda: "✔" in dialog._summary.text())
    assert "Outlines:" in dialog._summary.text() and path.read_text().startswith('{"info"')
    dialog.reject()


def test_what_is_said_of_an_export_belongs_to_its_format(document: Document, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ExportDialog(document)
    qtbot.addWidget(dialog)
    dialog._pending.click()
    qtbot.waitUntil(lambda: "<b>4 object" in dialog._summary.text())
    dialog._path.setText(str(tmp_path / "out.json"))
    export_button(dialog).click()
    qtbot.waitUntil(lambda: "✔" in dialog._summary.text())
    dialog._format.setCurrentIndex(dialog._format.findData("yolo-seg"))
    assert "✔" not in dialog._summary.text() and "<b>4 object" in dialog._summary.text()
    dialog.reject()


def test_coco_with_a_split_goes_into_a_folder_that_is_called_like_the_file(
    document: Document, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = ExportDialog(document)
    qtbot.addWidget(dialog)
    dialog._pending.click()
    qtbot.waitUntil(lambda: "<b>4 object" in dialog._summary.text())
    dialog._path.setText(str(tmp_path / "mine.json"))
    dialog._split.setCurrentIndex(1)
    assert dialog._path.text() == str(tmp_path / "mine")
    dialog._format.setCurrentIndex(dialog._format.findData("voc"))
    dialog._format.setCurrentIndex(dialog._format.findData("coco"))
    assert Path(dialog._path.text()) == document.project.folder / "coco"
    dialog._path.setText(str(tmp_path / "mine"))
    export_button(dialog).click()
    qtbot.waitUntil(lambda: "✔" in dialog._summary.text())
    assert (tmp_path / "mine/annotations/instances_train.json").is_file()
    dialog._path.setText(str(tmp_path / "other"))
    dialog._split.setCurrentIndex(0)
    assert dialog._path.text() == str(tmp_path / "other.json")
    dialog.reject()


@pytest.mark.parametrize("name", sorted(exporting.FORMAT_SENTENCES))
def test_the_sentence_of_every_format_is_whole(document: Document, qtbot: QtBot, name: str) -> None:
    dialog = ExportDialog(document)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._format.setCurrentIndex(dialog._format.findData(name))
    QApplication.processEvents()
    assert dialog._sentence.heightForWidth(dialog._sentence.width()) <= dialog._sentence.height()
    dialog.reject()


def test_closing_waits_for_no_writing_which_is_finished_nevertheless(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    go_on, write = threading.Event(), exporting.write_export

    def slowly(plan: exporting.ExportPlan, path: Path, options: exporting.ExportOptions) -> exporting.Report:
        assert go_on.wait(10)
        return write(plan, path, options)

    monkeypatch.setattr(exporting, "write_export", slowly)
    found_on(window, {2: 0.9})
    for place, told in ((tmp_path / "mine.json", False), (tmp_path / "project" / "project.sqlite" / "no", True)):
        go_on.clear()
        window.actions_["file.export"].trigger()
        dialog = window.findChildren(ExportDialog)[-1]
        qtbot.waitUntil(export_button(dialog).isEnabled)
        dialog._pending.click()
        qtbot.waitUntil(export_button(dialog).isEnabled)
        dialog._path.setText(str(place))
        export_button(dialog).click()
        dialog.reject()
        assert dialog.isHidden() and not place.exists()
        go_on.set()
        qtbot.waitUntil(lambda: place.exists() or window.findChild(QMessageBox, "message") is not None)  # noqa: B023
        assert (window.findChild(QMessageBox, "message") is not None) is told
