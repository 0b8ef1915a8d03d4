"""The colours that labels get in turn."""

# Paul Tol's "vibrant" and "bright" schemes: distinct to colour-blind people too, the most visible on photos first.
# Violet in place of his cyan, which is the window's colour of what is not finished.
PALETTE = ("#ee7733", "#8855dd", "#ee3377", "#009988", "#ccbb44", "#aa3377", "#4477aa", "#228833", "#bbbbbb")


def color_of(position: int) -> str:
    """The colour of the label at a position, from 0 on, as "#rrggbb"."""
    return PALETTE[position % len(PALETTE)]
