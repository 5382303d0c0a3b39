"""A server that is broken, lies or is not the agency's at all: refused, noted, and the polling goes on."""

from datetime import timedelta

from alerts import jma_polls, jma_telegrams
from store.database import reading, transaction
from tests.alerts import jma_papers as papers
from tests.alerts.jma_watch import at


def test_a_telegram_that_could_not_be_fetched_comes_the_next_minute(watch):
    watch.agency.publish("rain", papers.rain("43", envelope=at()))
    watch.agency.broken = {"rain"}
    assert watch.poll() == []
    watch.agency.broken = set()
    assert watch.poll() == ["レベル４大雨危険警報 issued"]


def test_one_broken_feed_does_not_silence_the_other_and_the_silence_is_known(watch):
    watch.agency.broken = {"extra"}
    watch.agency.publish("wave", papers.tsunami("52", "00", envelope=at(event_id="20261120120000")), feed="eqvol")
    assert watch.poll(6) == ["大津波警報 issued"]
    with reading() as session:
        assert [row.feed for row in jma_polls.silent(session, watch.clock())] == ["extra"]
    watch.agency.broken = set()
    watch.poll()
    with reading() as session:
        assert jma_polls.silent(session, watch.clock()) == []


SPOILT = {
    "a bomb": b'<!DOCTYPE a [<!ENTITY x "y">]><feed xmlns="http://www.w3.org/2005/Atom">&x;</feed>',
    "cut": b'<feed xmlns="http://www.w3.org/2005/Atom"><entry>',
    "a web page": "<html>メンテナンス中</html>".encode("cp932"),
    "fifty megabytes": b"<feed>" + b" " * 50_000_000,
}


def test_a_spoilt_feed_is_refused_and_read_again_when_it_is_whole(watch):
    watch.agency.publish("rain", papers.rain("43", envelope=at()))
    for name, body in SPOILT.items():
        watch.agency.spoilt = {"extra": body}
        assert watch.poll() == [], name
    watch.agency.spoilt = {}
    assert watch.poll() == ["レベル４大雨危険警報 issued"]


def test_hostile_telegrams_are_kept_as_refused_and_the_next_one_is_read(watch):
    hostile = {
        "bomb": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "cut": papers.rain("33", envelope=at())[:600],
        "sjis": papers.rain("33", envelope=at()).decode().encode("cp932", "replace"),
        "future": papers.rain("33", envelope=at(60 * 24)),
    }  # fmt: skip
    for name, body in hostile.items():
        watch.agency.publish(name, body)
    watch.agency.publish("rain", papers.rain("43", envelope=at()))
    assert watch.poll() == ["レベル４大雨危険警報 issued"]
    assert {row.address.rpartition("/")[2] for row in watch.kept() if row.reading == jma_telegrams.REFUSED} == {f"{name}.xml" for name in hostile}  # fmt: skip
    for number in range(3):
        watch.agency.publish(f"more{number}", papers.rain("43", envelope=at(number + 1)))
        watch.poll()
    assert max(watch.agency.asked[name] for name in hostile) == jma_telegrams.TRIES


def test_a_feed_that_leads_elsewhere_is_not_followed(watch):
    watch.agency.spoilt = {
        "extra": b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://mihon.example/../../secret</id></entry></feed>'
    }
    assert watch.poll() == []
    assert watch.kept() == []


def test_a_day_has_its_limit(watch):
    with transaction() as session:
        jma_polls.loaded(session, "extra", jma_polls.MOST_A_DAY, watch.clock() - timedelta(minutes=5))
    watch.agency.publish("rain", papers.rain("43", envelope=at()))
    assert watch.poll() == []
    assert watch.agency.asked["rain"] == 0
    assert watch.poll(60 * 24)[-1] == "レベル４大雨危険警報 issued"
