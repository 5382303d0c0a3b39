"""The outbox: a row is a promise. It is claimed by one, kept through a pause, halved without losing anybody."""

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from store import channel, notices, outbox
from store.channel import Reason
from store.database import reading, transaction
from store.inbox import OvertakenError
from store.notices import MULTICAST_LIMIT, Parcel
from store.outbox import LEASE, MOST_SPLITS, REPLY_LEASE, URGENT_LEASE, Delivery, Status, Way
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("db")

SECOND = timedelta(seconds=1)
WORDS = [{"type": "text", "text": "こんにちは"}]


def answer(token: str | None = "r" * 32, seq: int = 1) -> Delivery:
    with transaction() as session:
        return outbox.answer(session, seq, "U1", token, NOON, WORDS, NOON)


def put(way: Way, *, urgent: bool = False, due: datetime = NOON) -> int:
    with transaction() as session:
        row = Delivery(
            way=way, to=["U1"], reply_token="r", token_at=NOON, messages=WORDS, retry_key="k", is_urgent=urgent,
            created_at=NOON, next_try_at=due,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def multicast(count: int, notice: int | None = 1) -> None:
    with transaction() as session:
        notices.multicast(session, [f"U{n}" for n in range(count)], Parcel(notice, WORDS), NOON)


def claim(now: datetime = NOON, *, urgent: bool = False) -> Delivery | None:
    with transaction() as session:
        return outbox.claim(session, now, urgent=urgent)


def reclaim(now: datetime, *, urgent: bool = False) -> Delivery | None:
    with transaction() as session:
        return outbox.reclaim(session, now, urgent=urgent)


def settle(delivery: Delivery, **values: object) -> None:
    with transaction() as session:
        outbox.settle(session, delivery, **values)


def pause(reason: Reason) -> None:
    with transaction() as session:
        channel.pause(session, reason, NOON + timedelta(minutes=1), NOON)


def rows(status: Status | None = None) -> list[Delivery]:
    with reading() as session:
        wanted = select(Delivery).order_by(Delivery.id)
        return list(session.scalars(wanted.where(Delivery.status == status) if status else wanted))


def test_an_answer_is_already_in_the_hands_of_who_made_it():
    delivery = answer()
    assert (delivery.way, delivery.status, delivery.attempts) == (Way.REPLY, Status.SENDING, 1)
    assert claim() is None


def test_without_a_reply_token_an_answer_is_pushed():
    assert answer(token=None).way == Way.PUSH


def test_an_answer_whose_sender_died_is_taken_over_and_may_have_arrived():
    delivery = answer()
    assert reclaim(NOON + REPLY_LEASE - SECOND) is None
    taken = reclaim(NOON + REPLY_LEASE)
    assert (taken.id, taken.attempts, taken.may_have_arrived) == (delivery.id, 2, True)
    assert taken.retry_key == delivery.retry_key


@pytest.mark.parametrize(("urgent", "lease"), [(False, LEASE), (True, URGENT_LEASE)])
def test_a_push_whose_sender_died_is_taken_over_after_two_minutes_or_half_a_minute(urgent: bool, lease: timedelta):
    put(Way.PUSH, urgent=urgent)
    claim(urgent=urgent)
    assert reclaim(NOON + lease - SECOND, urgent=urgent) is None
    assert reclaim(NOON + lease, urgent=not urgent) is None
    assert reclaim(NOON + lease, urgent=urgent).may_have_arrived


def test_urgent_rows_and_others_never_meet():
    ordinary, urgent = put(Way.PUSH), put(Way.PUSH, urgent=True)
    assert claim(urgent=True).id == urgent
    assert claim(urgent=True) is None
    assert claim().id == ordinary


def test_the_row_that_has_waited_longest_goes_first_and_none_before_its_time():
    late, early = put(Way.PUSH, due=NOON + SECOND), put(Way.PUSH)
    assert claim().id == early
    assert claim() is None
    assert claim(NOON + SECOND).id == late


def test_a_sender_suspended_past_its_lease_cannot_write_how_it_ended():
    late = answer()
    taken = reclaim(NOON + REPLY_LEASE)
    with pytest.raises(OvertakenError):
        settle(late, status=Status.REFUSED)
    settle(taken, status=Status.SENT)
    with pytest.raises(OvertakenError):
        settle(taken, status=Status.UNCERTAIN)
    assert [row.status for row in rows()] == [Status.SENT]


def test_the_first_try_is_remembered():
    put(Way.PUSH)
    delivery = claim(NOON + SECOND)
    settle(delivery, status=Status.WAITING, next_try_at=NOON + 2 * SECOND)
    assert claim(NOON + 2 * SECOND).first_try_at == NOON + SECOND


def test_a_spent_quota_holds_pushes_back_and_lets_replies_go():
    push, reply = put(Way.PUSH), put(Way.REPLY)
    pause(Reason.QUOTA_SPENT)
    assert claim().id == reply
    assert claim() is None
    assert claim(NOON + timedelta(minutes=1)).id == push


@pytest.mark.parametrize("way", [Way.REPLY, Way.PUSH, Way.MULTICAST, Way.BROADCAST])
def test_a_wrong_token_holds_everything_back(way: Way):
    row = put(way)
    pause(Reason.UNAUTHORISED)
    assert claim() is None
    assert claim(NOON + timedelta(minutes=1)).id == row


def test_a_pause_also_holds_back_what_a_dead_sender_left():
    answer()
    pause(Reason.UNAUTHORISED)
    assert reclaim(NOON + REPLY_LEASE) is None
    assert reclaim(NOON + timedelta(minutes=1)) is not None


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (500, [500]), (501, [500, 1]), (1200, [500, 500, 200])]
)
def test_a_notice_to_many_is_cut_into_rows_of_five_hundred(count: int, sizes: list[int]):
    multicast(count)
    assert [len(row.to or ()) for row in rows()] == sizes
    assert [one for row in rows() for one in row.to or ()] == [f"U{n}" for n in range(count)]
    assert len({row.retry_key for row in rows()}) == len(sizes)
    assert all(len(row.to or ()) <= MULTICAST_LIMIT and row.is_urgent for row in rows())


