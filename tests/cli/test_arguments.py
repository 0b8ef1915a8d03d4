"""Numbers that cannot be meant are refused as wrong usage, before anything is loaded."""

import pytest

from vrp_core.cli.main import USAGE, main


@pytest.mark.parametrize("value", ["80", "-0.1", "nan", "half"])
@pytest.mark.parametrize(
    "command",
    [
        ["project", "propagate", "P", "--absent-below"],
        ["project", "bundle", "P", "OUT", "--absent-below"],
        ["project", "review", "P", "accept-above"],
        ["label", "export", "DIR", "OUT", "--min-confidence"],
        ["evaluate", "DATA", "--absent-below"],
    ],
)
def test_a_share_is_from_0_to_1(command: list[str], value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, value]) == USAGE
    assert "is not a number from 0 to 1" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["-1", "2.5", "many"])
@pytest.mark.parametrize("option", ["--doubtful", "--sample"])
def test_a_number_of_results_is_a_whole_number(option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["project", "import-results", "P", "DIR", option, value]) == USAGE
    assert "whole number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["project", "pictures", "P", "--window", "98,2"], "two rising percentiles"),
        (["project", "pictures", "P", "--bands", "0,1"], "one band, or three"),
        (["project", "export", "P", "--out", "O", "--outline", "2"], "a number from 0.5 to 1"),
        (["project", "export", "P", "--out", "O", "--split", "all"], "two or three shares"),
        (
            ["project", "review", "P", "edit", "1", "--mask", "M", "--mask-value", "red"],
            "a number, or a colour such as #ff0000",
        ),
        (["evaluate", "DATA", "--pairs", "0"], "a whole number of at least 1"),
        (["evaluate", "DATA", "--references", "1,0"], "whole numbers of at least 1"),
        (["evaluate", "DATA", "--close-ups", "1,5"], "whole numbers from 1 to 4"),
        (["label", "--shard", "2/2"], "I/N, such as 0/64"),
        (["train", "--kinds", "1,half"], "numbers with commas between them"),
        (["label", "--workers", "0"], "a whole number of at least 1"),
    ],
)
def test_what_can_be_given_is_said(command: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == USAGE
    assert f"is not {sentence}" in capsys.readouterr().err
