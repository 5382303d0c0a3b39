"""The conversation of a report: where it stands lies in the database, so that it outlives pauses and restarts."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers import report_alike, report_filing, report_muted, report_typed
from handlers.contact import contact_card
from handlers.report_draft import Draft
from handlers.report_numbers import numbers_card
from handlers.report_prompts import PROMPTS, away
from handlers.report_spoken import Talk
from handlers.report_steps import BY_NAME, Step, anywhere, before, chosen, next_step, told
from handlers.turn import Desk
from reports import photos, pins, records
from speech.cards import Card, Press, Say, Spoken
from speech.danger import find_danger
from speech.incoming import Incoming, Photo, Place, Pressed, Said, Text
from store import dialogues
from store.dialogues import Dialogue, DialogueKind
from town import sections

KEPT_DAYS = 7
WRITING = DialogueKind("report", rank=50, lasts=timedelta(days=KEPT_DAYS))


def is_under_way(said: Said, desk: Desk) -> bool:
    """Words, photos and places belong to the report that is being written; every other button keeps its own meaning."""
    return isinstance(said, Text | Photo | Place) and open_draft(desk) is not None


def open_draft(desk: Desk) -> Dialogue | None:
    return dialogues.find(desk.session, desk.resident.id, WRITING, desk.now) if desk.resident else None


def menu(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«menu:reports»."""
    return home(desk)


def home(desk: Desk) -> list[Spoken]:
    """What the menu opens: begin, go on, or see one's own."""
    if not desk.reports.rules.is_open or desk.resident is None:
        section = sections.find(desk.session, "roads")
        key = "report.not_in_groups" if desk.reports.rules.is_open else "not_yet.reports"
        return [contact_card(desk, section, title=desk.phrase("area.reports"), lead=desk.phrase(key))]
    begin = Press(desk.phrase("report.begin"), "report:begin")
    go_on = (Press(desk.phrase("report.resume"), "report:resume"),) if open_draft(desk) else ()
    mine = Press(desk.phrase("report.mine"), "report:mine")
    phone = Press(desk.phrase("card.person"), "contact:roads")
    card = Card(desk.phrase("area.reports"), desk.phrase("report.home_lead"), buttons=(*go_on, begin, mine, phone))
    return [card]


def begin(desk: Desk, draft: Draft | None = None) -> list[Spoken]:
    """A new one; what was being written before is put away, and that is said."""
    if desk.resident is None or not desk.reports.rules.is_open:
        return home(desk)
    if no := report_muted.refused(desk):
        return no
    said = [Say(desk.phrase("report.old_gone"))] if open_draft(desk) else []
    dialogues.end(desk.session, desk.resident.id, WRITING)
    return [*_purpose(desk), *said, *_go_to(draft or Draft(), desk)]


def begin_or_resume(desk: Desk) -> list[Spoken]:
    """Nobody loses what they have written by one tap."""
    if not open_draft(desk):
        return begin(desk)
    choices = (Press(desk.phrase("report.resume"), "report:resume"), Press(desk.phrase("report.start_new"), "report:new"))  # fmt: skip
    return [Say(desk.phrase("report.have_open"), choices)]


def resume(desk: Desk) -> list[Spoken]:
    found = open_draft(desk)
    return _ask(found, _read(found, desk), desk) if found else gone(desk)


def gone(desk: Desk) -> list[Spoken]:
    """The button of a report that is filed, left, or older than its days."""
    begin_again = Press(desk.phrase("report.begin"), "report:begin")
    mine = Press(desk.phrase("report.mine"), "report:mine")
    return [Say(desk.phrase("report.gone", days=KEPT_DAYS), (begin_again, mine))]


