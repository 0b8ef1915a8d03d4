"""What a bench says of a run that was kept."""

from benchmarks.kept import compare, flatten


def test_numbers_are_named_by_their_path() -> None:
    assert flatten({"a": {"b": 1, "c": {"d": 2.5}}, "name": "cpu", "flag": True}) == {"a / b": 1.0, "a / c / d": 2.5}


def test_only_what_both_runs_have_is_compared_and_notable_changes_are_marked() -> None:
    lines = compare({"fast": 2.2, "same": 1.01, "new": 5}, {"fast": 2.0, "same": 1.0, "old": 3})
    assert [line.split() for line in lines] == [
        ["*", "fast", "2.000", "2.200", "+10.0%"],
        ["same", "1.000", "1.010", "+1.0%"],
    ]
