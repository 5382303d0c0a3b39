"""Words that try to be more than words, in every column and in every field of every form: nothing of them runs."""

import io
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from staff.words import ACTIONS
from store import journal
from store.database import reading, transaction
from store.journal import JournalLine
from tests.staff import whole_house
from tests.staff.poisoned import HARM, LINK, TITLE, poison
from tests.staff.read_strictly import Form, Page, complaints
from tests.staff.whole_house import addresses
from tests.staff.without_a_screen import Browser

desk, house, inside = whole_house.desk, whole_house.house, whole_house.inside
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LONG_HARM, SHORT_HARM = (one.format(mark="k0k", start="") for one in (HARM, TITLE))
SHAPED = {"coordinates", "latitude", "longitude", "receipt"}
# Text that no page shows: letters leave by mail, messages by LINE; the rest is read by the program alone.
NOWHERE = {
    "api_keys.name", "letters.to", "letters.subject", "letters.body", "deliveries.messages", "sign_in_attempts.address",
    "officer_sessions.address", "districts.neighbourhoods", "sections.room", "machine_drafts.sender",
    "machine_drafts.identifier", "jma_telegrams.title",
}  # fmt: skip
ASKED = (
    "section", "kind", "topic", "show", "state", "view", "district", "person", "window", "lang", "next", "since", "until",
    "actor", "action", "subject", "before", "bbox", "checked", "moved", "edit", "receipt", "service_code", "status",
    "seen_at", "written", "case", "lat", "long", "start", "way",
)  # fmt: skip


def read(answer: TestResponse) -> str:
    return "" if answer.mimetype.startswith("image/") else answer.get_data(as_text=True)


@pytest.mark.parametrize("start", ["javascript:harm(1)//", "=HYPERLINK(1)"])
def test_no_word_in_any_column_becomes_more_than_a_word_on_any_page(house, inside, start):
    browser, parts = inside
    with transaction() as session:
        marks = poison(session, start)
        journal.write(session, datetime.now(UTC), actor=LONG_HARM, action=LONG_HARM, subject=LONG_HARM, harm=LONG_HARM)
    seen, found = set(), []
    for path in addresses(house, parts):
        answer = browser.open(path)
        assert answer.status_code < 500, path
        found += [(path, one) for one in complaints(answer)]
        seen |= set(re.findall(r"k\d+k", read(answer)))
    assert found == []
    assert "k0k" in seen, "the journal"
    assert set(marks.values()) - {marks[one] for one in seen if one in marks} == NOWHERE


def test_no_word_in_any_address_becomes_more_than_a_word(house, inside):
    browser, parts = inside
    asked = dict.fromkeys(ASKED, LONG_HARM)
    answers = [(path, browser.open(path, query_string=asked)) for path in addresses(house, parts)]
    assert [(path, one) for path, answer in answers for one in complaints(answer)] == []
    assert all(answer.status_code < 500 and _stays(answer) for _, answer in answers)
    assert any("k0k" in read(answer) for _, answer in answers)


def test_no_word_typed_into_any_form_becomes_more_than_a_word(house, inside):
    """Every form of every page is sent with harm in each field that takes text; then every page is looked at again."""
    browser, parts = inside
    forms = {_known(form): path for path in addresses(house, parts) for form in _forms(browser, path)}
    assert len(forms) > 60
    for known, path in forms.items():
        form = next((one for one in _forms(browser, path) if _known(one) == known), None)  # as it stands by now
        if form is None:
            continue  # what another form did has taken it away
        answer = browser.client.post(form.action, data=_typed(form), headers={"Referer": f"http://localhost{path}"})
        assert answer.status_code < 500 and _stays(answer), form.action
        assert complaints(answer) == [], form.action
    with reading() as session:
        assert {line.action for line in session.scalars(select(JournalLine))} <= set(ACTIONS), "all told in Japanese"
    again = [(path, browser.open(path)) for path in addresses(house, parts)]
    assert [path for path, answer in again if answer.status_code >= 500] == []
    assert [(path, one) for path, answer in again for one in complaints(answer)] == []
    assert sum("k0k" in read(answer) for _, answer in again) > 30


def _forms(browser: Browser, path: str) -> list[Form]:
    answer = browser.open(path)
    if answer.mimetype != "text/html":
        return []
    return [
        Form(form.action or path, form.method, form.is_for_files, form.fields)
        for form in Page(answer.get_data(as_text=True)).forms
        if form.method == "post" and "sign-out" not in form.action
    ]


def _known(form: Form) -> tuple[str, tuple[str, ...]]:
    """Buttons of one name and different values make different forms."""
    return form.action, tuple(f"{name}={value}" for name, kind, value, _ in form.fields if kind == "button")


def _typed(form: Form) -> dict[str, Any]:
    """What stands there stays, and where one may type there is harm; what must have a shape has one."""
    sent: dict[str, Any] = {}
    for name, kind, value, most in form.fields:
        if kind == "file":
            sent[name] = (io.BytesIO(LONG_HARM.encode()), f"{SHORT_HARM}.csv")
        elif name.endswith("_url"):
            sent[name] = LINK.format(mark="k0k")
        elif kind in ("text", "textarea", "search", "tel") and name not in SHAPED:
            sent[name] = (SHORT_HARM if most and most < len(LONG_HARM) else LONG_HARM)[: most or None]
        elif kind not in ("radio", "checkbox") or name not in sent:
            sent[name] = value
    return sent


def _stays(answer: TestResponse) -> bool:
    """Whatever was asked, one is never led out of the house, nor told a header that was typed."""
    goal = urlsplit(answer.location or "/")
    return not goal.netloc and not goal.scheme and goal.path.startswith("/")
