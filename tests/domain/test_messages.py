"""Every error of ours has its sentence, and the sentence tells all that the error knows."""

from pathlib import Path

import pytest

from tests.domain.errors_to_try import KINDS, example, parts_of
from vrp_core.domain import errors
from vrp_core.domain.messages import explain, shortened


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_its_words(kind: type[errors.VrpError]) -> None:
    error = example(kind)
    sentence = explain(error)
    assert kind.__name__ not in sentence, "there is no sentence for it"
    assert all(part in sentence for part in parts_of(error))


def test_fields_that_are_empty_are_not_mentioned() -> None:
    assert explain(errors.NotFound("label", "coin")) == (
        "There is no label called 'coin'. Check the spelling; it may also have been moved or removed."
    )
    assert "A copy" not in explain(errors.ProjectDamaged(Path("p"), "odd"))
    assert explain(errors.OutOfMemory("", "wait")) == "This machine ran out of memory: wait."


def test_braces_in_names_are_shown_as_they_are() -> None:
    assert explain(errors.NotFound("label", "{path}", ("{0}",))) == "There is no label called '{path}'. There is: {0}"


def test_texts_and_clauses_are_translated_and_names_are_not() -> None:
    def shouted(text: str) -> str:
        return text.replace("There is no", "NO").replace("label", "LABEL")

    assert explain(errors.NotFound("label", "label"), shouted).startswith("NO LABEL called 'label'.")


def test_long_lists_are_cut() -> None:
    names = tuple(str(number) for number in range(25))
    assert explain(errors.BadFile(Path("f"), names)).splitlines()[-2:] == ["  19", "  and 5 more"]
    assert shortened(names, most=2) == "0, 1 and 23 more"


def test_an_error_of_others_is_named() -> None:
    assert explain(ValueError("odd")) == "ValueError: odd"
