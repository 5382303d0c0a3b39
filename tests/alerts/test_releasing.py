"""A notice leaves: who gets which words, what comes into force, and how it is stopped or corrected."""

import uuid
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from alerts import broadcasts, corrections, deciding, drafting, orders, releasing
from alerts.audience import Aim, Audience, counts
from alerts.broadcasts import Broadcast, Correcting
from alerts.drafting import Draft
from alerts.stages import Stage
from alerts.written import Effect, Written
from speech.languages import Language
from store import testers
from store.outbox import Status, Way
from tests.alerts.desk_of_notices import TO_KAWARA, Town, a_draft, in_words
from tests.conftest import NOON
from town.officers import NotAllowedError
from town.residents import Resident

EVERYDAY = in_words(None, "お知らせ", is_pressing=False, effect=Effect.NONE, hazard=None)
OPEN = (lambda day: False,)


def reached(town: Town, notice: Broadcast) -> dict[str, str | None]:
    return {line_id: row.language for row in town.deliveries(notice.id) for line_id in row.to or []}


def ends(town: Town, *order_ids: int, kind: str = "避難指示解除") -> Broadcast:
    draft = a_draft(NOON, TO_KAWARA, ends_order_ids=order_ids)
    return town.approves(town.submitted(in_words(None, kind, is_pressing=False, effect=Effect.ENDS), draft), typed=kind)


def test_what_presses_also_reaches_who_never_said_where_they_live(town: Town) -> None:
    notice = town.approves(town.submitted())
    assert reached(town, notice) == {"Utaro": "ja", "Uanybody": "ja", "Umaria": "pt", "Unam": "vi"}


def test_an_everyday_notice_reaches_only_those_of_the_district(town: Town) -> None:
    notice = town.approves(town.submitted(EVERYDAY), typed="お知らせ")
    assert reached(town, notice) == {"Utaro": "ja", "Umaria": "pt"}
    assert not any(row.is_urgent for row in town.deliveries(notice.id))


def test_japanese_leaves_first(town: Town) -> None:
    notice = town.approves(town.submitted())
    assert [row.language for row in town.deliveries(notice.id)] == ["ja", "pt", "vi"]


def test_a_crowd_is_shared_out_five_hundred_to_a_row_each_with_a_key_of_its_own(town: Town) -> None:
    town.session.add_all(Resident(line_id=f"U{n}", is_following=True, met_at=NOON) for n in range(1_100))
    notice = town.approves(town.submitted())
    rows = town.deliveries(notice.id)
    japanese = [one for row in rows if row.language == "ja" for one in row.to or []]
    assert sorted(len(row.to or []) for row in rows if row.language == "ja") == [102, 500, 500]
    assert (len(set(japanese)), notice.recipient_count) == (1_102, 1_104)
    assert len({uuid.UUID(row.retry_key, version=4) for row in rows}) == 5
    assert all(str(uuid.UUID(row.retry_key)) == row.retry_key for row in rows)


def test_everyone_is_one_broadcast_and_the_languages_it_does_not_carry(town: Town) -> None:
    notice = town.approves(town.submitted(draft=a_draft(NOON, Audience(Aim.EVERYONE))))
    broadcast, *others = town.deliveries(notice.id)
    assert (broadcast.way, len(broadcast.messages or [])) == (Way.BROADCAST, 3)
    assert {line_id: row.language for row in others for line_id in row.to or []} == {"Umaria": "pt", "Unam": "vi"}
    assert notice.recipient_count == 6


def test_who_reads_a_language_it_is_not_written_in_gets_the_nearest(town: Town) -> None:
    said = {one: in_words().messages[one] for one in (Language.JA, Language.EN)}
    notice = town.approves(town.submitted(in_words(messages=said)))
    assert reached(town, notice) == {"Utaro": "ja", "Uanybody": "ja", "Umaria": "en", "Unam": "en"}


def test_officers_see_counts_before_anything_leaves(town: Town) -> None:
    assert counts(town.session, Audience(Aim.DISTRICTS, ("kawara",), is_pressing=True)) == {"ja": 2, "pt": 1, "vi": 1}
    assert counts(town.session, Audience(Aim.LANGUAGES, ("en", "pt"))) == {"en": 1, "pt": 1}


