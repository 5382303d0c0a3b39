"""Eleven at night: who wished it is told of ordinary things without sound; what may cost lives rings for everybody."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update

from alerts import broadcasts, drafting, orders, releasing
from alerts.audience import Aim, Audience, silent_count
from alerts.broadcasts import Broadcast, Correcting
from alerts.drafting import Draft
from alerts.templates import catalogue
from alerts.written import Effect, Written
from store import notices, outbox
from store.outbox import Way
from tests.alerts.desk_of_notices import TO_KAWARA, Town, a_draft, in_words
from tests.alerts.filled_in import written as filled_in
from tests.conftest import NOON
from town.hazards import Hazard
from town.night import Night
from town.residents import Resident

ELEVEN = NOON + timedelta(hours=11)
ORDINARY = in_words(None, "お知らせ", is_pressing=False, effect=Effect.NONE, hazard=None, is_quiet_at_night=True)
ADVISORY = in_words(2, "大雨注意報", effect=Effect.NONE, is_quiet_at_night=True)
END = in_words(None, "解除", effect=Effect.ENDS, is_pressing=True, is_quiet_at_night=True)
NEVER = (lambda day: False,)


@pytest.fixture
def silent_taro(town: Town) -> Town:
    """In 川原 live Taro, who wished no sound at night, and Maria, who did not."""
    town.session.execute(update(Resident).where(Resident.line_id == "Utaro").values(is_silent_at_night=True))
    return town


def leaves(
    town: Town, written: Written, at: datetime = ELEVEN, audience: Audience = TO_KAWARA, **more: Any
) -> Broadcast:
    draft = a_draft(NOON, audience, expires_at=NOON + timedelta(days=2), send_at=at, **more)
    notice = town.approves(town.submitted(written, draft), typed=written.kind)
    releasing.release_due(town.session, at, *NEVER)
    return notice


def sounds(town: Town, notice: Broadcast) -> dict[str, bool]:
    """Who is told, and whether it rings."""
    return {line_id: not row.is_silent for row in town.deliveries(notice.id) for line_id in row.to or []}


def an_order(town: Town) -> tuple[int, ...]:
    town.approves(town.submitted())
    return tuple(one.id for one in orders.in_force(town.session))


@pytest.mark.parametrize("written", [ORDINARY, ADVISORY], ids=["ordinary", "level 2"])
def test_at_night_both_are_told_at_once_and_one_of_them_without_sound(silent_taro: Town, written: Written) -> None:
    notice = leaves(silent_taro, written)
    assert sounds(silent_taro, notice) == {"Utaro": False, "Umaria": True}
    assert {row.next_try_at.replace(microsecond=0) for row in silent_taro.deliveries(notice.id)} == {ELEVEN}
    assert notices.silent_count(silent_taro.session, notice.id, of_broadcast=6) == 1


def test_the_end_of_an_order_lets_those_sleep_who_wished_it(silent_taro: Town) -> None:
    ended = an_order(silent_taro)
    notice = leaves(silent_taro, END, ends_order_ids=ended)
    told = sounds(silent_taro, notice)
    assert told.pop("Utaro") is False and len(told) == 3 and all(told.values())


def test_by_day_everything_rings(silent_taro: Town) -> None:
    notice = leaves(silent_taro, ORDINARY, NOON + timedelta(hours=1))
    assert sounds(silent_taro, notice) == {"Utaro": True, "Umaria": True}


@pytest.mark.parametrize(
    "written",
    [
        in_words(3, "高齢者等避難", is_quiet_at_night=True), in_words(4), in_words(5, "緊急安全確保", is_quiet_at_night=True),
        in_words(None, "避難指示", hazard="tsunami", is_quiet_at_night=True),
        in_words(None, "国民保護情報", effect=Effect.NONE, is_quiet_at_night=True),
        in_words(None, "安否確認", effect=Effect.NONE),
    ],
    ids=["level 3", "level 4", "level 5", "tsunami", "pressing", "safety check"],
)  # fmt: skip
def test_what_may_cost_lives_rings_for_everybody(silent_taro: Town, written: Written) -> None:
    assert set(sounds(silent_taro, leaves(silent_taro, written)).values()) == {True}


def test_the_end_of_a_tsunami_order_rings_too(silent_taro: Town) -> None:
    silent_taro.approves(silent_taro.submitted(in_words(None, "避難指示", hazard="tsunami")))
    ended = tuple(one.id for one in orders.in_force(silent_taro.session))
    end = in_words(None, "解除", effect=Effect.ENDS, hazard="tsunami", is_quiet_at_night=True)
    assert set(sounds(silent_taro, leaves(silent_taro, end, ends_order_ids=ended)).values()) == {True}


@pytest.mark.parametrize(("wished", "is_silent"), [(True, True), (False, False)])
def test_to_everybody_it_is_silent_for_all_or_for_none(town: Town, wished: bool, is_silent: bool) -> None:
    """LINE's broadcast leaves nobody out: one sleeper's wish counts, since nothing is lost by silence."""
    town.session.execute(update(Resident).where(Resident.line_id == "Unam").values(is_silent_at_night=wished))
    rows = town.deliveries(leaves(town, ORDINARY, audience=Audience(Aim.EVERYONE)).id)
    assert [row.way for row in rows] == [Way.BROADCAST, Way.MULTICAST, Way.MULTICAST]
    assert {row.is_silent for row in rows} == {is_silent}


def test_to_everybody_level_4_rings_whatever_was_wished(silent_taro: Town) -> None:
    rows = silent_taro.deliveries(leaves(silent_taro, in_words(), audience=Audience(Aim.EVERYONE)).id)
    assert len(rows) == 3 and not any(row.is_silent for row in rows)


def test_a_scheduled_notice_is_judged_when_it_leaves(silent_taro: Town) -> None:
    """Approved at noon, sent at night; approved at night, sent in the morning."""
    assert sounds(silent_taro, leaves(silent_taro, ORDINARY, ELEVEN))["Utaro"] is False
    assert sounds(silent_taro, leaves(silent_taro, ORDINARY, ELEVEN + timedelta(hours=8)))["Utaro"] is True


def test_the_town_says_when_its_night_is(silent_taro: Town) -> None:
    draft = a_draft(NOON, send_at=NOON + timedelta(hours=8), expires_at=NOON + timedelta(days=1))
    notice = silent_taro.approves(silent_taro.submitted(ORDINARY, draft), typed="お知らせ")
    releasing.release_due(silent_taro.session, NOON + timedelta(hours=8), *NEVER, Night(begins="19:30", ends="6:00"))
    assert sounds(silent_taro, notice)["Utaro"] is False


def test_a_drill_rings_on_the_telephones_of_testers(silent_taro: Town) -> None:
    notice = silent_taro.submitted(ORDINARY, is_drill=True)
    silent_taro.approves(notice, typed="お知らせ", at=ELEVEN)
    assert [row.is_silent for row in silent_taro.deliveries(notice.id)] == [False, False]


def correcting(town: Town, notice: Broadcast, written: Written) -> Broadcast:
    ready = next(
        one for one in broadcasts.corrections_of(town.session, notice.id) if one.corrects_as == Correcting.CORRECTION
    )
    draft = Draft({**ready.content}, ready.is_for, expires_at=ready.expires_at)
    tanaka = town.officers["tanaka"]
    drafting.edit(town.session, ready.id, ready.revision, draft, tanaka, ELEVEN)
    drafting.submit(town.session, ready.id, ready.revision, written, tanaka, ELEVEN)
    town.approves(ready, by="tanaka", typed=written.kind, at=ELEVEN)
    releasing.release(town.session, ready, ELEVEN) if ready.released_at is None else None
    return ready


def test_a_correction_of_an_ordinary_notice_is_shared_out_like_it(silent_taro: Town) -> None:
    by_day = leaves(silent_taro, ORDINARY, NOON + timedelta(hours=1))
    rows = silent_taro.deliveries(correcting(silent_taro, by_day, ORDINARY).id)
    told = {line_id: not row.is_silent for row in rows for line_id in row.to or []}
    assert told == {"Utaro": False, "Umaria": True}


def test_a_row_of_sleepers_and_wakers_becomes_two(silent_taro: Town) -> None:
    session = silent_taro.session
    with_hanako = Audience(Aim.LANGUAGES, ("ja",))
    by_day = leaves(silent_taro, ORDINARY, NOON + timedelta(hours=1), with_hanako)
    assert [row.to for row in silent_taro.deliveries(by_day.id)] == [["Uhanako", "Utaro", "Uanybody"]]
    rows = silent_taro.deliveries(correcting(silent_taro, by_day, ORDINARY).id)
    assert [(row.to, row.is_silent) for row in rows] == [(["Uhanako", "Uanybody"], False), (["Utaro"], True)]
    assert len({row.retry_key for row in rows}) == 2
    session.flush()


@pytest.mark.parametrize("corrected", [in_words(), END], ids=["an order", "its end"])
def test_a_correction_of_an_order_or_of_its_end_rings(silent_taro: Town, corrected: Written) -> None:
    ended = an_order(silent_taro) if corrected is END else ()
    notice = leaves(silent_taro, corrected, ends_order_ids=ended)
    assert set(sounds(silent_taro, correcting(silent_taro, notice, ORDINARY)).values()) == {True}


def test_the_halves_of_a_silent_row_stay_silent(silent_taro: Town) -> None:
    town = silent_taro
    notice = leaves(town, ORDINARY)
    [row] = [one for one in town.deliveries(notice.id) if one.is_silent]
    row.status, row.attempts, row.to = outbox.Status.SENDING, 1, ["Utaro", "Ugone"]
    town.session.flush()
    outbox.split(town.session, row, ELEVEN)
    town.session.flush()
    halves = [one for one in town.deliveries(notice.id) if one.to in (["Utaro"], ["Ugone"])]
    assert [half.is_silent for half in halves] == [True, True]


def test_a_crowd_is_shared_out_into_full_rows_of_either_kind(town: Town) -> None:
    crowd = [
        {"line_id": f"U{n}", "is_following": True, "met_at": NOON, "is_silent_at_night": n % 10 == 0}
        for n in range(1_300)
    ]
    town.session.execute(insert(Resident), crowd)
    notice = leaves(town, ORDINARY, audience=Audience(Aim.LANGUAGES, ("ja",)))
    rows = town.deliveries(notice.id)
    assert sorted((len(row.to or []), row.is_silent) for row in rows) == [
        (130, True),
        (173, False),
        (500, False),
        (500, False),
    ]
    everybody = [one for row in rows for one in row.to or []]
    assert (len(everybody), len(set(everybody)), notice.recipient_count) == (1_303, 1_303, 1_303)
    assert silent_count(town.session, Audience(Aim.LANGUAGES, ("ja",))) == 130


@given(
    level=st.sampled_from([None, 1, 2, 3, 4, 5]), hazard=st.sampled_from([None, *(one.value for one in Hazard)]),
    effect=st.sampled_from(Effect), is_pressing=st.booleans(), is_quiet=st.booleans(),
)  # fmt: skip
def test_no_level_3_no_tsunami_and_no_order_may_ever_be_silent(
    level: int | None, hazard: str | None, effect: Effect, is_pressing: bool, is_quiet: bool
) -> None:
    """Whatever a template claims of itself; and what was written keeps its answer in the database."""
    written = in_words(
        level, hazard=hazard, effect=effect, is_pressing=is_pressing, is_quiet_at_night=is_quiet
    )  # fmt: skip
    assert Written.from_json(written.as_json()).may_be_silent == written.may_be_silent
    is_grave = (level or 0) > 2 or hazard == "tsunami" or effect is Effect.ORDERS
    is_urgent = is_pressing and effect is not Effect.ENDS
    assert written.may_be_silent is (is_quiet and not is_grave and not is_urgent)


def test_a_notice_frozen_before_there_was_silence_rings() -> None:
    kept = ORDINARY.as_json()
    del kept["is_quiet_at_night"]
    assert not Written.from_json(kept).may_be_silent


def test_only_these_templates_may_leave_sleepers_asleep() -> None:
    quiet = {template.id for template in catalogue().values() if template.is_quiet_at_night}
    assert quiet == {"ordinary", "machine_notice", "road_closed", "water_outage", "power_outage", "lifted"}


@pytest.mark.parametrize(
    ("template", "hazard", "is_silent"),
    [
        ("ordinary", None, True), ("road_closed", None, True), ("lifted", "flood", True), ("lifted", "tsunami", False),
        ("bear", None, False), ("evacuation_order", "flood", False), ("shelter_opened", "flood", False),
    ],
)  # fmt: skip
def test_the_words_say_of_themselves_whether_they_may_be_silent(
    template: str, hazard: str | None, is_silent: bool
) -> None:
    assert filled_in(template, hazard).may_be_silent is is_silent


@pytest.mark.parametrize(("about", "is_silent"), [("ordinary", True), ("lifted", False), ("evacuation_order", False)])
def test_a_correction_says_it_of_what_it_corrects(about: str, is_silent: bool) -> None:
    assert filled_in("correction", about=about).may_be_silent is is_silent
