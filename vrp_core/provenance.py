"""Which code made a result: weights and figures say so."""

import subprocess
from pathlib import Path

from vrp_core import __version__


def commit_or_version(folder: Path | None = None) -> str:
    """`git describe` of the checkout that a package lies at the top of, else this program's version.

    Args:
        folder: the package; None takes this one. One that was installed into a virtual environment inside some
            checkout does not lie at the top of it.
    """
    package = folder or Path(__file__).parent
    top = _git(package, "rev-parse", "--show-toplevel")
    if top and Path(top).resolve() == package.resolve().parent:
        return _git(package, "describe", "--tags", "--always", "--dirty") or __version__
    return __version__


def _git(folder: Path, *arguments: str) -> str:
    """What git answers, or "" where it cannot."""
    try:
        result = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    except OSError:  # there is no git
        return ""
    return result.stdout.strip() if result.returncode == 0 else ""
