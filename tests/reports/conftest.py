"""One transaction for a whole story, in a town with residents."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from reports import records
from reports.cells import Point
from reports.records import FiledReport, Report
from store.database import transaction
from tests.conftest import NOON
from town import residents

STATION = Point(34.7500, 138.2700)


@dataclass(frozen=True)
class Town:
    session: Session
    hanako: int
    jiro: int

    def reports(self, kind: str = "hole", point: Point | None = STATION, **more: object) -> Report:
        filed = FiledReport(kind=kind, section_id="roads", resident_id=self.hanako, point=point, **more)  # type: ignore[arg-type]
        return records.file(self.session, filed, NOON)


@pytest.fixture
def town(db: str) -> Iterator[Town]:
    with transaction() as session:
        hanako, jiro = (residents.follow(session, f"U{name}", NOON).id for name in ("hanako", "jiro"))
        yield Town(session, hanako, jiro)
