"""Photos that are made at the desk: a redacted copy, or a picture an officer took. The row stands before the bytes do."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reports.photo_shelf import Shelf
from reports.photos import MOST_OF_A_CASE, PhotoState, ReportPhoto, of_report, ready
from reports.pictures import Picture
from store.database import transaction
from store.inbox import OvertakenError
from town.officers import NotAllowedError

PATIENCE = timedelta(minutes=10)  # what was begun and never finished is cleared away after it
MOST_MADE = 3 * MOST_OF_A_CASE


def begin(
    session: Session, report_id: int, officer_id: int, now: datetime, original_id: int | None = None
) -> ReportPhoto:
    """Promise it a place on the shelf. Raises NotAllowedError for a case that holds too many."""
    if len(of_report(session, report_id)) >= MOST_MADE:
        raise NotAllowedError("この通報の写真が多すぎます。要らない写真を消してください。")
    made = ReportPhoto(
        report_id=report_id, officer_id=officer_id, original_id=original_id,
        name=secrets.token_hex(20), state=PhotoState.MAKING, wanted_at=now, next_try_at=now + PATIENCE,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def lay(
    shelf: Shelf, photo: ReportPhoto, picture: Picture, now: datetime, note: Callable[[Session], None]
) -> None:  # fmt: skip
    """On the shelf, then written down, with `note` in the same transaction. Raises OvertakenError, and leaves nothing, when it was destroyed meanwhile;
    ShelfError where the shelf cannot be reached: the row is given up later.
    """
    shelf.put(photo.name, "large", picture.large)
    shelf.put(photo.name, "small", picture.small)
    with transaction() as session:
        still = update(ReportPhoto).where(ReportPhoto.id == photo.id, ReportPhoto.state == PhotoState.MAKING)
        is_ours = session.execute(still.values(**ready(picture, now))).rowcount == 1  # type: ignore[attr-defined]
        if is_ours:
            note(session)
    if not is_ours:
        shelf.destroy(photo.name)
        raise OvertakenError


def copies(session: Session, photo_id: int) -> list[ReportPhoto]:
    """The redacted copies of a photo."""
    found = select(ReportPhoto).where(ReportPhoto.original_id == photo_id, ReportPhoto.state == PhotoState.READY)
    return list(session.scalars(found.order_by(ReportPhoto.id)))


def shown(session: Session, report_id: int) -> list[ReportPhoto]:
    """What one looks at by default: in place of an original its redacted copies, where there are any."""
    seen = [one for one in of_report(session, report_id) if one.state == PhotoState.READY]
    covered = {one.original_id for one in seen}
    return [one for one in seen if one.id not in covered]
