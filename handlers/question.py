"""A question in everyday words: answered, offered a choice, asked back, or honestly not known."""

from handlers import context, disaster_first, feedback, life_event
from handlers.asked_card import answer_card, asked_button
from handlers.contact import contact_card
from handlers.entry_card import text_for
from handlers.turn import Desk
from knowledge.ask import AskBack, Direct, Elsewhere, Finding, Offer, Question, Unknown
from knowledge.entry_file import EntryFile
from knowledge.other_offices import office_named
from knowledge.slots_asked import NOTHING_ASKED, Asked, read_asked
from knowledge.splitting import MOST_PARTS, count_questions, understand_all
from speech.cards import Card, Press, Say, Spoken
from speech.incoming import Incoming, Text

SURELY_OURS = 0.9  # one of what is offered is meant: «マイナ免許証» is the town's, «相続税の相談» the tax office's


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    assert isinstance(incoming.said, Text)  # noqa: S101 - the router lets nothing else through
    question = Question(incoming.said.text, desk.language, desk.now, context.about(desk))
    findings = [_of_the_offered(finding, desk) for finding in understand_all(desk.knowledge, question)]
    for finding in findings:
        _remember(finding, desk)
    spoken = [card for finding in findings for card in say(finding, desk, incoming.said.text)]
    spoken = feedback.below(incoming, findings, spoken, desk)
    if all(isinstance(finding, Unknown) for finding in findings):
        spoken = [*spoken, *life_event.mentioned(incoming.said.text, desk)]
    is_all = count_questions(incoming.said.text) <= MOST_PARTS or len(findings) == 1
    return _in_a_disaster(findings, spoken if is_all else [*spoken, Say(desk.phrase("asked.more"))], desk)


def _of_the_offered(finding: Finding, desk: Desk) -> Finding:
    """«いくら?» right after a choice was shown asks it of what stands there."""
    if isinstance(finding, AskBack) and not finding.entries and (entries := context.offered(desk)):
        return Offer(entries, 0.0, read_asked(finding.word))
    return finding


def _remember(finding: Finding, desk: Desk) -> None:
    match finding:
        case Direct(entry=entry):
            context.remember(entry.id, desk)
        case Offer(entries=entries):
            context.remember_offer(entries, desk)


def _in_a_disaster(findings: list[Finding], spoken: list[Spoken], desk: Desk) -> list[Spoken]:
    if all(isinstance(finding, Unknown) for finding in findings):
        return disaster_first.first(spoken, desk)
    found = [finding.entry for finding in findings if isinstance(finding, Direct)]
    return disaster_first.beside(spoken, found if len(found) == len(findings) else [], desk)


def look_up(text: str, desk: Desk) -> Finding:
    """As if nothing had been said before."""
    return desk.knowledge.ask(Question(text, desk.language, desk.now))


def say(finding: Finding, desk: Desk, text: str = "") -> list[Spoken]:
    """`text`: what was asked."""
    match finding:
        case Direct(entry=entry, asked=asked):
            return [answer_card(entry, asked, desk)]
        case Offer(entries=entries, confidence=confidence, asked=asked):
            lead = desk.phrase("question.offer")
            if confidence < SURELY_OURS:
                lead = _not_ours_perhaps(text, lead, desk)
            return [_choice(desk.phrase("question.offer_title"), lead, entries, desk, asked)]
        case AskBack(word=word, entries=()):
            return [Say(desk.phrase("asked.about_what", words=word), (Press(desk.phrase("card.menu"), "menu:top"),))]
        case AskBack(word=word, entries=entries):
            return [_choice(word, desk.phrase("question.ask_back", word=word), entries, desk)]
        case Elsewhere(place=place):
            menu = Press(desk.phrase("card.menu"), "menu:top")
            return [Say(desk.phrase("question.elsewhere", place=place, town=desk.town_name), (menu,))]
        case Unknown():
            return [not_found(desk, text)]


def not_found(desk: Desk, text: str = "") -> Card:
    """Never a dead end: who to call, whether they are there now, and the menu; and whose matter it may be, if not ours."""
    lead = _not_ours_perhaps(text, desk.phrase("question.unknown_lead"), desk)
    return contact_card(desk, title=desk.phrase("question.unknown"), lead=lead)


def _not_ours_perhaps(text: str, lead: str, desk: Desk) -> str:
    """«確定申告の相談»: the tax office is named first, whatever of ours lies near."""
    office = office_named(text, desk.language)
    return f"{desk.phrase('asked.other_office', office=office)}\n{lead}" if office else lead


def _choice(title: str, lead: str, entries: tuple[EntryFile, ...], desk: Desk, asked: Asked = NOTHING_ASKED) -> Card:
    buttons = tuple(Press(text_for(entry, desk)[0].title, asked_button(entry, asked)) for entry in entries)
    person = Press(desk.phrase("card.person"), "contact:")
    return Card(
        title, lead, buttons=(*buttons, person), choices=(*buttons, Press(desk.phrase("card.menu"), "menu:top"))
    )
