"""What time alone does to the disaster mode: it begins by the standing order, and people are reminded to end it.

It never ends by itself. What the agency lifted may be issued again, and only people know whether help still goes on.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from alerts import disaster_causes, disaster_mode, disaster_switches, ringing, standing_orders
from alerts.disaster_causes import Cause
from alerts.disaster_switches import DisasterMode
from alerts.ringing import Wish
from alerts.rings import Reason
from town.calendar import to_jst
from town.disaster_rules import DisasterRules

REMINDED_BETWEEN = (8, 20)  # hours of Japan: nobody is woken because something is over


def is_of_interest(session: Session, rules: DisasterRules, now: datetime) -> bool:
    """On an ordinary day there is nothing to do, and no row needs to be held."""
    is_open = disaster_switches.is_on(session) or bool(disaster_switches.lapsed(session, now))
    return is_open or bool(disaster_causes.in_force(session, now, rules.also_by))


def look(session: Session, rules: DisasterRules, now: datetime) -> bool:
    """True when the mode began. Asked again and again, each occasion begins it once."""
    row = disaster_switches.held(session)
    disaster_mode.lapse(session, now)
    found = disaster_causes.in_force(session, now, rules.also_by)
    if row.is_on:
        _remind(session, row, found, rules, now)
        return False
    return _begin(session, row, found, now)


def _begin(session: Session, row: DisasterMode, found: list[Cause], now: datetime) -> bool:
    order = standing_orders.of_kind(session, standing_orders.DISASTER_MODE)
    fresh = [one for one in found if one.begins and one.key not in row.despite]
    if order is None or not fresh:
        return False
    reason = "、".join(f"{words}({where})" for words, where, _ in disaster_causes.in_words(fresh))
    disaster_mode.begin_by_order(session, row, order, reason, disaster_causes.keys(found), now)
    return True


def _remind(session: Session, row: DisasterMode, found: list[Cause], rules: DisasterRules, now: datetime) -> None:
    """Once for each time of quiet, in the day; whoever reads it decides."""
    if found:
        row.quiet_since = row.reminded_at = None
        return
    row.quiet_since = row.quiet_since or now
    opens, closes = REMINDED_BETWEEN
    is_due = now - row.quiet_since >= rules.remind_after and opens <= to_jst(now).hour < closes
    if is_due and row.reminded_at is None:
        row.reminded_at = now
        key = f"{Reason.DISASTER_QUIET}:{row.quiet_since.isoformat()}"
        wish = Wish(page=disaster_mode.PAGE, once_key=key, is_to_all=True)
        ringing.ring(session, Reason.DISASTER_QUIET, "disaster", disaster_mode.BROADCASTERS, now, wish)
