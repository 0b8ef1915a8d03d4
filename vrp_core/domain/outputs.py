"""The mark that every picture this program writes carries, so that it never comes in as a photo."""

from PIL.PngImagePlugin import PngInfo

MARK = ("Software", "VRP Annotator")  # a text chunk, before the pixels


def marked() -> PngInfo:
    """The text chunks of a PNG that the program writes; more may be added."""
    info = PngInfo()
    info.add_text(*MARK)
    return info
