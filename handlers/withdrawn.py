"""An entry nobody has confirmed for too long: its words are not told any more, but who to ask is. Never a silent hole."""

from handlers.contact import contact_card
from handlers.turn import Desk
from knowledge.entry_file import EntryFile
from speech.cards import Card
from speech.languages import FALLBACKS
from town import sections
from town.calendar import to_jst


def is_withdrawn(entry: EntryFile, desk: Desk) -> bool:
    return entry.is_withdrawn(to_jst(desk.now).date())


def withdrawn_card(entry: EntryFile, desk: Desk) -> Card:
    text = next(entry.texts[language] for language in FALLBACKS[desk.language] if language in entry.texts)
    section = sections.find(desk.session, entry.section)
    return contact_card(desk, section, title=text.title, lead=desk.phrase("review.withdrawn"))
