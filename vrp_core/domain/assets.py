"""Where the files that come with the program are: weights, icons, episodes."""

from pathlib import Path

_ENGINE = Path(__file__).resolve().parent.parent


def asset(*parts: str) -> Path:
    """The path of a file or folder that comes with the program; it need not exist.

    An installed program holds `assets` inside the engine's package, a checkout holds it beside that package.
    """
    inside = _ENGINE / "assets"
    folder = inside if inside.is_dir() else _ENGINE.parent / "assets"
    return folder.joinpath(*parts)
