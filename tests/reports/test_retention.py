"""The town forgets who reported, then what was written, each in its time; what is held stays, and a trace remains."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from reports import figures, followers, history, photos, records, reporter, retention
from reports.kinds import Remembering
from reports.records import Report
from reports.retention import Forgotten
from reports.stages import Stage
from tests.conftest import NOON
from tests.reports.conftest import Town
from tests.reports.sample_town import mihon
from town.calendar import JST

RULES = mihon().rules


def after(days: float) -> datetime:
    return NOON + timedelta(days=days)


@pytest.fixture
def done(town: Town) -> Report:
    """Closed at noon; Jiro follows it."""
    report = town.reports(text="花子です", place_words="家の前")
    followers.join(town.session, report, town.jiro, NOON)
    reporter.add_words(town.session, report, "まだあります", NOON)
    report.stage, report.closed_at = "done", NOON
    town.session.flush()
    return report


def test_after_ninety_days_nobody_knows_who_reported(town: Town, done: Report) -> None:
    assert retention.forget(town.session, RULES, after(89)) == 0
    assert retention.forget(town.session, RULES, after(90)) == 1
    assert (done.resident_id, done.text, done.follower_count) == (None, "花子です", 1)
    assert followers.of_report(town.session, done.id) == []
    assert records.of_resident(town.session, town.hanako) == []
    assert retention.forget(town.session, RULES, after(91)) == 0


def test_after_a_year_words_and_photos_go_and_the_case_stays_as_a_number(town: Town, done: Report) -> None:
    photos.want(town.session, town.hanako, "m1", NOON, done.id)
    assert retention.forget(town.session, RULES, after(366)) == 2
    assert (done.text, done.place_words, done.public_text, done.kind) == (None, None, None, "hole")
    assert all(line.text is None for line in history.of_report(town.session, done.id))
    assert photos.of_report(town.session, done.id) == []
    traces = {(one.what, one.after_days, one.stage) for one in retention.traces(town.session, done.id)}
    assert traces == {(Forgotten.REPORTER, 90, "done"), (Forgotten.CONTENTS, 366, "done")}


def test_each_kind_has_its_own_period(town: Town) -> None:
    animal, other = town.reports("animal", text="猫"), town.reports("a_kind_given_up", text="?")
    for one in (animal, other):
        one.stage, one.closed_at = "done", NOON
    town.session.flush()
    retention.forget(town.session, RULES, after(91))
    assert (animal.text, other.text) == (None, "?")
    retention.forget(town.session, RULES, after(367))
    assert other.text is None


def test_how_a_case_ended_may_shorten_what_is_kept_and_never_lengthens_it(town: Town) -> None:
    rules = RULES.model_copy(update={"remembering": Remembering(keep_days_of={Stage.NOT_OURS: 30, Stage.CANNOT: 200})})
    done, not_ours, cannot, animal = town.reports(), town.reports(), town.reports(), town.reports("animal")
    for one, stage in ((done, "done"), (not_ours, "not_ours"), (cannot, "cannot"), (animal, "cannot")):
        one.stage, one.closed_at, one.text = stage, NOON, "穴"
    town.session.flush()

    def emptied(days: float) -> list[bool]:
        retention.forget(town.session, rules, after(days))
        return [one.text is None for one in (done, not_ours, cannot, animal)]

    assert emptied(29) == [False, False, False, False]
    assert emptied(30) == [False, True, False, False]
    assert {one.after_days for one in retention.traces(town.session, not_ours.id)} == {30}
    assert emptied(90) == [False, True, False, True], "the kind's own period is shorter"
    assert emptied(200) == [False, True, True, True]
    assert emptied(366) == [True, True, True, True]
    with pytest.raises(ValidationError, match="終わった状態ではありません"):
        Remembering(keep_days_of={Stage.CHECKING: 30})


def test_what_is_held_for_a_court_is_not_forgotten(town: Town, done: Report) -> None:
    done.is_held = True
    town.session.flush()
    assert retention.forget(town.session, RULES, after(4000)) == 0
    assert done.text == "花子です"


def test_what_is_open_is_never_forgotten(town: Town) -> None:
    report = town.reports(text="まだある")
    assert retention.forget(town.session, RULES, after(4000)) == 0
    assert report.text == "まだある"


def test_the_dry_run_says_the_same_and_changes_nothing(town: Town, done: Report) -> None:
    shown = retention.due(town.session, RULES, after(400))
    assert [(one.receipt_number, one.what) for one in shown] == [
        (done.receipt_number, Forgotten.REPORTER), (done.receipt_number, Forgotten.CONTENTS),
    ]  # fmt: skip
    assert (done.text, retention.traces(town.session, done.id)) == ("花子です", [])


def test_the_figures_a_town_is_asked_for(town: Town) -> None:
    cases = [town.reports() for _ in range(4)] + [town.reports("animal")]
    cases[0].stage, cases[0].first_word_at, cases[0].closed_at = "done", after(1), after(4)
    cases[1].stage, cases[1].first_word_at = "passed_on", after(3)
    cases[1].reopened_count, cases[1].is_fixed = 1, False
    cases[2].due_at = after(5)
    cases[3].stage = "withdrawn"
    town.session.flush()
    day = datetime(2026, 11, 20, tzinfo=JST)
    found = figures.whole(town.session, day, day + timedelta(days=1), after(10))
    assert (found.posted, found.handled, found.is_open, found.overdue) == (4, 2, 3, 1)
    assert (found.handled_share, found.reopened_share) == (0.5, 0.25)
    assert (found.days_to_first_word, found.days_to_end, found.said_not_fixed) == (2.0, 4.0, 1)
    kinds = figures.by_kind(town.session, day, day + timedelta(days=1), after(10))
    assert {kind: one.posted for kind, one in kinds.items()} == {"animal": 1, "hole": 3}
    assert set(figures.by_section(town.session, day, day + timedelta(days=1), after(10))) == {"roads"}
    nothing = figures.whole(town.session, after(100), after(101), after(102))
    assert (nothing.handled_share, nothing.days_to_end) == (None, None)
