"""What a process of the engine printed before it ended without an event."""

_LINES = 6


def last_words(output: str) -> str:
    """The last lines that a process printed; "" when it printed none."""
    return "\n".join(output.strip().splitlines()[-_LINES:]).removeprefix("error: ")
