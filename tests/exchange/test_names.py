"""Names that every system takes."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_core.domain.annotations import LabelledImage
from vrp_core.domain.geometry import Size
from vrp_core.exchange.names import confusable, distinct, distinct_stems, safe_name, stem_of


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("coin", "coin"),
        ("Münze 5", "Münze 5"),
        ("../x", "_x"),
        ("a/b", "a_b"),
        ("a\\b:c", "a_b_c"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1", "_com1"),
        ("console", "console"),
        (".hidden", "hidden"),
        ("dots...", "dots"),
        ("", "_"),
        ("..", "_"),
        (" ", "_"),
        ("line\nbreak\0", "line_break_"),
    ],
)
def test_names_that_look_like_paths_become_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text())
def test_any_name_becomes_one_file_name(name: str) -> None:
    safe = safe_name(name)
    assert safe.strip(". ") == safe
    assert PurePosixPath(safe).parts == PureWindowsPath(safe).parts == (safe,)
    assert not PureWindowsPath(safe).is_reserved()
    assert 0 < len(safe.encode()) <= 121


@given(st.lists(st.text(st.sampled_from("aA_23"), max_size=4)))
def test_distinct_names_are_distinct_and_keep_their_beginning(names: list[str]) -> None:
    found = distinct(names)
    assert len({confusable(name) for name in found}) == len(names)
    assert all(one.startswith(name) for one, name in zip(found, names, strict=True))


def test_names_that_some_file_system_takes_for_one() -> None:
    assert distinct(["a", "A", "e\u0301", "\u00e9", "a_2", "b"]) == ["a", "A_2", "e\u0301", "\u00e9_2", "a_2_2", "b"]


@pytest.mark.parametrize(
    ("file_name", "stem"),
    [
        ("a.jpg", "a"),
        ("sub/deep/a.b.jpg", "sub/deep/a.b"),
        ("../../photos/a.jpg", "photos/a"),
        ("/abs/a.jpg", "abs/a"),
        ("C:/photos/a.jpg", "photos/a"),
        (".hidden", ".hidden"),
        ("..", "_"),
        ("..\\x\\a.jpg", "x/a"),
        ("a\0b.jpg", "a_b"),
        ("no suffix", "no suffix"),
    ],
)
def test_stems_keep_folders_and_never_lead_out(file_name: str, stem: str) -> None:
    assert stem_of(file_name) == stem


def test_images_of_one_stem_get_files_of_their_own() -> None:
    images = [LabelledImage(number, name, Size(1, 1)) for number, name in enumerate(["a/x.jpg", "b/x.jpg", "a/x.png"])]
    assert distinct_stems(images) == {0: "a/x", 1: "b/x", 2: "a/x_2"}
