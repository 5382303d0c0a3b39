"""What LINE tells of the account: its quota, its friends, how notices were received, and that it says nothing at all."""

from datetime import timedelta

import pytest

from alerts import allowance, notice_figures
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast
from alerts.written import Effect
from bot import line_chores
from bot.line_chores import ASKED_EVERY, ASKED_WHILE_SILENT
from simulator.faults import Misfortune
from store import channel, quota
from store.database import reading, transaction
from tests.alerts.desk_of_notices import a_draft, in_words, people_the_town
from tests.bot.post_room import PostRoom
from tests.conftest import NOON
from town import residents

EVERYBODY = Audience(Aim.EVERYONE)


def asked(room: PostRoom) -> None:
    line_chores.ask_quota(room.gateway, room.clock())


def known() -> quota.Quota | None:
    with reading() as session:
        return quota.find(session)


def sent(room: PostRoom, audience: Audience = EVERYBODY) -> int:
    """An everyday notice, approved, on the telephones of those who are friends of this LINE."""
    with transaction() as session:
        town = people_the_town(session, NOON)
        ids = [friend.id for friend in room.line.platform.residents.followers()]
        residents.reconcile(session, ids, NOON)
        words, draft = in_words(2, "お知らせ", effect=Effect.NONE), a_draft(NOON, audience)
        notice: Broadcast = town.approves(town.submitted(words, draft), typed="お知らせ")
        number = notice.id
    room.works()
    return number


def figures(number: int) -> tuple[int | None, int | None, int | None]:
    with reading() as session:
        row = notice_figures.find(session, number)
    return (row.delivered_count, row.opened_count, row.blocked_count) if row else (None, None, None)


def test_the_quota_is_kept_with_its_moment(post_room: PostRoom):
    asked(post_room)
    told = known()
    assert told and (told.monthly_limit, told.used, told.measured_at) == (None, 0, NOON)
    post_room.line.platform.quota.limit, post_room.line.platform.quota.used = 5000, 321
    post_room.clock.skip(hours=1)
    asked(post_room)
    told = known()
    assert told and (told.monthly_limit, told.used, told.measured_at) == (5000, 321, NOON + timedelta(hours=1))


def test_friends_are_those_who_have_not_blocked_us(post_room: PostRoom):
    post_room.line.platform.residents.add_friends(f"U{n:032x}" for n in range(9))
    post_room.line.telephones.block(post_room.hanako)
    asked(post_room)
    told = known()
    assert told and (told.friend_count, told.blocked_count) == (9, 1)
    with reading() as session:
        found = allowance.find(session, NOON)
    assert found and (found.unreached(4), found.remaining) == (5, None)


def test_an_account_that_is_not_told_its_friends_still_knows_its_quota(post_room: PostRoom):
    post_room.suffers("insight_followers", Misfortune.FORBIDDEN)
    asked(post_room)
    told = known()
    assert told and (told.used, told.friend_count) == (0, None)


@pytest.mark.parametrize("misfortune", [Misfortune.SERVER_ERROR, Misfortune.DROP_BEFORE])
def test_a_silent_line_is_noticed_and_asked_every_minute(post_room: PostRoom, misfortune: Misfortune):
    asked(post_room)
    post_room.suffers("*", misfortune)
    post_room.clock.skip(hours=1)
    asked(post_room)
    now = post_room.clock()
    with reading() as session:
        assert channel.silent_since(session) == now
    assert line_chores.next_question(now) == now + ASKED_WHILE_SILENT
    post_room.recovers()
    asked(post_room)
    with reading() as session:
        assert channel.silent_since(session) is None
    assert line_chores.next_question(now) == now + ASKED_EVERY


def test_a_row_that_meets_silence_says_so_and_the_next_that_arrives_ends_it(post_room: PostRoom):
    post_room.suffers("multicast", Misfortune.SERVER_ERROR, calls=1)
    post_room.tells(post_room.hanako, is_urgent=False)
    post_room.works()
    with reading() as session:
        assert channel.silent_since(session) == NOON
    post_room.clock.skip(seconds=2)
    post_room.works()
    with reading() as session:
        assert channel.silent_since(session) is None
    assert post_room.arrived() == 1


@pytest.mark.parametrize(("audience", "received"), [
    (EVERYBODY, (34, 25, 0)), (Audience(Aim.LANGUAGES, ("ja",)), (None, 25, 0)),  # of multicasts only the readers
])  # fmt: skip
def test_how_a_notice_was_received_is_asked_a_day_later(
    post_room: PostRoom, audience: Audience, received: tuple[int | None, int, int]
):
    post_room.line.platform.residents.add_friends(f"U{n:032x}" for n in range(9))
    for number in range(24):
        post_room.line.platform.add_resident(f"住民{number}")
    number = sent(post_room, audience)
    line_chores.measure_notices(post_room.gateway, post_room.clock())
    assert figures(number) == (None, None, None)
    post_room.clock.skip(hours=24)
    line_chores.measure_notices(post_room.gateway, post_room.clock())
    assert figures(number) == received


def test_who_blocks_us_within_a_day_of_a_notice_is_counted_and_not_named(post_room: PostRoom):
    ids = [post_room.line.platform.add_resident(name).id for name in ("一", "二", "三")]
    number = sent(post_room, Audience(Aim.LANGUAGES, ("ja",)))
    with transaction() as session:
        residents.leave(session, ids[0], NOON + timedelta(hours=23))
        residents.leave(session, ids[1], NOON + timedelta(hours=25))
        residents.leave(session, "Ujohn", NOON + timedelta(hours=1))  # reads English and did not get it
    with reading() as session:
        assert notice_figures.blocks_after(session, session.get_one(Broadcast, number)) == 1
    post_room.clock.skip(hours=24)
    line_chores.measure_notices(post_room.gateway, post_room.clock())
    assert figures(number)[2] == 1
