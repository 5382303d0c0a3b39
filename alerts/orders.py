"""What the town has in force: district by district, since when, by which notice. Drills never come here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.officers import NotAllowedError

IN_FORCE = text("ended_at IS NULL")


class Order(Record):
    """`level` 3–5; None for a tsunami, whose orders have no level (Cabinet Office guideline of 2021-05)."""

    __tablename__ = "orders"
    __table_args__ = (
        Index(
            "uq_orders_in_force", "district_id", "hazard", unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    district_id: Mapped[str] = mapped_column(String(40), index=True)  # the history outlives a district
    hazard: Mapped[str] = mapped_column(String(24))
    kind: Mapped[str] = mapped_column(String(40))
    level: Mapped[int | None]
    since: Mapped[datetime]
    ordered_by: Mapped[str] = mapped_column(String(80))
    broadcast_id: Mapped[int]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None]  # the notice that ended it, or the order that took its place


@dataclass(frozen=True)
class Issued:
    """What a notice orders."""

    districts: tuple[str, ...]
    hazard: str
    kind: str
    level: int | None
    since: datetime
    ordered_by: str
    broadcast_id: int


def issue(session: Session, issued: Issued, named: Collection[int]) -> None:
    """Enter the orders. A higher one takes the place of the one in force.

    Raises NotAllowedError when a lower one would, and `named` does not name the order it ends.
    """
    for district_id in issued.districts:
        before = _of(session, district_id, issued.hazard)
        if before and _steps_down(before, issued) and before.id not in named:
            raise NotAllowedError(
                f"{before.kind}が出ている地区の警戒レベルを下げるには、終わらせる発令を選んでください。"
            )
        if before:
            before.ended_at, before.ended_by_id = issued.since, issued.broadcast_id
            session.flush()
        session.add(
            Order(
                district_id=district_id, hazard=issued.hazard, kind=issued.kind, level=issued.level,
                since=issued.since, ordered_by=issued.ordered_by, broadcast_id=issued.broadcast_id,
            )
        )  # fmt: skip
    session.flush()


def end(session: Session, ids: Collection[int], broadcast_id: int, now: datetime) -> None:
    """Raises NotAllowedError when one of them is not in force: somebody may have ended or raised it meanwhile."""
    found = list(session.scalars(select(Order).where(Order.id.in_(ids), IN_FORCE).with_for_update()))
    if not ids or len(found) != len(set(ids)):
        raise NotAllowedError("終わらせる発令は、もう出ていません。いま出ている発令を確かめてください。")
    for order in found:
        order.ended_at, order.ended_by_id = now, broadcast_id


def strike(session: Session, broadcast_id: int, retraction_id: int, now: datetime) -> None:
    """The notice was false: what it ordered was never ordered."""
    for order in session.scalars(select(Order).where(Order.broadcast_id == broadcast_id, IN_FORCE)):
        order.ended_at, order.ended_by_id = now, retraction_id


def in_force(session: Session, districts: Iterable[str] | None = None) -> list[Order]:
    """The gravest first; of all districts unless some are named."""
    query = select(Order).where(IN_FORCE)
    if districts is not None:
        query = query.where(Order.district_id.in_(list(districts)))
    return sorted(session.scalars(query), key=lambda one: (-gravity(one.level), one.since, one.id))


def numbered(session: Session, ids: Collection[int]) -> list[Order]:
    return list(session.scalars(select(Order).where(Order.id.in_(ids)).order_by(Order.id)))


def history(session: Session, limit: int = 200) -> list[Order]:
    """Everything that was ever in force, newest first."""
    return list(session.scalars(select(Order).order_by(Order.since.desc(), Order.id.desc()).limit(limit)))


def gravity(level: int | None) -> int:
    """A tsunami order has no level and none stands above it."""
    return 6 if level is None else level


def _of(session: Session, district_id: str, hazard: str) -> Order | None:
    query = select(Order).where(Order.district_id == district_id, Order.hazard == hazard, IN_FORCE)
    return session.scalar(query.with_for_update())


def _steps_down(before: Order, issued: Issued) -> bool:
    return gravity(issued.level) < gravity(before.level)
