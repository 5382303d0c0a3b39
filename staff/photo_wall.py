"""What the page of a case shows of its photos: which are covered, published, or like those of another case."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from reports import likeness, photo_links, photos
from reports.photos import PhotoState, ReportPhoto
from reports.records import Report
from staff.visit import visit


@dataclass(frozen=True)
class Hung:
    """`number` counts the originals; `alike` are other cases with nearly the same picture."""

    photo: ReportPhoto
    number: int
    is_covered: bool
    is_published: bool
    alike: tuple[Report, ...] = ()

    @property
    def is_copy(self) -> bool:
        return self.photo.original_id is not None

    @property
    def name(self) -> str:
        by = "(黒塗り)" if self.is_copy else "(職員)" if self.photo.officer_id else ""
        return f"写真{self.number}{by}"

    @property
    def may_be_sent(self) -> bool:
        """What an officer made; the residents' own go to nobody as they came."""
        return self.photo.officer_id is not None and not self.is_covered


@dataclass(frozen=True)
class Wall:
    hung: tuple[Hung, ...]
    coming: int  # on their way from LINE

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may go along with a public word."""
        return [(str(one.photo.id), one.name) for one in self.hung if one.may_be_sent]


def wall(session: Session, report_id: int) -> Wall:
    """Copies stand behind their originals. Contractors are shown no original that has a copy."""
    everything = photos.of_report(session, report_id)
    seen = [one for one in everything if one.state == PhotoState.READY]
    covered, public = {one.original_id for one in seen}, photo_links.public_ids(session, report_id)
    originals = [one for one in seen if one.original_id is None]
    alike = _alike(session, originals)
    ordered: list[Hung] = []
    for number, original in enumerate(originals, start=1):
        copies = [one for one in seen if one.original_id == original.id]
        for one in (original, *copies):
            ordered.append(Hung(one, number, one.id in covered, one.id in public, alike.get(one.id, ())))
    if visit().powers.has_own_cases_only:
        ordered = [one for one in ordered if not one.is_covered]
    coming = sum(one.state in (PhotoState.WANTED, PhotoState.FETCHING) for one in everything)
    return Wall(tuple(ordered), coming)


def _alike(session: Session, originals: list[ReportPhoto]) -> dict[int, tuple[Report, ...]]:
    found = likeness.elsewhere(session, originals)
    return {
        id_: tuple(session.get_one(Report, case) for case in dict.fromkeys(one.report_id for one in others))
        for id_, others in found.items()
    }
