"""`make audit` fails for a vulnerability, and for a package that was not checked."""

from typing import Any

from release.audit import problems

CLEAN = {"name": "filelock", "version": "3.20.0", "vulns": []}


def report(*packages: dict[str, Any]) -> dict[str, Any]:
    return {"dependencies": list(packages), "fixes": []}


def test_problems_of_clean_packages_is_empty() -> None:
    assert problems(report(CLEAN)) == []


def test_problems_names_a_vulnerability_and_its_fix() -> None:
    bad = {"name": "pillow", "version": "1.0", "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"]}]}
    assert problems(report(CLEAN, bad)) == ["pillow 1.0: CVE-1, fixed in 1.1"]


def test_problems_names_a_package_that_was_not_checked() -> None:
    skipped = {"name": "filelock", "skip_reason": "no network"}
    assert problems(report(skipped)) == ["filelock: not checked: no network"]


def test_problems_accepts_an_unchecked_package_that_is_not_on_pypi() -> None:
    assert problems(report(CLEAN, {"name": "torch", "skip_reason": "not on PyPI"})) == []
