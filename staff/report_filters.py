"""Which cases the list shows, read from the address: the same for list, map, print and saved views."""

from collections.abc import Mapping

from flask import request

from reports.listing import View, Wanted
from reports.published import Window
from staff.visit import visit

NAMES = ("view", "kind", "section", "district", "person", "window")
MINE = "me"


def asked() -> dict[str, str]:
    """What stands in the address (or the form) of the list, without what is empty."""
    return {name: value for name in NAMES if (value := request.values.get(name, "")[:80])}


def wanted(words: Mapping[str, str], *, is_placed: bool = False) -> Wanted:
    """What means nothing is passed over: a link may be old."""
    return Wanted(
        view=View(words["view"]) if words.get("view") in list(View) else View.OPEN,
        section_id=words.get("section", ""), kind=words.get("kind", ""), district_id=words.get("district", ""),
        officer_id=visit().officer_id if words.get("person") == MINE else 0,
        window=Window.read(words.get("window", "")), is_placed=is_placed,
    )  # fmt: skip
