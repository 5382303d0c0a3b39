"""Two officers stop somebody's new reports for a time; one is not enough, and its day ends it."""

from datetime import date

import pytest

from reports import muting
from reports.records import Report
from store.database import transaction
from tests.staff import test_report_pages
from tests.staff.test_report_pages import HANDLER, filed

app = test_report_pages.app


def until(case: int, now):
    with transaction() as session:
        return muting.muted_until(session, session.get_one(Report, case).resident_id or 0, now)


def press(browser, case: int, page: str, **form: str) -> int:
    at = f"/staff/reports/{case}"
    return browser.send(f"{at}/{page}", at=at, **form).status_code


def test_it_takes_two_and_ends_by_itself_or_by_one(hire, signed_in, app, clock):
    case, other = filed("Umaria"), filed("Ujiro")
    hanako, taro = signed_in(hire("hanako", HANDLER)), signed_in(hire("taro", HANDLER))
    assert press(hanako, case, "mute", days="30", text="") == 403, "a reason is needed"
    assert press(hanako, case, "mute", days="9999", text="いやがらせ") == 403
    assert press(hanako, case, "mute", days="7", text="いやがらせ") == 303 and until(case, clock()) is None
    assert press(hanako, case, "mute/decide", do="approve") == 403, "never by whoever proposed it"
    assert press(taro, case, "mute", days="7", text="もう1つ") == 403
    page = taro.open(f"/staff/reports/{case}").get_data(as_text=True)
    assert "いやがらせ" in page and "止めると決定する" in page and "Umaria" not in page
    assert press(taro, case, "mute/decide", do="approve") == 303
    assert until(case, clock()) and not until(other, clock())
    assert "停止中" in hanako.open(f"/staff/reports/{case}").get_data(as_text=True)
    assert press(hanako, case, "mute/decide", do="end") == 303 and until(case, clock()) is None
    assert press(hanako, case, "mute", days="7", text="またいやがらせ") == 303
    assert press(taro, case, "mute/decide", do="approve") == 303
    clock.skip(days=8)
    assert until(case, clock()) is None, "its day ended it"
    with transaction() as session:
        assert muting.forget(session, clock()) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_contractor_stops_nobody(hire, signed_in, app):
    case, gyosha = filed("Umaria"), hire("gyosha", HANDLER, is_contractor=True, ends_on=date(2027, 3, 31))
    with transaction() as session:
        session.get_one(Report, case).officer_id = gyosha.id
    browser = signed_in(gyosha)
    assert "新しい通報を止める" not in browser.open(f"/staff/reports/{case}").get_data(as_text=True)
    assert press(browser, case, "mute", days="7", text="いやがらせ") == 403
