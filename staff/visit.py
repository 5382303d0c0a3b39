"""One request at the desk: who is there, what they may do now, and how it is written into the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import g, request
from flask import session as cookie
from sqlalchemy.orm import Session

from staff.desk import the_desk
from store import journal
from store.database import reading, transaction
from town import officer_sessions, officers
from town.officer_sessions import OfficerSession, Stage
from town.officers import NotAllowedError, Officer
from town.roles import NEEDS_FACTOR, Powers, Role

TOKEN = "token"  # noqa: S105 - the name of a field in the cookie
NO_POWERS = Powers(frozenset())


@dataclass(frozen=True)
class Visit:
    """`powers` are those that work now: with this second factor and from this address. `officer_id` 0: nobody yet."""

    now: datetime
    address: str
    officer_id: int = 0
    name: str = ""
    email: str = ""
    section_id: str = ""
    session_id: int = 0
    stage: Stage | None = None
    is_fresh: bool = False
    granted: Powers = NO_POWERS
    powers: Powers = NO_POWERS

    @property
    def actor(self) -> str:
        return f"officer:{self.officer_id}" if self.officer_id else "visitor"

    def has(self, *roles: Role) -> bool:
        return self.powers.has(*roles)

    def require(self, role: Role, section_id: str, assigned_to: int | None = None) -> None:
        """Raises NotAllowedError for a record of another section, or, for contractors, of another person."""
        if not self.powers.covers(role, section_id):
            raise NotAllowedError("ほかの課の記録なので、開けません。")
        if self.powers.has_own_cases_only and assigned_to != self.officer_id:
            raise NotAllowedError("担当になっている案件だけを開けます。")

    def covers_case(self, section_id: str, assigned_to: int | None) -> bool:
        """Whether a report of this section, given to this officer, may be opened; a contractor opens only their own."""
        is_own = assigned_to == self.officer_id
        return self.powers.covers(Role.REPORT_HANDLER, section_id) and (is_own or not self.powers.has_own_cases_only)

    def journal(self, session: Session, action: str, subject: str, **details: int | str) -> None:
        journal.write(session, self.now, actor=self.actor, action=action, subject=subject, **details)


def visit() -> Visit:
    return cast(Visit, g.visit)


def arrive() -> None:
    """Before every page: who is there? A session that has ended, or an account that has, is nobody."""
    desk, address = the_desk(), request.remote_addr or ""
    now = desk.now()
    g.visit = Visit(now=now, address=address)
    token = cookie.get(TOKEN)
    if not token:
        return
    with reading() as session:
        row = officer_sessions.live(session, str(token), now)
        officer = officers.find(session, row.officer_id) if row else None
        if row is None or officer is None or not officer.works_on(desk.today):
            cookie.pop(TOKEN, None)
            return
        g.visit = _of(row, officer, now, address)
        is_touch_due = officer_sessions.is_touch_due(row, now)
    if is_touch_due:
        with transaction() as session:
            officer_sessions.touch(session, g.visit.session_id, now)


def officer_here(session: Session) -> Officer:
    """The row of whoever is signed in."""
    officer = officers.find(session, visit().officer_id)
    if officer is None:
        raise NotAllowedError("ログインし直してください。")
    return officer


def session_here(session: Session) -> OfficerSession:
    return session.get_one(OfficerSession, visit().session_id)


def _of(row: OfficerSession, officer: Officer, now: datetime, address: str) -> Visit:
    granted = officer.powers
    shut = the_desk().shut_from(address) | (NEEDS_FACTOR if row.factor_at is None else frozenset())
    stage = Stage(row.stage)
    return Visit(
        now=now, address=address, officer_id=officer.id, name=officer.name, email=officer.email,
        section_id=officer.section_id, session_id=row.id, stage=stage, is_fresh=row.is_fresh(now),
        granted=granted, powers=granted.without(shut) if stage is Stage.OPEN else NO_POWERS,
    )  # fmt: skip
