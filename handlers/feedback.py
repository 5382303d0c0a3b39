"""«役に立ちましたか»: asked below an ordinary answer, and what we do when it did not help."""

from dataclasses import replace

from handlers.contact import section_call
from handlers.entry_card import text_for
from handlers.turn import Desk
from knowledge import asked, worklist
from knowledge.ask import Direct, Finding, Unknown
from knowledge.asked import AskedQuestion, State, Verdict
from knowledge.entry_file import EntryFile
from knowledge.helped import helped_told
from speech.cards import Card, Press, Say, Spoken
from speech.incoming import Incoming, Pressed, Said, Text

YES, NO = "yes", "no"
OTHERS = 4


def below(incoming: Incoming, findings: list[Finding], spoken: list[Spoken], desk: Desk) -> list[Spoken]:
    """Write the question down and ask below its answer. `spoken` holds one thing for each finding, in their order."""
    words = incoming.said.text if isinstance(incoming.said, Text) else ""
    row = asked.note(desk.session, words, desk.language, findings, incoming.message_id, desk.now)
    if row.verdict == Verdict.UNKNOWN:
        worklist.take_up(row, desk.now + desk.town.questions.keep)
    shown = list(spoken)
    for place, finding in enumerate(findings):
        if isinstance(finding, Unknown) and row.state == State.OPEN:
            shown[place] = _with_sending(shown[place], row, desk)
    first = next((place for place, finding in enumerate(findings) if isinstance(finding, Direct)), None)
    if first is not None and not desk.is_disaster:  # nobody is asked how they liked it in a disaster
        shown[first] = _with_asking(shown[first], row, desk)
    return shown


def is_told(said: Said) -> bool:
    """Quick replies vanish with the next message, so the words count as well."""
    return isinstance(said, Text) and helped_told(said.text) is not None


def told(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«違う» is about the last answer of the last minutes; without one we say that we do not know which."""
    row = asked.latest_of(desk.session, incoming.sender, desk.now) if desk.resident else None
    has_helped = helped_told(incoming.said.text) if isinstance(incoming.said, Text) else None
    if row is None or has_helped is None:
        return [Say(desk.phrase("helped.about_nothing"), (Press(desk.phrase("card.menu"), "menu:top"),))]
    return _take(row, has_helped, desk)


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    row, verdict = pressed(incoming, desk)
    if row is None or verdict not in (YES, NO):
        return [Say(desk.phrase("send.gone"), (Press(desk.phrase("card.menu"), "menu:top"),))]
    return _take(row, verdict == YES, desk)


def pressed(incoming: Incoming, desk: Desk) -> tuple[AskedQuestion | None, str]:
    """«helped:12.a1b2:no» → the question it was offered for, if it was, and what was pressed."""
    data = incoming.said.data if isinstance(incoming.said, Pressed) else ""
    _, _, rest = data.partition(":")
    button, _, choice = rest.partition(":")
    return asked.of_button(desk.session, button), choice


def sending(row: AskedQuestion, desk: Desk) -> Press:
    return Press(desk.phrase("send.button"), f"send:{row.button}:ask")


def _take(row: AskedQuestion, has_helped: bool, desk: Desk) -> list[Spoken]:
    """Whoever presses twice, or changes their mind, is still counted once."""
    row.is_helped = has_helped
    if has_helped:
        worklist.let_go(row)
        return [Say(desk.phrase("helped.thanks"), (Press(desk.phrase("card.menu"), "menu:top"),))]
    worklist.take_up(row, desk.now + desk.town.questions.keep)
    return [_sorry(row, desk)]


def _sorry(row: AskedQuestion, desk: Desk) -> Card:
    near = _near(row, desk)
    buttons = [Press(text_for(entry, desk)[0].title, f"entry:{entry.id}") for entry in near]
    best = desk.knowledge.entry(row.entry_ids[0]) if row.entry_ids else None
    call = section_call(best.section if best else "", desk)
    send = (sending(row, desk),) if row.may_be_sent else ()
    menu = Press(desk.phrase("card.menu"), "menu:top")
    return Card(
        desk.phrase("helped.sorry"), desk.phrase("helped.sorry_lead"), buttons=(*buttons, call, *send),
        choices=(*buttons, *send, menu),
    )  # fmt: skip


def _near(row: AskedQuestion, desk: Desk) -> list[EntryFile]:
    """What else was near; then what belongs to the entry that was shown."""
    first, *others = row.entry_ids or [""]
    shown = desk.knowledge.entry(first)
    ids = dict.fromkeys([*others, *(shown.related if shown else ())])
    return [entry for entry_id in ids if entry_id != first and (entry := desk.knowledge.entry(entry_id))][:OTHERS]


def _with_asking(spoken: Spoken, row: AskedQuestion, desk: Desk) -> Spoken:
    if not isinstance(spoken, Card):
        return spoken
    choices = tuple(
        Press(desk.phrase(f"helped_button.{verdict}"), f"helped:{row.button}:{verdict}") for verdict in (YES, NO)
    )
    note = "\n".join(line for line in (spoken.note, desk.phrase("helped.ask")) if line)
    return replace(spoken, note=note, choices=(*choices, *spoken.choices))


def _with_sending(spoken: Spoken, row: AskedQuestion, desk: Desk) -> Spoken:
    if not isinstance(spoken, Card):
        return spoken
    send = sending(row, desk)
    return replace(spoken, buttons=(*spoken.buttons, send), choices=(send, *spoken.choices))
