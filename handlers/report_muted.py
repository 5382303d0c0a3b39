"""Two officers have stopped somebody's new reports: one kind sentence, and the numbers for danger all the same."""

from datetime import timedelta

from handlers.report_numbers import numbers_card
from handlers.turn import Desk
from reports import muting
from speech.cards import Press, Say, Spoken
from town.calendar import to_jst


def refused(desk: Desk) -> list[Spoken]:
    """Empty for everybody else."""
    until = muting.muted_until(desk.session, desk.resident.id, desk.now) if desk.resident else None
    if until is None:
        return []
    day = to_jst(until) + timedelta(days=1)  # the first whole day
    phone = Press(desk.phrase("card.person"), "contact:roads")
    said = desk.phrase("report_muted.lead", month=day.month, day=day.day)
    return [Say(said, (phone, Press(desk.phrase("card.menu"), "menu:top"))), *numbers_card(desk)]
