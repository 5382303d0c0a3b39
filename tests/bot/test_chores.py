"""The housework: forgetting on time, and knowing who our friends are."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.chores import FORGET_EVERY, Chores, Memory, next_friends_hour
from bot.line_gateway import LineGateway
from simulator.faults import Fault, Misfortune
from store import dialogues, inbox, outbox
from store.database import reading, transaction
from store.dialogues import Dialogue, DialogueKind
from store.inbox import Arrival, InboxEvent
from store.outbox import Delivery, Status
from tests.bot.post_room import PostRoom
from town import residents

WORDS = [{"type": "text", "text": "こたえ"}]
FRIENDS = [f"U{n:032x}" for n in range(2500)]


@pytest.fixture
def chores(post_room: PostRoom) -> Chores:
    return Chores(Memory(), post_room.gateway, post_room.clock)


def answered(room: PostRoom, event_id: str, status: Status) -> None:
    now = room.clock()
    with transaction() as session:
        inbox.put(session, [Arrival(event_id, f"U{event_id}", "message.text", {"say": "ひみつ"})], now)
    with transaction() as session:
        event = inbox.claim(session, now)
        assert event
        inbox.finish(session, event, now)
        delivery = outbox.answer(session, event.seq, "U1", "token", now, WORDS, now)
        outbox.settle(session, delivery, status=status, finished_at=now)


def dead(room: PostRoom) -> None:
    with transaction() as session:
        inbox.put(session, [Arrival("DEAD", "U9", "message.text", {"say": "ひみつ"})], room.clock())
    for _ in range(inbox.MAX_ATTEMPTS):
        with transaction() as session:
            event = inbox.claim(session, room.clock())
            assert event
            inbox.fail(session, event, ValueError(), room.clock())
        room.clock.skip(seconds=40)


def remembered() -> set[str]:
    with reading() as session:
        events = {row.event_id for row in session.scalars(select(InboxEvent)) if row.raw is not None}
        answers = {f"answer {row.status}" for row in session.scalars(select(Delivery)) if row.messages is not None}
    return events | answers


def following() -> int:
    with reading() as session:
        return residents.count_following(session)


def test_what_was_said_is_forgotten_a_day_later_and_what_went_wrong_a_week_later(post_room: PostRoom, chores: Chores):
    dead(post_room)
    answered(post_room, "GOOD", Status.SENT)
    answered(post_room, "DOUBT", Status.UNCERTAIN)
    everything = {"GOOD", "DOUBT", "DEAD", "answer sent", "answer uncertain"}
    post_room.clock.skip(hours=23, minutes=59)
    chores.do_due()
    assert remembered() == everything
    post_room.clock.skip(minutes=11)
    chores.do_due()
    assert remembered() == {"DEAD", "answer uncertain"}
    post_room.clock.skip(days=6)
    chores.do_due()
    assert remembered() == set()


def test_a_town_may_remember_longer_or_shorter(post_room: PostRoom):
    answered(post_room, "GOOD", Status.SENT)
    quick = Chores(Memory(done=timedelta(hours=1), dead=timedelta(hours=2)), post_room.gateway, post_room.clock)
    post_room.clock.skip(hours=1, seconds=1)
    quick.forget()
    assert remembered() == set()


def test_forgetting_is_done_every_ten_minutes_by_one_of_us(post_room: PostRoom, chores: Chores):
    chores.do_due()
    answered(post_room, "GOOD", Status.SENT)
    quick = Chores(Memory(done=timedelta(0)), post_room.gateway, post_room.clock)
    post_room.clock.skip(seconds=FORGET_EVERY.total_seconds() - 1)
    quick.do_due()
    assert remembered() != set()
    post_room.clock.skip(seconds=1)
    quick.do_due()
    assert remembered() == set()


def test_there_is_never_a_next_chore_to_hurry_to(chores: Chores):
    assert chores.do_due() is False


def test_friends_who_came_before_us_are_written_down(post_room: PostRoom, chores: Chores):
    post_room.line.platform.residents.add_friends(FRIENDS)
    chores.meet_friends()
    assert following() == len(FRIENDS) + 1  # and Hanako
    chores.meet_friends()
    assert following() == len(FRIENDS) + 1


def test_a_friend_who_came_back_unheard_is_a_friend_again(post_room: PostRoom, chores: Chores):
    chores.meet_friends()
    with transaction() as session:
        residents.leave(session, post_room.hanako, post_room.clock())
    assert following() == 0
    chores.meet_friends()
    assert following() == 1


def test_nobody_is_called_gone_because_line_does_not_name_them(post_room: PostRoom, chores: Chores):
    """LINE's list leaves out people who did not consent."""
    with transaction() as session:
        residents.follow(session, "U" + "f" * 32, post_room.clock())
    chores.meet_friends()
    assert following() == 2


def test_an_account_that_may_not_ask_is_no_failure(post_room: PostRoom, chores: Chores):
    post_room.line.platform.faults.add(Fault("followers", Misfortune.FORBIDDEN))
    chores.do_due()
    assert following() == 0


def test_friends_met_before_line_fell_silent_are_kept(post_room: PostRoom):
    post_room.line.platform.residents.add_friends(FRIENDS)

    class Breaking(LineGateway):
        """LINE falls silent after the first page."""

        def follower_pages(self):
            pages = super().follower_pages()
            yield next(pages)
            post_room.suffers("followers", Misfortune.SERVER_ERROR)
            yield from pages

    gateway = Breaking(post_room.line.channel.token, post_room.line.url)
    Chores(Memory(), gateway, post_room.clock).meet_friends()
    gateway.close()
    assert following() == 1000


@pytest.mark.parametrize(
    ("now", "next_time"),
    [
        (datetime(2026, 11, 20, 3, 0, tzinfo=UTC), datetime(2026, 11, 20, 18, 0, tzinfo=UTC)),
        (datetime(2026, 11, 20, 17, 59, tzinfo=UTC), datetime(2026, 11, 20, 18, 0, tzinfo=UTC)),
        (datetime(2026, 11, 20, 18, 0, tzinfo=UTC), datetime(2026, 11, 21, 18, 0, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), datetime(2027, 1, 1, 18, 0, tzinfo=UTC)),
    ],
)
def test_friends_are_counted_at_three_in_the_night(now: datetime, next_time: datetime):
    assert next_friends_hour(now) == next_time


def test_a_conversation_nobody_went_on_with_is_forgotten_a_day_later(chores: Chores, post_room: PostRoom):
    with transaction() as session:
        for who, lasts in ((1, timedelta(minutes=10)), (2, timedelta(days=30))):
            dialogues.put(session, who, DialogueKind("topic", 1, lasts), "begin", {}, post_room.clock())
    post_room.clock.skip(hours=25)
    chores.forget()
    with reading() as session:
        assert list(session.scalars(select(Dialogue.resident_id))) == [2]
