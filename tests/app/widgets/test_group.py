"""Results that look alike are decided by one key, and taken back by one."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model.objects import ObjectKey
from app.services.engine.requests import MapAnswer, MapRequest
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on
from tests.app.hands import LEFT, press
from vrp_core.domain.annotations import ReviewStatus, Role
from vrp_core.inference.result_map import ResultMap

ANGLES = (0, 10, 20, 60, 90)  # degrees between the features of the first result and of each


@pytest.fixture
def found(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Five results, of which the key was pressed on the first, the least certain, and answered."""
    ids = found_on(window, {2: 0.3, 3: 0.4, 4: 0.5, 5: 0.6, 6: 0.7})
    asked: list[object] = []
    monkeypatch.setattr(window.engine, "ask", asked.append)
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_M)
    (request,) = (one for one in asked if isinstance(one, MapRequest))
    turns = np.radians(ANGLES)
    features = np.stack([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32)
    window.engine.mapped.emit(MapAnswer(request, ResultMap(1, tuple(ids), features, features)))
    assert window.group.isVisible()
    return ids


def decided(window: MainWindow, status: ReviewStatus) -> set[int]:
    return {one.id for one in window.document.project.review.predictions(status=status)}


def test_one_key_rejects_the_selected_result_and_its_like_and_one_undo_takes_it_back(
    window: MainWindow, found: list[int]
) -> None:
    assert window.group.list.count() == 2  # cos 10, cos 20 degrees are above 60 %
    assert window.group._words.text().startswith("2 result(s)") and window.group._least.text() == "60 %"
    press(window, Qt.Key.Key_3)
    assert decided(window, ReviewStatus.REJECTED) == set(found[:3])
    assert not window.group.isVisible()
    selected = window.document.selected  # on to what is left
    assert selected is not None and selected.key == ObjectKey("prediction", found[3])
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert decided(window, ReviewStatus.PENDING) == set(found)


def test_how_alike_can_be_chosen_and_is_remembered(window: MainWindow, found: list[int]) -> None:
    QTest.keyClick(window.group.slider, Qt.Key.Key_Home)
    assert window.group._least.text() == "20 %" and window.group.list.count() == 3
    assert window.settings.values.alike == 20
    QTest.keyClick(window.group.slider, Qt.Key.Key_End)
    assert window.group.list.count() == 0
    press(window, Qt.Key.Key_1)
    assert decided(window, ReviewStatus.ACCEPTED) == {found[0]}


def test_a_click_leaves_a_result_out(window: MainWindow, found: list[int]) -> None:
    view = window.group.list
    place: QPoint = view.visualItemRect(view.item(1)).center()
    QTest.mouseClick(view.viewport(), LEFT, pos=place)
    assert window.group._words.text().startswith("1 result(s)")
    press(window, Qt.Key.Key_1)
    assert decided(window, ReviewStatus.ACCEPTED) == set(found[:2])


def test_what_is_decided_or_locked_is_not_in_the_group(window: MainWindow, found: list[int]) -> None:
    window.document.locked.set([ObjectKey("prediction", found[1])], True)
    press(window, Qt.Key.Key_3)
    assert decided(window, ReviewStatus.REJECTED) == {found[0], found[2]}


def test_4_rejects_the_group_and_keeps_only_the_selected_as_a_look_alike(window: MainWindow, found: list[int]) -> None:
    press(window, Qt.Key.Key_4)
    assert decided(window, ReviewStatus.REJECTED) == set(found[:3])
    assert len(window.document.project.annotations.all(role=Role.NEGATIVE)) == 1
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert decided(window, ReviewStatus.PENDING) == set(found)
    assert window.document.project.annotations.all() == ()


@pytest.mark.parametrize("key", [Qt.Key.Key_2, Qt.Key.Key_M, Qt.Key.Key_Escape, Qt.Key.Key_D])
def test_leaving_the_group_decides_nothing(window: MainWindow, found: list[int], key: Qt.Key) -> None:
    press(window, key)
    assert not window.group.isVisible()
    assert decided(window, ReviewStatus.PENDING) == set(found)


def test_an_answer_that_comes_too_late_opens_nothing(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = found_on(window, {2: 0.3, 3: 0.4})
    asked: list[object] = []
    monkeypatch.setattr(window.engine, "ask", asked.append)
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_M)
    press(window, Qt.Key.Key_1)  # before the answer: about the selected one alone
    assert decided(window, ReviewStatus.ACCEPTED) == {ids[0]}
    (request,) = (one for one in asked if isinstance(one, MapRequest))
    features = np.ones((2, 1), dtype=np.float32)
    window.engine.mapped.emit(MapAnswer(request, ResultMap(1, tuple(ids), features, np.zeros((2, 2), np.float32))))
    assert not window.group.isVisible()
