"""Photos: LINE -> cleaned -> shelf. The row is stored before the first byte; no transaction is open while LINE thinks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot.answering import House
from bot.drain import Claimed
from bot.line_content import Arrival, Contents, Fetched
from handlers import report_photo
from reports import photos
from reports.photo_shelf import Shelf, ShelfError
from reports.photos import PhotoState, ReportPhoto
from reports.pictures import PictureError, Refusal, clean
from store import outbox
from store.database import transaction
from store.inbox import OvertakenError
from town import residents

log = structlog.get_logger()


@dataclass(frozen=True)
class DarkRoom:
    """Where photos come from and where they go."""

    contents: Contents | None = None
    shelf: Shelf | None = None


class Photographs:
    """Without a shelf nothing is fetched: photos wait."""

    def __init__(self, room: DarkRoom, house: House, now: Callable[[], datetime]) -> None:
        self._contents, self._shelf, self._house, self._now = room.contents, room.shelf, house, now

    def fetch_one(self, claimed: Claimed) -> bool:
        """True when there was a photo to fetch or to erase."""
        if self._contents is None or self._shelf is None:
            return False
        self._erase(self._shelf)
        with transaction() as session:
            photo = photos.claim(session, self._now())
        if photo is None:
            return False
        claimed()
        self._settle(photo, self._outcome(photo, self._contents.fetch(photo.message_id or ""), self._shelf))
        return True

    def _outcome(self, photo: ReportPhoto, fetched: Fetched, shelf: Shelf) -> dict[str, Any]:
        now = self._now()
        match fetched.arrival:
            case Arrival.NOT_YET:
                return photos.later(photo, now)
            case Arrival.GONE:
                return {"state": PhotoState.GONE, "finished_at": now}
            case Arrival.TOO_LARGE:
                return photos.refused(Refusal.TOO_LARGE, now)
        try:
            picture = clean(fetched.body)
            shelf.put(photo.name, "large", picture.large)
            shelf.put(photo.name, "small", picture.small)
        except PictureError as error:
            return photos.refused(error.reason, now)
        except ShelfError as error:
            log.error("photo.shelf_failed", photo=photo.id, error=str(error))
            return photos.later(photo, now)
        return photos.ready(picture, now)

    def _settle(self, photo: ReportPhoto, ended: dict[str, Any]) -> None:
        try:
            with transaction() as session:
                photos.settle(session, photo, **ended)
                self._tell(session, photo, ended)
        except OvertakenError:  # destroyed while it was on its way, or another worker has it
            log.warning("photo.overtaken", photo=photo.id)
            self._clear_away(photo)
        log.info("photo.tried", photo=photo.id, state=str(ended["state"]), attempts=photo.attempts)

    def _tell(self, session: Session, photo: ReportPhoto, ended: dict[str, Any]) -> None:
        """Whoever sent what cannot be taken hears it at once, and how to send another. Nothing else is said here: a
        message that nobody asked for takes the quick replies of the question that is just being answered.
        """
        resident = session.get(residents.Resident, photo.resident_id) if photo.resident_id else None
        is_lost = ended["state"] in (PhotoState.REFUSED, PhotoState.GONE)
        if resident is None or not resident.is_following or not resident.line_id or not is_lost:
            return
        spoken = report_photo.not_taken(ended.get("reason"), resident.language, photo.report_id)
        outbox.push(session, resident.line_id, self._house.rendered(spoken), self._now(), language=resident.language)

    def _clear_away(self, photo: ReportPhoto) -> None:
        with transaction() as session:
            now_is = session.get(ReportPhoto, photo.id)
            is_over = now_is is None or now_is.state in (PhotoState.DESTROYED, PhotoState.ERASED)
        if is_over and self._shelf:
            self._shelf.destroy(photo.name)

    def _erase(self, shelf: Shelf) -> None:
        with transaction() as session:
            doomed = photos.doomed(session, self._now())
        if not doomed:
            return
        for photo in doomed:
            shelf.destroy(photo.name)
        with transaction() as session:
            photos.erased(session, doomed)
        log.info("photo.erased", count=len(doomed))
