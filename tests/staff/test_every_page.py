"""Every page of the desk, wide and narrow, with something on it: axe has nothing to complain of."""

import re
from datetime import UTC, datetime

import pytest

from staff.pages import Needs
from staff.routes import PAGES
from store.database import transaction
from tests.staff.filled_town import fill
from tests.staff.in_a_browser import NARROW, look_at, sign_in
from tests.staff.the_desk import WIDE
from town.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def test_no_page_has_anything_axe_complains_of(office, context, hire, townspeople):
    everybody = [hire(name, *Role) for name in ("hanako", "taro", "jiro")]
    with transaction() as session:
        ids = fill(session, [session.merge(one) for one in everybody], datetime.now(UTC))
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
