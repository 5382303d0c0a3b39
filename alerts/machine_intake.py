"""What no officer wrote becomes a draft that waits for two of them: submitted, by nobody, to be adopted and approved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from alerts import broadcasts, drafting, machine_drafts
from alerts.audience import Audience
from alerts.broadcasts import Broadcast, Origin
from alerts.drafting import Draft
from alerts.machine_drafts import Handed, MachineDraft
from alerts.stages import Move, Stage
from alerts.wording import UnfitError, in_words
from alerts.written import Written
from speech.languages import Language
from store import journal
from town.profile import Profile

TEMPLATE = "machine_notice"
Texts = Mapping[Language, str]


class Fault(StrEnum):
    """Why something was not taken in."""

    UNFIT = "unfit"  # its words cannot go out like this
    NOT_FOR_US = "not_for_us"
    PASSED = "passed"
    CONFLICT = "conflict"
    UNKNOWN_REFERENCE = "unknown_reference"
    TOO_MANY = "too_many"


class IntakeError(Exception):
    """Nothing was changed. Carries one sentence for whoever runs the machine."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault


@dataclass(frozen=True)
class Paper:
    """`is_grave`: somebody must look at once. `actor` is who handed it in, for the journal."""

    handed: Handed
    content_hash: str
    subject: Texts
    body: Texts
    audience: Audience
    is_drill: bool
    expires_at: datetime
    actor: str
    page: str | None = None
    is_grave: bool = False
    key_id: int | None = None


def already(session: Session, paper_of: Handed, content_hash: str, key_id: int | None) -> Broadcast | None:
    """The draft of the same paper. Raises IntakeError when another one came under this name."""
    earlier = machine_drafts.find(session, paper_of)
    if earlier is None:
        return None
    if (earlier.content_hash, earlier.key_id) != (content_hash, key_id):
        raise IntakeError(
            Fault.CONFLICT, "同じ識別子で、中身の違うものがもう届いています。新しい識別子で送ってください。"
        )
    return broadcasts.find(session, earlier.broadcast_id)


def words_of(paper: Paper, town: Profile, now: datetime) -> Written:
    """Raises IntakeError with every complaint in one sentence after the other."""
    if paper.expires_at <= now:
        raise IntakeError(Fault.PASSED, "有効期限が過ぎています。")
    try:
        written = in_words(_content(paper), town, is_drill=paper.is_drill, now=now)
    except UnfitError as unfit:
        raise IntakeError(Fault.UNFIT, str(unfit)) from None
    return replace(written, is_pressing=paper.is_grave)


def take_in(session: Session, paper: Paper, town: Profile, now: datetime) -> Broadcast:
    """In the caller's transaction. Whoever is on duty is rung as for any notice that presses."""
    written = words_of(paper, town, now)
    draft = Draft(_content(paper), paper.audience, expires_at=paper.expires_at)
    origin = Origin(paper.handed.origin)
    begun = drafting.begin(
        session, draft, town.notices.drafts_section, now, officer=None, is_drill=paper.is_drill, origin=origin
    )
    submitted = drafting.submit(session, begun.id, begun.revision, written, None, now)
    note(session, paper, submitted.id, now)
    journal.write(
        session, now, actor=paper.actor, action="broadcast.handed_in", subject=f"broadcast:{submitted.id}",
        origin=origin.value, drill=int(paper.is_drill),
    )  # fmt: skip
    return submitted


def note(session: Session, paper: Paper, broadcast_id: int, now: datetime) -> None:
    """So that the same paper is known when it comes again."""
    handed = paper.handed
    session.add(
        MachineDraft(
            origin=handed.origin, sender=handed.sender, identifier=handed.identifier, key_id=paper.key_id,
            content_hash=paper.content_hash, broadcast_id=broadcast_id, received_at=now,
        )
    )  # fmt: skip
    session.flush()


def take_back(session: Session, broadcast_id: int, now: datetime) -> bool:
    """A machine's own draft that nobody has adopted yet goes away. What an officer stands for is theirs to decide."""
    broadcast = broadcasts.locked(session, broadcast_id)
    if broadcast.stage != Stage.SUBMITTED or broadcast.submitted_by is not None:
        return False
    for move in (Move.WITHDRAW, Move.DISCARD):
        broadcasts.move(session, broadcast, move, None, now)
    broadcast.frozen = broadcast.submitted_at = None
    return True


def _content(paper: Paper) -> dict[str, Any]:
    values: dict[str, Any] = {"subject": dict(paper.subject), "body": dict(paper.body)}
    return {"template": TEMPLATE, "values": values | ({"page": paper.page} if paper.page else {})}
