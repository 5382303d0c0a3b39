"""At night the approver reads, before the click, who is told without sound; and afterwards, who was."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from alerts import line_checks
from store.database import transaction
from tests.staff.notices import begins, does, fills_in, local, notice, reads
from town.residents import Resident

WATER = {"v-subject": "断水のお知らせ", "v-body": "明日の朝、水が止まります。", "when": "now", "then": "check"}
IN_KAWARA = {"aim": "districts", "to-districts": ["kawara"]}
TO_ALL = {"aim": "everyone"}


@pytest.fixture
def desk(sample_desk):
    return sample_desk


@pytest.fixture
def night(clock, tanaka, suzuki):
    """Eleven o'clock. Of two people in 川原 one wished no sound."""
    clock.skip(hours=11)
    with transaction() as session:
        session.execute(update(Resident).where(Resident.line_id == "U1").values(is_silent_at_night=True))
    return clock


def handed_in(browser, **words):
    number = begins(browser, "ordinary")
    assert fills_in(browser, number, {**WATER, **words}).location == f"/staff/broadcasts/{number}"
    does(browser, "submit", number)
    handed_in_at = notice(number).submitted_at
    with transaction() as session:
        question = line_checks.Question(number, handed_in_at)
        line_checks.settle(session, question, line_checks.Opinion.FIT, None, handed_in_at)
    return number


def test_the_approver_reads_how_many_sleep_on_and_later_how_many_did(night, tanaka, suzuki, signed_in):
    first, second = signed_in(tanaka), signed_in(suzuki)
    number = handed_in(first, **IN_KAWARA)
    page = reads(second, f"/staff/broadcasts/{number}")
    assert "夜間(22:00〜7:00)のため、音なしを希望した人(1人)には、音を鳴らさずに届きます。" in page
    assert "ほかの人には音が鳴ります" in page
    does(second, "approve", number, kind="お知らせ")
    assert "夜間のため、1人には音を鳴らさずに届けました" in reads(first, f"/staff/broadcasts/{number}")


def test_to_everybody_the_approver_is_told_that_nobody_hears_it(night, tanaka, suzuki, signed_in):
    first, second = signed_in(tanaka), signed_in(suzuki)
    number = handed_in(first, **TO_ALL)
    page = reads(second, f"/staff/broadcasts/{number}")
    assert "全員に音を鳴らさずに届きます" in page and "地区を選んで送ってください" in page
    does(second, "approve", number, kind="お知らせ")
    assert "全員には音を鳴らさずに届けました" in reads(first, f"/staff/broadcasts/{number}")


def test_where_nobody_wished_it_nothing_is_said(night, tanaka, signed_in):
    with transaction() as session:
        session.execute(update(Resident).values(is_silent_at_night=False))
    browser = signed_in(tanaka)
    for words in (IN_KAWARA, TO_ALL):
        assert "音を鳴らさずに" not in reads(browser, f"/staff/broadcasts/{handed_in(browser, **words)}")


def test_what_leaves_in_the_morning_rings(night, tanaka, signed_in):
    browser = signed_in(tanaka)
    morning = {
        "when": "later",
        "send_at": local(night() + timedelta(hours=9)),
        "expires_at": local(night() + timedelta(hours=20)),
    }
    number = handed_in(browser, **IN_KAWARA, **morning)
    assert notice(number).send_at is not None
    assert "音を鳴らさずに" not in reads(browser, f"/staff/broadcasts/{number}")
