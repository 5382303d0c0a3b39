"""Whatever officers, machines and the clock do, in whatever order: nothing leaves that two people did not want."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select, update

from alerts import broadcasts, deciding, drafting, lone_officer, releasing
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast, Correcting
from alerts.lone_officer import LoneRule
from alerts.stages import Stage
from alerts.written import Written
from store.database import transaction
from store.outbox import Delivery, Status, Way
from tests.alerts.clicks import Clicks
from tests.alerts.desk_of_notices import OFFICERS, RESIDENTS, a_draft, people_the_town
from tests.alerts.draws import AIMS, AUDIENCES, KINDS, NAMES, OFTEN, RULES, WORDS
from tests.alerts.line_moods import FickleLine, LineMoods
from tests.conftest import NOON
from town.residents import Resident
from town.roles import Role

SILENT = {"Utaro", "Uanybody", "Unam"}


class Desk(Clicks, LineMoods, RuleBasedStateMachine):
    """The model remembers who submitted and who said yes; the database must agree with it."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOON + timedelta(hours=11)  # at night some wish no sound
        self.line = FickleLine()
        self.submitter: dict[int, str] = {}
        self.yes: dict[int, tuple[str, str]] = {}  # notice -> who, and whether alone
        self.reached: dict[int, set[str]] = {}
        with transaction() as session:
            town = people_the_town(session, NOON)
            session.execute(update(Resident).where(Resident.line_id.in_(SILENT)).values(is_silent_at_night=True))
            self.ids = {name: officer.id for name, officer in town.officers.items()}

    @rule(name=NAMES, aim=AIMS, later=OFTEN.map(lambda often: not often), has_officer=OFTEN)
    def begins(self, name: str, aim: tuple[Audience, bool], later: bool, has_officer: bool) -> None:
        audience, is_drill = aim
        draft = a_draft(self.now, audience, send_at=self.now + timedelta(minutes=30) if later else None)
        self._tries(
            lambda s: drafting.begin(
                s,
                draft,
                "disaster",
                self.now,
                officer=self._officer(s, name) if has_officer else None,
                is_drill=is_drill,
            )
        )

    @rule(audience=st.sampled_from(AUDIENCES[:3]), written=WORDS, later=OFTEN.map(lambda often: not often))
    def writes_well(self, audience: Audience, written: Written, later: bool) -> None:
        """What a good drafter does: a draft that fits, submitted at once. Below an order that stands it is refused."""
        draft = a_draft(self.now, audience, send_at=self.now + timedelta(minutes=30) if later else None)

        def step(session: Any) -> int:
            sato = self._officer(session, "sato")
            is_drill = audience.aim is Aim.TESTERS
            notice = drafting.begin(session, draft, "disaster", self.now, officer=sato, is_drill=is_drill)
            drafting.submit(session, notice.id, notice.revision, written, sato, self.now)
            return notice.id

        if submitted := self._tries(step):
            self.submitter[submitted] = "sato"

    @precondition(lambda self: self._has_any())
    @rule(data=st.data(), name=st.sampled_from(["tanaka", "suzuki"]))
    def approves_well(self, data: st.DataObject, name: str) -> None:
        self._approve(data, name, "避難指示")

    @precondition(lambda self: self._has_any())
    @rule(data=st.data(), name=NAMES, aim=AIMS)
    def edits(self, data: st.DataObject, name: str, aim: tuple[Audience, bool]) -> None:
        def step(session: Any) -> None:
            notice = self._pick(session, data, Stage.RETURNED, Stage.LAPSED, Stage.SUBMITTED)
            drafting.edit(
                session, notice.id, notice.revision, a_draft(self.now, aim[0]), self._officer(session, name), self.now
            )
            self.submitter.pop(notice.id, None)

        self._tries(step)

    @precondition(lambda self: self._has_any())
    @rule(data=st.data(), name=NAMES, has_officer=OFTEN, written=WORDS)
    def submits(self, data: st.DataObject, name: str, has_officer: bool, written: Written) -> None:
        def step(session: Any) -> None:
            notice = self._pick(session, data, Stage.DRAFT)
            officer = self._officer(session, name) if has_officer else None
            drafting.submit(session, notice.id, notice.revision, written, officer, self.now)
            self.submitter[notice.id] = name if has_officer else "machine"

        self._tries(step)

    @precondition(lambda self: self._has_any())
    @rule(
        data=st.data(),
        name=NAMES,
        what=st.sampled_from([drafting.withdraw, drafting.discard, deciding.adopt, deciding.adopt]),
    )
    def turns(self, data: st.DataObject, name: str, what: Any) -> None:
        def step(session: Any) -> None:
            notice = self._pick(session, data, Stage.SUBMITTED)
            what(session, notice.id, notice.revision, self._officer(session, name), self.now)
            if what is deciding.adopt:
                assert self.submitter[notice.id] == "machine"
                self.submitter[notice.id] = name

        self._tries(step)

    @precondition(lambda self: self._has_any())
    @rule(data=st.data(), name=NAMES, reason=st.sampled_from(["", "地区が違う"]), is_final=st.booleans())
    def sends_back(self, data: st.DataObject, name: str, reason: str, is_final: bool) -> None:
        def step(session: Any) -> None:
            notice = self._pick(session, data, Stage.SUBMITTED)
            deciding.send_back(
                session, notice.id, notice.revision, self._officer(session, name), reason, self.now, is_final=is_final
            )
            assert reason

        self._tries(step)

    @precondition(lambda self: self._has_any())
    @rule(data=st.data(), name=NAMES, typed=KINDS)
    def approves(self, data: st.DataObject, name: str, typed: str) -> None:
        self._approve(data, name, typed)

    def _approve(self, data: st.DataObject, name: str, typed: str) -> None:
        def step(session: Any) -> int:
            notice = self._pick(session, data, Stage.SUBMITTED)
            deciding.approve(session, notice.id, notice.revision, self._officer(session, name), typed, self.now)
            return notice.id

        if said_yes := self._tries(step):
            self.yes[said_yes] = (name, "together")

    @precondition(lambda self: self._has_any())
    @rule(data=st.data(), name=NAMES, allowed=RULES, fresh=st.booleans(), typed=KINDS)
    def sends_alone(self, data: st.DataObject, name: str, allowed: LoneRule, fresh: bool, typed: str) -> None:
        self._send_alone(data, name, allowed, fresh, typed)

    def _send_alone(self, data: st.DataObject, name: str, allowed: LoneRule, fresh: bool, typed: str) -> None:
        def step(session: Any) -> int:
            notice = self._pick(session, data, Stage.SUBMITTED)
            waited = self.now - (notice.submitted_at or self.now)
            lone_officer.send_alone(
                session, notice.id, notice.revision, self._officer(session, name), allowed, self.now,
                has_fresh_factor=fresh, typed_kind=typed,
            )  # fmt: skip
            level = notice.written.level
            assert allowed.is_allowed and fresh and not notice.is_drill and not notice.written.has_free_text
            assert notice.written.is_pressing and waited >= timedelta(minutes=10 if level == 3 else 3)
            return notice.id

        if sent := self._tries(step):
            self.yes[sent] = (name, "alone")

    @precondition(lambda self: self._has_any())
    @rule(data=st.data(), minutes=st.sampled_from([2, 4, 12]))
    def one_officer_waits_and_sends(self, data: st.DataObject, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self._send_alone(data, "tanaka", LoneRule(is_allowed=True), True, "避難指示")

    @precondition(lambda self: self._has_any())
    @rule(data=st.data(), name=NAMES)
    def cancels(self, data: st.DataObject, name: str) -> None:
        self._tries(
            lambda s: releasing.cancel(
                s, self._pick(s, data, Stage.APPROVED, Stage.SENDING).id, self._officer(s, name), "誤り", self.now
            )
        )

    @rule(minutes=st.sampled_from([1, 4, 11, 31, 61, 800]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        with transaction() as session:
            deciding.lapse(session, self.now)
            releasing.release_due(session, self.now, lambda day: False)

    @invariant()
    def nothing_leaves_that_one_person_wanted(self) -> None:
        with transaction() as session:
            for notice in session.scalars(select(Broadcast).where(Broadcast.released_at.is_not(None))):
                who, how = self.yes[notice.id]
                needed = Role.BROADCAST_APPROVER
                if how == "alone":
                    assert notice.is_alone
                elif notice.corrects_as != Correcting.CORRECTION:
                    is_free = notice.corrects_as == Correcting.RETRACTION  # one hand where no order stands
                    assert needed in OFFICERS[who]
                    assert self.submitter[notice.id] != "machine"
                    assert is_free or self.submitter[notice.id] != who

    @invariant()
    def a_row_belongs_to_what_was_approved(self) -> None:
        with transaction() as session:
            for row in session.scalars(select(Delivery)):
                notice = session.get_one(Broadcast, row.notice_id)
                assert notice.released_at is not None
                assert row.is_drill == notice.is_drill
                if row.is_drill:
                    assert row.way == Way.PUSH and row.to and row.to[0].startswith("Utester")

    @invariant()
    def what_may_cost_lives_rings(self) -> None:
        with transaction() as session:
            for row in session.scalars(select(Delivery).where(Delivery.is_silent)):
                notice = session.get_one(Broadcast, row.notice_id)
                meant = session.get(Broadcast, notice.corrects_id or 0) or notice
                for said in (notice.written, meant.written):
                    assert (said.level or 0) <= 2 and not said.is_pressing and said.hazard != "tsunami"
                assert not row.is_drill and (meant.is_for.aim is Aim.EVERYONE or set(row.to or ()) <= SILENT)

    @invariant()
    def nobody_gets_it_twice(self) -> None:
        with transaction() as session:
            for notice in session.scalars(select(Broadcast).where(Broadcast.released_at.is_not(None))):
                rows = list(session.scalars(select(Delivery).where(Delivery.notice_id == notice.id)))
                whole = [row for row in rows if row.status != Status.SPLIT]
                reached = [line_id for row in whole for line_id in row.to or []]
                assert len(reached) == len(set(reached))
                assert set(reached) <= {one[0] for one in RESIDENTS} | {"Utester0", "Utester1"}
                assert self.reached.setdefault(notice.id, set(reached)) == set(reached)

    @invariant()
    def what_went_out_can_be_corrected(self) -> None:
        with transaction() as session:
            for notice in session.scalars(select(Broadcast).where(Broadcast.corrects_id.is_(None))):
                if notice.stage in (Stage.APPROVED, Stage.SENDING, Stage.SENT):
                    ready = broadcasts.corrections_of(session, notice.id)
                    assert {one.corrects_as for one in ready} == set(Correcting)
                    assert all(one.is_drill == notice.is_drill for one in ready)


def test_no_path_sends_what_two_people_did_not_want(db: str) -> None:
    examples = 20 if db.startswith("sqlite") else 8  # the rules are the same; only the locks differ
    run_state_machine_as_test(Desk, settings=settings(max_examples=examples, stateful_step_count=30, deadline=None))