def test_a_drill_reaches_two_testers_and_no_resident(town: Town) -> None:
    notice = town.approves(town.submitted(is_drill=True))
    assert {tuple(row.to or ()) for row in town.deliveries(notice.id)} == {("Utester0",), ("Utester1",)}
    assert orders.in_force(town.session) == []


def test_the_database_refuses_to_make_a_drill_live(town: Town) -> None:
    notice = town.submitted(is_drill=True)
    with pytest.raises(DBAPIError), town.session.begin_nested():
        town.session.execute(update(Broadcast).where(Broadcast.id == notice.id).values(is_drill=False))


def test_at_its_hour_and_not_before(town: Town) -> None:
    notice = town.approves(town.submitted(draft=a_draft(NOON, send_at=NOON + timedelta(hours=1))))
    assert notice.stage == Stage.APPROVED
    releasing.release_due(town.session, NOON + timedelta(minutes=59), *OPEN)
    assert town.deliveries(notice.id) == []
    releasing.release_due(town.session, NOON + timedelta(hours=1), *OPEN)
    assert town.deliveries(notice.id)[0].messages == [{"type": "text", "text": "避難指示 ja 送信 13:00"}]


def test_what_leaves_together_leaves_in_the_order_it_was_written(town: Town) -> None:
    later = NOON + timedelta(hours=1)
    written = [town.submitted(draft=a_draft(NOON, send_at=later)) for _ in range(3)]
    for notice in reversed(written):
        town.approves(notice)
    left = releasing.release_due(town.session, later, *OPEN)
    assert [one.id for one in left] == sorted(one.id for one in written)
    moments = [[row.next_try_at for row in town.deliveries(notice.id)] for notice in written]
    assert all(max(before) < min(after) for before, after in pairwise(moments))


def test_what_expired_while_the_house_was_closed_is_not_sent(town: Town) -> None:
    notice = town.approves(town.submitted(draft=a_draft(NOON, send_at=NOON + timedelta(hours=1))))
    releasing.release_due(town.session, NOON + timedelta(hours=13), *OPEN)
    assert (notice.stage, town.deliveries(notice.id)) == (Stage.CANCELLED, [])
    assert notice.reason and "有効期限" in notice.reason


def test_stopped_in_the_middle_the_rest_stays_here(town: Town) -> None:
    notice = town.approves(town.submitted())
    first = town.deliveries(notice.id)[0]
    first.status = Status.SENT
    assert releasing.cancel(town.session, notice.id, town.officers["sato"], "地区の誤り", NOON) == 2
    assert [row.status for row in town.deliveries(notice.id)] == ["sent", "stopped", "stopped"]


def test_it_is_sent_when_nothing_is_on_its_way(town: Town) -> None:
    notice = town.approves(town.submitted())
    assert releasing.finish_done(town.session, NOON) == []
    town.line_takes_everything()
    assert releasing.finish_done(town.session, NOON) == [notice.id]


def test_a_higher_order_takes_the_place_of_the_lower(town: Town) -> None:
    town.approves(town.submitted(in_words(3, "高齢者等避難")), typed="高齢者等避難")
    town.approves(town.submitted())
    assert [one.level for one in orders.in_force(town.session)] == [4]


def test_stepping_down_must_name_what_it_ends(town: Town) -> None:
    town.approves(town.submitted())
    [high] = orders.in_force(town.session)
    with pytest.raises(NotAllowedError, match="終わらせる発令"), town.session.begin_nested():
        town.submitted(in_words(3, "高齢者等避難"))
    named = a_draft(NOON, ends_order_ids=(high.id,))
    town.approves(town.submitted(in_words(3, "高齢者等避難"), named), typed="高齢者等避難")
    assert [one.level for one in orders.in_force(town.session)] == [3]


def test_lifting_names_the_order_and_ends_it(town: Town) -> None:
    town.approves(town.submitted())
    [order] = orders.in_force(town.session)
    with pytest.raises(NotAllowedError, match="どの発令"):
        ends(town)
    ends(town, order.id)
    assert orders.in_force(town.session) == []


