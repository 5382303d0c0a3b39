"""The minute of the feeds: who is rung when they fall silent, and which installations have no such minute."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from alerts import jma_polls, rings
from bot import health
from bot.bulletin_hours import BulletinHours, Source
from settings import SAMPLE_TOWN
from store.database import reading, transaction
from tests.alerts.jma_server import Agency, an_agency
from tests.conftest import Clock
from town.profile import Profile, load_profile

PROFILE = load_profile(SAMPLE_TOWN)


@pytest.fixture
def agency() -> Iterator[Agency]:
    with an_agency() as agency:
        yield agency


def look(hours: BulletinHours) -> list[str]:
    hours.look(lambda: None)
    with reading() as session:
        return [f"{ring.reason} {ring.subject} {ring.roles[0]}" for ring in reversed(rings.latest(session))]


def test_administrators_are_rung_once_for_each_silence(db: str, clock: Clock, agency: Agency):
    hours = BulletinHours(Source(agency.address), PROFILE, clock, threading.Event())
    assert look(hours) == []
    agency.broken = {"extra", "extra_l"}
    clock.skip(minutes=4)
    assert look(hours) == []
    for _ in range(3):
        clock.skip(minutes=2)
        told = look(hours)
    assert told == ["feed_silent feed:extra administrator"]
    agency.broken = set()
    clock.skip(minutes=1)
    look(hours)
    agency.broken = {"extra", "extra_l"}
    clock.skip(minutes=6)
    assert len(look(hours)) == 2


@pytest.mark.parametrize(
    ("has_address", "town"), [(False, PROFILE), (True, Profile.minimal("みほん町", "000-000-0200"))]
)
def test_without_an_address_or_the_towns_codes_nobody_is_asked(has_address: bool, town: Profile, agency: Agency, clock: Clock):  # fmt: skip
    source = Source(agency.address if has_address else None)
    BulletinHours(source, town, clock, threading.Event()).look(lambda: None)
    assert not agency.asked


def test_a_house_that_closes_stops_between_two_telegrams(db: str, clock: Clock, agency: Agency):
    closing = threading.Event()
    agency.publish("one", b"<x/>")
    closing.set()
    look(BulletinHours(Source(agency.address), PROFILE, clock, closing))
    assert agency.asked["one"] == 0


def test_whoever_watches_the_house_sees_that_warnings_may_have_been_missed(db: str):
    door = Flask("health")
    door.register_blueprint(health.blueprint)
    client, now = door.test_client(), datetime.now(UTC)
    assert "bulletins" not in client.get("/readyz").json
    with transaction() as session:
        for feed, minutes in (("extra", 6), ("eqvol", 0)):
            jma_polls.take(session, feed, now - timedelta(minutes=minutes))
            jma_polls.succeeded(session, feed, now - timedelta(minutes=minutes), None, None)
    assert client.get("/readyz").json["bulletins"] == "may have missed: extra"
    assert 'madoguchi_feed_age_seconds{feed="extra"}' in client.get("/metrics").text
