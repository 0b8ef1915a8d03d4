"""How a scientific picture is to be shown: which bands, and which brightness is black and white."""

import re
from dataclasses import dataclass

_BANDS = re.compile(r"bands=(\d+(?:,\d+){0,2})")
_WINDOW = re.compile(r"window=([0-9.]+),([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A choice of bands and contrast window; what is not chosen is decided by the file."""

    bands: tuple[int, ...] = ()  # one, or three for red, green and blue; counted from 1
    window: tuple[float, float] | None = None  # percentiles of the picture's values that become black and white

    def __post_init__(self) -> None:
        if len(self.bands) not in {0, 1, 3} or any(band < 1 for band in self.bands):
            raise ValueError(f"bands must be one number or three, counted from 1, not {self.bands!r}")
        if self.window is not None and not 0 <= self.window[0] < self.window[1] <= 100:
            raise ValueError(f"a window is two rising percentiles between 0 and 100, not {self.window!r}")

    def __str__(self) -> str:
        """`bands=4,3,2 window=1,99`; empty where nothing is chosen."""
        parts = [f"bands={','.join(map(str, self.bands))}"] if self.bands else []
        if self.window is not None:
            parts.append("window={:g},{:g}".format(*self.window))
        return " ".join(parts)


def reading_of(text: str) -> Reading:
    """The choice that `str` wrote.

    Raises:
        ValueError: it is none.
    """
    bands: tuple[int, ...] = ()
    window = None
    for part in text.split():
        if match := _BANDS.fullmatch(part):
            bands = tuple(int(band) for band in match[1].split(","))
        elif match := _WINDOW.fullmatch(part):
            window = (float(match[1]), float(match[2]))
        else:
            raise ValueError(f"{part!r} is neither bands=4,3,2 nor window=1,99")
    return Reading(bands, window)
