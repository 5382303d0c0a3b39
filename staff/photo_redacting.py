"""Black boxes over faces and plates: drawn with a pointer, or typed as numbers, where there is no script too."""

from dataclasses import dataclass

from flask import abort, render_template, request
from sqlalchemy.orm import Session

from reports import photo_links, photo_making, records
from reports.history import Happened
from reports.photo_shelf import Shelf, ShelfError
from reports.photos import ReportPhoto
from reports.pictures import Picture
from reports.records import Report
from reports.redacting import MOST_BOXES, Box, covered
from staff.desk import the_desk
from staff.pages import Answer, Page, back, refused
from staff.report_photos import AWAY, allowed
from staff.visit import visit
from store.database import reading, transaction
from store.inbox import OvertakenError
from town.officers import NotAllowedError
from town.roles import Role

JOURNALLED = {Happened.REDACTED: "photo_redacted", Happened.PHOTO_ADDED: "photo_added"}
SIDES = ("left", "top", "width", "height")
_NO_BOX = "箱{number}の数字が正しくありません。左・上は0から99、幅・高さは0より大きく100までで、4つとも書いてください。"


@dataclass(frozen=True)
class Row:
    """The four numbers of one box as they were typed."""

    number: int
    typed: tuple[str, ...]
    box: Box | None = None

    @property
    def is_empty(self) -> bool:
        return not any(self.typed)


def redact(photo_id: int) -> Answer:
    """The page; with «do=look» it shows the boxes that were typed, and makes nothing."""
    with reading() as session:
        found, report = allowed(session, photo_id)
    if request.method == "GET":
        return _page(found, report.receipt_number, [_row(number) for number in range(1, MOST_BOXES + 1)])
    rows = [_row(number) for number in range(1, MOST_BOXES + 1)]
    wrong = next((_NO_BOX.format(number=one.number) for one in rows if not one.is_empty and one.box is None), None)
    boxes = [one.box for one in rows if one.box]
    if request.form.get("do") == "look" or wrong or not boxes:
        sentence = wrong or (None if boxes else "黒く塗るところを、1つ以上書いてください。")
        return _page(found, report.receipt_number, rows, sentence), 400 if sentence else 200
    return _made(found, boxes)


def _page(photo: ReportPhoto, receipt_number: str, rows: list[Row], sentence: str | None = None) -> str:
    return render_template(
        "report_redact.html", photo=photo, number=receipt_number, rows=rows, sentence=sentence, sides=SIDES,
        width=photo.width or 4, height=photo.height or 3,
    )  # fmt: skip


def _made(photo: ReportPhoto, boxes: list[Box]) -> Answer:
    """The row, then the bytes: no transaction is open while the shelf is asked."""
    shelf = the_desk().shelf
    if shelf is None or photo.report_id is None:
        abort(404)
    try:
        jpeg = shelf.get(photo.name, "large")
        if jpeg is None:
            raise NotAllowedError("この写真は、もうありません。")
        laid(shelf, photo.report_id, covered(jpeg, boxes), Happened.REDACTED, photo)
    except ShelfError:
        return refused(AWAY, 503)
    except OvertakenError:
        return refused("この写真は、たったいま消されました。")
    said = "黒塗りの写真を作りました。元の写真は残してあり、開いた人が記録されます。要らなければ消してください。"
    return back("report", said, report_id=photo.report_id)


def laid(shelf: Shelf, report_id: int, picture: Picture, happened: Happened, of: ReportPhoto | None = None) -> None:
    """A photo made at the desk: its row, its bytes, and then history and journal in one breath."""
    now, officer_id = visit().now, visit().officer_id
    with transaction() as session:
        made = photo_making.begin(session, report_id, officer_id, now, (of.original_id or of.id) if of else None)

    def note(session: Session) -> None:
        report = session.get_one(Report, report_id)
        photo_links.end_all(session, {of.id, of.original_id or of.id} if of else (), now)
        records.note(session, report, happened, now, officer_id=officer_id, photo_id=made.id)
        visit().journal(session, f"report.{JOURNALLED[happened]}", f"report:{report_id}", photo=made.id)

    photo_making.lay(shelf, made, picture, now, note)


def _row(number: int) -> Row:
    typed = tuple(request.form.get(f"{side}{number}", "").strip() for side in SIDES)
    try:
        return Row(number, typed, Box(*(float(one) for one in typed)))
    except ValueError:
        return Row(number, typed)


PAGES = (
    Page(
        "redact_report_photo", "/report-photos/<int:photo_id>/redact", redact, (Role.REPORT_HANDLER,), ("GET", "POST")
    ),
)
