"""Eleven at night: Hanako wished no sound, Maria said nothing. Both are told everything at once; what may cost lives rings."""

from datetime import datetime, timedelta

import pytest

from alerts import deciding, drafting, line_checks, orders
from alerts.audience import Aim, Audience
from alerts.written import Effect, Written
from store.database import transaction
from tests.alerts.asked_to_flee import officer
from tests.alerts.desk_of_notices import TO_KAWARA, a_draft, in_words
from tests.alerts.test_ringing import an_officer
from tests.people import Resident, TownHall, texts
from town.calendar import to_jst
from town.roles import Role

EVERYBODY = Audience(Aim.EVERYONE)
ORDINARY = in_words(None, "断水", is_pressing=False, effect=Effect.NONE, hazard=None, is_quiet_at_night=True)
END = in_words(None, "解除", effect=Effect.ENDS, is_quiet_at_night=True)
TSUNAMI = in_words(None, "避難指示", hazard="tsunami")
RINGS, SILENT = False, True


@pytest.fixture
def eleven(now: datetime) -> datetime:
    """At 23:00 a night or two ago: a machine that stalls is not nearer to any hour."""
    return to_jst(now - timedelta(days=2)).replace(hour=23, minute=0, second=0, microsecond=0)


@pytest.fixture
def kawara(hall: TownHall, hanako: Resident, maria: Resident, eleven: datetime) -> list[Resident]:
    """Both live there; Hanako has pressed her way to a quiet night."""
    with transaction() as session:
        an_officer(session, "sato", Role.BROADCAST_DRAFTER)
        an_officer(session, "suzuki", Role.BROADCAST_APPROVER)
    for one in (hanako, maria):
        one.follows()
        one.presses_data("wish:district:kawara")
    assert "22:00から7:00まで" in texts(hanako.presses_data("wish:night"))
    assert "いまの選択:夜は音を鳴らさない" in texts(hanako.presses("夜は音を鳴らさない"))
    return [hanako, maria]


def sends(hall: TownHall, written: Written, at: datetime, to: Audience = TO_KAWARA) -> None:
    with transaction() as session:
        sato, suzuki = (officer(session, name) for name in ("sato", "suzuki"))
        ended = tuple(one.id for one in orders.in_force(session)) if written.effect is Effect.ENDS else ()
        draft = a_draft(at, to, expires_at=at + timedelta(days=3), ends_order_ids=ended)
        notice = drafting.begin(session, draft, "disaster", at, officer=sato, is_drill=False)
        drafting.submit(session, notice.id, notice.revision, written, sato, at)
        line_checks.settle(session, line_checks.Question(notice.id, at), line_checks.Opinion.FIT, None, at)
        deciding.approve(session, notice.id, notice.revision, suzuki, written.kind, at)
    for bell in ("urgent", "outbox"):
        hall.worker.drains[bell]()


def last_heard(resident: Resident, word: str) -> bool:
    """How the newest message with this word came: silent or not."""
    [*_, newest] = [
        one for one in resident.hall.line.platform.ledger.arrivals(resident.id) if word in texts(one.messages)
    ]
    return newest.is_silent


def test_both_are_told_that_the_water_is_off_and_one_of_them_sleeps_on(
    hall: TownHall, kawara: list[Resident], eleven: datetime
) -> None:
    sends(hall, ORDINARY, eleven)
    assert [last_heard(one, "断水") for one in kawara] == [SILENT, RINGS]
    sends(hall, ORDINARY, eleven + timedelta(hours=9))
    assert [last_heard(one, "断水") for one in kawara] == [RINGS, RINGS]


@pytest.mark.parametrize("written", [in_words(3, "高齢者等避難"), in_words(4), in_words(5, "緊急安全確保"), TSUNAMI])
def test_an_order_rings_for_both(hall: TownHall, kawara: list[Resident], eleven: datetime, written: Written) -> None:
    for to in (TO_KAWARA, EVERYBODY):
        sends(hall, written, eleven, to)
        assert [last_heard(one, written.kind) for one in kawara] == [RINGS, RINGS]


def test_when_the_order_ends_one_of_them_sleeps_on(hall: TownHall, kawara: list[Resident], eleven: datetime) -> None:
    sends(hall, in_words(4), eleven)
    sends(hall, END, eleven + timedelta(hours=3))
    assert [last_heard(one, "解除") for one in kawara] == [SILENT, RINGS]


def test_to_everybody_an_ordinary_notice_wakes_nobody_because_one_asked(
    hall: TownHall, kawara: list[Resident], eleven: datetime
) -> None:
    sends(hall, ORDINARY, eleven, EVERYBODY)
    assert [last_heard(one, "断水") for one in kawara] == [SILENT, SILENT]


def test_who_changes_her_mind_is_woken_again(hall: TownHall, kawara: list[Resident], eleven: datetime) -> None:
    hanako, _ = kawara
    assert "いまの選択:夜も音を鳴らす" in texts(hanako.presses("夜も音を鳴らす"))
    sends(hall, ORDINARY, eleven)
    assert [last_heard(one, "断水") for one in kawara] == [RINGS, RINGS]


def test_an_answer_at_night_rings(kawara: list[Resident]) -> None:
    hanako, _ = kawara
    hanako.says("家が燃えています")
    arrivals = hanako.hall.line.platform.ledger.arrivals(hanako.id)
    assert arrivals[-1].via == "reply" and not any(one.is_silent for one in arrivals)
