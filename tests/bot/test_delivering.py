"""From the outbox to the telephone, whatever LINE does: said once, or visibly uncertain, and never twice."""

import pytest

from simulator.faults import Misfortune
from simulator.ids import new_user_id
from store import channel
from store.channel import Reason
from store.database import reading
from store.outbox import LEASE, MOST_SPLITS, REPLY_LEASE, Status, Way
from tests.bot.post_room import PostRoom


def pauses(room: PostRoom) -> list[str]:
    with reading() as session:
        return [pause.reason for pause in channel.pauses(session, room.clock())]


def test_an_answer_leaves_as_a_reply_and_its_trace_is_kept(post_room: PostRoom):
    row = post_room.sends(post_room.promises())
    assert (row.status, row.way, row.finished_at) == (Status.SENT, Way.REPLY, post_room.clock())
    assert row.line_request_id
    assert post_room.arrived() == 1


def test_a_token_that_died_makes_the_answer_a_push(post_room: PostRoom):
    delivery = post_room.promises()
    post_room.clock.skip(seconds=70)
    row = post_room.sends(delivery)
    assert (row.way, row.status, post_room.arrived()) == (Way.PUSH, Status.WAITING, 0)
    assert post_room.works() == 1
    assert (post_room.row(row.id).status, post_room.arrived()) == (Status.SENT, 1)


def test_a_reply_line_swallowed_counts_as_sent_when_its_token_is_used_up(post_room: PostRoom):
    post_room.suffers("reply", Misfortune.DROP_AFTER, calls=1)
    row = post_room.sends(post_room.promises())
    assert (row.status, row.may_have_arrived) == (Status.WAITING, True)
    post_room.clock.skip(seconds=2)
    assert post_room.works() == 1
    assert (post_room.row(row.id).status, post_room.arrived()) == (Status.SENT, 1)


def test_a_reply_line_never_saw_is_simply_said_again(post_room: PostRoom):
    post_room.suffers("reply", Misfortune.DROP_BEFORE, calls=1)
    row = post_room.sends(post_room.promises())
    post_room.clock.skip(seconds=2)
    assert post_room.works() == 1
    assert (post_room.row(row.id).status, post_room.arrived()) == (Status.SENT, 1)


@pytest.mark.parametrize(("misfortune", "arrived"), [(Misfortune.DROP_AFTER, 1), (Misfortune.DROP_BEFORE, 0)])
def test_a_doubtful_reply_that_is_too_late_is_uncertain_and_never_said_twice(
    post_room: PostRoom, misfortune: Misfortune, arrived: int
):
    post_room.suffers("reply", misfortune, calls=1)
    row = post_room.sends(post_room.promises())
    post_room.clock.skip(seconds=61)
    assert post_room.works() == 1
    assert (post_room.row(row.id).status, post_room.arrived()) == (Status.UNCERTAIN, arrived)
    post_room.clock.skip(hours=1)
    assert post_room.works() == 0


def test_a_sender_killed_after_line_took_the_reply_says_it_once(post_room: PostRoom):
    delivery = post_room.promises()
    post_room.gateway.reply(delivery.reply_token, delivery.messages)  # and here its process ends
    post_room.clock.skip(seconds=REPLY_LEASE.total_seconds())
    assert post_room.works() == 1
    assert (post_room.row(delivery.id).status, post_room.arrived()) == (Status.SENT, 1)


def test_a_sender_killed_after_line_took_the_push_says_it_once(post_room: PostRoom):
    delivery = post_room.promises(token=None)
    post_room.gateway.push(post_room.hanako, delivery.messages, delivery.retry_key)
    post_room.clock.skip(seconds=LEASE.total_seconds())
    assert post_room.works() == 1
    assert (post_room.row(delivery.id).status, post_room.arrived()) == (Status.SENT, 1)


def test_a_suspended_sender_that_wakes_up_late_changes_nothing(post_room: PostRoom):
    late = post_room.promises()
    post_room.clock.skip(seconds=REPLY_LEASE.total_seconds())
    post_room.works()
    assert post_room.sends(late).status == Status.SENT
    assert post_room.arrived() == 1


def test_a_wrong_token_pauses_everything_and_loses_nothing(post_room: PostRoom):
    post_room.suffers("*", Misfortune.UNAUTHORIZED)
    row = post_room.sends(post_room.promises())
    assert (row.status, row.may_have_arrived) == (Status.WAITING, False)
    assert pauses(post_room) == [Reason.UNAUTHORISED]
    post_room.clock.skip(seconds=30)
    assert post_room.works() == 0
    post_room.recovers()
    post_room.clock.skip(seconds=31)
    assert post_room.works() >= 1
    assert (post_room.row(row.id).status, post_room.arrived()) == (Status.SENT, 1)


def test_the_first_answer_line_takes_again_ends_the_pause_for_everybody(post_room: PostRoom):
    post_room.suffers("*", Misfortune.UNAUTHORIZED)
    waiting = post_room.sends(post_room.promises())
    post_room.recovers()
    post_room.sends(post_room.promises())
    assert pauses(post_room) == []
    post_room.clock.skip(seconds=2)
    assert post_room.works() == 1
    assert post_room.row(waiting.id).status == Status.SENT


