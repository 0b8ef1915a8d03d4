"""Settings survive, and a damaged file costs nothing but the settings in it."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.settings import Settings, SettingsStore


def test_changed_settings_are_read_back(tmp_path: Path, qtbot: QtBot) -> None:
    store = SettingsStore(tmp_path / "s.json")
    with qtbot.waitSignal(store.changed) as caught:
        store.set(theme="dark")
    assert caught.args == ["theme"]
    store.set(keys={"go.next": ("X",)}, opacity=70)
    store.remember(tmp_path / "one")
    store.remember(tmp_path / "two")
    store.remember(tmp_path / "one")
    again = SettingsStore(tmp_path / "s.json").values
    assert again == store.values
    assert again.keys == {"go.next": ("X",)}
    assert again.recent == (str(tmp_path / "one"), str(tmp_path / "two"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"keys": ' + "[" * 100_000,
        '{"keys": {"go.next": ' + "[" * 500 + "]" * 500 + "}}",
        '{"opacity": 1' + "0" * 5000 + "}",
        '{"absent_below": NaN, "brush": 1e400}',
        json.dumps({"recent": [3, None, "a\0b", "x" * 10_000, "é" * 200], "vrp_weights": "a\0b"}),
        json.dumps({"theme": 3, "recent": "x", "unknown": 1}),
        json.dumps({"keymap": "labelme", "theme": "pink", "device": "abacus"}),
        json.dumps({"opacity": 0, "brush": -3, "scribble": 10**9, "absent_below": 7.5, "keys": {"go.next": 5}}),
    ],
)
def test_a_damaged_settings_file_returns_the_defaults(tmp_path: Path, qtbot: QtBot, text: str) -> None:
    (tmp_path / "s.json").write_text(text)
    assert SettingsStore(tmp_path / "s.json").values == Settings()


def test_setting_the_same_value_says_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    store = SettingsStore(tmp_path / "s.json")
    with qtbot.assertNotEmitted(store.changed):
        store.set(theme=store.values.theme)
    assert not (tmp_path / "s.json").exists()
