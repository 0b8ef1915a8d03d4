"""The table of actions: keys that clash, actions that do nothing, icons that are missing."""

import pytest
from PySide6.QtGui import QKeySequence

from app.actions import ACTIONS, BY_ID, MENUS
from app.keys import PRESETS, conflicts, keys_of, words_of
from vrp_core.domain.assets import asset


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_has_two_actions(preset: str) -> None:
    assert conflicts(preset, {}) == {}


def test_a_person_s_own_key_that_clashes_is_named() -> None:
    assert conflicts("default", {"go.next": ("A",)}) == {"A": ["go.next", "go.previous"]}


@pytest.mark.parametrize("key", ["Ctrl+1", "Ctrl+9", "X", "Space", "Left", "Shift+Down"])
def test_a_person_s_own_key_that_is_a_fixed_one_is_named(key: str) -> None:
    assert conflicts("default", {"review.accept": (key,)}) == {key: [key, "review.accept"]}
    assert QKeySequence(key).toString() == key  # as a key that is pressed is written
    assert words_of(key) and words_of("review.accept") == "Accept"


def test_a_person_s_own_keys_come_before_the_preset_s() -> None:
    assert keys_of("go.next", "cvat", {}) == ("F",)
    assert keys_of("go.next", "cvat", {"go.next": ("X",)}) == ("X",)
    assert keys_of("go.next", "default", {}) == ("D",)


def test_every_key_is_one_that_qt_knows() -> None:
    for preset in PRESETS:
        for action in ACTIONS:
            for key in keys_of(action.id, preset, {}):
                assert not QKeySequence(key).isEmpty(), key
                assert QKeySequence(key).toString() not in {"", "?Unknown"}, key


def test_ids_are_unique_and_every_action_is_in_a_menu() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert {action.menu for action in ACTIONS} == set(MENUS)


def test_every_icon_exists() -> None:
    for action in ACTIONS:
        if action.icon:
            assert asset("icons", f"{action.icon}.svg").is_file(), action.icon
