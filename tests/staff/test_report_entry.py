"""Somebody telephones: the officer writes it down, sees what is near, files it and reads the number out."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from reports import retention
from reports.callers import ReportCaller
from reports.records import Report
from staff.report_entry import PAGES
from store import journal
from store.database import reading, transaction
from tests.conftest import NOON
from tests.reports.sample_town import mihon
from tests.staff import test_report_pages
from tests.staff.test_guards import address
from tests.staff.test_report_pages import HANDLER, filed

app = test_report_pages.app
NEW = "/staff/reports/new"
CALL = {
    "channel": "telephone", "kind": "hole", "place": "駅前の本屋の前", "coordinates": "34.75000, 138.27000",
    "text": "大きな穴。連絡は000-1234-5678へ", "name": "見本 ふみ", "phone": "000-1234-5678", "urgent": "1",
}  # fmt: skip


def written_down(browser, **more: str) -> dict[str, str]:
    found = re.search(r'name="once" value="([^"]+)"', browser.open(NEW).get_data(as_text=True))
    assert found
    return {**CALL, "once": found.group(1), **more}


def test_a_call_is_compared_filed_once_and_its_number_read_out(hire, signed_in, app):
    near = filed("Ujiro")
    browser = signed_in(hire("hanako", HANDLER))
    call = written_down(browser)
    page = browser.send(NEW, at=NEW, do="look", **call).get_data(as_text=True)
    assert "M-2026-000001 に加える" in page and "見本 ふみ" in page
    for _ in range(2):
        answer = browser.send(NEW, at=NEW, do="file", **call)
        assert answer.status_code == 303
    page = browser.open(answer.location).get_data(as_text=True)
    assert "M-2026-000002" in page and "エム、2026、000002" in page and "呼び出しています" in page
    with reading() as session:
        assert session.scalar(select(func.count(Report.id))) == 2
        case = session.scalars(select(Report).where(Report.id != near)).one()
        assert (case.channel, case.opened_at, case.rings_since is not None) == ("telephone", None, True)
        assert "000-1234-5678" not in (case.text or ""), "a number told in words is blotted out like a resident's"
    joined = browser.send(NEW, at=NEW, do=f"same{near}", **written_down(browser))
    assert "M-2026-000001" in browser.open(joined.location).get_data(as_text=True)


def test_who_called_is_shown_on_request_and_forgotten_with_the_reporter(hire, signed_in, app):
    browser = signed_in(hire("hanako", HANDLER))
    browser.send(NEW, at=NEW, do="file", **written_down(browser))
    page = browser.open("/staff/reports/1").get_data(as_text=True)
    assert "見本 ふみ" not in page and "名前と電話番号を見る" in page
    assert "000-1234-5678" in browser.open("/staff/reports/1/caller").get_data(as_text=True)
    with transaction() as session:
        assert "report.caller_read" in [one.action for one in journal.of_subject(session, "report:1")]
        case = session.get_one(Report, 1)
        case.stage, case.closed_at = "done", NOON
        retention.forget(session, mihon().rules, NOON + timedelta(days=91))
        assert session.scalar(select(ReportCaller)) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_missing_is_said_and_nothing_is_filed(hire, signed_in, app):
    browser = signed_in(hire("hanako", HANDLER))
    for wrong in ({"kind": ""}, {"place": "", "coordinates": ""}, {"coordinates": "駅"}, {"coordinates": "1, 2"}):
        answer = browser.send(NEW, at=NEW, do="file", **written_down(browser, **wrong))
        assert answer.status_code == 400 and "大きな穴" in answer.get_data(as_text=True), "what was typed stays"
    with reading() as session:
        assert session.scalar(select(Report)) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_contractor_takes_no_calls_and_sees_no_callers(hire, signed_in, app):
    browser = signed_in(hire("hanako", HANDLER))
    browser.send(NEW, at=NEW, do="file", **written_down(browser))
    gyosha = hire("gyosha", HANDLER, is_contractor=True, ends_on=date(2027, 3, 31))
    with transaction() as session:
        session.get_one(Report, 1).officer_id = gyosha.id
    browser = signed_in(gyosha)
    token = browser.form_token("/staff/")
    for page in PAGES:
        answer = browser.open(address(page)) if "GET" in page.methods else browser.send(address(page), token=token)
        assert answer.status_code in (400, 403) and "見本 ふみ" not in answer.get_data(as_text=True), page.name
