"""The window, driven by real events offscreen, without the networks."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDockWidget,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from app.model.targets import TargetState
from app.services.importing import Source
from app.services.jobs import Progress, Stopped
from app.settings import SettingsStore
from app.widgets.dialogs.accept import AcceptDialog
from app.widgets.dialogs.export import ExportDialog
from app.widgets.dialogs.importing import ImportDialog
from app.widgets.dialogs.settings import SettingsDialog
from app.widgets.dialogs.shortcuts import ShortcutsDialog
from app.widgets.dialogs.wait_for_project import WaitForProject
from app.widgets.main_window import MainWindow
from tests.app.conftest import make_project, prediction, read_again, square
from tests.app.hands import LEFT, at, close_project, drag, press
from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.domain.masks import area, decode
from vrp_core.domain.prompts import BoxPrompt, PointPrompt, ScribblePrompt
from vrp_core.exchange.project_import import Imported
from vrp_core.project.project import Project


def add_predictions(window: MainWindow, confidences: tuple[float, ...]) -> None:
    project = window.document.project
    images = project.images.all()[1 : 1 + len(confidences)]
    pass_id = project.passes.start({}, [image.id for image in images])
    for image, confidence in zip(images, confidences, strict=True):
        project.passes.record(pass_id, image.id, [prediction(1, confidence)])
    project.passes.finish(pass_id)
    read_again(window.document)


def test_every_action_does_something(window: MainWindow) -> None:
    from app.actions import BY_ID

    assert window.actions_.handled == set(BY_ID)


def test_a_click_and_enter_mark_an_object_that_becomes_the_reference(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Q)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    QTest.mouseClick(window.canvas.viewport(), Qt.MouseButton.RightButton, pos=at(window, 60, 50))
    press(window, Qt.Key.Key_Return)
    (annotation,) = window.document.project.annotations.all()
    first, second = annotation.prompts
    assert isinstance(first, PointPrompt) and isinstance(second, PointPrompt)
    assert (first.positive, second.positive) == (True, False)
    assert abs(first.x - 20) < 0.2 and abs(first.y - 20) < 0.2
    assert annotation.role is Role.REFERENCE
    assert window.actions_["edit.delete"].isEnabled()  # it is selected
    assert window.references.list.count() == 1


def test_z_takes_back_a_mark_and_esc_drops_the_rest(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Q)
    for x in (20, 25):
        QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, x, 20))
    press(window, Qt.Key.Key_Z)
    assert len(window.draft.here.prompts) == 1
    press(window, Qt.Key.Key_Escape)
    assert not window.draft.active
    assert window.document.project.annotations.all() == ()


def test_scribble_and_box(window: MainWindow) -> None:
    press(window, Qt.Key.Key_S)
    drag(window, (12, 12), (20, 25), (28, 12))
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_W)
    drag(window, (10, 10), (30, 31))
    press(window, Qt.Key.Key_Return)
    scribble, box = (one.prompts[0] for one in window.document.project.annotations.all())
    assert isinstance(scribble, ScribblePrompt) and len(scribble.points) >= 3
    assert isinstance(box, BoxPrompt)
    assert np.abs(np.array([box.x0, box.y0, box.x1, box.y1]) - [10, 10, 30, 31]).max() < 0.5


def test_a_polygon_is_closed_by_enter(window: MainWindow) -> None:
    press(window, Qt.Key.Key_P)
    for place in ((10, 10), (40, 10), (40, 40), (10, 40)):
        QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, *place))
    press(window, Qt.Key.Key_Return)
    (drawn,) = window.document.objects()
    assert drawn.polygon is not None and len(drawn.polygon.points) == 4
    assert abs(area(drawn.region) - 900) < 40


def test_painting_makes_an_object_and_erasing_changes_it(window: MainWindow) -> None:
    window.settings.set(brush=10)
    press(window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    drag(window, (20, 20), (50, 20))
    (painted,) = window.document.project.annotations.all()
    assert painted.mask is not None
    assert abs(area(painted.mask) - (300 + 78)) < 40
    press(window, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    drag(window, (35, 5), (35, 40))
    (erased,) = window.document.project.annotations.all()
    assert erased.mask is not None
    assert abs(area(erased.mask) - (278)) < 40
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.project.annotations.all() == (painted,)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.document.project.annotations.all() == (erased,)


def test_dragging_and_arrows_move_the_selected_object(window: MainWindow) -> None:
    add_predictions(window, (0.5,))
    press(window, Qt.Key.Key_D)
    press(window, Qt.Key.Key_V)
    drag(window, (20, 20), (24, 20), (26, 24))
    (scene,) = window.document.objects()
    assert scene.status is ReviewStatus.EDITED
    assert scene.region == square(16, 14, 20)
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert window.document.objects()[0].region == square(17, 24, 20)
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Right)
    assert window.document.images.record(window.document.current).path.endswith("photo-3.png")


def test_keys_1_2_3_decide_and_show_the_next_photo(window: MainWindow) -> None:
    add_predictions(window, (0.9, 0.8, 0.7))
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_3)
    assert window.document.project.review.counts() == {
        "pending": 1, "absent": 0, "accepted": 1, "edited": 0, "rejected": 1,
    }  # fmt: skip
    assert window.document.images.record(window.document.current).path.endswith("photo-4.png")
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_2)
    assert window.document.project.review.counts()["pending"] == 1


def test_delete_rejects_a_prediction_and_undo_brings_it_back(window: MainWindow) -> None:
    add_predictions(window, (0.9,))
    press(window, Qt.Key.Key_D)
    press(window, Qt.Key.Key_V)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    assert window.document.selected is not None
    press(window, Qt.Key.Key_Delete)
    assert window.document.objects() == ()
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(window.document.objects()) == 1


def test_letters_typed_into_a_field_are_no_shortcuts(window: MainWindow) -> None:
    before = window.document.current
    field = window.photo_list.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    QTest.keyClicks(field, "da1")
    assert field.text() == "da1"
    assert window.document.current == before


def test_the_filter_shows_what_matches(window: MainWindow) -> None:
    field = window.photo_list.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "photo-3")
    assert window.photo_list.model.rowCount() == 1
    field.clear()
    assert window.photo_list.model.rowCount() == 6


def test_the_wheel_zooms_to_the_mouse(window: MainWindow) -> None:
    view = window.canvas.viewport()
    place = at(window, 20, 20)
    before = window.canvas.zoom
    event = QWheelEvent(
        QPointF(place), QPointF(view.mapToGlobal(place)), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    assert window.canvas.zoom == pytest.approx(before * 1.25**2)
    there = window.canvas.mapToScene(place)
    assert abs(there.x() - 20) < 0.3 and abs(there.y() - 20) < 0.3


def test_hide_and_peek(window: MainWindow) -> None:
    add_predictions(window, (0.9,))
    press(window, Qt.Key.Key_D)
    (key,) = [one.key for one in window.document.objects()]
    item = window.canvas.objects.item(key)
    assert item is not None and item.isVisible()
    QTest.keyPress(window.canvas, Qt.Key.Key_X)
    assert not item.isVisible()
    QTest.keyRelease(window.canvas, Qt.Key.Key_X)
    assert item.isVisible()
    press(window, Qt.Key.Key_H)
    assert not item.isVisible()


def test_renaming_a_label_and_undoing_it_loses_nothing(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Q)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    press(window, Qt.Key.Key_Return)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        dialog.setTextValue("thing")
        dialog.accept()

    QTimer.singleShot(0, window, answer)
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    window.actions_["edit.undo"].trigger()  # takes the mark back: the naming changed nothing
    assert window.document.project.annotations.all() == ()
    assert [label.name for label in window.document.project.labels.all()] == ["thing"]


def test_a_new_threshold_is_applied_and_one_undo_reverts_it(window: MainWindow, qtbot: QtBot) -> None:
    add_predictions(window, (0.9, 0.4, 0.7))
    slider = window.review._slider
    before = slider.value()
    slider.setValue(60)
    qtbot.waitUntil(lambda: window.document.project.review.counts()["absent"] == 1)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.project.review.counts()["absent"] == 0
    assert slider.value() == before


def test_accept_above_says_how_many_before_it_happens(window: MainWindow, qtbot: QtBot) -> None:
    add_predictions(window, (0.9, 0.4, 0.7))
    window.actions_["review.accept_above"].trigger()
    dialog = window.findChild(AcceptDialog)
    assert dialog is not None
    dialog.slider.setValue(65)
    assert "2" in dialog.accept_button.text()
    dialog.accept_button.click()
    assert window.document.project.review.counts()["accepted"] == 2
    window.actions_["edit.undo"].trigger()
    assert window.document.project.review.counts()["accepted"] == 0


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # what a menu asks of the screen
def test_photos_are_removed_by_the_menu_of_the_list(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    add_predictions(window, (0.9,))
    press(window, Qt.Key.Key_D)
    press(window, Qt.Key.Key_V)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))  # an object of the photo is selected
    view = window.photo_list.view
    places = [view.visualRect(window.photo_list.model.index(row)).center() for row in (1, 2)]
    QTest.mouseClick(view.viewport(), LEFT, pos=places[0])
    QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, places[1])

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(window.actions_["file.remove_images"]).center())

    def remove() -> None:
        QTimer.singleShot(0, window, choose)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, places[1], view.viewport().mapToGlobal(places[1]))
        QApplication.sendEvent(view.viewport(), event)

    with monkeypatch.context() as patched:
        patched.setattr(type(window.engine), "passing", property(lambda self: True))
        remove()
    assert window.photo_list.model.rowCount() == 6 and "Stop it first" in window.statusBar().currentMessage()
    remove()
    assert window.photo_list.model.rowCount() == 4
    assert window.document.images.record(window.document.current).path.endswith("photo-4.png")
    assert window.document.project.review.predictions() == ()
    window.actions_["edit.undo"].trigger()
    assert window.photo_list.model.rowCount() == 6
    assert window.document.images.record(window.document.current).path.endswith("photo-2.png")
    assert len(window.document.project.review.predictions()) == 1


def test_a_change_voided_by_a_pass_is_explained(window: MainWindow) -> None:
    add_predictions(window, (0.9,))
    press(window, Qt.Key.Key_D)
    press(window, Qt.Key.Key_3)
    window.actions_["edit.undo"].trigger()
    add_predictions(window, (0.8,))
    window.actions_["edit.redo"].trigger()
    assert "later pass has replaced" in window.statusBar().currentMessage()
    assert not window.actions_["edit.redo"].isEnabled()


def test_u_makes_a_further_reference(window: MainWindow) -> None:
    add_predictions(window, (0.9,))
    press(window, Qt.Key.Key_D)
    press(window, Qt.Key.Key_V)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    press(window, Qt.Key.Key_U)
    assert len(window.document.project.annotations.all(role=Role.REFERENCE)) == 1
    assert window.document.project.review.counts()["accepted"] == 1


def test_export_writes_and_checks(window: MainWindow, qtbot: QtBot) -> None:
    add_predictions(window, (0.9,))
    window.document.step(1)
    press(window, Qt.Key.Key_1)
    window.actions_["file.export"].trigger()
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    button = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Export")
    qtbot.waitUntil(button.isEnabled)
    button.click()
    qtbot.waitUntil(lambda: "read back" in dialog._summary.text(), timeout=10000)
    from pycocotools.coco import COCO

    coco = COCO(str(window.document.project.folder / "coco.json"))
    (annotation,) = coco.loadAnns(coco.getAnnIds())
    assert annotation["area"] == 400
    np.testing.assert_array_equal(coco.annToMask(annotation) > 0, decode(square(10, 10, 20)))
    dialog.reject()


def test_settings_take_effect_at_once(window: MainWindow) -> None:
    window.actions_["file.settings"].trigger()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    box = dialog.findChild(QCheckBox, "crosshair")
    assert box is not None
    box.click()
    assert window.settings.values.crosshair and window.canvas.crosshair
    assert window.actions_["view.crosshair"].isChecked()
    dialog.reject()


def test_a_changed_key_works_and_a_clash_is_reported(window: MainWindow) -> None:
    window.actions_["help.keys"].trigger()
    dialog = window.findChild(ShortcutsDialog)
    assert dialog is not None
    dialog.set_keys("go.next", ("T",))
    assert dialog._warning.text() == ""
    dialog.set_keys("view.hide", ("T",))
    assert "T" in dialog._warning.text()
    dialog.set_keys("view.hide", ("Ctrl+1",))
    assert "Choose a label" in dialog._warning.text()
    dialog.set_keys("view.hide", ())
    dialog.reject()
    press(window, Qt.Key.Key_T)
    assert window.document.images.record(window.document.current).path.endswith("photo-2.png")


def test_closing_and_opening_again_finds_everything(window: MainWindow, tmp_path: Path) -> None:
    press(window, Qt.Key.Key_Q)
    QTest.mouseClick(window.canvas.viewport(), LEFT, pos=at(window, 20, 20))
    press(window, Qt.Key.Key_Return)
    close_project(window)
    assert not window.document.is_open
    assert window.projects.open_folder(tmp_path / "project")
    assert len(window.document.project.annotations.all()) == 1
    assert window.settings.values.recent == (str(tmp_path / "project"),)


def test_a_folder_of_photos_becomes_a_project_in_it(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "project" / "photos"
    (folder / "broken.jpg").write_bytes(b"no photo")
    window.projects.open_folder(folder)
    qtbot.waitUntil(lambda: len(window.document.images.every) == 6)
    assert window.document.project.folder == folder / "vrp-annotator"
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "message") is not None)
    box = window.findChild(QMessageBox, "message")
    assert box is not None and "broken.jpg" in box.text()
    box.close()


def test_closing_during_an_import_is_no_error(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    brought_in = threading.Event()

    def bring_in(project: Project, source: Source, progress: Progress, stopped: Stopped) -> Imported:
        brought_in.wait(5)
        return Imported(1, 1, ())

    monkeypatch.setattr("app.services.importing.bring_in", bring_in)
    window.actions_["file.import"].trigger()
    dialog = window.findChild(ImportDialog)
    assert dialog is not None and not dialog.import_button.isEnabled()
    dialog.path.setText("coco.json")
    dialog.import_button.click()
    brought_in.set()
    window.actions_["file.close"].trigger()
    qtbot.wait(1)  # what the import gave arrives; an exception would fail the test
    assert window.findChild(QMessageBox, "message") is None


def test_a_project_in_use_is_waited_for_in_words(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    other = make_project(tmp_path / "other")  # its lock stands for a window that is finishing
    before = window.document.project.folder
    assert not window.projects.open_folder(tmp_path / "other")
    wait = window.findChild(WaitForProject)
    assert wait is not None and wait.isVisible() and "as soon as that ends" in wait.labelText()
    qtbot.wait(700)
    assert wait.isVisible() and window.document.project.folder == before  # what was open stays open
    other.close()
    qtbot.waitUntil(lambda: window.document.project.folder == (tmp_path / "other").resolve())
    qtbot.waitUntil(lambda: window.findChild(WaitForProject) is None)


def test_waiting_for_a_project_can_be_given_up(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    other = make_project(tmp_path / "other")
    before = window.document.project.folder
    window.projects.open_folder(tmp_path / "other")
    wait = window.findChild(WaitForProject)
    assert wait is not None
    button = wait.findChild(QPushButton)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    other.close()
    qtbot.wait(700)
    assert window.document.project.folder == before and window.findChild(WaitForProject) is None


def test_states_in_the_list(window: MainWindow) -> None:
    from app.model.targets import state_of

    add_predictions(window, (0.9,))
    states = [state_of(row) for row in window.document.images.every]
    assert states[:3] == [TargetState.NEW, TargetState.DOUBTFUL, TargetState.NEW]


def test_every_control_has_a_name_for_a_screen_reader(window: MainWindow) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QScrollBar

    kinds = (QAbstractItemView, QAbstractSlider, QComboBox, QLineEdit)
    for widget in [one for kind in kinds for one in window.findChildren(kind)]:
        inside = isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_")
        popup = widget.window() is not window
        assert inside or popup or widget.accessibleName() or widget.parent().accessibleName(), widget
    for button in window.findChildren(QAbstractButton):
        inside = button.objectName().startswith("qt_") or isinstance(button.parent(), QLineEdit)
        named = inside or button.text() or button.accessibleName() or button.toolTip()
        assert named, button


def test_a_panel_that_a_person_closed_stays_closed(
    window: MainWindow, settings: SettingsStore, window_state: QSettings, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = [dock for dock in window.findChildren(QDockWidget) if dock.isVisible()]
    assert {dock.objectName() for dock in shown} == {"photos", "labels", "objects", "references", "review"}
    shown[2].close()
    close_project(window)
    assert not any(dock.isVisible() for dock in shown)
    window.projects.open_folder(tmp_path / "project")
    assert [dock.isVisible() for dock in shown] == [True, True, False, True, True]
    window.close()
    again = MainWindow(settings, window_state)
    qtbot.addWidget(again)
    again.show()
    assert again.projects.open_folder(tmp_path / "project")
    names = {dock.objectName() for dock in again.findChildren(QDockWidget) if dock.isVisible()}
    assert names == {dock.objectName() for dock in shown} - {shown[2].objectName()}
    menu = next(one for one in again.findChildren(QMenu) if one.title() == "Panels")
    next(one for one in menu.actions() if not one.isChecked()).trigger()  # the way back
    assert len([dock for dock in again.findChildren(QDockWidget) if dock.isVisible()]) == 5
    again.close()