def hear(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Words, a photo or a place. 「続きから」 and 「新しくはじめる」 stand below other answers and may be written too."""
    words = incoming.said.text if isinstance(incoming.said, Text) else ""
    if report_typed.is_labelled(words, "report.resume"):
        return resume(desk)
    if report_typed.is_labelled(words, "report.start_new"):
        return begin(desk)
    return take(incoming, desk)


def take(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """One move. A button of another step or another report never acts on this one."""
    found = open_draft(desk)
    if found is None or desk.resident is None:
        return gone(desk)
    if no := report_muted.refused(desk):
        _cancel(desk)
        return no
    draft, step = _read(found, desk), BY_NAME.get(found.step, BY_NAME["danger"])
    said = report_typed.understood(incoming.said, step.name, Talk(found.id, draft, desk))
    if said is None:
        return [Say(desk.phrase("report.not_understood")), *_ask(found, draft, desk)]
    if isinstance(said, Pressed) and said.data.split(":")[1:3] != [str(found.id), step.name]:
        return [Say(desk.phrase("report.stale")), *_ask(found, draft, desk)]
    way = report_typed.way(said, step.name, desk)
    if way == "cancel":
        return _cancel(desk)
    if way == "back":
        return _go_to(before(step, draft, Talk(found.id, draft, desk).ground), desk)
    if way == "skip" and step.may_skip:
        return _go_to(draft.having(step.name), desk)
    return _answer(found, step, draft, replace(incoming, said=said), desk)


def _answer(found: Dialogue, step: Step, draft: Draft, incoming: Incoming, desk: Desk) -> list[Spoken]:
    talk, said = Talk(found.id, draft, desk), incoming.said
    if chosen(said, "place") == "away":
        return away(talk)
    if chosen(said, "confirm") == "send" and draft.is_complete and step.name == "confirm":
        return report_filing.send(talk, WRITING)
    if chosen(said, "alike").startswith("look"):
        return report_alike.closer(talk, chosen(said, "alike").removeprefix("look")) or _ask(found, draft, desk)
    if chosen(said, "alike") == "list":
        return _ask(found, draft, desk)
    if chosen(said, "alike").startswith("same"):
        return report_filing.join(talk, chosen(said, "alike").removeprefix("same"), WRITING) or _ask(found, draft, desk)
    if (carried := anywhere(draft, said)) is not None:
        return _carried(said, draft, carried, desk)
    answered = step.accepts(draft, said, talk.ground)
    if answered is None:
        return [Say(desk.phrase("report.not_understood")), *_ask(found, draft, desk)]
    first = numbers_card(desk) if chosen(said, "danger") == "yes" else []
    return [*first, *_go_to(answered.heard(draft, incoming.message_id), desk)]


def _carried(said: Said, draft: Draft, carried: Draft, desk: Desk) -> list[Spoken]:
    """Of a set only the last photo is answered; when LINE tells no total, the first."""
    asked = _go_to(carried, desk)
    if not isinstance(said, Photo):
        return [Say(desk.phrase("report.place_taken")), *asked]
    is_last = carried.set_count == (said.set_total or 1)
    if not is_last:
        return []
    is_full = len(draft.photos) >= photos.MOST
    return [Say(desk.phrase("report.photo_full", most=photos.MOST)), *asked] if is_full else asked


def placed(found: Dialogue, words: str, desk: Desk) -> list[Spoken]:
    """A place told in words on the web page, wherever the conversation stands by now."""
    draft = _read(found, desk)
    moved = BY_NAME["place"].accepts(draft, Text(words), Talk(found.id, draft, desk).ground)
    return _go_to(moved, desk) if moved else _ask(found, draft, desk)


def _go_to(draft: Draft, desk: Desk) -> list[Spoken]:
    """Write down where it stands, then ask. Photos are promised in the same transaction as the event."""
    if desk.resident is None:
        return []
    step = next_step(draft, Talk(0, draft, desk).ground)
    stored = replace(draft, was_masked=False).stored()
    found = dialogues.put(desk.session, desk.resident.id, WRITING, step.name, stored, desk.now)
    keep_photos(draft.photos, desk)
    warned = [Say(desk.phrase("report.masked"))] if draft.was_masked else []
    return [*warned, *_ask(found, draft, desk)]


def _ask(found: Dialogue, draft: Draft, desk: Desk) -> list[Spoken]:
    return PROMPTS[found.step if found.step in PROMPTS else "danger"](Talk(found.id, draft, desk))


def _read(found: Dialogue, desk: Desk) -> Draft:
    """Photos that were refused, lost or taken back meanwhile are no longer counted."""
    draft = Draft.read(found.state)
    alive = {one.message_id for one in photos.of_draft(desk.session, found.resident_id)}
    return replace(draft, photos=tuple(one for one in draft.photos if one in alive))


def keep_photos(wanted: tuple[str, ...], desk: Desk) -> None:
    """Those of the draft are wanted; any other of this resident's drafts goes."""
    if desk.resident is None:
        return
    for message_id in wanted:
        photos.want(desk.session, desk.resident.id, message_id, desk.now)
    left = [one for one in photos.of_draft(desk.session, desk.resident.id) if one.message_id not in wanted]
    photos.destroy(desk.session, left, desk.now)


def _cancel(desk: Desk) -> list[Spoken]:
    if desk.resident:
        dialogues.end(desk.session, desk.resident.id, WRITING)
    keep_photos((), desk)
    again = Press(desk.phrase("report.begin"), "report:begin")
    return [Say(desk.phrase("report.cancelled"), (again, Press(desk.phrase("card.menu"), "menu:top")))]


def paused(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Something of more weight was said in the middle: the report waits, and danger makes it urgent."""
    found = open_draft(desk)
    if found is None or desk.resident is None or not isinstance(incoming.said, Text):
        return []
    if find_danger(incoming.said.text):
        draft = _read(found, desk)
        urgent = replace(told(draft, incoming.said) or draft, is_urgent=True).heard(draft, incoming.message_id)
        dialogues.put(desk.session, desk.resident.id, WRITING, found.step, urgent.stored(), desk.now)
    return [Say(desk.phrase("report.paused"), (Press(desk.phrase("report.resume"), "report:resume"),))]


def _purpose(desk: Desk) -> list[Spoken]:
    """個人情報保護法62条: what for and how long, before the first report."""
    if desk.resident is None or records.count_of(desk.session, desk.resident.id):
        return []
    days = desk.reports.rules.remembering.unlink_days
    lead = desk.phrase("report.purpose", town=desk.town_name, days=days, draft_days=KEPT_DAYS)
    return [Card(desk.phrase("report.purpose_title"), lead)]


def tidy(session: Session, now: datetime) -> int:
    """Drafts nobody went on with: their photos go with them. Returns how many drafts."""
    pins.forget(session, now)
    due = dialogues.expired(session, WRITING, now)
    for one in due:
        photos.destroy(session, photos.of_draft(session, one.resident_id), now)
        dialogues.end(session, one.resident_id, WRITING)
    left = photos.orphans(session, now - WRITING.lasts - timedelta(days=1), dialogues.MANY)
    photos.destroy(session, left, now)
    return len(due)
