"""The second person, and what one officer may do when nobody comes."""

from datetime import datetime, timedelta

import pytest

from alerts import broadcasts, deciding, drafting, lone_officer, orders
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast, OvertakenEditError
from alerts.lone_officer import LoneRule
from alerts.stages import Stage
from alerts.written import Effect
from speech.languages import Language
from tests.alerts.desk_of_notices import TO_KAWARA, Town, a_draft, in_words
from tests.conftest import NOON
from town.notice_rules import Alone
from town.officers import NotAllowedError

ALONE = LoneRule(is_allowed=True)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def alone(
    town: Town, notice: Broadcast, by: str = "sato", *, rule: LoneRule = ALONE, at: float = 3, fresh: bool = True
) -> Broadcast:
    return lone_officer.send_alone(
        town.session, notice.id, notice.revision, town.officers[by], rule, after(at), has_fresh_factor=fresh,
        typed_kind="避難指示",
    )  # fmt: skip


def test_another_officer_approves_and_it_leaves(town: Town) -> None:
    notice = town.approves(town.submitted())
    assert notice.stage == Stage.SENDING
    assert notice.recipient_count == 4  # two of 川原, and two who never said where they live


def test_who_submitted_it_cannot_approve_it(town: Town) -> None:
    notice = town.submitted(by="tanaka")
    with pytest.raises(NotAllowedError, match="本人"):
        town.approves(notice, by="tanaka")
    assert town.deliveries() == []


@pytest.mark.parametrize("name", ["sato", "viewer"])
def test_without_the_role_nobody_approves(town: Town, name: str) -> None:
    notice = town.submitted(by="tanaka")
    with pytest.raises(NotAllowedError, match="役割"):
        town.approves(notice, by=name)


@pytest.mark.parametrize(
    "typed", ["避難指示", "警戒レベル4 避難指示", "レベル４避難指示", " 避難 指示 ", "【警戒レベル4　避難指示】"]
)
def test_the_kind_may_be_typed_in_any_width(town: Town, typed: str) -> None:
    assert town.approves(town.submitted(), typed=typed).stage == Stage.SENDING


@pytest.mark.parametrize("typed", ["", "避難", "高齢者等避難", "避難指示解除", "警戒レベル4"])
def test_another_kind_typed_sends_nothing(town: Town, typed: str) -> None:
    with pytest.raises(NotAllowedError, match="避難指示"):
        town.approves(town.submitted(), typed=typed)
    assert town.deliveries() == []


def test_what_was_approved_is_letter_by_letter_what_was_submitted(town: Town) -> None:
    notice = town.submitted()
    seen = notice.written
    town.approves(notice)
    [first, *_] = town.deliveries(notice.id)
    assert first.messages == seen.at(Language(first.language), "12:00")


def test_two_clicks_at_the_same_moment_send_once(town: Town) -> None:
    notice = town.submitted()
    revision = notice.revision
    town.approves(notice)
    with pytest.raises(OvertakenEditError):
        deciding.approve(town.session, notice.id, revision, town.officers["tanaka"], "避難指示", NOON)


def test_an_edit_that_somebody_overtook_is_refused(town: Town) -> None:
    notice = town.submitted()
    drafting.edit(town.session, notice.id, notice.revision, a_draft(NOON), town.officers["tanaka"], NOON)
    with pytest.raises(OvertakenEditError, match="先に変更"):
        drafting.edit(town.session, notice.id, notice.revision - 1, a_draft(NOON), town.officers["sato"], NOON)


def test_a_change_after_submission_begins_anew(town: Town) -> None:
    notice = town.submitted()
    drafting.edit(town.session, notice.id, notice.revision, a_draft(NOON), town.officers["sato"], NOON)
    assert (notice.stage, notice.frozen, notice.submitted_by) == (Stage.DRAFT, None, None)
    assert len(broadcasts.versions(town.session, notice.id)) == 2


def test_returned_and_rejected_need_a_reason(town: Town) -> None:
    notice = town.submitted()
    for is_final in (False, True):
        with pytest.raises(NotAllowedError, match="理由"):
            deciding.send_back(
                town.session, notice.id, notice.revision, town.officers["suzuki"], " ", NOON, is_final=is_final
            )
    deciding.send_back(town.session, notice.id, notice.revision, town.officers["suzuki"], "地区が違います", NOON)
    assert (notice.stage, notice.reason) == (Stage.RETURNED, "地区が違います")


def test_a_machines_draft_never_counts_as_one_of_the_two(town: Town) -> None:
    notice = drafting.begin(town.session, a_draft(NOON), "disaster", NOON, officer=None, is_drill=False)
    drafting.submit(town.session, notice.id, notice.revision, in_words(), None, NOON)
    with pytest.raises(NotAllowedError, match="機械"):
        town.approves(notice)
    deciding.adopt(town.session, notice.id, notice.revision, town.officers["suzuki"], NOON)
    with pytest.raises(NotAllowedError, match="本人"):
        town.approves(notice)
    assert town.approves(notice, by="tanaka").stage == Stage.SENDING


