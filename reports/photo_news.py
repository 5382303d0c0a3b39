"""A photo with a public word: only what an officer took or blackened, never a resident's as it came."""

from datetime import datetime

from sqlalchemy.orm import Session

from reports import photo_links, photo_making
from reports.filing import Office
from reports.photos import PhotoState, ReportPhoto
from reports.records import Report
from town.officers import NotAllowedError


def hand_out(session: Session, office: Office, report: Report, photo_id: int | None, now: datetime) -> str:
    """The name of its address for reporter and followers; empty without a photo. Raises NotAllowedError for one that
    may not be shown to them.
    """
    if photo_id is None:
        return ""
    if not office.town.address:
        raise NotAllowedError("写真をLINEで送るには、PUBLIC_ADDRESS の設定が要ります。写真なしで知らせてください。")
    photo = session.get(ReportPhoto, photo_id)
    if photo is None or photo.report_id != report.id or photo.state != PhotoState.READY:
        raise NotAllowedError("この写真は、もうありません。")
    if photo.officer_id is None or photo_making.copies(session, photo.id):
        raise NotAllowedError("送れるのは、職員が足した写真と、黒塗りにした写真だけです。")
    return photo_links.hand_out(session, photo, now)
