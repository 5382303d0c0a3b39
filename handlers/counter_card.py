"""A card to hold out at the counter: in large Japanese, what somebody wants and which papers they have with them."""

from handlers.contact import contact_card
from handlers.entry_card import text_for
from handlers.turn import Desk
from knowledge.entry_file import EntryFile, Kind
from speech.cards import Card, Press, Row, Spoken, Tone
from speech.incoming import Incoming, Pressed
from speech.languages import FALLBACKS, Language
from speech.phrases import phrase
from town import sections

HELD, MISSING = "1", "0"
MOST_PAPERS = 8  # buttons under the card; the rest is still written on it
WISHES = {
    Kind.PROCEDURE: "counter.wish_procedure",
    Kind.MY_NUMBER_SERVICE: "counter.wish_procedure",
    Kind.PUBLIC_FACILITY: "counter.wish_facility",
    Kind.GENERAL: "counter.wish_general",
}


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«counter:moving_in:0110»: one digit for each paper, as the resident has ticked them."""
    data = incoming.said.data.removeprefix("counter:") if isinstance(incoming.said, Pressed) else ""
    entry_id, _, ticks = data.partition(":")
    entry = desk.knowledge.entry(entry_id)
    if entry is None:
        return [contact_card(desk, lead=desk.phrase("question.not_published"))]
    return [counter_card(entry, ticks, desk)]


def counter_card(entry: EntryFile, ticks: str, desk: Desk) -> Card:
    japanese, papers = entry.texts[Language.JA], entry.texts[Language.JA].bring
    held = _held(ticks, len(papers))
    rows = [Row(phrase("counter.language", Language.JA), phrase(f"counter.speaks_{desk.language}", Language.JA))]
    if papers:
        rows.append(Row(phrase("counter.papers", Language.JA), _ticked(papers, held)))
    return Card(
        title=phrase(WISHES[entry.kind], Language.JA, title=japanese.title),
        rows=tuple(rows),
        buttons=_buttons(entry, held, desk),
        note=_in_own_words(entry, desk),
        tone=Tone.SHOWN,
        choices=(
            Press(text_for(entry, desk)[0].title, f"entry:{entry.id}"),
            Press(desk.phrase("card.person"), f"contact:{entry.section}"),
            Press(desk.phrase("card.menu"), "menu:top"),
        ),
    )


def _held(ticks: str, count: int) -> str:
    """A button may be older than the list of papers: then nothing is ticked."""
    return ticks if len(ticks) == count and set(ticks) <= {HELD, MISSING} else MISSING * count


def _ticked(papers: tuple[str, ...], held: str) -> str:
    return "\n".join(f"{'☑' if tick == HELD else '□'} {paper}" for paper, tick in zip(papers, held, strict=True))


def _buttons(entry: EntryFile, held: str, desk: Desk) -> tuple[Press, ...]:
    """One for each paper, in the resident's own words where both lists name the same papers."""
    papers, own = entry.texts[Language.JA].bring, text_for(entry, desk)[0].bring
    named = own if len(own) == len(papers) else papers
    return tuple(
        Press(f"{'☑' if held[place] == HELD else '□'} {name}", f"counter:{entry.id}:{_turned(held, place)}")
        for place, name in enumerate(named[:MOST_PAPERS])
    )


def _turned(held: str, place: int) -> str:
    return held[:place] + (MISSING if held[place] == HELD else HELD) + held[place + 1 :]


def _in_own_words(entry: EntryFile, desk: Desk) -> str:
    """What the card says, and where to hold it out."""
    lines = [desk.phrase("counter.says", title=text_for(entry, desk)[0].title)]
    if entry.texts[Language.JA].bring:
        lines.append(desk.phrase("counter.tick"))
    if section := sections.find(desk.session, entry.section):
        place = desk.phrase("contact.floor", floor=section.floor, room=section.room)
        lines.append(desk.phrase("counter.where", section=section.name_in(FALLBACKS[desk.language]), place=place))
    return "\n".join(lines)