def test_a_spent_month_pauses_pushes_and_replies_still_go(post_room: PostRoom):
    post_room.line.platform.quota.limit = 0
    push = post_room.sends(post_room.promises(token=None))
    assert (push.status, pauses(post_room)) == (Status.WAITING, [Reason.QUOTA_SPENT])
    assert post_room.sends(post_room.promises()).status == Status.SENT
    post_room.clock.skip(minutes=9)
    assert post_room.works() == 0
    post_room.line.platform.quota.limit = None
    post_room.clock.skip(minutes=2)
    assert post_room.works() == 1
    assert (post_room.row(push.id).status, post_room.arrived()) == (Status.SENT, 2)


def test_a_busy_line_is_asked_again_a_little_later(post_room: PostRoom):
    post_room.suffers("push", Misfortune.RATE_LIMIT, calls=1)
    row = post_room.sends(post_room.promises(token=None))
    assert (row.status, row.may_have_arrived, pauses(post_room)) == (Status.WAITING, False, [])
    assert post_room.works() == 0
    post_room.clock.skip(seconds=2)
    assert post_room.works() == 1
    assert post_room.arrived() == 1


def test_a_body_line_will_not_take_is_refused_for_good(post_room: PostRoom):
    row = post_room.sends(post_room.promises(words=[{"type": "text", "text": "x" * 5001}]))
    assert (row.status, post_room.arrived()) == (Status.REFUSED, 0)
    post_room.clock.skip(days=1)
    assert post_room.works() == 0


def test_a_line_that_is_ill_for_a_day_leaves_a_visible_doubt(post_room: PostRoom):
    post_room.suffers("push", Misfortune.SERVER_ERROR)
    row = post_room.sends(post_room.promises(token=None))
    for _ in range(400):
        post_room.clock.skip(minutes=5)
        post_room.works()
    assert post_room.row(row.id).status == Status.UNCERTAIN


def test_one_malformed_address_costs_nobody_else_the_notice(post_room: PostRoom):
    friends = [post_room.line.platform.add_resident(f"友{n}").id for n in range(11)]
    post_room.tells(*friends[:5], "nobody", *friends[5:])
    post_room.works(urgent=True)
    assert [post_room.arrived(friend) for friend in friends] == [1] * 11
    assert [row.to for row in post_room.rows() if row.status == Status.REFUSED] == [["nobody"]]


def test_a_list_that_is_wrong_everywhere_stops_being_halved(post_room: PostRoom):
    post_room.tells(*(f"nobody{n}" for n in range(500)))
    post_room.works(urgent=True)
    states = [row.status for row in post_room.rows()]
    assert states.count(Status.SPLIT) == MOST_SPLITS
    assert set(states) == {Status.SPLIT, Status.REFUSED}
    assert sum(len(row.to or ()) for row in post_room.rows() if row.status == Status.REFUSED) == 500


def test_a_notice_line_swallowed_arrives_once(post_room: PostRoom):
    post_room.suffers("multicast", Misfortune.DROP_AFTER, calls=2)
    post_room.tells(post_room.hanako)
    for _ in range(4):
        post_room.works(urgent=True)
        post_room.clock.skip(seconds=30)
    [row] = post_room.rows()
    assert (row.status, row.attempts, post_room.arrived()) == (Status.SENT, 3, 1)


def test_a_notice_that_expires_while_line_is_down_is_not_said_afterwards(post_room: PostRoom):
    post_room.suffers("multicast", Misfortune.RATE_LIMIT)
    post_room.tells(post_room.hanako, expires_at=post_room.clock.time.replace(hour=4))
    for _ in range(150):
        post_room.works(urgent=True)
        post_room.clock.skip(seconds=30)
    post_room.recovers()
    assert post_room.works(urgent=True) == 0
    assert ([row.status for row in post_room.rows()], post_room.arrived()) == ([Status.REFUSED], 0)


def test_what_waited_until_its_notice_was_over_is_not_said(post_room: PostRoom):
    """The house was closed, or the channel paused: nobody tried while there was time."""
    post_room.tells(post_room.hanako, expires_at=post_room.clock.time.replace(hour=4))
    post_room.clock.skip(hours=1)
    assert post_room.works(urgent=True) == 1
    assert ([row.status for row in post_room.rows()], post_room.arrived()) == ([Status.STOPPED], 0)


def test_a_resident_who_blocked_us_gets_nothing_and_that_is_no_error(post_room: PostRoom):
    post_room.line.telephones.block(post_room.hanako)
    assert post_room.sends(post_room.promises(token=None)).status == Status.SENT
    assert post_room.arrived() == 0


def test_a_push_to_a_stranger_is_refused(post_room: PostRoom):
    post_room.hanako = new_user_id()
    assert post_room.sends(post_room.promises(token=None)).status == Status.REFUSED
