"""Small ways through a telegram's tree, once its names stand without namespaces."""

from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element


def text(at: Element, path: str) -> str | None:
    """What stands there, without the spaces around it; None where nothing does."""
    found = at.find(path)
    if found is None or found.text is None:
        return None
    return found.text.strip() or None


def moment(at: Element, path: str) -> datetime | None:
    """Raises ValueError for a time without its zone: nobody may guess nine hours."""
    written = text(at, path)
    if written is None:
        return None
    read = datetime.fromisoformat(written)
    if read.tzinfo is None:
        raise ValueError("a time without its zone")
    return read


def areas(item: Element) -> Iterator[Element]:
    """The areas of an item, whether one stands alone or several together."""
    yield from item.findall("Area")
    yield from item.findall("Areas/Area")


def named(at: Element) -> tuple[str, str]:
    """Code and name of an area."""
    return text(at, "Code") or "", text(at, "Name") or ""
