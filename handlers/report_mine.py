"""「私の通報」 and the buttons of a filed case: add, answer, clean, take back, 「直りましたか」."""

from datetime import timedelta

from handlers import report_clean
from handlers.contact import section_name
from handlers.report_draft import LONGEST_TEXT, Draft
from handlers.report_prompts import pin_button, place_in_words
from handlers.turn import Desk
from reports import announcing, followers, photos, records, reporter, sayings
from reports.cells import Point
from reports.records import Report
from reports.sayings import Part
from reports.sayings import Said as Saying
from speech.cards import AskPhoto, AskPlace, Card, Carousel, Press, Row, Say, Spoken
from speech.incoming import Incoming, Photo, Place, Pressed, Said, Text
from speech.masking_contacts import mask_contacts
from store import dialogues
from store.dialogues import Dialogue, DialogueKind
from town import sections
from town.calendar import to_jst

ADDING = DialogueKind("report_adding", rank=60, lasts=timedelta(days=1))
MOST_SHOWN = 10


def listed(desk: Desk) -> list[Spoken]:
    """One's own and those one follows, newest first."""
    begin = Press(desk.phrase("report.begin"), "report:begin")
    if desk.resident is None:
        return [Say(desk.phrase("report_mine.none"), (begin,))]
    own = records.of_resident(desk.session, desk.resident.id, MOST_SHOWN)
    joined = followers.followed_by(desk.session, desk.resident.id, MOST_SHOWN)
    cards = tuple(_card(one, desk) for one in (*own, *joined))[:MOST_SHOWN]
    if not cards:
        return [Say(desk.phrase("report_mine.none"), (begin,))]
    return [Carousel(desk.phrase("report.mine"), cards, choices=(begin, Press(desk.phrase("card.menu"), "menu:top")))]


def see(incoming: Incoming, desk: Desk) -> list[Spoken]:
    report = _report(incoming.said, desk)
    return [_card(report, desk)] if report else _not_yours(desk)


