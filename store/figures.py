"""How many, and since when: counts for the health page, never words."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.inbox import InboxEvent, State
from store.outbox import Delivery, Status


def events_by_state(session: Session) -> dict[str, int]:
    rows = session.execute(select(InboxEvent.state, func.count()).group_by(InboxEvent.state))
    return {str(state): int(count) for state, count in rows}


def events_by_kind(session: Session) -> dict[str, int]:
    """Kinds are LINE's words cut to 48 characters; anything new is counted under its own name."""
    rows = session.execute(select(InboxEvent.kind, func.count()).group_by(InboxEvent.kind))
    return {str(kind): int(count) for kind, count in rows}


def deliveries_by_status(session: Session) -> dict[str, int]:
    rows = session.execute(select(Delivery.status, func.count()).group_by(Delivery.status))
    return {str(status): int(count) for status, count in rows}


def oldest_open_event(session: Session) -> datetime | None:
    return session.scalar(
        select(InboxEvent.received_at)
        .where(InboxEvent.state.in_([State.WAITING, State.WORKING]))
        .order_by(InboxEvent.seq)
        .limit(1)
    )


def oldest_open_delivery(session: Session) -> datetime | None:
    return session.scalar(
        select(Delivery.created_at)
        .where(Delivery.status.in_([Status.WAITING, Status.SENDING]))
        .order_by(Delivery.id)
        .limit(1)
    )
