"""Reads XML files, which other tools wrote or which may be damaged."""

from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from vrp_core.domain.errors import BadFile, NotFound


def read_xml(path: Path) -> Element:
    """The root of an XML file.

    Raises:
        NotFound: there is no such file.
        BadFile: it is not XML, or defines entities, with which a small file could expand without limit.
        OSError: it cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound("file", str(path)) from error
    if b"<!ENTITY" in content or b"<!\0E\0N\0T" in content:
        raise BadFile(path, ("it defines entities, which no annotation tool does",))
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BadFile(path, (f"it is not XML: {error}",)) from error


def text_of(element: Element, name: str) -> str:
    """The text of a child, without surrounding white space; empty if there is none."""
    return " ".join((element.findtext(name) or "").split())
