"""Ordinary notices leave room in the month for two that press; a topic has its share of the month."""

from datetime import datetime, timedelta

import pytest

from alerts import allowance, budgets, releasing
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from alerts.written import Effect, Written
from store import quota
from tests.alerts.desk_of_notices import TO_KAWARA, Town, a_draft, in_words
from tests.conftest import NOON
from town.notice_rules import NoticeRules
from town.officers import NotAllowedError
from town.subscriptions import choose_topics

EVERYBODY = Audience(Aim.EVERYONE)
WASTE = Audience(Aim.TOPICS, ("waste",))


def everyday() -> Written:
    return in_words(2, "お知らせ", effect=Effect.NONE)


def line_told(town: Town, limit: int | None, used: int, friends: int | None = None, at: datetime = NOON) -> None:
    quota.note(town.session, limit, used, at)
    if friends is not None:
        quota.note_friends(town.session, friends, 0, at.date())


def sends(town: Town, audience: Audience, **more: object) -> Broadcast:
    return town.approves(town.submitted(everyday(), a_draft(NOON, audience, **more)), typed="お知らせ")


def test_an_everyday_notice_leaves_two_full_sends_in_the_month(town: Town) -> None:
    line_told(town, limit=29, used=0, friends=9)
    notice = town.submitted(everyday(), a_draft(NOON, EVERYBODY))
    assert allowance.cost(town.session, notice) == 9 + 2  # Portuguese and Vietnamese get theirs beside it
    assert town.approves(notice, typed="お知らせ").stage == Stage.SENDING
    with pytest.raises(NotAllowedError, match="残り18通"):
        sends(town, EVERYBODY)


@pytest.mark.parametrize(("limit", "leaves"), [(14 + 2, True), (14 + 1, False), (0, False), (None, True)])
def test_the_border_is_exact(town: Town, limit: int | None, leaves: bool) -> None:
    line_told(town, limit, 0, friends=7)
    to_two = Audience(Aim.LANGUAGES, ("pt", "vi"))
    if leaves:
        assert sends(town, to_two).stage == Stage.SENDING
        return
    with pytest.raises(NotAllowedError, match="ふだんのお知らせは送れません"):
        sends(town, to_two)
    assert town.deliveries() == []


def test_what_presses_never_stops_and_neither_does_its_correction(town: Town) -> None:
    line_told(town, limit=1, used=1)
    notice = town.approves(town.submitted())
    assert notice.stage == Stage.SENDING
    allowance.refuse_ordinary(town.session, town.submitted(everyday(), is_drill=True), NOON)


def test_before_line_was_asked_nothing_stops(town: Town) -> None:
    assert allowance.find(town.session, NOON) is None
    assert sends(town, EVERYBODY).stage == Stage.SENDING


def test_last_months_count_is_not_this_months(town: Town) -> None:
    line_told(town, limit=100, used=99, friends=7, at=NOON - timedelta(days=30))
    found = allowance.find(town.session, NOON)
    assert found and (found.used, found.remaining, found.kept_back) == (0, 100, 14)


def test_what_left_since_line_was_asked_is_taken_off(town: Town) -> None:
    line_told(town, limit=100, used=10, friends=7, at=NOON - timedelta(minutes=1))
    sends(town, TO_KAWARA)
    sends(town, EVERYBODY)
    found = allowance.find(town.session, NOON)
    assert found and found.used == 10 + 2 + (7 + 2)


def test_a_notice_that_waited_for_its_hour_is_looked_at_again(town: Town) -> None:
    line_told(town, limit=100, used=0, friends=7)
    notice = sends(town, EVERYBODY, send_at=NOON + timedelta(hours=2))
    line_told(town, limit=100, used=95, friends=7)
    releasing.release_due(town.session, NOON + timedelta(hours=2), lambda day: False)
    assert (notice.stage, notice.reason and "残り5通" in notice.reason) == (Stage.CANCELLED, True)
    assert town.deliveries() == []


def test_a_topic_that_had_its_share_of_the_month_is_named_and_stops_nobody(town: Town) -> None:
    rules = NoticeRules(monthly=3, monthly_by_topic={"waste": 1})
    choose_topics(town.session, 1, ["waste"])
    first = town.submitted(everyday(), a_draft(NOON, WASTE))
    assert budgets.warnings(town.session, first, rules, NOON) == []
    town.approves(first, typed="お知らせ")
    both = town.submitted(everyday(), a_draft(NOON, Audience(Aim.TOPICS, ("events", "waste"))))
    assert [(one.topic_id, one.count, one.budget) for one in budgets.warnings(town.session, both, rules, NOON)] == [
        ("waste", 1, 1)
    ]
    assert town.approves(both, typed="お知らせ").stage == Stage.SENDING


def test_the_share_is_counted_by_the_month_in_which_it_leaves(town: Town) -> None:
    rules = NoticeRules(monthly=1)
    next_month = NOON + timedelta(days=14)
    sends(town, WASTE, send_at=next_month, expires_at=next_month + timedelta(hours=1))
    now, then = (budgets.spent(town.session, ["waste"], rules, at) for at in (NOON, next_month))
    assert ([one.count for one in now], [one.is_over for one in then]) == ([0], [True])
