"""Python's search for reference cycles, kept away from what stays as long as the program.

With torch loaded, a full search goes through 400,000 objects and holds the window for a third of a second; and while so
much is built, the search starts again and again.
"""

import gc


def pause() -> None:
    """No search while much is built that stays."""
    gc.disable()


def go_on() -> None:
    """Search again, but never through what is there now. What nothing refers to any more is freed as before."""
    gc.freeze()
    gc.enable()
