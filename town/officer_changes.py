"""Changes to accounts as values: what they say, whether one administrator may make them alone, and how they are made."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter
from sqlalchemy.orm import Session

from store import journal, testers
from town import officer_factors, officer_invitations, officer_sessions, officers
from town.calendar import to_jst
from town.officers import NotAllowedError, Officer
from town.roles import EVERY_SECTION, FOR_EVERY_SECTION, NEEDS_TWO_ADMINISTRATORS, Role
from town.shapes import Email, Name, Strict


class Add(Strict):
    kind: Literal["add"] = "add"
    email: Email
    name: Name
    section_id: Name
    is_contractor: bool = False
    ends_on: date | None = None


class Grant(Strict):
    kind: Literal["grant"] = "grant"
    email: Email
    role: Role
    section_id: Name = EVERY_SECTION


class Revoke(Strict):
    kind: Literal["revoke"] = "revoke"
    email: Email
    role: Role
    section_id: Name = EVERY_SECTION


class Move(Strict):
    """To another section, under another name, until another day."""

    kind: Literal["move"] = "move"
    email: Email
    name: Name
    section_id: Name
    ends_on: date | None = None


class Disable(Strict):
    kind: Literal["disable"] = "disable"
    email: Email


class Reset(Strict):
    """All second factors are taken away and a new invitation is possible: somebody lost everything."""

    kind: Literal["reset"] = "reset"
    email: Email


Change = Annotated[Add | Grant | Revoke | Move | Disable | Reset, Field(discriminator="kind")]
CHANGES: TypeAdapter[tuple[Change, ...]] = TypeAdapter(tuple[Change, ...])


def needs_second(session: Session, change: Change) -> bool:
    """Whoever could grant these alone could also send alone, under a second name of their own."""
    if isinstance(change, Grant):
        return change.role in NEEDS_TWO_ADMINISTRATORS
    if isinstance(change, Reset):
        officer = officers.by_email(session, change.email)
        return officer is not None and officer.powers.has(*NEEDS_TWO_ADMINISTRATORS)
    return False


def make(session: Session, change: Change, now: datetime, actor: str) -> None:
    """Raises NotAllowedError with the reason. Writes the journal. Approval is the caller's to see to."""
    if isinstance(change, Add):
        added = officers.add(session, now, **change.model_dump(exclude={"kind"}))
        journal.write(session, now, actor=actor, action="officer.added", subject=added.actor)
        return
    officer = officers.by_email(session, change.email)
    if officer is None:
        raise NotAllowedError(f"{change.email} の職員はいません。")
    if _made(session, officer, change, now):
        details = {"role": change.role, "section": change.section_id} if isinstance(change, Grant | Revoke) else {}
        journal.write(session, now, actor=actor, action=_ACTIONS[change.kind], subject=officer.actor, **details)


_ACTIONS = {
    "grant": "officer.role_granted",
    "revoke": "officer.role_revoked",
    "move": "officer.moved",
    "disable": "officer.disabled",
    "reset": "officer.reset",
}


def _made(session: Session, officer: Officer, change: Change, now: datetime) -> bool:
    today = to_jst(now).date()
    match change:
        case Grant(role=role, section_id=section_id):
            return officers.grant(session, officer, role, EVERY_SECTION if role in FOR_EVERY_SECTION else section_id)
        case Revoke(role=role, section_id=section_id):
            return officers.revoke(session, officer, role, section_id, today)
        case Move():
            return _move(officer, change)
        case Disable():
            return _farewell(session, officer, now)
        case Reset():
            officer_factors.remove_all(session, officer.id)
            officer_sessions.end_all(session, officer.id, now)
            officer.password_hash = None
            return True
    return False


def _move(officer: Officer, change: Move) -> bool:
    if officer.is_contractor and change.ends_on is None:
        raise NotAllowedError("委託先の職員には、契約が終わる日を入れてください。")
    before = (officer.name, officer.section_id, officer.ends_on)
    officer.name, officer.section_id, officer.ends_on = change.name, change.section_id, change.ends_on
    return before != (officer.name, officer.section_id, officer.ends_on)


def _farewell(session: Session, officer: Officer, now: datetime) -> bool:
    is_new = officers.disable(session, officer, now, to_jst(now).date())
    officer_sessions.end_all(session, officer.id, now)
    officer_invitations.close(session, officer.id, now)
    testers.unlink(session, officer.id)  # neither rings nor drills follow whoever left
    return is_new
