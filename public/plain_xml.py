"""XML as plain as the standards of the open web want it: elements and text, UTF-8, nothing a parser could choke on."""

import re
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as Xml

# XML 1.0 has no place for these, however they are escaped.
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def put(parent: Xml.Element, name: str, value: object) -> Xml.Element:
    """None stands as an empty element."""
    child = Xml.SubElement(parent, name)
    if value is not None:
        child.text = _IMPOSSIBLE.sub("", _written(value))
    return child


def listed(root: str, each: str, rows: Iterable[Mapping[str, object]]) -> Xml.Element:
    """One element for each row, one inside it for each of its fields."""
    made = Xml.Element(root)
    for row in rows:
        filled(Xml.SubElement(made, each), row)
    return made


def filled(element: Xml.Element, row: Mapping[str, object]) -> Xml.Element:
    for name, value in row.items():
        put(element, name, value)
    return element


def document(root: Xml.Element) -> bytes:
    written: bytes = Xml.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
