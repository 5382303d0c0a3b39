"""A notice is stopped while rows of it are in somebody's hands: nothing is said again, and nobody is told otherwise."""

import pytest

from simulator.faults import Misfortune
from store import notices, outbox
from store.database import transaction
from store.outbox import URGENT_LEASE, Status
from tests.bot.post_room import PostRoom


@pytest.mark.parametrize(
    ("misfortune", "status", "arrived"),
    [
        (Misfortune.RATE_LIMIT, Status.STOPPED, 0), (Misfortune.UNAUTHORIZED, Status.STOPPED, 0),
        (Misfortune.SERVER_ERROR, Status.UNCERTAIN, 0), (Misfortune.DROP_AFTER, Status.UNCERTAIN, 1),
        (None, Status.SENT, 1),
    ],
)  # fmt: skip
def test_a_notice_stopped_while_line_was_being_told_is_not_said_again(
    post_room: PostRoom, misfortune: Misfortune | None, status: Status, arrived: int
):
    if misfortune:
        post_room.suffers("multicast", misfortune, calls=1)
    post_room.tells(post_room.hanako)
    with transaction() as session:
        claimed = outbox.claim(session, post_room.clock(), urgent=True)
    assert claimed
    with transaction() as session:
        assert notices.stop(session, 1, post_room.clock()) == 0
    assert post_room.sends(claimed).status == status
    post_room.clock.skip(minutes=5)
    assert post_room.works(urgent=True) == 0
    assert post_room.arrived() == arrived


def test_halves_of_a_notice_stopped_meanwhile_go_nowhere(post_room: PostRoom):
    post_room.tells(post_room.hanako, "nobody")
    with transaction() as session:
        claimed = outbox.claim(session, post_room.clock(), urgent=True)
    assert claimed
    with transaction() as session:
        notices.stop(session, 1, post_room.clock())
    post_room.sends(claimed)
    post_room.works(urgent=True)
    assert sorted(row.status for row in post_room.rows()) == [Status.SPLIT, Status.STOPPED, Status.STOPPED]
    assert post_room.arrived() == 0


def test_a_stopped_notice_whose_sender_died_is_a_doubt_and_not_said_again(post_room: PostRoom):
    post_room.tells(post_room.hanako)
    with transaction() as session:
        outbox.claim(session, post_room.clock(), urgent=True)
        notices.stop(session, 1, post_room.clock())
    post_room.clock.skip(seconds=URGENT_LEASE.total_seconds())
    assert post_room.works(urgent=True) == 1
    assert ([row.status for row in post_room.rows()], post_room.arrived()) == ([Status.UNCERTAIN], 0)
