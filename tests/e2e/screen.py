"""A virtual screen, and a hand on its mouse and keyboard: the program under test sees what it would see of a person."""

import os
import subprocess
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import DisplayConnectionError
from Xlib.ext import xtest

BACKGROUND = (0x2B, 0x2D, 0x30)  # of the canvas
_STEP = 0.02  # seconds between events: a quick person
_MODIFIERS = {"Ctrl": "Control_L", "Shift": "Shift_L", "Alt": "Alt_L"}
_NAMED = {
    "Enter": "Return",
    "Esc": "Escape",
    "/": "slash",
    "-": "minus",
    ".": "period",
    "_": "underscore",
    "?": "question",
}


class Screen:
    """One Xvfb of a size, width x height in pixels."""

    def __init__(self, size: str = "1600x1000") -> None:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as answer:  # closed only after the whole line: Xvfb gives up on a pipe that is closed
            self.name = f":{answer.readline().strip()}"
        assert self.name != ":", "Xvfb did not start"
        self._display = until(self._connect, "a connection to Xvfb", 20)
        self._root = self._display.screen().root

    def _connect(self) -> Display | None:
        try:
            return Display(self.name)
        except DisplayConnectionError:
            return None

    def close(self) -> None:
        """Turn it off."""
        self._display.close()
        self._server.terminate()
        self._server.wait()

    def move(self, x: float, y: float) -> None:
        """The mouse goes to a place."""
        xtest.fake_input(self._display, X.MotionNotify, x=round(x), y=round(y))
        self._flush()

    def click(self, x: float, y: float, button: int = 1) -> None:
        """A click at a place; 1 left, 2 middle, 3 right, 4 and 5 the wheel."""
        self.move(x, y)
        self.press_button(button)
        self.release_button(button)

    def drag(self, *places: tuple[float, float]) -> None:
        """With the left button down from place to place."""
        self.move(*places[0])
        self.press_button()
        for place in places[1:]:
            self.move(*place)
        self.release_button()

    def press_button(self, button: int = 1) -> None:
        """A button goes down."""
        xtest.fake_input(self._display, X.ButtonPress, button)
        self._flush()

    def release_button(self, button: int = 1) -> None:
        """A button goes up."""
        xtest.fake_input(self._display, X.ButtonRelease, button)
        self._flush()

    def key(self, combination: str) -> None:
        """A key with its modifiers, as menus write it: "Ctrl+Shift+E"."""
        *held, last = combination.split("+")
        if last.isupper() and len(last) == 1:
            last = last.lower()
        codes = [self._code(_MODIFIERS[name]) for name in held]
        code = self._code(_NAMED.get(last, last))
        if self._display.keycode_to_keysym(code, 0) != XK.string_to_keysym(_NAMED.get(last, last)):
            codes.append(self._code("Shift_L"))
        for one in (*codes, code):
            xtest.fake_input(self._display, X.KeyPress, one)
        for one in (code, *reversed(codes)):
            xtest.fake_input(self._display, X.KeyRelease, one)
        self._flush()

    def press_place(self, code: int) -> None:
        """The key at a place, whatever sign it holds: a key code of X11."""
        xtest.fake_input(self._display, X.KeyPress, code)
        xtest.fake_input(self._display, X.KeyRelease, code)
        self._flush()

    def lay_out(self, layout: str) -> None:
        """Give the keyboard another layout."""
        subprocess.run(["setxkbmap", "-display", self.name, layout], check=True)
        self._flush()

    def type(self, text: str) -> None:
        """Letter by letter."""
        for letter in text:
            self.key(letter)

    def focus(self) -> None:
        """Give the keyboard to the topmost window, as a window manager would; there is none here."""
        self._topmost().set_input_focus(X.RevertToParent, X.CurrentTime)
        self._flush()

    def windows(self) -> list[Any]:
        """What is shown, the topmost last."""
        return [one for one in self._root.query_tree().children if one.get_attributes().map_state == X.IsViewable]

    def _topmost(self) -> Any:
        return self.windows()[-1]

    def picture(self) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """(H, W, 3) RGB of all that is on the screen."""
        size = self._root.get_geometry()
        raw = self._root.get_image(0, 0, size.width, size.height, X.ZPixmap, 0xFFFFFFFF)
        pixels = np.frombuffer(raw.data, dtype=np.uint8).reshape(size.height, size.width, 4)
        return pixels[:, :, 2::-1].copy()

    def outside(self) -> bool:
        """The topmost window does not fit the screen."""
        screen, window = self._root.get_geometry(), self._topmost().get_geometry()
        return bool(
            window.x < 0
            or window.y < 0
            or window.x + window.width > screen.width
            or window.y + window.height > screen.height
        )

    def canvas(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of the photo's surroundings, found by their colour."""
        rows, columns = np.nonzero((self.picture() == BACKGROUND).all(axis=2))
        assert len(rows), "the canvas is not to be seen"
        return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1

    def photo_point(self, x: float, y: float, width: int, height: int) -> tuple[float, float]:
        """Where a place of a photo that fits the canvas is on the screen."""
        left, top, right, bottom = self.canvas()
        scale = min((right - left) / (width + 4), (bottom - top) / (height + 4))
        return (left + right) / 2 + (x - width / 2) * scale, (top + bottom) / 2 + (y - height / 2) * scale

    def _code(self, name: str) -> int:
        symbol = XK.string_to_keysym(name)
        code = self._display.keysym_to_keycode(symbol)
        assert code, f"the keyboard has no {name!r}"
        return int(code)

    def _flush(self) -> None:
        self._display.sync()
        time.sleep(_STEP)


def until(there: Callable[[], Any], what: str, seconds: float = 90) -> Any:
    """Wait until something is there, and give it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = there()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen in {seconds} seconds")
