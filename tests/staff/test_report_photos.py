"""Photos of reports are seen by those who handle the case, and by nobody else."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from reports.photo_shelf import FolderShelf
from reports.photos import PhotoState, ReportPhoto
from reports.records import Report
from store import journal
from store.database import reading, transaction
from town.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(desk, shelf):
    return replace(desk, shelf=shelf)


def test_who_handles_the_case_sees_it_and_no_browser_keeps_it(hire, signed_in, photo: int):
    browser = signed_in(hire("hanako", Role.REPORT_HANDLER))
    for size in ("small", "large"):
        answer = browser.open(f"/staff/report-photos/{photo}/{size}")
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        assert answer.data.startswith(b"\xff\xd8")
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["0/small", "999/small", "{photo}/huge", "{photo}/..%2fsmall"])
def test_what_is_not_there_is_not_found(hire, signed_in, photo: int, path: str):
    browser = signed_in(hire("hanako", Role.REPORT_HANDLER))
    assert browser.open(f"/staff/report-photos/{path.format(photo=photo)}").status_code == 404


def test_a_draft_is_nobodys_to_see(hire, signed_in, photo: int):
    with transaction() as session:
        session.get_one(ReportPhoto, photo).report_id = None
    browser = signed_in(hire("hanako", Role.REPORT_HANDLER))
    assert browser.open(f"/staff/report-photos/{photo}/small").status_code == 404


def test_one_click_destroys_it_and_stands_in_the_journal(hire, signed_in, photo: int, shelf: FolderShelf):
    browser = signed_in(hire("hanako", Role.REPORT_HANDLER))
    token = browser.form_token("/staff/")
    assert browser.send(f"/staff/report-photos/{photo}/destroy", token=token).status_code == 303
    assert browser.open(f"/staff/report-photos/{photo}/small").status_code == 404
    with reading() as session:
        row = session.get_one(ReportPhoto, photo)
        assert row.state == PhotoState.DESTROYED
        actions = [line.action for line in journal.of_subject(session, f"report:{row.report_id}")]
    assert "report.photo_destroyed" in actions


def test_another_sections_officer_sees_nothing(hire, signed_in, photo: int):
    with transaction() as session:
        case = session.scalars(select(Report)).one()
        case.section_id = "citizens"
    browser = signed_in(hire("hanako", Role.REPORT_HANDLER, section="roads"))
    assert browser.open(f"/staff/report-photos/{photo}/small").status_code == 403
    token = browser.form_token("/staff/")
    assert browser.send(f"/staff/report-photos/{photo}/destroy", token=token).status_code == 403
    with reading() as session:
        assert session.get_one(ReportPhoto, photo).state == PhotoState.READY
