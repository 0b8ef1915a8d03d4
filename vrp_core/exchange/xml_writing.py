"""Makes text valid for XML."""

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with each character that XML cannot represent replaced by a question mark."""
    return _NOT_XML.sub("?", text)
