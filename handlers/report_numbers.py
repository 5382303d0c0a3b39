"""Somebody is in danger at the place that is being reported: whom to ring, at once."""

from handlers.contact import phones
from handlers.turn import Desk
from speech.cards import Call, Card, Spoken, Tone
from speech.danger import Danger
from speech.languages import FALLBACKS
from town import sections
from town.numbers import numbers_for

ON_THE_ROAD = (Danger.TRAFFIC_ACCIDENT, Danger.ELECTRICITY)
MOST_CALLS = 6


def numbers_card(desk: Desk) -> list[Spoken]:
    """110, 119, the electricity company and #9910, and the town: by day the section and the night desk, when nobody is
    there the night desk alone. Then the report goes on.
    """
    found = numbers_for(desk.numbers, ON_THE_ROAD, desk.town)
    calls = [Call(_label(one.names.first_of(FALLBACKS[desk.language]), one.phone), one.phone) for one in found]
    town = phones(sections.find(desk.session, "roads"), desk)
    is_day_first = town[0].phone != desk.town.night_desk_phone
    calls += town if is_day_first else town[:1]
    lead = f"{desk.phrase('report.numbers_lead')}\n{desk.phrase('card.cannot_rescue')}"
    return [Card(desk.phrase("report.numbers_title"), lead, buttons=tuple(calls[:MOST_CALLS]), tone=Tone.DANGER)]


def _label(name: str, phone: str) -> str:
    return name if phone in name else f"{phone} {name}"
