"""Whose rich menu is their own: in a disaster, residents who chose another language than Japanese see it in theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.residents import Resident

DEFAULT = "ja"  # the default menu speaks it: nobody needs a link to it


class MenuLink(Record):
    """What LINE was told for this resident. No row: they see the default menu."""

    __tablename__ = "menu_links"

    resident_id: Mapped[int] = mapped_column(ForeignKey("residents.id"), primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String(8))
    linked_at: Mapped[datetime]


@dataclass(frozen=True)
class Batch:
    """Residents who all want the same: the menu of a language, or None, the default one."""

    language: str | None
    residents: tuple[tuple[int, str | None], ...]  # id, LINE's id; None once it was erased

    @property
    def line_ids(self) -> list[str]:
        return [line_id for _, line_id in self.residents if line_id]


def next_batch(session: Session, languages: Collection[str], most: int) -> Batch | None:
    """None when everybody sees what they should. `languages`: those with a menu of their own now; none outside a disaster."""
    unlinked = _to_unlink(session, languages, most)
    if unlinked:
        return Batch(None, unlinked)
    for language in languages:
        if found := _to_link(session, language, most):
            return Batch(language, found)
    return None


def note(session: Session, batch: Batch, now: datetime) -> None:
    """LINE said yes."""
    numbers = [number for number, _ in batch.residents]
    if batch.language is None:
        session.execute(delete(MenuLink).where(MenuLink.resident_id.in_(numbers)))
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{"resident_id": number, "language": batch.language, "linked_at": now} for number in numbers]
    changed = {"language": batch.language, "linked_at": now}
    session.execute(insert(MenuLink).values(rows).on_conflict_do_update(index_elements=["resident_id"], set_=changed))


def count(session: Session) -> int:
    return session.scalar(select(func.count(MenuLink.resident_id))) or 0


def _to_unlink(session: Session, languages: Collection[str], most: int) -> tuple[tuple[int, str | None], ...]:
    """Those who have a menu of their own and should not: the disaster is over, or they chose Japanese."""
    query = select(Resident.id, Resident.line_id).join(MenuLink, MenuLink.resident_id == Resident.id)
    if languages:
        query = query.where(or_(Resident.language.is_(None), Resident.language.not_in(list(languages))))
    return _rows(session.execute(query.order_by(Resident.id).limit(most)).all())


def _to_link(session: Session, language: str, most: int) -> tuple[tuple[int, str | None], ...]:
    """Whoever blocked us and came back is linked anew: LINE forgets, and says nothing."""
    is_stale = or_(
        MenuLink.resident_id.is_(None), MenuLink.language != language, MenuLink.linked_at < Resident.followed_at
    )
    query = (
        select(Resident.id, Resident.line_id)
        .outerjoin(MenuLink, MenuLink.resident_id == Resident.id)
        .where(Resident.language == language, Resident.is_following, Resident.line_id.is_not(None), is_stale)
    )
    return _rows(session.execute(query.order_by(Resident.id).limit(most)).all())


def _rows(found: Sequence[object]) -> tuple[tuple[int, str | None], ...]:
    return tuple((one[0], one[1]) for one in found)  # type: ignore[index]
