"""The way to a person: whose telephone, whether somebody is there now, and if not, when."""

from collections.abc import Iterable
from datetime import datetime

from handlers.turn import Desk
from speech.cards import Call, Card, Press, Row, Spoken
from speech.incoming import Incoming, Pressed
from speech.languages import FALLBACKS, Language, own_name
from town import sections
from town.calendar import opening_sentence_values, to_jst
from town.sections import Section


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«contact:citizens» → that section; an unknown one → the town hall's own number."""
    section_id = incoming.said.data.partition(":")[2] if isinstance(incoming.said, Pressed) else ""
    return [contact_card(desk, sections.find(desk.session, section_id))]


def contact_card(desk: Desk, section: Section | None = None, *, title: str = "", lead: str = "") -> Card:
    name = section_name(section, desk)
    rows = [Row(desk.phrase("contact.now"), _opening_sentence(section, desk))]
    if section:
        rows.append(
            Row(desk.phrase("contact.room"), desk.phrase("contact.floor", floor=section.floor, room=section.room))
        )
    if section and desk.language is not Language.JA:
        rows.append(Row(desk.phrase("contact.languages"), language_names(section.phone_languages, desk)))
    return Card(
        title=title or desk.phrase("contact.title", section=name),
        lead=lead,
        rows=tuple(rows),
        buttons=phones(section, desk),
        choices=(Press(desk.phrase("card.menu"), "menu:top"),),
    )


def section_call(section_id: str, desk: Desk) -> Call:
    """The button that rings the section, or the town hall when the section is not known."""
    section = sections.find(desk.session, section_id)
    name = section_name(section, desk)
    return Call(desk.phrase("card.call", name=name), section.phone if section else desk.town.phone)


def section_name(section: Section | None, desk: Desk) -> str:
    return section.name_in(FALLBACKS[desk.language]) if section else desk.town_name


def telephone_languages(section: Section | None, desk: Desk) -> list[str]:
    """In which languages somebody answers there, for whoever may not speak Japanese; nothing where nobody knows."""
    if section is None or desk.language is Language.JA:
        return []
    return [desk.phrase("contact.speaks", languages=language_names(section.phone_languages, desk))]


def language_names(codes: Iterable[str], desk: Desk) -> str:
    return desk.phrase("contact.comma").join(own_name(code) for code in codes)


def phones(section: Section | None, desk: Desk) -> tuple[Call, ...]:
    """Whoever answers now stands first; on holidays too that is the night desk."""
    name = section_name(section, desk)
    day = Call(desk.phrase("card.call", name=name), section.phone if section else desk.town.phone)
    if desk.town.night_desk_phone is None:
        return (day,)
    night = Call(desk.phrase("contact.call_night"), desk.town.night_desk_phone)
    return (day, night) if _is_open(section, desk) else (night, day)


def _is_open(section: Section | None, desk: Desk) -> bool:
    hours = desk.town.opening_hours(section.opening_rules() if section else ())
    return hours is None or opening_sentence_values(hours, desk.now).is_open


def _opening_sentence(section: Section | None, desk: Desk) -> str:
    hours = desk.town.opening_hours(section.opening_rules() if section else ())
    if hours is None:
        return desk.phrase("contact.hours_unknown")
    opening = opening_sentence_values(hours, desk.now)
    if opening.is_open and opening.closes_at:
        return desk.phrase("contact.open", until=f"{to_jst(opening.closes_at):%-H:%M}")
    sentence = desk.phrase("contact.closed")
    if opening.opens_at:
        sentence += desk.phrase("contact.next", moment=_moment(opening.opens_at, opening.days_ahead, desk))
    return sentence + (desk.phrase("contact.night") if desk.town.night_desk_phone else "")


def _moment(moment: datetime, days_ahead: int, desk: Desk) -> str:
    clock, local = f"{to_jst(moment):%-H:%M}", to_jst(moment)
    if days_ahead < 2:
        return desk.phrase("contact.today" if days_ahead == 0 else "contact.tomorrow", time=clock)
    weekday = desk.phrase(f"contact.weekday_{local.weekday()}")
    return desk.phrase("contact.day", weekday=weekday, month=local.month, day=local.day, time=clock)
