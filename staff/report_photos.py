"""Photos of reports at the desk: shown to those who handle the case, published, taken down, destroyed with a click."""

from flask import Response as Picture
from flask import abort, redirect, request
from sqlalchemy.orm import Session

from reports import photo_links, photo_making, photos, records
from reports.history import Happened
from reports.photo_shelf import SIZES, ShelfError
from reports.photos import PhotoState, ReportPhoto
from reports.records import Report
from staff.desk import the_desk
from staff.pages import Answer, Page, back, refused, safe_next
from staff.visit import visit
from store.database import reading, transaction
from town.officers import NotAllowedError
from town.roles import Role


def photo(photo_id: int, size: str) -> Answer:
    """Read from the shelf each time: nothing of it stays in a browser or stands under an address one could pass on.
    Whoever looks at an original that has a redacted copy is written down.
    """
    shelf = the_desk().shelf
    if shelf is None or size not in SIZES:
        abort(404)
    try:
        with reading() as session:
            found, _ = allowed(session, photo_id)
            is_covered = bool(photo_making.copies(session, photo_id))
        if is_covered:
            with transaction() as session:
                visit().journal(session, "report.photo_original", f"report:{found.report_id}", photo=photo_id)
        jpeg = shelf.get(found.name, size)
    except NotAllowedError as refusal:
        return refused(str(refusal))
    except ShelfError:
        return refused(AWAY, 503)
    if jpeg is None:
        abort(404)
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}  # fmt: skip
    return Picture(jpeg, mimetype="image/jpeg", headers=headers)


def destroy(photo_id: int) -> Answer:
    try:
        with transaction() as session:
            found, _ = allowed(session, photo_id)
            photos.destroy(session, [found], visit().now)
            visit().journal(session, "report.photo_destroyed", f"report:{found.report_id}", photo=photo_id)
    except NotAllowedError as refusal:
        return refused(str(refusal))
    return redirect(safe_next(request.form.get("next")), 303)


def publish(photo_id: int) -> Answer:
    """Only by somebody who says that they have looked at it."""
    if request.form.get("looked") != "1":
        return refused("公開する前に、人が分かるものが写っていないことを確かめて、印を付けてください。")
    with transaction() as session:
        found, report = allowed(session, photo_id)
        photo_links.publish(session, found, visit().now)
        return _noted(session, report, found, Happened.PUBLISHED, "写真を公開しました。")


def unpublish(photo_id: int) -> Answer:
    with transaction() as session:
        found, report = allowed(session, photo_id)
        photo_links.unpublish(session, found, visit().now)
        return _noted(session, report, found, Happened.UNPUBLISHED, "写真の公開をやめました。もうだれにも見えません。")


def allowed(session: Session, photo_id: int) -> tuple[ReportPhoto, Report]:
    """A photo of a case this officer handles, with its case. One that is not filed yet is nobody's to see; an original
    that has a redacted copy is not for contractors.
    """
    found = session.get(ReportPhoto, photo_id)
    report = records.find(session, found.report_id) if found and found.report_id else None
    if found is None or report is None or found.state != PhotoState.READY:
        abort(404)
    visit().require(Role.REPORT_HANDLER, report.section_id, report.officer_id)
    if visit().powers.has_own_cases_only and photo_making.copies(session, photo_id):
        raise NotAllowedError("黒塗りの写真があるので、元の写真は市の職員だけが見られます。")
    return found, report


def _noted(session: Session, report: Report, photo: ReportPhoto, happened: Happened, said: str) -> Answer:
    records.note(session, report, happened, visit().now, officer_id=visit().officer_id, photo_id=photo.id)
    visit().journal(session, f"report.photo_{happened.value}", f"report:{report.id}", photo=photo.id)
    return back("report", said, report_id=report.id)


AWAY = "写真の置き場所に、いまつながりません。しばらくしてから開いてください。"
_AT = "/report-photos/<int:photo_id>"
PAGES = (
    Page("report_photo", f"{_AT}/<size>", photo, (Role.REPORT_HANDLER,)),
    Page("destroy_report_photo", f"{_AT}/destroy", destroy, (Role.REPORT_HANDLER,), ("POST",)),
    Page("publish_report_photo", f"{_AT}/publish", publish, (Role.REPORT_HANDLER,), ("POST",)),
    Page("unpublish_report_photo", f"{_AT}/unpublish", unpublish, (Role.REPORT_HANDLER,), ("POST",)),
)
