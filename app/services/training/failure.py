"""What the engine's own command said of an error before it ended."""

import re

_ERROR_LINES = 6  # of an error that are shown
# At the start of a line, as the command and a traceback say it; warnings name errors in the middle of theirs.
_ERROR = re.compile(r"^(error|[\w.]*Error): ")


def failure_in(output: str) -> str:
    """The last error that a command told, with the lines that belong to it; "" when it told of none."""
    lines = output.strip().splitlines()
    last = next((row for row in reversed(range(len(lines))) if _ERROR.match(lines[row])), None)
    return "" if last is None else "\n".join(lines[last : last + _ERROR_LINES]).removeprefix("error: ")
