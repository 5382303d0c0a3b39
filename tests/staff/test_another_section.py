"""Another section's records, asked for on every page that shows or changes one: shut, and nothing changed."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts.broadcasts import Broadcast
from knowledge import asked, entries, worklist
from knowledge.ask import Unknown
from reports import records
from reports.cells import Point
from reports.records import FiledReport
from speech.languages import Language
from staff.pages import Page
from staff.routes import PAGES
from store.database import transaction
from tests.knowledge.entry_files import made
from tests.staff.rung import waiting_notice
from town.officers import Officer
from town.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RECORDS = ("broadcast_id", "report_id", "entry_id", "asked_id")
SECTIONED = [page for page in PAGES if any(f"{name}>" in page.rule for name in RECORDS)]


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def test_no_page_opens_or_changes_another_sections_record(hire, signed_in, clock):
    owner = hire("hanako", *Role)
    ids = records_of_others(owner, clock())
    browser = signed_in(hire("taro", *[one for one in Role if one is not Role.ADMINISTRATOR], section="welfare"))
    token = browser.form_token("/staff/")
    before = as_they_stand()
    opened = []
    for page in SECTIONED:
        for method in page.methods:
            path = address(page, ids)
            answer = (
                browser.open(path) if method == "GET" else browser.send(path, token=token, at="/staff/", revision="1")
            )
            if answer.status_code not in (403, 404):
                opened.append((page.name, method, answer.status_code, answer.location))
    assert opened == []
    assert as_they_stand() == before


def records_of_others(owner: Officer, now) -> dict[str, str]:
    """A notice and an answer of 市民課, a report of 道路課, a question that waits for whoever answers for every section."""
    with transaction() as session:
        entries.save(session, made("move_in", section="citizens", is_published=False), origin="desk")
        row = asked.note(session, "シーラカンスの飼い方", Language.JA, [Unknown()], "m1", now)
        worklist.take_up(row, now + timedelta(days=9))
        told = FiledReport("hole", "roads", text="バス停の前の穴", point=Point(34.75, 138.27))
        return {
            "report_id": str(records.file(session, told, now).id),
            "entry_id": "move_in",
            "asked_id": str(row.id),
            "broadcast_id": str(waiting_notice(session, owner, now)),
            "drill_id": str(waiting_notice(session, owner, now, is_drill=True)),
        }


def as_they_stand() -> list[tuple[int, str, int]]:
    with transaction() as session:
        rows = session.execute(select(Broadcast.id, Broadcast.stage, Broadcast.revision).order_by(Broadcast.id))
        return [tuple(row) for row in rows]


def address(page: Page, ids: dict[str, str]) -> str:
    known = ids | {"broadcast_id": ids["drill_id"]} if page.name.startswith("training_") else ids
    path = page.rule
    for name, value in known.items():
        path = re.sub(rf"<(int:)?{name}>", value, path)
    assert "<" not in path, path
    return f"/staff{path}"