def send_all(bad: set[str]) -> None:
    """A LINE that refuses every multicast with a bad address in it, and nothing else."""
    while (delivery := claim(urgent=True)) is not None:
        is_spoilt = not bad.isdisjoint(delivery.to or ())
        with transaction() as session:
            if not is_spoilt:
                outbox.settle(session, delivery, status=Status.SENT)
            elif len(delivery.to or ()) > 1 and outbox.may_split(session, delivery):
                outbox.split(session, delivery, NOON)
            else:
                outbox.settle(session, delivery, status=Status.REFUSED)


def everybody(*statuses: Status) -> list[str]:
    return [one for status in statuses for row in rows(status) for one in row.to or ()]


@pytest.mark.parametrize("seed", range(4))
def test_halving_finds_the_bad_addresses_and_keeps_everybody_once(seed: int):
    chance = random.Random(seed)
    count = chance.randint(2, 60)
    bad = {f"U{n}" for n in chance.sample(range(count), chance.randint(1, min(count, 4)))}
    multicast(count)
    send_all(bad)
    assert sorted(everybody(Status.SENT, Status.REFUSED)) == sorted(f"U{n}" for n in range(count))
    assert set(everybody(Status.REFUSED)) == bad


def test_halves_are_new_requests_about_the_same_notice():
    multicast(3, notice=7)
    delivery = claim(urgent=True)
    with transaction() as session:
        outbox.split(session, delivery, NOON)
    whole, *halves = rows()
    assert whole.status == Status.SPLIT
    assert [half.to for half in halves] == [["U0"], ["U1", "U2"]]
    assert {half.notice_id for half in halves} == {7}
    assert all(half.is_urgent and half.messages == WORDS for half in halves)
    assert len({row.retry_key for row in rows()}) == 3


def test_a_half_whose_parent_was_overtaken_is_not_made():
    multicast(4)
    late = claim(urgent=True)
    reclaim(NOON + LEASE, urgent=True)
    with pytest.raises(OvertakenError), transaction() as session:
        outbox.split(session, late, NOON)
    assert len(rows()) == 1


def test_a_list_that_is_wrong_everywhere_is_halved_sixty_four_times_at_most():
    multicast(MULTICAST_LIMIT, notice=7)
    send_all({f"U{n}" for n in range(MULTICAST_LIMIT)})
    with reading() as session:
        splits = session.scalar(select(func.count()).where(Delivery.status == Status.SPLIT))
    assert splits == MOST_SPLITS
    assert len(everybody(Status.REFUSED)) == MULTICAST_LIMIT


def test_the_halvings_of_one_notice_do_not_use_up_those_of_another():
    multicast(MULTICAST_LIMIT, notice=7)
    send_all({f"U{n}" for n in range(MULTICAST_LIMIT)})
    multicast(2, notice=8)
    send_all({"U0"})
    assert [row.to for row in rows(Status.SENT)] == [["U1"]]
