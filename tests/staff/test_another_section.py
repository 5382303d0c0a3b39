"""Somebody else's records, asked for on every page that shows or changes one: shut, and nothing changed."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from alerts.broadcasts import Broadcast
from reports.photo_shelf import FolderShelf
from reports.photos import ReportPhoto
from reports.records import Report
from reports.saved_views import SavedView
from staff.pages import Page
from staff.routes import PAGES
from store.database import transaction
from tests.staff.filled_town import Parts, fill
from town.officer_factors import Factor
from town.roles import Role

# Records of a section: notices, reports with their photos, answers, questions. And of one officer: lists, factors.
OWNED = {"broadcast_id", "report_id", "photo_id", "entry_id", "asked_id", "view_id", "factor_id"}
# The whole town's, for whoever has the role: what the agency said, shelters, safety checks, the disaster mode. A ring
# looks itself whom it was for. Officers and proposals are the administrators' of the whole town.
OF_THE_TOWN = {
    "telegram_id", "standing_id", "switch_id", "check_id", "told_id", "shelter_id", "ring_id", "officer_id",
    "proposal_id", "token", "path", "size",
}  # fmt: skip
PART = re.compile(r"<(?:\w+:)?(\w+)>")
SOMEBODYS = [page for page in PAGES if OWNED & set(PART.findall(page.rule))]


@pytest.fixture
def desk(sample_desk, tmp_path: Path):
    shelf = FolderShelf(tmp_path)
    for size in ("small", "large"):
        shelf.put("a" * 32, size, b"\xff\xd8")
    return replace(sample_desk, shelf=shelf)


def test_whose_each_record_is_has_been_thought_of():
    assert {part for page in PAGES for part in PART.findall(page.rule)} == OWNED | OF_THE_TOWN
    assert len(SOMEBODYS) > 70


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_page_opens_or_changes_somebody_elses_record(hire, signed_in, clock, townspeople):
    everybody = [hire(name, *Role) for name in ("hanako", "taro", "jiro")]
    with transaction() as session:
        parts = fill(session, [session.merge(one) for one in everybody], clock())
        parts["factor_id"] = str(session.scalars(select(Factor.id).where(Factor.officer_id == everybody[0].id)).one())
    browser = signed_in(hire("mika", *[one for one in Role if one is not Role.ADMINISTRATOR], section="welfare"))
    browser.send("/staff/training/meant", at="/staff/training")  # an order is in force: the training asks first
    token = browser.form_token("/staff/")
    before = as_they_stand()
    opened = []
    for page in SOMEBODYS:
        for method in page.methods:
            path = address(page, parts)
            answer = browser.open(path) if method == "GET" else browser.send(path, token=token, at="/staff/", **ASKED)
            if answer.status_code not in (403, 404):
                opened.append((page.name, method, answer.status_code, answer.location))
    assert opened == []
    assert as_they_stand() == before


# A form as complete as it can be for all of them, so that no refusal is for want of a field.
ASKED = {"revision": "1", "text": "メモ", "reason": "理由", "looked": "1", "to": "check", "days": "7", "do": "approve"}


def as_they_stand() -> list[object]:
    with transaction() as session:
        found = [
            select(Broadcast.id, Broadcast.stage, Broadcast.revision), select(Report.id, Report.stage, Report.revision),
            select(ReportPhoto.id, ReportPhoto.state), select(SavedView.id, SavedView.name), select(Factor.id),
        ]  # fmt: skip
        return [tuple(row) for one in found for row in session.execute(one.order_by("id"))]


def address(page: Page, parts: Parts) -> str:
    known = parts | {"broadcast_id": parts["drill_id"]} if page.name.startswith("training_") else parts
    return f"/staff{PART.sub(lambda found: known[found[1]], page.rule)}"
