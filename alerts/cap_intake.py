"""A CAP message at the door: which become drafts, which end a draft, which are told no. None of them is ever sent by itself."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from alerts import broadcasts, cap_words, machine_drafts, machine_intake
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast, Origin
from alerts.cap import CapMessage, MsgType, Scope, Status
from alerts.machine_drafts import Handed, MachineDraft
from alerts.machine_intake import Fault, IntakeError, Paper
from alerts.stages import OPEN, Stage
from store import journal
from town.api_keys import ApiKey
from town.profile import Profile

OLDEST = timedelta(hours=24)  # what waited longer somewhere is no alert any more
FASTEST_CLOCK = timedelta(minutes=10)
MOST_AN_HOUR = 60


class Result(StrEnum):
    SUBMITTED = "submitted"  # a draft waits for an officer
    ALREADY = "already"  # the same message had come before
    TESTED = "tested"  # status Test: understood, and nothing kept
    WITHDRAWN = "withdrawn"  # a Cancel: the machine's own draft is gone, nobody had adopted it


@dataclass(frozen=True)
class Receipt:
    result: Result
    broadcast: Broadcast | None = None


def receive(session: Session, message: CapMessage, key: ApiKey, town: Profile, now: datetime) -> Receipt:
    """In one transaction. Raises IntakeError, and then nothing is changed."""
    key.used_at = now
    paper_hash = hashlib.sha256(repr(message).encode()).hexdigest()
    handed = Handed(Origin.CAP.value, message.sender, message.identifier)
    if earlier := machine_intake.already(session, handed, paper_hash, key.id):
        return Receipt(Result.ALREADY, earlier)
    _refuse_unfit(message, now)
    if machine_drafts.count_since(session, Origin.CAP.value, now - timedelta(hours=1), key.id) >= MOST_AN_HOUR:
        raise IntakeError(Fault.TOO_MANY, f"1時間に{MOST_AN_HOUR}通までです。しばらくしてから送ってください。")
    paper = _paper(message, handed, paper_hash, key, town, now)
    if message.status is Status.TEST:
        if message.infos:
            machine_intake.words_of(paper, town, now)
        journal.write(session, now, actor=key.actor, action="cap.tested", subject=f"api_key:{key.id}")
        return Receipt(Result.TESTED)
    referred = _referred(session, message, key)
    if message.msg_type is MsgType.CANCEL:
        return _cancel(session, paper, referred, town, now)
    for row in referred:
        machine_intake.take_back(session, row.broadcast_id, now)
    return Receipt(Result.SUBMITTED, machine_intake.take_in(session, paper, town, now))


def _refuse_unfit(message: CapMessage, now: datetime) -> None:
    refused = [
        (message.scope is not Scope.PUBLIC, Fault.NOT_FOR_US, "scope が Public の電文だけを受け付けます。"),
        (message.status in (Status.SYSTEM, Status.DRAFT), Fault.NOT_FOR_US, "status は Actual・Exercise・Test だけを受け付けます。"),
        (message.msg_type in (MsgType.ACK, MsgType.ERROR), Fault.NOT_FOR_US, "msgType は Alert・Update・Cancel だけを受け付けます。"),
        (message.sent < now - OLDEST, Fault.PASSED, "sent が24時間より前です。"),
        (message.sent > now + FASTEST_CLOCK, Fault.UNFIT, "sent が未来です。時計を合わせてください。"),
        (message.msg_type is not MsgType.ALERT and not message.references, Fault.UNFIT, "Update と Cancel には references が要ります。"),
        (message.msg_type is not MsgType.CANCEL and not message.infos, Fault.UNFIT, "info がありません。"),
    ]  # fmt: skip
    for is_so, fault, sentence in refused:
        if is_so:
            raise IntakeError(fault, sentence)


def _paper(message: CapMessage, handed: Handed, paper_hash: str, key: ApiKey, town: Profile, now: datetime) -> Paper:
    is_drill = message.status is Status.EXERCISE
    told = cap_words.told(message)
    ends = [info.expires for info in message.infos if info.expires]
    return Paper(
        handed, paper_hash, told.subject, told.body, cap_words.audience(message, town, is_drill=is_drill), is_drill,
        min(ends) if ends else now + town.notices.drafts_live, key.actor, told.page,
        any(info.is_grave for info in message.infos), key.id,
    )  # fmt: skip


def _referred(session: Session, message: CapMessage, key: ApiKey) -> list[MachineDraft]:
    """Earlier messages of the same system. Another system's are not there for this one."""
    rows = [machine_drafts.find(session, Handed(Origin.CAP.value, *one)) for one in message.references]
    return [row for row in rows if row is not None and row.key_id == key.id]


def _cancel(session: Session, paper: Paper, referred: list[MachineDraft], town: Profile, now: datetime) -> Receipt:
    """What nobody adopted is withdrawn. What may be on telephones is told to those who had it, by two people's word."""
    if not referred:
        raise IntakeError(Fault.UNKNOWN_REFERENCE, "取り消す電文が、ここには届いていません。")
    standing = [row for row in referred if not machine_intake.take_back(session, row.broadcast_id, now)]
    alive = [found for row in standing if (found := broadcasts.find(session, row.broadcast_id)) and _matters(found)]
    if not alive:
        machine_intake.note(session, paper, referred[-1].broadcast_id, now)
        withdrawn = f"broadcast:{referred[-1].broadcast_id}"
        journal.write(session, now, actor=paper.actor, action="cap.withdrawn", subject=withdrawn)
        return Receipt(Result.WITHDRAWN, broadcasts.find(session, referred[-1].broadcast_id))
    return Receipt(Result.SUBMITTED, machine_intake.take_in(session, _about(paper, alive[-1]), town, now))


def _matters(broadcast: Broadcast) -> bool:
    return broadcast.has_gone_out or Stage(broadcast.stage) in OPEN


def _about(paper: Paper, broadcast: Broadcast) -> Paper:
    """A cancellation goes where the notice went, and presses as it pressed."""
    if broadcast.is_drill != paper.is_drill:
        raise IntakeError(Fault.CONFLICT, "訓練の電文で本番を、本番の電文で訓練を、取り消すことはできません。")
    told = cap_words.cancelled(broadcast.content) if not paper.body else None
    meant = broadcast.is_for
    audience = meant if meant.aim is not Aim.SAME else Audience(Aim.EVERYONE)
    grave = paper.is_grave or meant.is_pressing
    if told is None:
        return replace(paper, audience=audience, is_grave=grave)
    return replace(paper, audience=audience, is_grave=grave, subject=told.subject, body=told.body)
