"""Whatever happens in a disaster: never on by one hand, never off by itself, and the menus follow after every crash."""

import contextlib
from collections.abc import Sequence
from datetime import timedelta

import urllib3
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update

from alerts import (
    disaster_causes,
    disaster_mode,
    disaster_switches,
    disaster_watch,
    jma_intake,
    orders,
    standing_orders,
)
from alerts.disaster_switches import DisasterSwitch, Way
from alerts.orders import Issued, Order
from bot import menu_variants
from bot.menu_hours import MenuHours
from bot.menu_variants import Variant
from store.database import reading, transaction
from store.journal import JournalLine
from tests.alerts import jma_papers as papers
from tests.alerts.desk_of_notices import people_the_town
from tests.alerts.jma_watch import TOWN, at
from tests.conftest import NOON
from town import officers
from town.disaster_rules import DisasterRules
from town.officers import NotAllowedError, Officer
from town.residents import Resident

PEOPLE = ("sato", "suzuki", "tanaka", "viewer")
RULES = DisasterRules()
ORDINARY = "menu of the town"


class Death(BaseException):
    """The process is gone in the middle."""


class Menus:
    """LINE's menus that behave, and a wire that breaks or a process that dies before or after the deed."""

    def __init__(self) -> None:
        self.standing: str | None = ORDINARY
        self.made: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.trouble: list[str] = []

    def ours(self) -> dict[str, str]:
        return dict(self.made)

    def has(self, menu_id: str) -> bool:
        return menu_id == ORDINARY or menu_id in self.made.values()

    def lay(self, variant: Variant, known: dict[str, str]) -> str:
        name = variant.request.name
        self._before()
        self.made[name] = f"id of {name}"
        self._after()
        return self.made[name]

    def default(self) -> str | None:
        return self.standing

    def set_default(self, menu_id: str | None) -> None:
        self._before()
        self.standing = menu_id
        self._after()

    def link(self, menu_id: str, line_ids: Sequence[str]) -> None:
        self._before()
        self.links |= dict.fromkeys(line_ids, menu_id)
        self._after()

    def unlink(self, line_ids: Sequence[str]) -> None:
        self._before()
        for line_id in line_ids:
            self.links.pop(line_id, None)
        self._after()

    def _before(self) -> None:
        self._strike("before")

    def _after(self) -> None:
        self._strike("after")

    def _strike(self, when: str) -> None:
        if not self.trouble or not self.trouble[0].endswith(when):
            return
        if self.trouble.pop(0).startswith("dies"):
            raise Death
        raise urllib3.exceptions.ProtocolError


