"""The clock: when, never what. Every job is one ring of one bell, and a missed hour is rung once."""

import itertools
import threading
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from dramatiq.brokers.stub import StubBroker

from alone import GROUPS
from scheduler import clock
from scheduler.clock import TIMETABLE, wind
from store import bell
from tests.patience import PATIENCE

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SECONDS = {
    "inbox": 10, "outbox": 10, "urgent": 5, "chores": 60, "letters": 60, "notices": 10, "photos": 10, "feed": 60,
    "menus": 30, "mailbox": 60,
}  # fmt: skip


@pytest.fixture
def wound() -> BackgroundScheduler:
    scheduler = BackgroundScheduler(timezone=UTC)
    wind(scheduler)
    return scheduler


def test_every_bell_is_rung_and_every_line_has_its_own_name():
    assert {name for _, name, _ in TIMETABLE} == set(bell.NAMES)
    titles = [title for title, _, _ in TIMETABLE]
    assert len(set(titles)) == len(titles)


def test_every_bell_is_answered_in_the_house_of_one_process_too():
    assert sorted(name for names, _ in GROUPS for name in names) == sorted(bell.NAMES)


@pytest.mark.parametrize(
    ("title", "name", "trigger"),
    [line for line in TIMETABLE if line[0] != "midnight"],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_lost_ring_costs_at_most(title: str, name: str, trigger: object):
    """Urgent notices wait five seconds at most, answers ten."""
    first = trigger.get_next_fire_time(None, NOW)
    second = trigger.get_next_fire_time(first, first)
    assert second - first <= timedelta(seconds=SECONDS[name])


def test_the_agency_is_asked_each_minute_at_second_20_so_a_telegram_is_told_within_65_seconds():
    """The journey through a night of rain shows that from a poll to the telephones it takes five seconds at most."""
    [trigger] = [trigger for title, _, trigger in TIMETABLE if title == "read bulletins"]
    fires = [trigger.get_next_fire_time(None, NOW)]
    while fires[-1] < NOW + timedelta(hours=25):
        fires.append(trigger.get_next_fire_time(fires[-1], fires[-1] + timedelta(microseconds=1)))
    assert {one.second for one in fires} == {20}
    longest_wait = max(later - earlier for earlier, later in itertools.pairwise(fires))
    assert longest_wait + timedelta(seconds=5) <= timedelta(seconds=65)


def test_midnight_in_japan_is_rung_to_the_second():
    [trigger] = [trigger for title, _, trigger in TIMETABLE if title == "midnight"]
    assert trigger.get_next_fire_time(None, NOW) == datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def test_winding_puts_every_line_on_the_clock_once(wound: BackgroundScheduler):
    jobs = wound.get_jobs()
    assert {job.id for job in jobs} == {title for title, _, _ in TIMETABLE}
    assert {(job.id, *job.args) for job in jobs} == {(title, name) for title, name, _ in TIMETABLE}
    assert all(job.func is bell.ring for job in jobs)


def test_an_hour_asleep_is_rung_once_and_not_six_hundred_times(wound: BackgroundScheduler):
    assert all(job.coalesce and job.max_instances == 1 for job in wound.get_jobs())


def test_a_running_clock_rings_and_stops_when_it_is_told(broker: StubBroker):
    heard, rung = threading.Event(), []

    def ring(name: str) -> None:
        rung.append(name)
        heard.set()

    scheduler = BackgroundScheduler(timezone=UTC)
    wind(scheduler)
    for job in scheduler.get_jobs():
        job.modify(func=ring, next_run_time=datetime.now(UTC))
    scheduler.start()
    assert heard.wait(PATIENCE)
    scheduler.shutdown()
    assert set(rung) <= set(bell.NAMES)


def test_the_clock_knows_nothing_of_the_work():
    assert not {"handlers", "knowledge", "town", "sqlalchemy"} & set(vars(clock))
