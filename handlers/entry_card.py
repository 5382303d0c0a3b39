"""One entry of the town's knowledge as a card a resident can act on."""

from urllib.parse import urlsplit

from handlers import timeline_button
from handlers.contact import language_names, section_call, telephone_languages
from handlers.door import door_rows
from handlers.turn import Desk
from handlers.withdrawn import is_withdrawn, withdrawn_card
from knowledge.entry_file import EntryFile, EntryText, Kind
from speech.cards import Button, Call, Card, Choice, Open, Press, Row
from speech.languages import FALLBACKS, Language
from town import sections
from town.calendar import to_jst

# What one must know before going, and what one reads when one means to do it.
FIRST = ("who", "when", "where", "address", "hours", "closed", "bring", "fee", "booking")
MORE = ("duration", "steps", "booking_window", "cancellation", "equipment", "barrier_free", "notes")
MOST_RELATED = 4
SHOWN_AT_COUNTERS = (Kind.PROCEDURE, Kind.MY_NUMBER_SERVICE)
ONE_SCREEN = 260  # characters: so much text fits on a telephone; only what is longer is worth a second card


def entry_card(entry: EntryFile, desk: Desk, *, first: str = "") -> Card:
    """`first`: what must be read before all else, because the resident told something about their case."""
    if is_withdrawn(entry, desk):
        return withdrawn_card(entry, desk)
    text, is_own_language = text_for(entry, desk)
    lead = text.summary if is_own_language else f"{only_in(entry, desk)}\n{text.summary}"
    return Card(
        title=text.title,
        lead=f"{first}\n\n{lead}" if first else lead,
        rows=(
            *online_row(entry, desk),
            *_today(entry, desk),
            *_rows(text, FIRST if _is_long(text) else FIRST + MORE, desk),
        ),
        buttons=_buttons(entry, desk, more=_more(entry, text, desk)),
        note=note(entry, desk),
        choices=choices(entry, desk),
    )


def more_card(entry: EntryFile, desk: Desk) -> Card:
    """The second page of a long entry: steps, exceptions, what to mind."""
    if is_withdrawn(entry, desk):
        return withdrawn_card(entry, desk)
    text, _ = text_for(entry, desk)
    return Card(
        title=text.title, rows=tuple(_rows(text, MORE, desk)), buttons=_buttons(entry, desk),
        note=note(entry, desk), choices=choices(entry, desk),
    )  # fmt: skip


def text_for(entry: EntryFile, desk: Desk) -> tuple[EntryText, bool]:
    """The text in the resident's language or the nearest one there is, and whether it is their own."""
    for language in FALLBACKS[desk.language]:
        if language in entry.texts:
            return entry.texts[language], language is desk.language
    raise KeyError(entry.id)


def only_in(entry: EntryFile, desk: Desk) -> str:
    """Openly, in the resident's language: the page is in another."""
    shown = next(language for language in FALLBACKS[desk.language] if language in entry.texts)
    return desk.phrase("question.japanese_only" if shown is Language.JA else f"question.only_{shown}")


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


def online_row(entry: EntryFile, desk: Desk) -> list[Row]:
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


def _today(entry: EntryFile, desk: Desk) -> list[Row]:
    return door_rows(entry, (), desk) if entry.opening else []


def _buttons(entry: EntryFile, desk: Desk, more: tuple[Press, ...] = ()) -> tuple[Button, ...]:
    buttons: list[Button] = [*timeline_button.beside(entry.id, desk)]
    if entry.online:
        buttons.append(Open(desk.phrase("card.open_online"), str(entry.online.url)))
    buttons += more
    if desk.language is not Language.JA and entry.kind in SHOWN_AT_COUNTERS:
        buttons.append(Press(desk.phrase("card.counter"), f"counter:{entry.id}"))
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


def choices(entry: EntryFile, desk: Desk) -> tuple[Choice, ...]:
    related = [found for id_ in entry.related[:MOST_RELATED] if (found := desk.knowledge.entry(id_))]
    event = desk.life_events.with_entry(entry.id)
    name = event.names.in_language(desk.language) if event else ""
    whole = (Press(desk.phrase("life.beside", event=name), f"life:{event.id}::"),) if event else ()
    return (
        *(Press(text_for(other, desk)[0].title, f"entry:{other.id}") for other in related),
        *whole,
        Press(desk.phrase("card.person"), f"contact:{entry.section}"),
        Press(desk.phrase("card.menu"), "menu:top"),
    )


def note(entry: EntryFile, desk: Desk) -> str:
    section = sections.find(desk.session, entry.section)
    titles = " / ".join(one.title for one in (entry.own_source, entry.source) if one)
    lines = [desk.phrase("card.source", title=titles, date=f"{entry.checked_on:%Y-%m-%d}")]
    if entry.review_by < to_jst(desk.now).date():
        lines.append(desk.phrase("review.overdue"))
    if section:
        lines.append(desk.phrase("card.section", section=section.name_in(FALLBACKS[desk.language])))
    lines += telephone_languages(section, desk)
    if entry.call_centre and desk.language is not Language.JA:
        lines.append(f"{entry.call_centre.name}: {language_names(entry.call_centre.languages, desk)}")
    if entry.legal_basis:
        lines.append(f"{desk.phrase('slot.legal_basis')}: {entry.legal_basis}")
    return "\n".join(lines)
