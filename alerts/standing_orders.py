"""Standing orders: kinds of the agency's word that go out at once as a relay, decided beforehand by two people."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alerts import broadcasts, corrections, releasing
from alerts.broadcasts import Broadcast
from alerts.jma_kinds import catalogue
from alerts.stages import Move
from store import journal
from store.database import Record
from town.officers import NotAllowedError, Officer
from town.roles import Role

DISASTER_MODE = "disaster_mode"  # not a kind to relay: the town itself goes into its disaster mode


class StandingOrder(Record):
    """`kind` is hazard and code, «heavy_rain_33». In force from the second person's yes until anybody ends it."""

    __tablename__ = "standing_orders"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    proposed_at: Mapped[datetime]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    approved_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    ended_at: Mapped[datetime | None]


def kinds() -> dict[str, str]:
    """What may be ordered: kinds that ring the roster, with the agency's name; nothing lighter, and nothing old."""
    found = catalogue()
    lists = {telegram.codes for telegram in found.by_title.values() if not telegram.is_old}
    return {
        f"{kind.hazard}_{kind.code}": kind.name
        for name, listed in found.kinds.items()
        if name in lists
        for kind in listed.values()
        if kind.rings and not kind.is_lift
    }


def propose(session: Session, kind: str, officer: Officer, now: datetime) -> StandingOrder:
    _refuse_without(officer, Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)
    if kind != DISASTER_MODE and kind not in kinds():
        raise NotAllowedError("この種類は、自動では伝えられません。一覧から選んでください。")
    if any(one.kind == kind for one in standing(session)):
        raise NotAllowedError("この種類の指示は、もうあります。")
    order = StandingOrder(kind=kind, proposed_by=officer.id, proposed_at=now)
    session.add(order)
    session.flush()
    _journal(session, order, "proposed", officer, now)
    return order


def approve(session: Session, order_id: int, officer: Officer, now: datetime) -> StandingOrder:
    _refuse_without(officer, Role.BROADCAST_APPROVER)
    order = _open(session, order_id)
    if order.approved_by is not None:
        raise NotAllowedError("この指示は、もう承認されています。")
    if order.proposed_by == officer.id:
        raise NotAllowedError("申請した本人は承認できません。別の承認者にお願いしてください。")
    order.approved_by, order.approved_at = officer.id, now
    _journal(session, order, "approved", officer, now)
    return order


def end(session: Session, order_id: int, officer: Officer, now: datetime) -> StandingOrder:
    """One person is enough to be more careful."""
    _refuse_without(officer, Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)
    order = _open(session, order_id)
    order.ended_by, order.ended_at = officer.id, now
    _journal(session, order, "ended", officer, now)
    return order


def standing(session: Session) -> list[StandingOrder]:
    """Those in force and those that wait for their second person."""
    return list(
        session.scalars(select(StandingOrder).where(StandingOrder.ended_at.is_(None)).order_by(StandingOrder.id))
    )


def relays(session: Session) -> list[StandingOrder]:
    """Those that hand on the agency's word."""
    return [one for one in standing(session) if one.kind != DISASTER_MODE]


def of_kind(session: Session, kind: str) -> StandingOrder | None:
    return next((one for one in standing(session) if one.kind == kind and one.approved_by is not None), None)


def send(session: Session, broadcast: Broadcast, order: StandingOrder, now: datetime) -> None:
    """The machine's draft leaves by the word of the two who ordered it. Raises NotAllowedError where it may not leave."""
    corrections.prepare(session, broadcast, order.approved_by, now)
    broadcast.submitted_by, broadcast.decided_by, broadcast.decided_at = order.proposed_by, order.approved_by, now
    broadcasts.move(session, broadcast, Move.STANDING, None, now)
    releasing.release(session, broadcast, now)
    journal.write(
        session, now, actor="machine", action="standing_order.used", subject=f"standing_order:{order.id}",
        broadcast=broadcast.id,
    )  # fmt: skip


def _open(session: Session, order_id: int) -> StandingOrder:
    order = session.get(StandingOrder, order_id, with_for_update=True, populate_existing=True)
    if order is None or order.ended_at is not None:
        raise NotAllowedError("この指示は、もうありません。画面を開き直してください。")
    return order


def _refuse_without(officer: Officer, *roles: Role) -> None:
    if not officer.powers.has(*roles):
        raise NotAllowedError("配信を承認する役割がありません。" if len(roles) == 1 else "配信の役割がありません。")


def _journal(session: Session, order: StandingOrder, deed: str, officer: Officer, now: datetime) -> None:
    journal.write(
        session, now, actor=officer.actor, action=f"standing_order.{deed}", subject=f"standing_order:{order.id}",
        kind=order.kind,
    )  # fmt: skip
