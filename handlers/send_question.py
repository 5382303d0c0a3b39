"""«この質問を市に送る»: what for, who reads it, how long, whether an answer comes; and only then 送る."""

from handlers.contact import contact_card, section_name
from handlers.feedback import pressed
from handlers.turn import Desk
from knowledge import worklist
from knowledge.asked import AskedQuestion
from speech.cards import Card, Press, Row, Say, Spoken
from speech.incoming import Incoming
from store import journal
from town import sections
from town.sections import Section


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«send:12.a1b2:ask», then «…:yes» or «…:no»."""
    row, step = pressed(incoming, desk)
    if row is None or not row.may_be_sent:
        return [Say(desk.phrase("send.gone"), (_menu(desk),))]
    match step:
        case "yes":
            return _send(row, desk)
        case "no":
            return _stop(row, desk)
    return [_explain(row, desk)]


def _explain(row: AskedQuestion, desk: Desk) -> Card:
    care, section = desk.town.questions, section_name(_readers(row, desk), desk)
    is_answered = care.answers_questions and desk.resident is not None
    will_answer = (
        desk.phrase("send.answer_yes", days=care.within_days) if is_answered else desk.phrase("send.answer_no")
    )
    yes = Press(desk.phrase("send.yes"), f"send:{row.button}:yes")
    no = Press(desk.phrase("send.no"), f"send:{row.button}:no")
    rows = (
        Row(desk.phrase("send.words"), row.text or ""),
        Row(desk.phrase("send.purpose_label"), desk.phrase("send.purpose_answer" if is_answered else "send.purpose")),
        Row(desk.phrase("send.readers_label"), desk.phrase("send.readers", section=section)),
        Row(desk.phrase("send.kept_label"), desk.phrase("send.kept", days=care.keep_days)),
        Row(desk.phrase("send.answer_label"), will_answer),
    )
    return Card(
        desk.phrase("send.title"), rows=rows, buttons=(yes, no), note=desk.phrase("send.note"), choices=(yes, no)
    )


def _send(row: AskedQuestion, desk: Desk) -> list[Spoken]:
    care, section = desk.town.questions, _readers(row, desk)
    waiting = desk.resident.id if desk.resident and care.answers_questions else None
    if not row.is_sent:
        worklist.send(desk.session, row, waiting, desk.now + care.keep, desk.now)
        journal.write(
            desk.session, desk.now, actor="resident", action="question.sent", subject=f"asked_question:{row.id}"
        )
    name = section_name(section, desk)
    if waiting is None:
        return [Say(desk.phrase("send.done", section=name), (_menu(desk),))]
    return [contact_card(desk, section, lead=desk.phrase("send.done_answer", section=name, days=care.within_days))]


def _stop(row: AskedQuestion, desk: Desk) -> list[Spoken]:
    """Who says no is not kept in another way: the words go with those of the day."""
    worklist.call_back(desk.session, row)
    return [Say(desk.phrase("send.stopped"), (_menu(desk),))]


def _readers(row: AskedQuestion, desk: Desk) -> Section | None:
    """The section whose entry came nearest, else the town hall's general one."""
    best = desk.knowledge.entry(row.entry_ids[0]) if row.entry_ids else None
    return sections.find(desk.session, best.section if best else worklist.GENERAL)


def _menu(desk: Desk) -> Press:
    return Press(desk.phrase("card.menu"), "menu:top")
