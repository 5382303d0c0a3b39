"""The back room asks whether it was repaired, and forgets in time."""

from datetime import timedelta

from sqlalchemy import select

from bot import report_chores
from reports import records
from reports.filing import Office
from reports.records import FiledReport, Report
from reports.report_town import ReportTown
from store.database import reading, transaction
from store.outbox import Delivery
from tests.conftest import NOON
from tests.reports.sample_town import mihon, profile
from town import residents

OFFICE = Office(mihon(), profile(), prefix="【デモ】")


def one_is_done() -> None:
    with transaction() as session:
        hanako = residents.follow(session, "Uhanako", NOON)
        report = records.file(session, FiledReport("hole", "roads", resident_id=hanako.id, text="穴"), NOON)
        report.stage, report.closed_at = "done", NOON


def test_the_reporter_is_asked_and_later_forgotten(db: str) -> None:
    one_is_done()
    report_chores.work(OFFICE, NOON + timedelta(days=14))
    with reading() as session:
        (asked,) = session.scalars(select(Delivery))
        assert asked.messages is not None
        assert asked.messages[0]["altText"].startswith("【デモ】")
    report_chores.work(OFFICE, NOON + timedelta(days=400))
    with reading() as session:
        (report,) = session.scalars(select(Report))
        assert (report.resident_id, report.text) == (None, None)


def test_a_town_whose_rules_are_missing_forgets_nothing(db: str) -> None:
    one_is_done()
    report_chores.work(Office(ReportTown(), profile()), NOON + timedelta(days=400))
    with reading() as session:
        (report,) = session.scalars(select(Report))
        assert report.text == "穴"
