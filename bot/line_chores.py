"""What LINE is asked about the account itself: the quota every hour, friends once a day, figures of sent notices."""

from datetime import date, datetime, timedelta

import structlog

from alerts import disaster_switches, notice_figures
from alerts.broadcasts import Broadcast
from bot.line_questions import Asking, Seen, SilentError
from store import channel, quota
from store.database import reading, transaction
from town.calendar import to_jst

log = structlog.get_logger()

ASKED_EVERY = timedelta(hours=1)
ASKED_IN_A_DISASTER = timedelta(minutes=10)  # notices eat the month's quota faster than on any other day
ASKED_WHILE_SILENT = timedelta(minutes=1)


def ask_quota(asking: Asking, now: datetime) -> None:
    """Also how we learn that LINE answers again when nobody is sending anything."""
    try:
        told = asking.allowed()
        friends = asking.friends(_yesterday(now)) if told and _is_due(now) else None
    except SilentError:
        with transaction() as session:
            channel.unheard(session, now)
        log.warning("line.silent")
        return
    with transaction() as session:
        channel.heard(session)
        if told:
            quota.note(session, told.monthly_limit, told.used, now)
        if friends:
            quota.note_friends(session, friends.count, friends.blocked_count, _yesterday(now))


def next_question(now: datetime) -> datetime:
    with reading() as session:
        if channel.silent_since(session):
            return now + ASKED_WHILE_SILENT
        return now + (ASKED_IN_A_DISASTER if disaster_switches.is_on(session) else ASKED_EVERY)


def measure_notices(asking: Asking, now: datetime) -> None:
    """How sent notices were received, and how many blocked us after each."""
    with transaction() as session:
        notice_figures.count_blocks(session, now)
    with reading() as session:
        due = [
            (one, notice_figures.request_of_broadcast(session, one.id))
            for one in notice_figures.to_measure(session, now)
        ]
    for broadcast, request_id in due:
        try:
            seen = _seen(asking, broadcast, request_id)
        except SilentError:
            return  # in an hour
        with transaction() as session:
            notice_figures.note_line(session, broadcast.id, (seen.delivered, seen.opened, seen.clicked), now)


def _seen(asking: Asking, broadcast: Broadcast, request_id: str | None) -> Seen:
    if request_id:
        return asking.seen_of_request(request_id) or Seen()
    first = to_jst(broadcast.released_at).date() if broadcast.released_at else broadcast.drafted_at.date()
    unit = notice_figures.unit_of(broadcast.id)
    return asking.seen_of_unit(unit, first, first + notice_figures.LINE_COUNTS_FOR) or Seen()


def _is_due(now: datetime) -> bool:
    with reading() as session:
        known = quota.find(session)
    return known is None or known.friends_on != _yesterday(now)


def _yesterday(now: datetime) -> date:
    return to_jst(now).date() - timedelta(days=1)