class Disaster(RuleBasedStateMachine):
    """Officers propose, confirm and withdraw; orders and warnings come and go; the clock looks when it looks."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.count, self.should_be_on = NOON, 0, False
        self.menus = Menus()
        self.hours = MenuHours(self.menus, lambda: self.now)
        with transaction() as session:
            people_the_town(session, NOON)
            self.ids = {one.name: one.id for one in officers.all(session)}
            self.last_line = session.scalar(select(JournalLine.id).order_by(JournalLine.id.desc()).limit(1)) or 0

    @rule(who=st.sampled_from(PEOPLE), way=st.sampled_from(list(Way)))
    def proposes(self, who: str, way: Way) -> None:
        with transaction() as session:
            try:
                disaster_mode.propose(session, way, "理由", self._officer(session, who), self.now)
            except NotAllowedError:
                return

    @rule(who=st.sampled_from(PEOPLE), has_seen=st.booleans())
    def confirms(self, who: str, has_seen: bool) -> None:
        with transaction() as session:
            waiting = disaster_switches.waiting(session, self.now)
            if waiting is None:
                return
            seen = disaster_causes.keys(disaster_causes.in_force(session, self.now)) if has_seen else []
            try:
                disaster_mode.confirm(session, waiting.id, self._officer(session, who), seen, (), self.now)
            except NotAllowedError:
                return
            assert self.ids[who] != waiting.proposed_by and who in ("suzuki", "tanaka")
            self.should_be_on = waiting.way == Way.ON

    @rule(who=st.sampled_from(PEOPLE))
    def withdraws(self, who: str) -> None:
        with transaction() as session:
            waiting = disaster_switches.waiting(session, self.now)
            if waiting and who != "viewer":
                disaster_mode.withdraw(session, waiting.id, self._officer(session, who), self.now)

    @rule(is_kept=st.booleans())
    def standing_order_is_made_or_ended(self, is_kept: bool) -> None:
        with transaction() as session:
            sato, suzuki = self._officer(session, "sato"), self._officer(session, "suzuki")
            found = standing_orders.of_kind(session, standing_orders.DISASTER_MODE)
            if found and not is_kept:
                standing_orders.end(session, found.id, sato, self.now)
            elif found is None and is_kept:
                made = standing_orders.propose(session, standing_orders.DISASTER_MODE, sato, self.now)
                standing_orders.approve(session, made.id, suzuki, self.now)

    @rule(level=st.sampled_from([3, 4, 5]))
    def town_orders(self, level: int) -> None:
        with transaction() as session:
            named = {one.id for one in orders.in_force(session)}
            orders.issue(session, Issued(("kawara",), "flood", "発令", level, self.now, "市長", 1), named)

    @rule()
    def town_ends_its_orders(self) -> None:
        with transaction() as session:
            session.execute(update(Order).where(Order.ended_at.is_(None)).values(ended_at=self.now))

    @rule(told=st.sampled_from([("43", "発表"), ("33", "発表"), ("03", "発表"), ("10", "解除")]))
    def agency_speaks(self, told: tuple[str, str]) -> None:
        self.count += 1
        minutes = (self.now - NOON) / timedelta(minutes=1)
        with transaction() as session:
            body = papers.rain(*told, envelope=at(minutes))
            jma_intake.take(session, TOWN, f"telegram {self.count}", body, self.now)

    @rule()
    def clock_looks(self) -> None:
        with transaction() as session:
            was_on = disaster_switches.is_on(session)
            has_order = standing_orders.of_kind(session, standing_orders.DISASTER_MODE) is not None
            begins = any(one.begins for one in disaster_causes.in_force(session, self.now))
            has_begun = disaster_watch.look(session, RULES, self.now)
            assert not has_begun or (has_order and begins and not was_on)
            self.should_be_on = was_on or has_begun

    @rule(trouble=st.lists(st.sampled_from(["breaks before", "breaks after", "dies before", "dies after"]), max_size=3))
    def menus_are_looked_at_in_bad_weather(self, trouble: list[str]) -> None:
        self.menus.trouble = trouble
        with contextlib.suppress(Death):
            self._drain()
        self.menus.trouble = []

    @rule(minutes=st.sampled_from([1, 4, 20, 70, 400]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(line_id=st.sampled_from(["Uhanako", "Umaria", "Unam"]), language=st.sampled_from(["ja", "en", "pt", "vi"]))
    def resident_chooses(self, line_id: str, language: str) -> None:
        with transaction() as session:
            session.execute(update(Resident).where(Resident.line_id == line_id).values(language=language))

    @rule()
    def menus_follow_once_line_works_again(self) -> None:
        self.now += timedelta(minutes=4)  # a dead worker's lease is over
        self._drain()
        with reading() as session:
            chosen = {one.line_id: one.language for one in session.scalars(select(Resident))}
        names = {menu_id: name for name, menu_id in self.menus.made.items()}
        if not self.should_be_on:
            assert (self.menus.standing, self.menus.links) == (ORDINARY, {})
            return
        assert names[self.menus.standing or ""].startswith(f"{menu_variants.DISASTER_BEGINS}ja-")
        seen = {line_id: names[menu_id].split("-")[2] for line_id, menu_id in self.menus.links.items()}
        assert seen == {line_id: one for line_id, one in chosen.items() if one not in (None, "ja")}

    @invariant()
    def it_is_on_exactly_as_two_people_said(self) -> None:
        with reading() as session:
            assert disaster_switches.is_on(session) is self.should_be_on
            for one in session.scalars(select(DisasterSwitch).where(DisasterSwitch.state == "done")):
                assert one.decided_by and one.decided_by != one.proposed_by
                assert one.by_order is None or one.way == Way.ON

    @invariant()
    def every_switch_stands_in_the_journal(self) -> None:
        with reading() as session:
            done = session.scalars(select(DisasterSwitch).where(DisasterSwitch.state == "done")).all()
            lines = select(JournalLine.action).where(
                JournalLine.id > self.last_line, JournalLine.action.startswith("disaster.switched_")
            )
            told = list(session.scalars(lines.order_by(JournalLine.id)))
        assert sorted(told) == sorted(f"disaster.switched_{one.way}" for one in done)

    def _drain(self) -> None:
        for _ in range(30):
            if not self.hours.look(lambda: None):
                return
        raise AssertionError("it never ends")

    def _officer(self, session: object, name: str) -> Officer:
        return session.get_one(Officer, self.ids[name])  # type: ignore[attr-defined, no-any-return]


def test_whatever_happens_in_a_disaster(db: str) -> None:
    examples = 15 if db.startswith("sqlite") else 4
    run_state_machine_as_test(Disaster, settings=settings(max_examples=examples, stateful_step_count=25, deadline=None))
