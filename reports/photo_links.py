"""Addresses under which a photo is seen outside the desk: nobody can guess one, and each ends at once.

On the open web, together with its case; or in LINE, for reporter and followers of a public change.
"""

import secrets
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BindParameter, ForeignKey, Index, Select, String, bindparam, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from reports.photo_making import copies
from reports.photos import PhotoState, ReportPhoto
from reports.records import Report
from reports.stages import Stage
from store.database import Record
from town.officers import NotAllowedError

_OPEN = text("closed_at IS NULL")


class Seen(StrEnum):
    OPEN_WEB = "open_web"
    MESSAGE = "message"


class PhotoLink(Record):
    """`name` stands in the address and nowhere else; a photo published once more gets a new one."""

    __tablename__ = "report_photo_links"
    __table_args__ = (Index("ix_report_photo_links_open", "photo_id", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("report_photos.id"))
    seen: Mapped[str] = mapped_column(String(12))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


def path(name: str, size: str) -> str:
    """Below the address of the open web."""
    return f"/reports/photos/{name}-{size}.jpg"


def publish(session: Session, photo: ReportPhoto, now: datetime) -> None:
    """Seen by everybody from now on. Raises NotAllowedError for an original that has a redacted copy."""
    if copies(session, photo.id):
        raise NotAllowedError("黒塗りの写真があるので、元の写真は公開できません。黒塗りの写真を公開してください。")
    if photo.state != PhotoState.READY:
        raise NotAllowedError("この写真は、もうありません。")
    _opened(session, photo, Seen.OPEN_WEB, now)


def unpublish(session: Session, photo: ReportPhoto, now: datetime) -> None:
    ended = update(PhotoLink).where(PhotoLink.photo_id == photo.id, PhotoLink.closed_at.is_(None))
    session.execute(ended.where(PhotoLink.seen == Seen.OPEN_WEB).values(closed_at=now))


def end_all(session: Session, photo_ids: Collection[int], now: datetime) -> None:
    """A redacted copy takes their place: nobody outside sees them any more, in LINE neither."""
    ended = update(PhotoLink).where(PhotoLink.photo_id.in_(photo_ids), PhotoLink.closed_at.is_(None))
    session.execute(ended.values(closed_at=now))


def hand_out(session: Session, photo: ReportPhoto, now: datetime) -> str:
    """For those who wait for the case: the name of its address in a message. It lives as long as the photo."""
    return _opened(session, photo, Seen.MESSAGE, now)


def find(session: Session, name: str) -> PhotoLink | None:
    """Whether it is open or not."""
    return session.get(PhotoLink, name)


def opened(session: Session, link: PhotoLink) -> ReportPhoto | None:
    """The photo it shows at this moment. Hiding the case, destroying the photo or forgetting the case ends it."""
    return session.scalar(_visible(Seen(link.seen)).where(PhotoLink.name == link.name).with_only_columns(ReportPhoto))


def published(session: Session, report_ids: Collection[int] | None = None) -> dict[int, list[str]]:
    """Names by case, oldest photo first; of every case where none are named."""
    found = _visible(Seen.OPEN_WEB).order_by(ReportPhoto.id)
    if report_ids is not None:
        # Written into the text: psycopg takes longer over five hundred parameters than PostgreSQL over the answer.
        those: BindParameter[list[int]] = bindparam(
            "report_ids", list(report_ids), expanding=True, literal_execute=True
        )
        found = found.where(ReportPhoto.report_id.in_(those))
    names: dict[int, list[str]] = {}
    for report_id, name in session.execute(found.with_only_columns(Report.id, PhotoLink.name)):
        names.setdefault(report_id, []).append(name)
    return names


def public_ids(session: Session, report_id: int) -> set[int]:
    """The photos of a case that are marked as published, whether or not the case itself is hidden just now."""
    marked = select(PhotoLink.photo_id).join(ReportPhoto, ReportPhoto.id == PhotoLink.photo_id)
    is_open = PhotoLink.closed_at.is_(None) & (PhotoLink.seen == Seen.OPEN_WEB)
    return set(session.scalars(marked.where(is_open, ReportPhoto.report_id == report_id)))


def _visible(seen: Seen) -> Select[PhotoLink]:
    found = (
        select(PhotoLink)
        .join(ReportPhoto, ReportPhoto.id == PhotoLink.photo_id)
        .join(Report, Report.id == ReportPhoto.report_id)
        .where(PhotoLink.closed_at.is_(None), PhotoLink.seen == seen, ReportPhoto.state == PhotoState.READY)
    )
    return found if seen is Seen.MESSAGE else found.where(Report.is_shown, Report.stage != Stage.WITHDRAWN)


def _opened(session: Session, photo: ReportPhoto, seen: Seen, now: datetime) -> str:
    """One open address for each use; asked for twice it is the same."""
    of_it = PhotoLink.photo_id == photo.id, PhotoLink.seen == seen, PhotoLink.closed_at.is_(None)
    if known := session.scalar(select(PhotoLink.name).where(*of_it)):
        return known
    link = PhotoLink(name=secrets.token_hex(20), photo_id=photo.id, seen=seen, opened_at=now)
    session.add(link)
    session.flush()
    return link.name
