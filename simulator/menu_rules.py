"""What a rich menu may look like and what its buttons may do."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.action_rules import RICH_MENU, check_action
from simulator.complaints import Complaint, Json, Path

LEAST_ASPECT = 1.45


def check_size(size: Json, path: Path) -> Iterator[Complaint]:
    """A menu is wider than it is tall."""
    if size["width"] / size["height"] < LEAST_ASPECT:
        yield Complaint((*path, "height"), f"width / height must be {LEAST_ASPECT} or more")


def check_area(area: Json, path: Path) -> Iterator[Complaint]:
    """Each area does one thing; its label is only read aloud."""
    yield from check_action(area["action"], RICH_MENU, (*path, "action"))


def check_batch(request: Json, path: Path) -> Iterator[Complaint]:
    """Unlinking all stands alone, and a menu is moved away from only once."""
    operations = request["operations"]
    if len(operations) > 1 and any(operation["type"] == "unlinkAll" for operation in operations):
        yield Complaint((*path, "operations"), "unlinkAll cannot be combined with other operations")
    origins = [operation["from"] for operation in operations if "from" in operation]
    if len(origins) != len(set(origins)):
        yield Complaint((*path, "operations"), "the same from is given twice")
