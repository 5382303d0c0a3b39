"""Every page of the desk, wide and narrow, with something on it: axe has nothing to complain of."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from alerts import jma_intake, jma_telegrams
from alerts.jma_intake import Town
from knowledge import asked, entries, worklist
from knowledge.ask import Unknown
from reports import callers, records
from reports.cells import Point
from reports.records import FiledReport
from speech.languages import Language
from staff.pages import Needs
from staff.routes import PAGES
from store.database import transaction
from tests.alerts import jma_papers as papers
from tests.alerts.jma_watch import at
from tests.conftest import NOON
from tests.knowledge.entry_files import made
from tests.staff.asked_how_they_are import answered, opened
from tests.staff.conftest import WIDE
from tests.staff.in_a_browser import NARROW, look_at, sign_in
from tests.staff.rung import rung, waiting_notice
from tests.staff.townspeople import sample_town
from town import officer_changes, officer_proposals, officers, shelters
from town.officer_changes import Grant
from town.roles import Role
from town.shelters import ShelterStatus

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def test_no_page_has_anything_axe_complains_of(office, context, hire, townspeople):
    everybody = [hire(name, *Role) for name in ("hanako", "taro", "jiro")]
    ids = _filled(everybody)
    page = context.new_page()
    sign_in(page, office, "hanako@mihon.example")
    for one in PAGES:
        if one.needs in (Needs.NOTHING, Needs.PASSWORD) or "GET" not in one.methods or one.name in ALREADY_SEEN:
            continue
        path = one.rule
        known = ids | {"broadcast_id": ids["drill_id"]} if one.name.startswith("training_") else ids
        for name, value in known.items():
            path = re.sub(rf"<(int:)?{name}>", value, path)
        assert "<" not in path, path
        answer = page.goto(f"{office.url}/staff{path}")
        assert answer is not None and answer.status == 200, path
        # The training shows the same pages in other colours: once is enough.
        look_at(page, one.name, (NARROW,) if one.name.startswith("training_") else (WIDE, NARROW))


FILES = {one.name for one in PAGES if one.rule.endswith(".csv")}
ALREADY_SEEN = FILES | {
    "exported_journal",
    "recovery_codes",
    "asset",
    "confirm",
    "report_photo",
    "reports_on_map",
    "redact_report_photo",
}


def _filled(everybody: list[officers.Officer]) -> dict[str, str]:
    """Something to see on every page."""
    now = datetime.now(UTC)
    with transaction() as session:
        change = Grant(email="jiro@mihon.example", role=Role.BROADCAST_APPROVER, section_id="citizens")
        proposal = officer_proposals.propose(session, [change], everybody[1], now)
        officer_changes.make(
            session, Grant(email="taro@mihon.example", role=Role.VIEWER, section_id="roads"), now, "shell"
        )
        entries.save(session, made("move_in", section="citizens", is_published=False), origin="desk")
        row = asked.note(session, "シーラカンスの飼い方", Language.JA, [Unknown()], "m1", now)
        worklist.take_up(row, now + timedelta(days=9))
        shelters.load(session, sample_town().places.shelters)
        shelters.set_status(session, "honcho_school", ShelterStatus.OPEN, now)
        town = sample_town()
        jma_intake.take(session, Town(town, town.jma), "rain", papers.rain("43", envelope=at(-5)), NOON)
        check = opened(session, [session.merge(one) for one in everybody], now)
        answered(session, check, now)
        told = FiledReport("hole", "roads", text="バス停の前の穴", point=Point(34.75, 138.27), is_urgent=True)
        report = records.file(session, told, now)
        callers.write(session, report, everybody[0], "once", now, name="見本 ふみ", phone="000-123-4567")
        return {
            "report_id": str(report.id),
            "telegram_id": str(jma_telegrams.latest(session)[0].id),
            "check_id": str(check.id),
            "entry_id": "move_in",
            "asked_id": str(row.id),
            "officer_id": str(everybody[1].id),
            "proposal_id": str(proposal.id),
            "ring_id": str(rung(session, everybody, now)),
            "broadcast_id": str(waiting_notice(session, everybody[1], now)),
            "drill_id": str(waiting_notice(session, everybody[1], now, is_drill=True)),
        }
