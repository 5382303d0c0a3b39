"""Old entries: owners are told in time, what nobody confirms is withdrawn a few a day, and safety stays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge import entries, in_force, reviewing, reviews
from knowledge.reviewing import SafetyEntries, decide
from knowledge.reviews import ReviewError, Stage, Standing
from store.database import reading, transaction
from store.letters import Letter
from tests.conftest import NOON
from tests.knowledge.entry_files import made
from town.review_rules import ReviewRules
from town.sections import Section

RULES = ReviewRules()
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
SAFETY = SafetyEntries(topics=("prepare",))


def standing(n: int, review_by: date, topic: str = "tax", section: str = "tax") -> Standing:
    return Standing(f"entry_{n}", section, topic, f"題{n}", "https://mihon.example/x", review_by)


@given(
    ages=st.lists(st.tuples(st.integers(-60, 200), st.booleans(), st.sampled_from(["tax", "citizens"])), max_size=25),
    gaps=st.lists(st.integers(0, 40), min_size=1, max_size=12),
    rules=st.builds(
        ReviewRules, ahead_days=st.integers(0, 60), grace_days=st.integers(14, 90), most_a_day=st.integers(1, 7)
    ),
)
def test_over_any_run_of_nights_nobody_is_surprised(ages, gaps, rules: ReviewRules):
    """Nights may be missed, and a night may be worked twice."""
    found = [
        standing(n, TODAY - age * DAY, "prepare" if is_safe else "tax", section)
        for n, (age, is_safe, section) in enumerate(ages)
    ]
    today, grace = TODAY, rules.grace_days * DAY
    for gap in gaps:
        today += gap * DAY
        found.sort(key=lambda one: (one.review_by, one.entry_id))
        night = decide(found, today, rules, SAFETY)
        before = {one.entry_id: one for one in found}
        assert all(not SAFETY.holds(one) and today > one.review_by + grace for one in night.withdrawn)
        found = [_after(one, night, today) for one in found]
        assert sum(one.withdrawn_on == today for one in found) <= rules.most_a_day
        left = [
            one for one in found if not one.withdrawn_on and not SAFETY.holds(one) and today > one.review_by + grace
        ]
        assert not (left and night.withdrawn) or max(o.review_by for o in night.withdrawn) <= min(
            o.review_by for o in left
        )
        assert not left or sum(one.withdrawn_on == today for one in found) == rules.most_a_day
        for one in found:
            is_news = one.entry_id in night.stages and before[one.entry_id].told != night.stages[one.entry_id]
            assert (one.section_id in night.news) or not is_news
        again = decide(found, today, rules, SAFETY)
        assert (again.withdrawn, again.news) == ((), frozenset())


def _after(one: Standing, night: reviewing.Night, today: date) -> Standing:
    told = night.stages.get(one.entry_id) if one.section_id in night.news else one.told
    withdrawn_on = today if one in night.withdrawn else one.withdrawn_on
    return Standing(**{**one.__dict__, "told": told, "withdrawn_on": withdrawn_on})


@pytest.mark.parametrize(
    ("days_left", "stage"),
    [
        (31, None),
        (30, Stage.AHEAD),
        (0, Stage.AHEAD),
        (-1, Stage.OVERDUE),
        (-60, Stage.OVERDUE),
        (-61, Stage.WITHDRAWN),
    ],
)
def test_what_happens_on_which_day(days_left: int, stage: Stage | None):
    night = decide([standing(1, TODAY + days_left * DAY)], TODAY, RULES, SAFETY)
    assert night.stages.get("entry_1") == stage


def shelved(*found) -> None:
    with transaction() as session:
        for one in found:
            entries.save(session, one, origin="file", file_hash="x")


def section(section_id: str = "tax") -> Section:
    return Section(
        id=section_id, position=0, names={"ja": "税務課"}, duties="税", phone="000-000-0102", fax=None, floor=1,
        email=f"{section_id}@mihon.example", room="1番", hours=[], phone_languages=["ja"],
    )  # fmt: skip


def works(today: date, *owners: Section) -> reviewing.Night:
    with transaction() as session:
        return reviewing.work(session, NOON, today, RULES, owners or [section()])


def told(today: date) -> dict[str, tuple[date, bool]]:
    with reading() as session:
        found = in_force.on_shelves(session, entries.published(session, today))
        return {one.id: (one.review_by, one.is_withdrawn(today)) for one in found}


def letters_written() -> list[tuple[str, str]]:
    with reading() as session:
        return [(str(row.to), str(row.body)) for row in session.scalars(select(Letter).order_by(Letter.id))]


OLD = {"checked_on": "2025-01-01", "review_by": "2026-01-01"}


@pytest.mark.usefixtures("db")
class TestRows:
    def test_an_old_entry_is_withdrawn_told_once_and_never_a_silent_hole(self):
        shelved(made("old_one", **OLD), made("fresh_one"))
        version_before = works_version()
        works(TODAY)
        works(TODAY)
        assert told(TODAY) == {"old_one": (date(2026, 1, 1), True), "fresh_one": (date(2027, 11, 20), False)}
        [(to, body)] = letters_written()
        assert to == "tax@mihon.example"
        assert "old_one" in body
        assert "fresh_one" not in body
        assert works_version() == version_before + 1

    def test_never_many_on_one_day_and_one_letter_a_section(self):
        shelved(*(made(f"old_{n}", **OLD) for n in range(8)), made("other_old", section="roads", **OLD))
        assert len(works(TODAY, section(), section("roads")).withdrawn) == 5
        assert len(letters_written()) == 2
        assert len(works(TODAY, section(), section("roads")).withdrawn) == 0
        assert len(works(TODAY + DAY, section(), section("roads")).withdrawn) == 4

    def test_what_keeps_people_safe_is_marked_and_stays(self):
        shelved(made("old_one", topic="prepare", **OLD))
        works(TODAY)
        assert told(TODAY) == {"old_one": (date(2026, 1, 1), False)}
        assert len(letters_written()) == 1

    def test_an_officer_who_looked_brings_it_back_and_a_file_loaded_again_does_not_undo_it(self):
        shelved(made("old_one", **OLD))
        works(TODAY)
        with transaction() as session:
            reviews.confirm(session, "old_one", date(2027, 6, 1), actor="officer:1", now=NOON, today=TODAY)
        shelved(made("old_one", title="直した題", **OLD))
        assert told(TODAY) == {"old_one": (date(2027, 6, 1), False)}
        assert works(TODAY + DAY).stages == {}

    def test_a_file_with_a_later_date_brings_it_back_too(self):
        shelved(made("old_one", **OLD))
        works(TODAY)
        shelved(made("old_one"))
        assert told(TODAY) == {"old_one": (date(2027, 11, 20), False)}

    @pytest.mark.parametrize("until", [TODAY, date(2025, 1, 1), date(2040, 1, 1)])
    def test_a_promise_is_neither_past_nor_for_ever(self, until: date):
        shelved(made("old_one", **OLD))
        with transaction() as session, pytest.raises(ReviewError):
            reviews.confirm(session, "old_one", until, actor="officer:1", now=NOON, today=TODAY)

    def test_a_section_without_address_is_told_where_the_town_says(self):
        shelved(made("old_one", **OLD))
        with transaction() as session:
            rules = ReviewRules(letters_to="hall@mihon.example")
            reviewing.work(session, NOON, TODAY, rules, [])
        assert [to for to, _ in letters_written()] == ["hall@mihon.example"]

    def test_what_nobody_could_be_told_is_told_when_somebody_has_an_address(self):
        shelved(made("old_one", **OLD))
        works(TODAY, section("roads"))
        assert letters_written() == []
        works(TODAY + DAY, section())
        assert ["old_one" in body for _, body in letters_written()] == [True]


def works_version() -> int:
    with reading() as session:
        return entries.version(session)
