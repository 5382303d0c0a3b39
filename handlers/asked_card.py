"""The answer to what was asked of an entry: the asked slots alone, the stated case first, or the whole page."""

from handlers import context
from handlers.contact import contact_card, section_call, section_name
from handlers.door import door_rows, whose_door
from handlers.entry_card import choices, entry_card, note, online_row, only_in, text_for
from handlers.turn import Desk
from handlers.withdrawn import is_withdrawn, withdrawn_card
from knowledge.entry_file import EntryFile
from knowledge.slots import conditions, day_words, slots
from knowledge.slots_asked import Asked
from knowledge.slots_told import Silence, case_told, fits, is_about, language_of, told
from speech.cards import Button, Card, Open, Press, Row, Spoken
from speech.incoming import Incoming, Pressed
from speech.languages import FALLBACKS
from town import sections


def answer_card(entry: EntryFile, asked: Asked, desk: Desk) -> Card:
    """The whole page unless something of it was asked that it can say, or must admit it does not."""
    if is_withdrawn(entry, desk):
        return withdrawn_card(entry, desk)
    if other := _after_hours(entry, asked, desk):
        return entry_card(other, desk)
    cases = "\n".join(_cases(entry, asked, desk))
    names = _asked_here(entry, asked)
    rows = {name: _rows(name, entry, asked, desk) for name in names}
    if asked.is_bare or (rows and all(rows.values())):
        return _small_card(entry, asked, rows, cases, desk)
    unsaid = [name for name, found in rows.items() if not found and not slots()[name].is_vague]
    lead = "\n".join([*([cases] if cases else []), *(_not_written(name, entry, desk) for name in unsaid)])
    return entry_card(entry, desk, first=lead)


def _after_hours(entry: EntryFile, asked: Asked, desk: Desk) -> EntryFile | None:
    """«婚姻届 土日出せる?»: when the counter opens is not the answer where a night desk takes it as well."""
    is_asked = asked.days or {"hours", "closed"}.intersection(asked.slots)
    return desk.knowledge.entry(entry.after_hours) if entry.after_hours and is_asked else None


def asked_button(entry: EntryFile, asked: Asked) -> str:
    """Of a choice among several entries: what was asked of them is asked of the chosen one."""
    names = (*asked.slots, *asked.cases, *asked.days)
    return f"slot:{entry.id}:{'+'.join(names)}" if names else f"entry:{entry.id}"


def slot(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«slot:civic_hall:fee+group» → the fee, for a group. A button may be months old."""
    data = incoming.said.data if isinstance(incoming.said, Pressed) else ""
    entry_id, _, written = data.removeprefix("slot:").partition(":")
    entry = desk.knowledge.entry(entry_id)
    if entry is None:
        return [contact_card(desk, lead=desk.phrase("question.not_published"))]
    context.remember(entry.id, desk)
    return [answer_card(entry, _read(written.split("+")), desk)]


def _read(names: list[str]) -> Asked:
    known = (slots(), conditions(), day_words())
    asked_slots, cases, days = (tuple(name for name in names if name in one) for one in known)
    return Asked(asked_slots, cases, days, is_bare=bool(asked_slots or cases or days))


def _asked_here(entry: EntryFile, asked: Asked) -> list[str]:
    """The slots to answer one by one. Beside a subject some are better answered by the whole page."""
    names = [name for name in asked.slots if fits(name, entry)]
    if asked.days and "hours" not in names and "closed" not in names and fits("hours", entry):
        names.append("hours")
    if asked.is_bare:
        return names
    if any(slots()[name].is_whole_page for name in names):
        return []
    return [name for name in names if not is_about(entry, name)]


def _small_card(entry: EntryFile, asked: Asked, rows: dict[str, list[Row]], cases: str, desk: Desk) -> Card:
    text, is_own = text_for(entry, desk)
    unsaid = [_not_written(name, entry, desk) for name, found in rows.items() if not found]
    lead = [*([] if is_own else [only_in(entry, desk)]), *([cases] if cases else []), *unsaid]
    return Card(
        title=text.title,
        lead="\n".join(lead),
        rows=tuple(dict.fromkeys(row for found in rows.values() for row in found)),
        buttons=_buttons(entry, asked, desk),
        note=note(entry, desk),
        choices=choices(entry, desk),
    )


def _rows(name: str, entry: EntryFile, asked: Asked, desk: Desk) -> list[Row]:
    """Nothing when the entry does not say."""
    match name:
        case "hours" | "closed":
            return _door(name, entry, asked, desk)
        case "phone":
            return _phones(entry, desk)
        case "online" if entry.online:
            return online_row(entry, desk)
    lines = told(name, entry, language_of(entry, desk.language))
    is_list = name == "bring" and len(lines) > 1
    return [Row(desk.phrase(f"asked_for.{name}"), "\n".join(f"・{line}" if is_list else line for line in lines))] if (
        lines
    ) else []  # fmt: skip


def _door(name: str, entry: EntryFile, asked: Asked, desk: Desk) -> list[Row]:
    """The days asked about, then the rule they follow."""
    language = language_of(entry, desk.language)
    rules = [
        Row(desk.phrase(f"asked_for.{one}"), "\n".join(lines))
        for one in ("hours", "closed")
        if (lines := told(one, entry, language)) and (asked.days or one == name)
    ]
    days = door_rows(entry, asked.days, desk)
    whose = whose_door(entry, desk)
    return [*([Row(whose, days[0].text)] if whose and not asked.days else days), *rules]


def _phones(entry: EntryFile, desk: Desk) -> list[Row]:
    section = sections.find(desk.session, entry.section)
    rows = [Row(section_name(section, desk), section.phone if section else desk.town.phone)]
    centre = entry.call_centre
    return [*([Row(centre.name, f"{centre.phone}({centre.hours})")] if centre else []), *rows]


def _cases(entry: EntryFile, asked: Asked, desk: Desk) -> list[str]:
    """What is different in the stated case; honestly that nothing is written, where that matters."""
    said = []
    for name in asked.cases:
        case = next(one for language in FALLBACKS[desk.language] if (one := conditions()[name].names.get(language)))
        match case_told(name, entry, language_of(entry, desk.language)):
            case Silence.IS_THE_SUBJECT:
                continue
            case Silence.IS_QUIET if not asked.is_bare or asked.slots:
                continue
            case Silence():
                section = section_name(sections.find(desk.session, entry.section), desk)
                said.append(desk.phrase("asked.case_unsaid", case=case, section=section))
            case text:
                said.append(desk.phrase("asked.case", case=case, text=text))
    return said


def _not_written(name: str, entry: EntryFile, desk: Desk) -> str:
    section = section_name(sections.find(desk.session, entry.section), desk)
    return desk.phrase("asked.not_written", what=desk.phrase(f"asked_for.{name}"), section=section)


def _buttons(entry: EntryFile, asked: Asked, desk: Desk) -> tuple[Button, ...]:
    is_online_asked = entry.online and {"online", "booking", "steps"}.intersection(asked.slots)
    online = [Open(desk.phrase("card.open_online"), str(entry.online.url))] if entry.online and is_online_asked else []
    whole = Press(desk.phrase("asked.whole_page"), f"entry:{entry.id}")
    return (*online, whole, section_call(entry.section, desk))