def test_nobody_decides_it_is_asked_again_and_then_lapses(town: Town) -> None:
    notice = town.submitted()
    assert deciding.lapse(town.session, after(14)) == ([], [])
    assert deciding.lapse(town.session, after(15)) == ([notice], [])
    assert deciding.lapse(town.session, after(16)) == ([], [])
    with pytest.raises(NotAllowedError, match="60分"):
        town.approves(notice, at=after(60))
    assert deciding.lapse(town.session, after(60)) == ([], [notice])
    assert notice.stage == Stage.LAPSED


def test_an_everyday_notice_waits_as_long_as_it_must(town: Town) -> None:
    town.submitted(in_words(2, "お知らせ", effect=Effect.NONE))
    assert deciding.lapse(town.session, after(600)) == ([], [])


def test_what_has_expired_is_not_approved(town: Town) -> None:
    notice = town.submitted(in_words(2, effect=Effect.NONE))
    with pytest.raises(NotAllowedError, match="有効期限"):
        town.approves(notice, at=NOON + timedelta(hours=12))


@pytest.mark.parametrize(("more", "what"), [
    ({"expires_at": None}, "有効期限"), ({"ordered_by": None}, "発令者"), ({"ordered_at": None}, "決定時刻"),
    ({"grounds": None}, "根拠"), ({"send_at": NOON - timedelta(minutes=1)}, "送る日時"), ({"repeats": "week"}, "繰り返し"),
    ({"send_at": NOON + timedelta(days=2)}, "送る日時より前"),
])  # fmt: skip
def test_an_order_without_what_a_town_must_show_is_not_taken(town: Town, more: dict[str, object], what: str) -> None:
    with pytest.raises(NotAllowedError, match=what):
        town.submitted(draft=a_draft(NOON, **more))


def test_an_order_goes_to_places_not_to_topics(town: Town) -> None:
    with pytest.raises(NotAllowedError, match="話題"):
        town.submitted(draft=a_draft(NOON, Audience(Aim.LANGUAGES, ("en",))))


def test_one_officer_sends_when_nobody_comes(town: Town) -> None:
    notice = town.submitted()
    with pytest.raises(NotAllowedError, match="待つ時間"):
        alone(town, notice, at=2.9)
    alone(town, notice, at=3)
    assert (notice.stage, notice.is_alone) == (Stage.SENDING, True)
    assert lone_officer.unratified(town.session) == [notice]


def test_level_three_waits_ten_minutes(town: Town) -> None:
    notice = town.submitted(in_words(3, "避難指示"))
    with pytest.raises(NotAllowedError, match="待つ時間"):
        alone(town, notice, at=9)
    assert alone(town, notice, at=10).is_alone


def test_the_town_says_how_long_one_waits(town: Town) -> None:
    rule = LoneRule.of(Alone(is_allowed=True, after_minutes=5))
    with pytest.raises(NotAllowedError, match="待つ時間"):
        alone(town, town.submitted(), rule=rule, at=4)
    assert alone(town, town.submitted(), rule=rule, at=5).is_alone
    assert not LoneRule.of(Alone()).is_allowed


def test_a_tsunami_waits_three_minutes(town: Town) -> None:
    assert alone(town, town.submitted(in_words(None, hazard="tsunami")), at=3).is_alone


def test_alone_nothing_else_is_sent(town: Town) -> None:
    for written in (in_words(has_free_text=True), in_words(2, effect=Effect.NONE)):
        with pytest.raises(NotAllowedError):
            alone(town, town.submitted(written), at=30)
    with pytest.raises(NotAllowedError, match="認めていません"):
        alone(town, town.submitted(), rule=LoneRule(), at=30)
    with pytest.raises(NotAllowedError, match="二要素"):
        alone(town, town.submitted(), at=30, fresh=False)
    with pytest.raises(NotAllowedError, match="役割"):
        alone(town, town.submitted(), by="viewer", at=30)
    with pytest.raises(NotAllowedError, match="訓練"):
        alone(town, town.submitted(is_drill=True), at=30)
    assert town.deliveries() == []


def test_what_one_officer_sent_another_makes_good(town: Town) -> None:
    notice = alone(town, town.submitted(by="tanaka"), by="tanaka")
    with pytest.raises(NotAllowedError, match="本人"):
        lone_officer.ratify(town.session, notice.id, town.officers["tanaka"], after(60))
    lone_officer.ratify(town.session, notice.id, town.officers["suzuki"], after(60))
    assert lone_officer.unratified(town.session) == []


def test_an_order_comes_into_force_with_its_notice(town: Town) -> None:
    town.approves(town.submitted())
    [order] = orders.in_force(town.session)
    assert (order.district_id, order.level, order.ordered_by) == ("kawara", 4, "市長")
    assert TO_KAWARA.ids == (order.district_id,)
