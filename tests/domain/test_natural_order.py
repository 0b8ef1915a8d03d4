"""Names in the order in which a person counts."""

import unicodedata

from vrp_core.domain.natural_order import natural_key


def test_numbers_in_names_are_compared_as_numbers_of_any_length() -> None:
    names = ["img2.jpg", "img10.jpg", "img010b.jpg", f"img{'9' * 5000}.jpg"]
    shuffled = [names[place] for place in (3, 1, 0, 2)]
    assert sorted(shuffled, key=natural_key) == names


def test_a_name_that_begins_with_a_number_comes_before_letters() -> None:
    assert sorted(["b/1.jpg", "a/20.jpg", "20/a.jpg", "3/a.jpg", ""], key=natural_key) == [
        "",
        "3/a.jpg",
        "20/a.jpg",
        "a/20.jpg",
        "b/1.jpg",
    ]


def test_the_same_name_has_one_key_however_its_accents_are_stored() -> None:
    composed = "caf\u00e9 2.jpg"
    assert natural_key(composed) == natural_key(unicodedata.normalize("NFD", composed))


def test_digits_of_other_scripts_are_letters() -> None:
    assert sorted(["x\u0663", "x\u00b2", "x1"], key=natural_key)[0] == "x1"
