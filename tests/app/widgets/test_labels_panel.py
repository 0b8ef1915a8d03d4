"""Labels: their counts, the search, and merging with a preview."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot
from skimage import data

from app.model import commands, label_commands
from app.widgets.dialogs.merge import MergeDialog
from app.widgets.main_window import MainWindow
from tests.app.conftest import found_on, prediction, read_again, square
from tests.app.hands import press
from vrp_core.domain.annotations import Role
from vrp_core.domain.colors import PALETTE
from vrp_core.domain.prompts import MaskPrompt


def texts(window: MainWindow) -> list[str]:
    rows = (window.labels.list.item(number) for number in range(window.labels.list.count()))
    return [row.text() for row in rows if not row.isHidden()]


def test_each_label_says_how_many_objects_it_has_and_how_many_wait(window: MainWindow, qtbot: QtBot) -> None:
    found_on(window, {2: 0.4, 3: 0.8})
    qtbot.waitUntil(lambda: texts(window) == ["thing   0 + 2?   Ctrl+1"])
    press(window, Qt.Key.Key_N)
    press(window, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: texts(window) == ["thing   1 + 1?   Ctrl+1"])


def test_a_new_label_gets_a_colour_that_is_clear_on_the_photo(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "brown").mkdir()
    Image.fromarray(data.coffee()).save(tmp_path / "brown" / "coffee.png")  # like the first colour of the list
    assert window.projects.open_folder(tmp_path / "brown")
    qtbot.waitUntil(lambda: window.photos.held(window.document.current) is not None)
    monkeypatch.setattr(QInputDialog, "getText", lambda *arguments: ("cup", True))
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    (label,) = window.document.project.labels.all()
    assert (label.name, label.color) == ("cup", PALETTE[1])


def test_a_search_shows_the_labels_with_these_letters_and_enter_takes_the_first(window: MainWindow) -> None:
    assert window.labels.search.isHidden()  # one label needs no search
    for name in ("apple", "pear", "pineapple", "plum", "quince", "peach"):
        label_commands.add_label(window.document, name)
    search = window.labels.search
    assert not search.isHidden()
    QTest.keyClicks(search, "APPLE")
    assert [text.split()[0] for text in texts(window)] == ["apple", "pineapple"]
    QTest.keyClick(search, Qt.Key.Key_Return)
    label = window.document.label
    assert label is not None and label.name == "apple"
    assert len(texts(window)) == 7


def test_merging_shows_first_what_becomes_what_and_one_undo_takes_it_back(window: MainWindow) -> None:
    found_on(window, {2: 0.4, 3: 0.8})
    document, project = window.document, window.document.project
    label_commands.add_label(document, "other")
    thing, other = project.labels.all()
    images = project.images.all()
    project.passes.record(project.passes.start({}, [images[1].id]), images[1].id, [prediction(other.id, 0.5)])
    drawn = square(2, 2, 8)
    commands.add_annotation(document, [MaskPrompt(drawn)], drawn, Role.TRUTH, image_id=images[4].id)
    read_again(document)
    window.labels._merge()
    dialog = window.labels.findChild(MergeDialog)
    assert dialog is not None
    rows = {
        dialog.table.verticalHeaderItem(row).text(): [
            int(dialog.table.item(row, column).text())  # type: ignore[union-attr]
            for column in range(3)
        ]
        for row in range(dialog.table.rowCount())
    }
    assert rows["to review"] == [1, 2, 3] and rows["drawn, references included"] == [1, 0, 1]
    assert "On 2 photo(s) “other” becomes “thing”." in dialog._words.text()
    assert "On 1 of them both lie" in dialog._words.text()
    assert len(project.labels.all()) == 2  # so far only looked at
    dialog.merge_button.click()
    assert [label.name for label in project.labels.all()] == ["thing"]
    assert len(project.review.predictions(label_id=thing.id)) == 3
    document.undo_stack.undo()
    assert project.labels.all() == (thing, other)
    assert len(project.review.predictions(label_id=other.id)) == 1
