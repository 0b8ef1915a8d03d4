"""Names of exported files: what Windows refuses, what is too long, what collides; and the way back."""

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_core.domain.annotations import LabelledImage
from vrp_core.domain.geometry import Size
from vrp_core.exchange.names import changed_names, confusable, distinct_stems

ODD = [
    *("CON.jpg", "aux/nul.png", "dots./x.jpg", "space /y.jpg", "a:b.jpg", "com1.tar.jpg", "COM\u00b9.png"),
    *("a.jpg", "A.JPG", "a.png", "e\u0301.jpg", "\u00e9.jpg", "x/" + "n" * 300 + ".jpg", "x/" + "n" * 299 + "m.jpg"),
    *("q.txt/inside.jpg", "q.jpg", "half \udc80.jpg", "con", "line\nbreak.jpg", "..", "nul"),
]


def images(names: list[str]) -> list[LabelledImage]:
    return [LabelledImage(number, name, Size(1, 1)) for number, name in enumerate(names, start=1)]


def test_every_system_takes_every_name(tmp_path: Path) -> None:
    stems = distinct_stems(images(ODD))
    for stem in stems.values():
        for part in stem.split("/"):
            assert not PureWindowsPath(part).is_reserved() and part == part.strip(". ") and len(part.encode()) < 200
            assert not set('<>:"|?*\\') & set(part)
        for suffix in (".txt", ".json"):
            path = tmp_path / f"{stem}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
    assert len(list(tmp_path.rglob("*.json"))) == len(ODD)
    assert len({confusable(stem) for stem in stems.values()}) == len(ODD)


def test_a_changed_name_is_listed_with_what_it_stands_for() -> None:
    changed = changed_names(images(["CON.jpg", "plain.jpg", "sub/plain.jpg", "plain.png"]))
    assert changed == {"_CON": "CON.jpg", "plain_2": "plain.png"}


@given(st.lists(st.text(st.sampled_from("aA./:\u00e9 "), min_size=1, max_size=6), max_size=6))
def test_any_names_are_told_apart_and_stay_inside(names: list[str]) -> None:
    stems = list(distinct_stems(images(names)).values())
    assert len({confusable(stem) for stem in stems}) == len(names)
    assert all(".." not in stem.split("/") and not stem.startswith("/") for stem in stems)


@pytest.mark.parametrize("many", [5000])
def test_many_images_of_one_name_are_told_apart_at_once(many: int) -> None:
    assert len(set(distinct_stems(images(["same.jpg"] * many)).values())) == many
