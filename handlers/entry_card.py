"""One entry of the town's knowledge as a card a resident can act on."""

from urllib.parse import urlsplit

from handlers.contact import section_call
from handlers.turn import Desk
from knowledge.entry_file import EntryFile, EntryText
from speech.cards import Button, Call, Card, Choice, Open, Press, Row
from speech.languages import FALLBACKS
from town import sections

# What one must know before going, and what one reads when one means to do it.
FIRST = ("who", "when", "where", "address", "hours", "closed", "bring", "fee", "booking")
MORE = ("duration", "steps", "booking_window", "cancellation", "equipment", "barrier_free", "notes")
MOST_RELATED = 4
ONE_SCREEN = 260  # characters: so much text fits on a telephone; only what is longer is worth a second card


def entry_card(entry: EntryFile, desk: Desk) -> Card:
    text, is_own_language = text_for(entry, desk)
    return Card(
        title=text.title,
        lead=text.summary if is_own_language else f"{desk.phrase('question.japanese_only')}\n{text.summary}",
        rows=(*_online_row(entry, desk), *_rows(text, FIRST if _is_long(text) else FIRST + MORE, desk)),
        buttons=_buttons(entry, desk, more=_more(entry, text, desk)),
        note=_note(entry, desk),
        choices=_choices(entry, desk),
    )


def more_card(entry: EntryFile, desk: Desk) -> Card:
    """The second page of a long entry: steps, exceptions, what to mind."""
    text, _ = text_for(entry, desk)
    return Card(
        title=text.title, rows=tuple(_rows(text, MORE, desk)), buttons=_buttons(entry, desk),
        note=_note(entry, desk), choices=_choices(entry, desk),
    )  # fmt: skip


def text_for(entry: EntryFile, desk: Desk) -> tuple[EntryText, bool]:
    """The text in the resident's language or the nearest one there is, and whether it is their own."""
    for language in FALLBACKS[desk.language]:
        if language in entry.texts:
            return entry.texts[language], language is desk.language or not language.startswith("ja")
    raise KeyError(entry.id)


def _is_long(text: EntryText) -> bool:
    size = sum(len(line) for slot in FIRST + MORE for line in getattr(text, slot) or ())
    return size > ONE_SCREEN and any(getattr(text, slot) for slot in MORE)


def _more(entry: EntryFile, text: EntryText, desk: Desk) -> tuple[Press, ...]:
    return (Press(desk.phrase("card.more"), f"more:{entry.id}"),) if _is_long(text) else ()


def _rows(text: EntryText, slots: tuple[str, ...], desk: Desk) -> list[Row]:
    found = []
    for slot in slots:
        value = getattr(text, slot)
        if isinstance(value, tuple):
            marks = [f"{number}. " if slot == "steps" else "・" for number in range(1, len(value) + 1)]
            value = "\n".join(mark + line for mark, line in zip(marks, value, strict=True))
        if value:
            found.append(Row(desk.phrase(f"slot.{slot}"), value))
    return found


def _online_row(entry: EntryFile, desk: Desk) -> list[Row]:
    if not entry.online:
        return []
    needs = [
        desk.phrase(key)
        for key, is_needed in (
            ("slot.needs_card", entry.online.needs_card),
            ("slot.needs_signature", entry.online.needs_signature),
        )
        if is_needed
    ]
    return [Row(desk.phrase("slot.online"), "\n".join([desk.phrase("slot.online_possible"), *needs]))]


def _buttons(entry: EntryFile, desk: Desk, more: tuple[Press, ...] = ()) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if entry.online:
        buttons.append(Open(desk.phrase("card.open_online"), str(entry.online.url)))
    buttons += more
    if entry.call_centre:
        buttons.append(Call(desk.phrase("card.call", name=entry.call_centre.name), entry.call_centre.phone))
    buttons.append(section_call(entry.section, desk))
    if _is_for_residents(entry, desk):
        buttons.append(Open(desk.phrase("card.open_source"), str(entry.source.url)))
    return tuple(buttons)


def _is_for_residents(entry: EntryFile, desk: Desk) -> bool:
    """The state's page and the town's own; another town's page proves a rule, but its counters and hours are not ours."""
    own = urlsplit(desk.town.web).hostname if desk.town.web else None
    host = entry.source.url.host or ""
    return host.endswith(".go.jp") or (own is not None and host.removeprefix("www.") == own.removeprefix("www."))


def _choices(entry: EntryFile, desk: Desk) -> tuple[Choice, ...]:
    related = [found for id_ in entry.related[:MOST_RELATED] if (found := desk.knowledge.entry(id_))]
    return (
        *(Press(text_for(other, desk)[0].title, f"entry:{other.id}") for other in related),
        Press(desk.phrase("card.person"), f"contact:{entry.section}"),
        Press(desk.phrase("card.menu"), "menu:top"),
    )


def _note(entry: EntryFile, desk: Desk) -> str:
    section = sections.find(desk.session, entry.section)
    lines = [desk.phrase("card.source", title=entry.source.title, date=f"{entry.checked_on:%Y-%m-%d}")]
    if section:
        lines.append(desk.phrase("card.section", section=section.name_in(FALLBACKS[desk.language])))
    if entry.legal_basis:
        lines.append(f"{desk.phrase('slot.legal_basis')}: {entry.legal_basis}")
    return "\n".join(lines)