def reply(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«report_reply:12», or 「足す」: what comes next belongs to this case."""
    report = _own(incoming.said, desk)
    if report is None or desk.resident is None:
        return _not_yours(desk)
    dialogues.put(desk.session, desk.resident.id, ADDING, "adding", {"report": report.id}, desk.now)
    asked = reporter.open_question(desk.session, report)
    lead = desk.phrase("report_mine.add_lead", number=report.receipt_number)
    rows = (Row(desk.phrase("report_update.original"), asked.text),) if asked and asked.text else ()
    choices = (AskPhoto(desk.phrase("report.camera")), AskPlace(desk.phrase("report.place_map")), _done(report, desk))
    return [Card(desk.phrase("report_mine.add"), lead, rows=rows, buttons=(*pin_button(desk, report_id=report.id), _done(report, desk)), choices=choices)]  # fmt: skip


def is_adding(said: Said, desk: Desk) -> bool:
    return isinstance(said, Text | Photo | Place) and _adding(desk) is not None


def add(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Words, a photo or a place, into the case. Of an image set only the first is answered."""
    found = _adding(desk)
    report = reporter.own(desk.session, int(found.state["report"]), found.resident_id) if found else None
    if found is None or report is None:
        return _not_yours(desk)
    was_masked = False
    match incoming.said:
        case Text(text=text):
            words, was_masked = mask_contacts(text.strip()[:LONGEST_TEXT])
            _words(report, words, incoming.message_id, desk)
        case Photo(message_id=message_id, set_id=set_id):
            is_known_set = set_id is not None and found.state.get("set") == set_id
            if not _photo(report, message_id, desk):
                return [Say(desk.phrase("report_mine.enough_photos"), (_done(report, desk),))]
            state = {"report": report.id, "set": set_id}
            dialogues.put(desk.session, found.resident_id, ADDING, "adding", state, desk.now)
            if is_known_set:
                return []
        case Place(latitude=latitude, longitude=longitude):
            _place(report, Point(latitude, longitude), desk)
    warned = [Say(desk.phrase("report.masked"))] if was_masked else []
    return [*warned, Say(desk.phrase("report_mine.added", number=report.receipt_number), (_done(report, desk),))]


def fixed(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«report_fixed:12:no» opens the case again."""
    report, answer = _own(incoming.said, desk), _parts(incoming.said)[-1]
    if report is None or answer not in ("yes", "no"):
        return _not_yours(desk)
    if not reporter.say_fixed(desk.session, desk.report_office, report, answer == "yes", desk.now):
        return [Say(desk.phrase("report_mine.not_asked"), (report_clean.back_to(report, desk),))]
    thanks = desk.phrase("report_mine.fixed" if answer == "yes" else "report_mine.reopened")
    return [Say(thanks, (report_clean.back_to(report, desk),))]


def change(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«report_own:12:withdraw», asked once more before it is done; «photos» and «clean» take back what was sent."""
    report, what = _own(incoming.said, desk), _parts(incoming.said)[-1]
    if report is None:
        return _not_yours(desk)
    if what.partition(".")[0] in ("photos", "photo", "clean", "words"):
        return report_clean.answer(report, what, desk)
    match what:
        case "done":
            return _done_adding(report, desk)
        case "withdrawn":
            return _withdraw(report, desk)
    yes = Press(desk.phrase("report_mine.withdraw_yes"), f"report_own:{report.id}:withdrawn")
    return [
        Say(
            desk.phrase("report_mine.withdraw_ask", number=report.receipt_number),
            (yes, report_clean.back_to(report, desk)),
        )
    ]


def _withdraw(report: Report, desk: Desk) -> list[Spoken]:
    mine = photos.sent_to(desk.session, report.id, desk.resident.id if desk.resident else 0)
    is_over = reporter.withdraw(desk.session, report, desk.now)
    photos.destroy(desk.session, photos.of_report(desk.session, report.id) if is_over else mine, desk.now)
    key = "report_mine.withdrawn" if is_over else "report_mine.unlinked"
    return [Say(desk.phrase(key), (Press(desk.phrase("card.menu"), "menu:top"),))]


def _done_adding(report: Report, desk: Desk) -> list[Spoken]:
    if desk.resident:
        dialogues.end(desk.session, desk.resident.id, ADDING)
    return [_card(report, desk)]


def _words(report: Report, words: str, message_id: str | None, desk: Desk) -> None:
    if reporter.open_question(desk.session, report):
        event = reporter.answer(desk.session, desk.report_office, report, desk.now, text=words)
    else:
        event = reporter.add_words(desk.session, report, words, desk.now)
    if message_id:
        sayings.keep_event(desk.session, event, [Saying(message_id, Part.EVENT, words)])


def _photo(report: Report, message_id: str, desk: Desk) -> bool:
    if desk.resident is None or len(photos.sent_to(desk.session, report.id)) >= photos.MOST_OF_A_CASE:
        return False
    photos.want(desk.session, desk.resident.id, message_id, desk.now, report.id)
    if reporter.open_question(desk.session, report):
        wanted = photos.by_message(desk.session, message_id)
        reporter.answer(desk.session, desk.report_office, report, desk.now, photo_id=wanted.id if wanted else None)
    return True


def _place(report: Report, point: Point, desk: Desk) -> None:
    """A better place than the one told before: the section hears of it."""
    reporter.answer(desk.session, desk.report_office, report, desk.now, point=point)


def _card(report: Report, desk: Desk) -> Card:
    day = to_jst(report.filed_at)
    is_own = desk.resident is not None and report.resident_id == desk.resident.id
    weekday = desk.phrase(f"contact.weekday_{day.weekday()}")
    rows = [
        Row(desk.phrase("report_mine.state"), desk.phrase(f"report_stage.{report.stage}")),
        Row(desk.phrase("report.row_filed"), desk.phrase("door.day", month=day.month, day=day.day, weekday=weekday)),
        Row(desk.phrase("report.row_section"), section_name(sections.find(desk.session, report.section_id), desk)),
    ]
    if is_own:
        rows += _own_rows(report, desk)
    kind = announcing.kind_name(desk.reports.rules, report.kind, desk.language)
    title = desk.phrase("report_update.title", number=report.receipt_number, kind=kind)
    return Card(
        title, rows=tuple(rows), buttons=_own_buttons(report, desk) if is_own else (report_clean.back_to(report, desk),)
    )


def _own_rows(report: Report, desk: Desk) -> list[Row]:
    told = Draft(
        latitude=report.latitude, longitude=report.longitude, place_words=report.place_words,
        pole_number=report.pole_number,
    )  # fmt: skip
    count = len(photos.sent_to(desk.session, report.id))
    rows = [Row(desk.phrase("report.row_place"), place_in_words(told, desk))] if told.has_place else []
    rows.append(Row(desk.phrase("report.row_photos"), desk.phrase("report.photos", count=count)))
    return rows + ([Row(desk.phrase("report.row_text"), report.text)] if report.text else [])


def _own_buttons(report: Report, desk: Desk) -> tuple[Press, ...]:
    cleaning = (
        Press(desk.phrase("report_mine.photos"), f"report_own:{report.id}:photos"),
        Press(desk.phrase("report_mine.clean"), f"report_own:{report.id}:clean"),
    )
    if not report.is_open:
        return (report_clean.back_to(report, desk), *cleaning)
    return (
        Press(desk.phrase("report_mine.add"), f"{announcing.REPLY}{report.id}"),
        *cleaning,
        Press(desk.phrase("report_mine.withdraw"), f"report_own:{report.id}:withdraw"),
    )


def _adding(desk: Desk) -> Dialogue | None:
    return dialogues.find(desk.session, desk.resident.id, ADDING, desk.now) if desk.resident else None


def _parts(said: Said) -> list[str]:
    return said.data.split(":") if isinstance(said, Pressed) else [""]


def _number(said: Said) -> int:
    written = _parts(said)[1:2]
    return int(written[0]) if written and written[0].isascii() and written[0].isdigit() and len(written[0]) < 10 else 0


def _own(said: Said, desk: Desk) -> Report | None:
    return reporter.own(desk.session, _number(said), desk.resident.id) if desk.resident else None


def _report(said: Said, desk: Desk) -> Report | None:
    """Of somebody else's only whoever follows it sees anything."""
    if own := _own(said, desk):
        return own
    followed = followers.followed_by(desk.session, desk.resident.id) if desk.resident else []
    return next((one for one in followed if one.id == _number(said)), None)


def _not_yours(desk: Desk) -> list[Spoken]:
    return [Say(desk.phrase("report_mine.not_yours"), (Press(desk.phrase("report.mine"), "report:mine"),))]


def _done(report: Report, desk: Desk) -> Press:
    return Press(desk.phrase("report_mine.done"), f"report_own:{report.id}:done")
