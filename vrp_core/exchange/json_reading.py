"""Reads JSON files, which other tools wrote or which may be damaged."""

from pathlib import Path
from typing import Any

from vrp_core.domain.documents import plain_values
from vrp_core.domain.errors import BadFile, NotFound


def read_json(path: Path) -> Any:
    """The values of a JSON file, with or without a byte order mark.

    Raises:
        NotFound: there is no such file.
        BadFile: it is not JSON, or is nested too deeply or has numbers that are too long.
        OSError: it cannot be read.
    """
    try:
        return plain_values(path.read_bytes())
    except FileNotFoundError as error:
        raise NotFound("file", str(path)) from error
    except (IsADirectoryError, PermissionError) as error:  # on Windows, opening a folder raises PermissionError
        if path.is_dir():
            raise BadFile(path, ("it is a folder; name a file",)) from error
        raise
    except ValueError as error:
        raise BadFile(path, (str(error),)) from error


def read_json_object(path: Path, what: str) -> dict[str, Any]:
    """The values of a JSON file whose top level is an object.

    Raises:
        NotFound, BadFile, OSError: as for `read_json`; also BadFile where the top level is no object.
    """
    document = read_json(path)
    if not isinstance(document, dict):
        raise BadFile(path, (f"its top level is a {type(document).__name__}, not {what}",))
    return document


def records(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; other items are skipped."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """A name of any JSON type as text; empty if there is none. Line breaks become spaces."""
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    if not isinstance(value, (str, int, float)):
        return ""
    try:
        return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split())
    except ValueError:  # Python does not convert integers of thousands of digits to text
        return ""
