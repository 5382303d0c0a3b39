"""Outbox -> LINE. The row is stored before the first call; no transaction is open while LINE thinks."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from alerts.notice_figures import unit_of
from bot.drain import Claimed
from bot.gateway import Gateway, Sent
from bot.pace import Pace
from store import channel, outbox
from store.channel import Reason
from store.database import transaction, wake
from store.inbox import OvertakenError
from store.outbox import Delivery, Way
from store.outcomes import Outcome, judge

log = structlog.get_logger()

PAUSES = {  # how long to leave LINE alone before one more try
    Outcome.UNAUTHORISED: (Reason.UNAUTHORISED, timedelta(seconds=60)),
    Outcome.QUOTA_SPENT: (Reason.QUOTA_SPENT, timedelta(minutes=10)),
}


class Delivering:
    def __init__(self, gateway: Gateway, pace: Pace, now: Callable[[], datetime]) -> None:
        self._gateway, self._pace, self._now = gateway, pace, now
        self._is_refused = self._is_silent = False

    def deliver_one(self, claimed: Claimed, *, urgent: bool) -> bool:
        """True when there was a row to send."""
        with transaction() as session:
            now = self._now()
            delivery = outbox.claim(session, now, urgent=urgent) or outbox.reclaim(session, now, urgent=urgent)
            if delivery is None:
                return False
            is_over = outbox.end_if_over(session, delivery, now)
        claimed()
        if not is_over:
            self.send(delivery)
        return True

    def send(self, delivery: Delivery) -> None:
        """Send a row this thread has claimed, and write down how it ended."""
        if delivery.is_urgent or delivery.way == Way.MULTICAST:
            self._pace.wait()
        log.debug("line.calling", delivery=delivery.id, attempts=delivery.attempts)
        sent = self._call(delivery)
        log.debug("line.answered", delivery=delivery.id, outcome=sent.outcome)
        try:
            self._record(delivery, sent)
        except OvertakenError:
            log.warning("outbox.overtaken", delivery=delivery.id)

    def _call(self, delivery: Delivery) -> Sent:
        messages, to, key = delivery.messages or [], delivery.to or [], delivery.retry_key
        is_silent = delivery.is_silent
        match delivery.way:
            case Way.REPLY:
                return self._gateway.reply(delivery.reply_token or "", messages)
            case Way.MULTICAST:
                return self._gateway.multicast(to, messages, key, _unit(delivery), is_silent=is_silent)
            case Way.BROADCAST:
                return self._gateway.broadcast(messages, key, is_silent=is_silent)
        return self._gateway.push(to[0], messages, key, is_silent=is_silent)

    def _record(self, delivery: Delivery, sent: Sent) -> None:
        now = self._now()
        verdict = judge(delivery, sent.outcome, now)
        with transaction() as session:
            if verdict.should_split and outbox.may_split(session, delivery):
                outbox.split(session, delivery, now)
            elif verdict.should_split:
                outbox.settle(session, delivery, status=outbox.Status.REFUSED, finished_at=now)
            else:
                outbox.settle(session, delivery, line_request_id=sent.request_id, **verdict.values)
            self._pause_or_resume(session, sent.outcome, now)
            self._note_silence(session, sent, now)
            if verdict.values.get("next_try_at") == now:
                wake(session, "outbox")  # a reply whose token was gone becomes a push: at once, not at the next sweep
        log.info(
            "outbox.tried", delivery=delivery.id, way=delivery.way, outcome=sent.outcome, attempts=delivery.attempts
        )

    def _pause_or_resume(self, session: Session, outcome: Outcome, now: datetime) -> None:
        """An answer to a resident is tried even while the token is refused; when LINE takes it, nobody else need wait.

        It says nothing about the month's quota, which replies do not touch: that pause ends by time.
        """
        if pause := PAUSES.get(outcome):
            self._is_refused = self._is_refused or outcome is Outcome.UNAUTHORISED
            channel.pause(session, pause[0], now + pause[1], now)
        elif outcome is Outcome.ACCEPTED and self._is_refused:
            self._is_refused = False
            channel.resume(session, Reason.UNAUTHORISED)

    def _note_silence(self, session: Session, sent: Sent, now: datetime) -> None:
        """Only when it begins and ends: a silent LINE must not cost every row another write."""
        if sent.is_silence == self._is_silent:
            return
        self._is_silent = sent.is_silence
        if sent.is_silence:
            channel.unheard(session, now)
        else:
            channel.heard(session)


def _unit(delivery: Delivery) -> str | None:
    return unit_of(delivery.notice_id) if delivery.notice_id is not None else None
