"""Text that XML can hold."""

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """A text without the characters that XML knows no way to write, each as a question mark."""
    return _NOT_XML.sub("?", text)