def test_an_order_already_ended_is_not_lifted_twice(town: Town) -> None:
    town.approves(town.submitted())
    [order] = orders.in_force(town.session)
    ends(town, order.id)
    with pytest.raises(NotAllowedError, match="もう出ていません"):
        ends(town, order.id)


def correcting(town: Town, notice: Broadcast, as_what: Correcting, by: str = "tanaka") -> Broadcast:
    ready = next(one for one in broadcasts.corrections_of(town.session, notice.id) if one.corrects_as == as_what)
    draft = Draft(
        {**ready.content, "values": {"wrong": "東", "right": "西"}}, ready.is_for, expires_at=ready.expires_at
    )
    officer = town.officers[by]
    drafting.edit(town.session, ready.id, ready.revision, draft, officer, NOON)
    written: Written = in_words(None, "訂正", is_pressing=False, effect=Effect.NONE)
    return drafting.submit(town.session, ready.id, ready.revision, written, officer, NOON)


def test_a_correction_is_one_persons_word_and_reaches_exactly_who_had_it(town: Town) -> None:
    notice = town.approves(town.submitted())
    town.line_takes_everything()
    correction = town.approves(correcting(town, notice, Correcting.CORRECTION), by="tanaka", typed="訂正")
    assert reached(town, correction) == reached(town, notice)
    assert len(orders.in_force(town.session)) == 1  # the order stands


def test_there_is_nothing_to_correct_before_it_left(town: Town) -> None:
    notice = town.approves(town.submitted(draft=a_draft(NOON, send_at=NOON + timedelta(hours=1))))
    with pytest.raises(NotAllowedError, match="まだ送られていない"):
        town.approves(correcting(town, notice, Correcting.CORRECTION), by="tanaka", typed="訂正")
    assert timedelta(days=1) <= corrections.KEPT


def weekly(**more: object) -> Draft:
    return a_draft(
        NOON, TO_KAWARA, send_at=NOON + timedelta(hours=1), repeats="week", repeats_until=date(2026, 12, 15), **more
    )


def moments(town: Town, is_closed: object) -> list[datetime]:
    notice = town.approves(town.submitted(EVERYDAY, weekly(skips_closing_days=True)), typed="お知らせ")
    found = []
    for days in range(40):
        now = NOON + timedelta(days=days, hours=1)
        found += [one.released_at for one in releasing.release_due(town.session, now, is_closed) if one.released_at]  # type: ignore[arg-type]
    assert notice.stage == Stage.SENDING
    return found


def test_a_weekly_notice_comes_again_until_its_last_day(town: Town) -> None:
    assert [f"{one:%m-%d}" for one in moments(town, lambda day: False)] == ["11-20", "11-27", "12-04", "12-11"]


def test_a_weekly_notice_leaves_out_a_closing_day(town: Town) -> None:
    assert [f"{one:%m-%d}" for one in moments(town, lambda day: day == date(2026, 12, 4))] == [
        "11-20",
        "11-27",
        "12-11",
    ]


def test_what_has_not_left_after_a_retry_is_asked_again_by_nobody(town: Town) -> None:
    notice = town.submitted()
    deciding.send_back(town.session, notice.id, notice.revision, town.officers["suzuki"], "中止", NOON, is_final=True)
    assert releasing.release_due(town.session, NOON + timedelta(days=1), *OPEN) == []


def test_a_drill_and_its_correction_follow_nobody_whose_account_has_ended(town: Town) -> None:
    notice = town.approves(town.submitted(is_drill=True))
    town.line_takes_everything()
    town.officers["sato"].ends_on = NOON.date() - timedelta(days=1)  # a contract: yesterday was the last day
    correction = town.approves(correcting(town, notice, Correcting.CORRECTION), by="tanaka", typed="訂正")
    assert reached(town, correction) == {"Utester1": "ja"}
    assert reached(town, town.approves(town.submitted(is_drill=True))) == {"Utester1": "ja"}
    assert [one.line_id for one in testers.all(town.session)] == ["Utester1"], "and the telephone is forgotten"
