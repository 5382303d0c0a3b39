"""The end of the conversation: the report is filed, or the resident joins one that is there already."""

from handlers.report_prompts import told_rows
from handlers.report_spoken import Talk
from reports import announcing, expected, filing, followers, photos, reporter, sayings, urgent
from reports.filing import Told
from reports.kinds import RoadChoice
from reports.records import Report
from reports.sayings import Part
from speech.cards import Card, Press, Row, Spoken
from store import dialogues
from store.dialogues import DialogueKind


def send(talk: Talk, kind: DialogueKind) -> list[Spoken]:
    """A number, when somebody looks, and how to add, put right or take back. Everything in one transaction."""
    desk, draft = talk.desk, talk.draft
    if desk.resident is None or draft.kind is None:
        return []
    told = Told(
        kind=draft.kind, language=desk.language, resident_id=desk.resident.id, text=draft.text, point=draft.point,
        place_words=draft.place_words, pole_number=draft.pole_number, keeper_id=_keeper_id(talk),
        is_urgent=draft.is_urgent,
    )  # fmt: skip
    rows = told_rows(talk)
    report, routed = filing.take(desk.session, desk.report_office, told, desk.now)
    photos.attach(desk.session, desk.resident.id, report.id)
    sayings.keep(desk.session, report.id, draft.kept_sayings)
    dialogues.end(desk.session, desk.resident.id, kind)
    lead = expected.in_words(routed, desk.language, desk.now)
    return [_receipt(report, lead, rows, talk)]


def join(talk: Talk, number: str, kind: DialogueKind) -> list[Spoken]:
    """「同じです」: their photos and words go to the case. Nothing when it was not among those shown."""
    desk, draft = talk.desk, talk.draft
    shown = {str(one.report.id): one.report for one in talk.ground.alike(draft)}
    if desk.resident is None or number not in shown:
        return []
    report, resident_id = shown[number], desk.resident.id
    followers.join(desk.session, report, resident_id, desk.now)
    if draft.is_urgent:
        urgent.raise_(desk.session, report, desk.now)
    if draft.text:
        event = reporter.add_words(desk.session, report, draft.text, desk.now)
        sayings.keep_event(desk.session, event, [one for one in draft.kept_sayings if one.part is Part.TEXT])
    photos.attach(desk.session, resident_id, report.id)
    dialogues.end(desk.session, resident_id, kind)
    is_own = report.resident_id == resident_id
    lead = desk.phrase("report.joined_own") if is_own else desk.phrase("report.joined", count=report.follower_count)
    row = Row(desk.phrase("report.row_kind"), announcing.kind_name(desk.reports.rules, report.kind, desk.language))
    return [_receipt(report, lead, (row,), talk)]


def _receipt(report: Report, lead: str, rows: tuple[Row, ...], talk: Talk) -> Card:
    desk = talk.desk
    see = Press(desk.phrase("report.see"), f"report_see:{report.id}")
    title = desk.phrase("report.receipt", number=report.receipt_number)
    buttons = (see, Press(desk.phrase("report.mine"), "report:mine"), Press(desk.phrase("card.menu"), "menu:top"))
    return Card(title, lead, rows=rows, buttons=buttons, note=desk.phrase("report.receipt_note"))


def _keeper_id(talk: Talk) -> str | None:
    """What the resident answered about the road; the map says the rest when the report is taken in."""
    answered = RoadChoice(talk.draft.road) if talk.draft.road in list(RoadChoice) else None
    found = talk.ground.keeper_of(answered) if answered else None
    return found.id if found else None
