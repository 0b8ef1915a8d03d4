"""The feature cache in the settings: its size, and emptying it beside a window that answers."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from app.settings import SettingsStore
from app.widgets.dialogs.cache_row import CacheRow
from app.widgets.dialogs.settings import SettingsDialog
from vrp_core.inference.cache_folder import CacheFolder
from vrp_core.weights.store import CACHE_VARIABLE


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of 300 MB in three entries."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    for number in range(3):
        entry = tmp_path / "cache" / "features" / f"a{number}" / "entry"
        entry.parent.mkdir(parents=True)
        with entry.open("wb") as file:
            file.truncate(100_000_000)
    return tmp_path / "cache" / "features"


def test_the_settings_show_its_size_and_clear_it(folder: Path, settings: SettingsStore, qtbot: QtBot) -> None:
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    tabs = dialog.findChild(QTabWidget)
    assert tabs is not None
    tabs.setCurrentIndex(1)
    dialog.show()
    row = dialog.findChild(CacheRow)
    assert row is not None
    qtbot.waitUntil(lambda: row.words.text() == "0.3 GB of at most 21.5 GB")
    assert str(folder) in row.words.toolTip()
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: row.words.text() == "0.0 GB of at most 21.5 GB")
    assert not list(folder.glob("*/*"))
    assert not row.button.isEnabled()


def test_clearing_runs_beside_the_window(folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    go_on = threading.Event()
    clear = CacheFolder.clear

    def slow(self: CacheFolder, *arguments: object) -> None:
        threads.append(threading.current_thread())
        assert go_on.wait(30)
        clear(self)

    monkeypatch.setattr(CacheFolder, "clear", slow)
    row = CacheRow()
    qtbot.addWidget(row)
    row.show()
    qtbot.waitUntil(row.button.isEnabled)
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(threads))
    assert threads[0] is not threading.main_thread()
    assert row.words.text() == "counting…" and not row.button.isEnabled()
    row.hide()  # the dialog is closed meanwhile
    go_on.set()
    qtbot.waitUntil(lambda: not list(folder.glob("*/*")))
    qtbot.waitUntil(lambda: row.words.text().startswith("0.0 GB"))
