"""How the town stands, at the top of every page: in disaster mode since when, and whether somebody proposes to change it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from alerts import disaster_switches
from staff.visit import visit
from store.database import reading


@dataclass(frozen=True)
class Bar:
    """`proposed`: the way somebody wants to go, empty where nobody does."""

    since: datetime | None
    quiet_since: datetime | None
    proposed: str


def bar() -> Bar:
    """Nothing where nobody can tell: a page about a fault may not fail of it."""
    try:
        with reading() as session:
            row, waiting = disaster_switches.mode(session), disaster_switches.waiting(session, visit().now)
            is_on = row is not None and row.is_on
            return Bar(
                row.since if row and is_on else None, row.quiet_since if row and is_on else None,
                waiting.way if waiting else "",
            )  # fmt: skip
    except SQLAlchemyError:
        return Bar(None, None, "")
