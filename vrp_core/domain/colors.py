"""The colours that labels get in turn."""

# Paul Tol's "vibrant" and "bright" schemes: distinct to colour-blind people too, the most visible on photos first.
_COLORS = ("#ee7733", "#33bbee", "#ee3377", "#009988", "#ccbb44", "#aa3377", "#4477aa", "#228833", "#bbbbbb")


def color_of(position: int) -> str:
    """The colour of the label at a position, from 0 on, as "#rrggbb"."""
    return _COLORS[position % len(_COLORS)]
