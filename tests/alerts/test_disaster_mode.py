"""災害モード: never by one hand, by the standing order of two, and never back by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts import disaster_causes, disaster_mode, disaster_switches, disaster_watch, jma_intake, rings, standing_orders
from alerts.disaster_switches import Way
from alerts.orders import Issued, issue
from alerts.rings import State as RingState
from store.journal import JournalLine
from tests.alerts import jma_papers as papers
from tests.alerts.desk_of_notices import Town
from tests.alerts.jma_watch import TOWN, at
from tests.conftest import NOON
from town.disaster_rules import DisasterRules
from town.officers import NotAllowedError

RULES = DisasterRules()
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WHY = "川があふれそうなため"


def switches(town: Town, way: Way, minutes: float = 0) -> None:
    """Sato proposes, Suzuki sees what is in force and confirms."""
    now = NOON + minutes * MINUTE
    switch = disaster_mode.propose(town.session, way, WHY, town.officers["sato"], now)
    disaster_mode.confirm(town.session, switch.id, town.officers["suzuki"], seen(town, minutes), (), now)


def seen(town: Town, minutes: float = 0) -> list[str]:
    return disaster_causes.keys(disaster_causes.in_force(town.session, NOON + minutes * MINUTE))


def looks(town: Town, minutes: float, rules: DisasterRules = RULES) -> bool:
    """The clock looks; whether the town is in the mode after that."""
    now = NOON + minutes * MINUTE
    if disaster_watch.is_of_interest(town.session, rules, now):
        disaster_watch.look(town.session, rules, now)
    return disaster_switches.is_on(town.session)


def arrives(town: Town, name: str, body: bytes, minutes: float) -> None:
    jma_intake.take(town.session, TOWN, name, body, NOON + minutes * MINUTE)


def ordered_beforehand(town: Town) -> None:
    order = standing_orders.propose(town.session, standing_orders.DISASTER_MODE, town.officers["sato"], NOON)
    standing_orders.approve(town.session, order.id, town.officers["suzuki"], NOON)


def orders_level(town: Town, level: int, minutes: float = 0) -> None:
    issue(town.session, Issued(("kawara",), "flood", "発令", level, NOON + minutes * MINUTE, "市長", 1), ())


def deeds(town: Town) -> list[tuple[str, str]]:
    town.session.flush()
    lines = select(JournalLine).where(JournalLine.action.startswith("disaster.")).order_by(JournalLine.id)
    return [(line.actor, line.action) for line in town.session.scalars(lines)]


def test_one_proposes_and_another_confirms(town: Town):
    sato, suzuki, tanaka = (town.officers[name] for name in ("sato", "suzuki", "tanaka"))
    switch = disaster_mode.propose(town.session, Way.ON, f"  {WHY}\n", tanaka, NOON)
    assert not disaster_switches.is_on(town.session)
    [ring] = rings.ringing(town.session)
    assert (ring.reason, ring.spared) == ("disaster_asked", [str(tanaka.id)])
    for nobody in (tanaka, sato, town.officers["viewer"]):
        with pytest.raises(NotAllowedError):
            disaster_mode.confirm(town.session, switch.id, nobody, [], (), NOON)
    with pytest.raises(NotAllowedError, match="もう出ています"):
        disaster_mode.propose(town.session, Way.ON, WHY, sato, NOON)
    disaster_mode.confirm(town.session, switch.id, suzuki, [], (), NOON)
    assert disaster_switches.is_on(town.session)
    assert ring.state == RingState.STOPPED
    assert deeds(town) == [(tanaka.actor, "disaster.proposed"), (suzuki.actor, "disaster.switched_on")]
    with pytest.raises(NotAllowedError):
        disaster_mode.confirm(town.session, switch.id, suzuki, [], (), NOON)
    with pytest.raises(NotAllowedError, match="すでに"):
        disaster_mode.propose(town.session, Way.ON, WHY, sato, NOON)


@pytest.mark.parametrize(("reason", "who"), [(" \n", "sato"), ("あ" * 201, "sato"), (WHY, "viewer")])
def test_without_a_reason_or_the_role_nothing_is_proposed(town: Town, reason: str, who: str):
    with pytest.raises(NotAllowedError):
        disaster_mode.propose(town.session, Way.ON, reason, town.officers[who], NOON)
    assert disaster_switches.history(town.session) == []


def test_an_old_proposal_lapses_and_one_person_may_take_it_back(town: Town):
    old = disaster_mode.propose(town.session, Way.ON, WHY, town.officers["sato"], NOON)
    with pytest.raises(NotAllowedError):
        disaster_mode.confirm(town.session, old.id, town.officers["suzuki"], [], (), NOON + HOUR)
    assert not looks(town, 60)
    new = disaster_mode.propose(town.session, Way.ON, WHY, town.officers["tanaka"], NOON + HOUR)
    disaster_mode.withdraw(town.session, new.id, town.officers["sato"], NOON + HOUR)
    assert [one.state for one in disaster_switches.history(town.session)] == ["withdrawn", "lapsed"]
    assert rings.ringing(town.session) == []


def test_level_4_begins_it_only_where_two_people_said_so_beforehand(town: Town):
    arrives(town, "four", papers.rain("43", envelope=at()), 1)
    assert not looks(town, 2)
    ordered_beforehand(town)
    assert looks(town, 3)
    [switch] = disaster_switches.history(town.session)
    assert switch.by_order and (switch.proposed_by, switch.decided_by) == (
        town.officers["sato"].id, town.officers["suzuki"].id,
    )  # fmt: skip
    assert switch.reason == "気象庁 レベル4大雨危険警報(警戒レベル4相当)(みほん市)"
    assert deeds(town) == [("machine", "disaster.switched_on")]
    assert [one.reason for one in rings.ringing(town.session)] == ["disaster_begun"]
    assert looks(town, 4) and len(disaster_switches.history(town.session)) == 1


def test_the_towns_own_level_4_begins_it_and_level_3_or_a_training_does_not(town: Town):
    ordered_beforehand(town)
    arrives(town, "drill", papers.rain("33", envelope=at(status="訓練")), 1)
    arrives(town, "three", papers.rain("03", envelope=at()), 1)
    orders_level(town, 3, 1)
    assert not looks(town, 2)
    orders_level(town, 4, 2)
    assert looks(town, 3)


@pytest.mark.parametrize(("code", "is_begun"), [("6-", True), ("5+", False)])
def test_a_kind_without_a_level_begins_it_where_the_town_names_it(town: Town, code: str, is_begun: bool):
    ordered_beforehand(town)
    arrives(town, "quake", papers.quake(code, envelope=at(event_id="20261120120000")), 1)
    assert not looks(town, 1)
    assert looks(town, 2, TOWN.profile.disaster) is is_begun


def test_it_never_ends_by_itself_and_people_are_reminded_once_by_day(town: Town):
    arrives(town, "four", papers.rain("43", envelope=at()), 1)
    switches(town, Way.ON, 1)
    assert looks(town, 300)
    arrives(town, "over", papers.rain("10", "解除", envelope=at(301)), 301)
    for hours in (5.1, 11, 19.9):  # 17:06, 23:00, and 7:54 in the morning
        assert looks(town, hours * 60)
        assert "disaster_quiet" not in {one.reason for one in rings.ringing(town.session)}
    assert looks(town, 20.1 * 60) and looks(town, 30 * 60)
    assert [one.reason for one in rings.latest(town.session)].count("disaster_quiet") == 1
    switches(town, Way.OFF, 30 * 60)
    assert not looks(town, 31 * 60)


def test_two_people_may_end_it_against_what_still_stands_if_they_see_it(town: Town):
    ordered_beforehand(town)
    arrives(town, "four", papers.rain("43", envelope=at()), 1)
    assert looks(town, 1)
    off = disaster_mode.propose(town.session, Way.OFF, "電文の解除もれ", town.officers["sato"], NOON + 2 * MINUTE)
    before = seen(town, 2)
    arrives(town, "five", papers.rain("33", envelope=at(3)), 3)
    with pytest.raises(NotAllowedError, match="変わりました"):
        disaster_mode.confirm(town.session, off.id, town.officers["suzuki"], before, (), NOON + 4 * MINUTE)
    disaster_mode.confirm(town.session, off.id, town.officers["suzuki"], seen(town, 4), (), NOON + 4 * MINUTE)
    assert not looks(town, 5)
    arrives(town, "landslide", papers.rain("49", envelope=at(6), title=papers.LANDSLIDE), 6)
    assert looks(town, 7)
