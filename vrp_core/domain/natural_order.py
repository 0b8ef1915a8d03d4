"""Names in the order in which a person counts: img2 before img10."""

import re
import unicodedata

_NUMBER = re.compile("([0-9]+)")


def natural_key(name: str) -> list[str | tuple[int, str]]:
    """A key to sort names by. Digits compare as numbers of any length, accents alike however they are stored."""
    parts: list[str | tuple[int, str]] = []
    for place, part in enumerate(_NUMBER.split(name if name.isascii() else unicodedata.normalize("NFD", name))):
        digits = part.lstrip("0")
        parts.append((len(digits), digits) if place % 2 else part)
    return parts
