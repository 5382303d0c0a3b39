"""A case past its day: its section has a letter in the morning, once for each day that passes, and never a word of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot import report_chores
from reports import handling, listing, overdue, records
from reports.filing import Office
from reports.handling import Corrected
from reports.listing import View, Wanted
from reports.moves import By
from reports.records import FiledReport
from store.database import reading, transaction
from store.letters import Letter
from tests.alerts.test_ringing import an_officer
from tests.conftest import NOON
from tests.reports.sample_town import mihon, profile
from town import officers, sections
from town.review_rules import ReviewRules
from town.roles import Role
from town.sections import Section

OFFICE = Office(mihon(), profile(), "https://desk.example.jp")
DUE = NOON + timedelta(days=14)


@pytest.fixture
def town(db: str) -> None:
    with transaction() as session:
        sections.load(session, profile().sections)


def filed(count: int = 1, section: str = "roads", due: datetime | None = DUE) -> list[int]:
    told = FiledReport("hole", section, text="花子の家の前の穴", place_words="花子の家", due_at=due)
    with transaction() as session:
        return [records.file(session, told, NOON).id for _ in range(count)]


def letters(now: datetime, office: Office = OFFICE) -> list[tuple[str | None, str | None, str]]:
    """What the back room has written by then: to whom, the subject and the rest."""
    report_chores.work(office, now)
    with reading() as session:
        return [(one.to, one.subject, one.body or "") for one in session.scalars(select(Letter).order_by(Letter.id))]


def test_a_section_has_one_letter_about_all_its_cases_past_their_day(town: None) -> None:
    filed(3)
    filed(section="facilities")
    filed(due=DUE + timedelta(days=1))
    filed(due=None)
    assert letters(DUE - timedelta(minutes=1)) == []
    (to, subject, body), (other, _, theirs) = letters(DUE)
    assert (to, other) == ("roads@mihon.example", "facilities@mihon.example")
    assert subject == "期限を過ぎた通報 3件"
    assert [line for line in body.splitlines() if line.startswith("M-")] == [f"M-2026-00000{n}" for n in (1, 2, 3)]
    assert "https://desk.example.jp/staff/reports?view=overdue&section=roads" in body
    assert "M-2026-000004" in theirs and "花子" not in body + theirs
    assert len(letters(DUE + timedelta(hours=1))) == 2, "nobody is told twice of the same day"


def test_nobody_has_a_letter_at_night(town: None) -> None:
    filed(due=NOON + timedelta(hours=5))  # 17:00 in Japan
    assert letters(NOON + timedelta(hours=6)) == []
    assert letters(NOON + timedelta(hours=19, minutes=59)) == []
    assert len(letters(NOON + timedelta(hours=20))) == 1, "it waits for the morning: 8:00"


def test_a_new_day_is_told_anew_when_it_passes_too(town: None) -> None:
    (case,) = filed()
    assert len(letters(DUE)) == 1
    with transaction() as session:
        jiro = an_officer(session, "jiro", Role.REPORT_HANDLER)
        later = Corrected(due_at=DUE + timedelta(days=7))
        handling.correct(session, OFFICE, case, later, By(jiro), DUE)
    assert len(letters(DUE + timedelta(days=6))) == 1
    assert len(letters(DUE + timedelta(days=7))) == 2


def test_a_case_that_is_over_has_no_letter(town: None) -> None:
    (case,) = filed()
    with transaction() as session:
        session.get_one(records.Report, case).stage = "done"
    assert letters(DUE) == []


def without_address(address: str | None = None) -> None:
    with transaction() as session:
        session.get_one(Section, "roads").email = address


def untold() -> list[str]:
    """What the desk lists as overdue without anybody told."""
    with transaction() as session:
        officer = officers.by_email(session, "kato@mihon.example") or an_officer(session, "kato", Role.REPORT_HANDLER)
        wanted, now = Wanted(View.UNTOLD), DUE + timedelta(minutes=1)
        found = [one.receipt_number for one in listing.cases(session, officer, wanted, now)]
        assert min(listing.counts(session, officer, now)[View.UNTOLD], 100) == len(found)
        return found


@pytest.mark.parametrize("address", [None, "no address at all"])
def test_where_the_section_has_no_address_the_town_is_told_in_its_place(town: None, address: str | None) -> None:
    without_address(address)
    filed(2)
    filed(section="nobody_knows")
    hall = profile().model_copy(update={"reviewing": ReviewRules(letters_to="hall@mihon.example")})
    assert untold() == ["M-2026-000001", "M-2026-000002", "M-2026-000003"]
    found = letters(DUE, replace(OFFICE, profile=hall))
    assert sorted((to, subject) for to, subject, _ in found) == [
        ("hall@mihon.example", "期限を過ぎたnobody_knowsの通報 1件"),
        ("hall@mihon.example", "期限を過ぎた道路課の通報 2件"),
    ]
    assert "道路課には使えるメールアドレスがない" in "".join(body for *_, body in found)
    assert "花子" not in str(found)
    assert untold() == [] and len(letters(DUE + timedelta(hours=1))) == 2


def test_without_any_address_of_the_town_its_administrators_are_told(town: None) -> None:
    without_address()
    filed()
    filed(section="facilities")
    with transaction() as session:
        for name in ("suzuki", "tanaka", "gone"):
            an_officer(session, name, Role.ADMINISTRATOR).disabled_at = NOON if name == "gone" else None
    found = sorted((to, subject) for to, subject, _ in letters(DUE))
    assert found == [
        ("facilities@mihon.example", "期限を過ぎた通報 1件"),
        ("suzuki@mihon.example", "期限を過ぎた道路課の通報 1件"),
        ("tanaka@mihon.example", "期限を過ぎた道路課の通報 1件"),
    ]


def test_what_nobody_could_be_told_stays_untold_and_holds_nobody_else_up(town: None) -> None:
    without_address()
    filed(overdue.MANY + 1, due=DUE - timedelta(days=1))
    filed(section="facilities")
    assert [to for to, *_ in letters(DUE)] == ["facilities@mihon.example"]
    assert len(untold()) == 100, "a page of them"
    without_address("roads@mihon.example")
    assert len(letters(DUE + timedelta(hours=1))) == 3, "as soon as somebody can be told"
    assert untold() == []


def test_a_long_list_names_the_first_and_counts_the_rest(town: None) -> None:
    filed(overdue.NAMED + 2)
    ((_, subject, body),) = letters(DUE)
    assert subject == f"期限を過ぎた通報 {overdue.NAMED + 2}件"
    assert body.count("M-2026-") == overdue.NAMED and "ほか2件" in body
