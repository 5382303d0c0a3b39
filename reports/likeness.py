"""Photos that show nearly the same picture: sent twice, or sent before for another case."""

from collections.abc import Sequence
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.photos import PhotoState, ReportPhoto
from reports.pictures import ALIKE_BITS, difference

LOOKED_BACK = 2000  # photos among which one that was sent before is noticed


def elsewhere(session: Session, some: Sequence[ReportPhoto]) -> dict[int, list[ReportPhoto]]:
    """For each of them those of other cases, newest first; redacted copies are no photos of their own."""
    if not any(one.fingerprint is not None for one in some):
        return {}
    others = select(ReportPhoto).where(
        ReportPhoto.state == PhotoState.READY, ReportPhoto.report_id.is_not(None), ReportPhoto.original_id.is_(None)
    )
    known = list(session.scalars(others.order_by(ReportPhoto.id.desc()).limit(LOOKED_BACK)))
    return {one.id: [other for other in known if other.report_id != one.report_id and _are(one, other)] for one in some}


def holds_twins(some: Sequence[ReportPhoto]) -> bool:
    """Whether two of them look alike; those that are still on their way say nothing."""
    return any(_are(one, other) for one, other in combinations(some, 2))


def _are(one: ReportPhoto, other: ReportPhoto) -> bool:
    if one.fingerprint is None or other.fingerprint is None:
        return False
    return difference(one.fingerprint, other.fingerprint) <= ALIKE_BITS
