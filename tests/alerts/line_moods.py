"""LINE on its good and bad days, for the state machine of notices: what it took, and what it will not take."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import select

from alerts import line_checks, releasing
from alerts.broadcasts import Broadcast
from alerts.line_checks import LineCheck, Opinion
from alerts.stages import Stage
from bot.delivering import Delivering, Sent
from store import channel
from store.database import transaction
from store.outbox import Delivery, Status, Way
from store.outcomes import Outcome

EVERYBODY = "everybody"
UNFIT = "Umaria"  # the address LINE knows no more


class FickleLine:
    """`took`: for each notice and telephone, how many messages LINE accepted. A retry key it knows is accepted once."""

    def __init__(self) -> None:
        self.mood = Outcome.ACCEPTED
        self.took: Counter[tuple[str, str]] = Counter()
        self.keys: set[str] = set()

    def push(self, to: str, messages: Any, retry_key: str, *, is_silent: bool = False) -> Sent:
        return self._asked([to], retry_key, None)

    def multicast(
        self, to: Sequence[str], messages: Any, retry_key: str, unit: str | None = None, *, is_silent: bool = False
    ) -> Sent:
        return self._asked(to, retry_key, unit)

    def broadcast(self, messages: Any, retry_key: str, *, is_silent: bool = False) -> Sent:
        return self._asked([EVERYBODY], retry_key, None)

    def _asked(self, to: Sequence[str], retry_key: str, unit: str | None) -> Sent:
        is_sent = self.mood in (Outcome.ACCEPTED, Outcome.UNKNOWN) or (
            self.mood is Outcome.BAD_ADDRESS and UNFIT not in to
        )
        if is_sent and retry_key not in self.keys:
            self.keys.add(retry_key)
            self.took.update((unit or retry_key, one) for one in to)
        return Sent(Outcome.ACCEPTED if is_sent and self.mood is Outcome.BAD_ADDRESS else self.mood)


class NoHurry:
    def wait(self) -> None:
        pass


class LineMoods:
    """Rules and invariants about LINE itself. `line` is made by the machine."""

    now: datetime
    line: FickleLine

    @rule(mood=st.sampled_from([Outcome.ACCEPTED, Outcome.ACCEPTED, *(set(Outcome) - {Outcome.EXPIRED})]))
    def line_answers(self, mood: Outcome) -> None:
        """Everything due is tried once; a month whose quota is spent, or refused words, are moods like others."""
        self.line.mood = mood
        with transaction() as session:
            refused = _refused(session)
        delivering = Delivering(self.line, NoHurry(), lambda: self.now)  # type: ignore[arg-type]
        for urgent in (True, False):
            while delivering.deliver_one(lambda: None, urgent=urgent):
                pass
        with transaction() as session:
            releasing.finish_done(session, self.now)
            if mood is Outcome.QUOTA_SPENT:
                self._waits_out_the_month(session, refused)
            self._everyday_notices_were_judged(session)
            self._what_is_over_has_an_end(session)

    def _waits_out_the_month(self, session: Any, refused: set[int]) -> None:
        """A spent quota ends nothing by itself: rows wait until it is raised, or until the notice expires."""
        for row in session.scalars(select(Delivery).where(Delivery.id.in_(_refused(session) - refused))):
            assert row.expires_at is not None and row.expires_at <= self.now + timedelta(minutes=5)

    def _everyday_notices_were_judged(self, session: Any) -> None:
        query = select(Broadcast, LineCheck).join(LineCheck, LineCheck.broadcast_id == Broadcast.id)
        for notice, check in session.execute(query.where(Broadcast.released_at.is_not(None))):
            if not notice.written.is_pressing and not notice.is_drill and notice.corrects_id is None:
                assert check.opinion == Opinion.FIT

    def _what_is_over_has_an_end(self, session: Any) -> None:
        """Nothing of a notice that counts as sent is still on its way; what was refused stands there to be seen."""
        over = (Status.SENT, Status.REFUSED, Status.UNCERTAIN, Status.STOPPED, Status.SPLIT)
        sent = select(Broadcast.id).where(Broadcast.stage == Stage.SENT)
        for row in session.scalars(select(Delivery).where(Delivery.notice_id.in_(sent))):
            assert row.status in over
            assert row.way == Way.BROADCAST or row.to

    @rule(opinion=st.sampled_from([Opinion.FIT, Opinion.FIT, Opinion.REFUSED]))
    def line_judges(self, opinion: Opinion) -> None:
        with transaction() as session:
            for question in line_checks.due(session, self.now):
                line_checks.settle(session, question, opinion, "may not be empty", self.now)

    @rule()
    def the_town_pays_for_more(self) -> None:
        with transaction() as session:
            channel.resume(session, channel.Reason.QUOTA_SPENT)

    @invariant()
    def line_took_nothing_twice(self) -> None:
        assert all(count == 1 for count in self.line.took.values()), self.line.took


def _refused(session: Any) -> set[int]:
    return set(session.scalars(select(Delivery.id).where(Delivery.status == Status.REFUSED)))
