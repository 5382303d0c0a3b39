"""Damage told, or a photo sent, without having pressed anything: asked first, and taken only after a yes."""

from dataclasses import replace
from datetime import timedelta

from handlers import greeting, question, report_talk, report_typed
from handlers.report_draft import Draft
from handlers.report_ground import TownGround
from handlers.report_steps import told, with_photo
from handlers.turn import Desk
from knowledge import asked
from reports.photos import MOST
from speech.cards import Press, Say, Spoken
from speech.incoming import Incoming, Photo, Pressed, Said, Text
from speech.report_words import damage_told
from speech.short_answers import ShortAnswer, short_answers
from store import dialogues
from store.dialogues import DialogueKind

OFFERED = DialogueKind("report_offer", rank=40, lasts=timedelta(hours=1))
LATELY = timedelta(minutes=10)  # so long a typed «はい» is said to the offer
MEANT = {
    ShortAnswer.YES: "yes", ShortAnswer.RIGHT: "yes", ShortAnswer.SEND: "yes",
    ShortAnswer.NO: "no", ShortAnswer.WRONG: "no",
}  # fmt: skip


def is_told(said: Said) -> bool:
    return isinstance(said, Text) and damage_told(said.text) is not None


def words(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """「道路に穴」. In a group, or where nothing can be reported, it stays a question."""
    if desk.resident is None or not desk.reports.rules.is_open or not isinstance(incoming.said, Text):
        return question.answer(incoming, desk)
    kind = damage_told(incoming.said.text) or None
    draft = Draft()
    if kind and TownGround(desk).kind(kind):
        draft = told(Draft(kind=kind), incoming.said) or draft
        draft = draft.having("kind").heard(Draft(), incoming.message_id)
    _keep(draft, incoming.said.text, desk)
    return [Say(desk.phrase("report.offer_words"), _yes_or_no(desk))]


def photo(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Nothing is fetched yet. Of a set only the first is asked about."""
    if desk.resident is None or not desk.reports.rules.is_open or not isinstance(incoming.said, Photo):
        return greeting.photo(incoming, desk)
    found = dialogues.find(desk.session, desk.resident.id, OFFERED, desk.now)
    before = Draft.read(found.state["draft"]) if found else Draft()
    draft = with_photo(before, incoming.said.message_id, incoming.said.set_id)
    _keep(draft, str(found.state["words"]) if found else "", desk)
    if draft.set_count > 1:
        return []
    person = Press(desk.phrase("card.person"), "contact:")
    return [Say(desk.phrase("report.offer_photo", most=MOST), (*_yes_or_no(desk), person))]


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«report:offer:yes» begins with what was sent; «no» forgets it, and answers the words as a question."""
    found = dialogues.find(desk.session, desk.resident.id, OFFERED, desk.now) if desk.resident else None
    draft = Draft.read(found.state["draft"]) if found else None
    said = str(found.state["words"]) if found else ""
    if desk.resident:
        dialogues.end(desk.session, desk.resident.id, OFFERED)
    if isinstance(incoming.said, Pressed) and incoming.said.data.endswith(":yes"):
        return report_talk.begin(desk, draft)
    if said:
        return question.answer(replace(incoming, said=Text(said)), desk)
    return greeting.photo(incoming, desk)


def is_answered(said: Said, desk: Desk) -> bool:
    """A typed yes or no, while the offer is what was said last."""
    return isinstance(said, Text) and _meant(said.text) is not None and _is_asked_now(desk)


def typed(incoming: Incoming, desk: Desk) -> list[Spoken]:
    meant = _meant(incoming.said.text) if isinstance(incoming.said, Text) else None
    return answer(replace(incoming, said=Pressed(f"report:offer:{meant}")), desk)


def _meant(words: str) -> str | None:
    labelled = (one for one in ("yes", "no") if report_typed.is_labelled(words, f"report.offer_{one}"))
    return next(labelled, None) or report_typed.the_one(short_answers(words), MEANT)


def _is_asked_now(desk: Desk) -> bool:
    """Not when anything else has been asked or answered since: «はい» would be said to that."""
    found = dialogues.find(desk.session, desk.resident.id, OFFERED, desk.now) if desk.resident else None
    if desk.resident is None or found is None or desk.now - found.touched_at > LATELY:
        return False
    question_since = asked.latest_of(desk.session, desk.resident.line_id or "", desk.now)
    is_last = question_since is None or question_since.asked_at <= found.touched_at
    return is_last and dialogues.is_latest(desk.session, found)


def after_danger(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """The numbers have been said; damage may be reported afterwards."""
    can = desk.resident is not None and desk.reports.rules.is_open and is_told(incoming.said)
    begin = Press(desk.phrase("report.begin"), "report:begin")
    return [Say(desk.phrase("report.after_danger"), (begin,))] if can else []


def _keep(draft: Draft, said: str, desk: Desk) -> None:
    if desk.resident:
        state = {"draft": draft.stored(), "words": said}
        dialogues.put(desk.session, desk.resident.id, OFFERED, "asked", state, desk.now)


def _yes_or_no(desk: Desk) -> tuple[Press, ...]:
    yes = Press(desk.phrase("report.offer_yes"), "report:offer:yes")
    return yes, Press(desk.phrase("report.offer_no"), "report:offer:no")
