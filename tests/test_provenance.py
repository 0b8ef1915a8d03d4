"""Which code made a result."""

import subprocess
from pathlib import Path

import pytest

from vrp_core import __version__
from vrp_core.provenance import commit_or_version


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def test_the_commit_is_that_of_the_packages_own_checkout(tmp_path: Path) -> None:
    package = tmp_path / "package"
    installed = tmp_path / ".venv" / "site-packages" / "package"
    for folder in (package, installed):
        folder.mkdir(parents=True)
    assert commit_or_version(package) == __version__
    git(tmp_path, "init")
    (package / "file.py").write_text("1")
    git(tmp_path, "add", "package")
    git(tmp_path, "commit", "-m", "One")
    assert commit_or_version(package) == git(tmp_path, "rev-parse", "--short", "HEAD")
    (package / "file.py").write_text("2")
    assert commit_or_version(package).endswith("-dirty")
    assert commit_or_version(installed) == __version__


def test_without_git_there_is_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert commit_or_version() == __version__
