"""The open web of the sample town, and a browser without a screen."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from public import app as public
from public.hall import Hall
from reports import records
from reports.cells import Point
from reports.filing import Office
from reports.records import FiledReport, Report
from store.database import transaction
from tests.conftest import NOON, Clock
from tests.reports.sample_town import mihon, profile
from town import api_keys, sections
from town.api_keys import Use

STATION = Point(34.7512, 138.2713)  # not the middle of the town: that stands on every page


@dataclass(frozen=True)
class OpenTown:
    """The town as whoever walks past may see it. `key` opens the door for reports of other systems."""

    app: Flask
    clock: Clock
    key: str

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def text(self, path: str, **words: object) -> str:
        answer = self.client.get(path, **words)  # type: ignore[arg-type]
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.get_data(as_text=True)

    def has(self, kind: str = "hole", point: Point | None = STATION, **more: object) -> Report:
        """A report an officer has read, unless something else is said."""
        read = {"public_text": "駅前の穴", "is_place_rounded": False} | more
        filed = FiledReport(
            kind,
            "roads",
            point=point,
            district_id="honcho",
            text="花子の家の前の穴",
            is_shown=bool(read.pop("is_shown", True)),
        )
        with transaction() as session:
            report = records.file(session, filed, self.clock())
            for name, value in read.items():
                setattr(report, name, value)
        return report


@pytest.fixture
def town(db: str, clock: Clock) -> OpenTown:
    with transaction() as session:
        sections.load(session, profile().sections)
        made = api_keys.make(session, "県の道路アプリ", "officer:1", NOON, Use.REPORTS)
    app = Flask("open_town")
    public.install(app, Hall(Office(mihon(), profile(), "https://desk.mihon.example"), clock))
    return OpenTown(app, clock, made.secret)
