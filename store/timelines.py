"""マイ・タイムライン, the short form: what a resident chose for the day they must leave. Codes only, never a word of theirs.

Nobody at the desk reads it. It goes with one tap, and when they leave (`erasure.forget_timeline`).
"""

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record


class Timeline(Record):
    """`hazards` and `helped` are lists of codes; `level` 3 or 4, None where nothing was chosen.

    No foreign key: this floor does not know who residents are.
    """

    __tablename__ = "timelines"

    resident_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hazards: Mapped[list[str]] = mapped_column(JSON)
    helped: Mapped[list[str]] = mapped_column(JSON)
    place: Mapped[str | None] = mapped_column(String(16))
    level: Mapped[int | None]

    @property
    def is_empty(self) -> bool:
        return not (self.hazards or self.helped or self.place or self.level)


def find(session: Session, resident_id: int) -> Timeline | None:
    return session.get(Timeline, resident_id)


def of(session: Session, resident_id: int) -> Timeline:
    """Theirs, or an empty one that nobody has kept yet."""
    return find(session, resident_id) or Timeline(
        resident_id=resident_id, hazards=[], helped=[], place=None, level=None
    )


def keep(session: Session, plan: Timeline) -> None:
    """Where nothing is chosen, or nothing any more, nothing is kept."""
    if not plan.is_empty:
        session.add(plan)
    elif plan in session:
        session.delete(plan)
    session.flush()
