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
