"""A contractor asks for a case that is not theirs on every page of reports: each is shut, and nothing changed."""

import re
from datetime import date

import pytest

from reports.photos import PhotoState, ReportPhoto
from reports.records import Report
from staff.routes import PAGES
from store.database import transaction
from tests.conftest import NOON
from tests.staff import test_report_pages
from tests.staff.test_report_pages import HANDLER, filed

app = test_report_pages.app
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OF_A_CASE = [page for page in PAGES if "report_id>" in page.rule or "photo_id>" in page.rule]
LISTS = [page for page in PAGES if page.rule.startswith("/reports") and "<" not in page.rule and "GET" in page.methods]


def test_only_their_own_cases_open_on_any_page(hire, signed_in, app):
    case = filed("Umaria")
    with transaction() as session:
        resident_id = session.get_one(Report, case).resident_id
        photo = ReportPhoto(
            report_id=case, resident_id=resident_id, message_id="1", state=PhotoState.READY, name="a" * 32,
            wanted_at=NOON, next_try_at=NOON,
        )  # fmt: skip
        session.add(photo)
        session.flush()
        ids = {"report_id": str(case), "photo_id": str(photo.id), "size": "small"}
    browser = signed_in(hire("gyosha", HANDLER, is_contractor=True, ends_on=date(2027, 3, 31)))
    token = browser.form_token("/staff/")
    opened = []
    for page in OF_A_CASE:
        path = "/staff" + re.sub(r"<(?:int:)?(\w+)>", lambda found: ids[found[1]], page.rule)
        for method in page.methods:
            answer = browser.open(path) if method == "GET" else browser.send(path, token=token, at="/staff/")
            if answer.status_code not in (400, 403, 404):
                opened.append((page.name, method, answer.status_code))
    assert opened == [] and len(OF_A_CASE) > 20
    with transaction() as session:
        assert session.get_one(Report, case).revision == 1
    for page in LISTS:
        text = browser.open(f"/staff{page.rule}", follow_redirects=True).get_data(as_text=True)
        assert "バス停の前の穴" not in text and "M-2026-000001" not in text, page.name
