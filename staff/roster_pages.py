"""当番表 at the desk: who is on duty, the hours for which nobody is, a new list as CSV, and the test ring."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from flask import Response as File
from flask import render_template, request
from sqlalchemy.orm import Session

from alerts import notice_rings, rings
from staff.desk import the_desk
from staff.pages import Answer, Page, back
from staff.ring_pages import Told, told
from staff.visit import visit
from store import testers
from store.database import reading, transaction
from town import officers, roster, roster_file
from town.calendar import to_jst
from town.officers import NotAllowedError
from town.roles import Role
from town.roster import Duty

APPROVER = Role.BROADCAST_APPROVER
KEEPERS = (Role.ADMINISTRATOR, APPROVER)
READERS = (*KEEPERS, Role.BROADCAST_DRAFTER)
AHEAD = timedelta(days=14)
RINGS_SHOWN = 12


@dataclass(frozen=True)
class DutyDay:
    on: date
    duties: tuple[Duty, ...]


def roster_page() -> Answer:
    now = visit().now
    with reading() as session:
        return render_template(
            "roster.html", on_duty=roster.on_duty(session, (APPROVER,), now), approvers=_approvers(session),
            linked={one.officer_id for one in testers.all(session)},
            gaps=roster.gaps(session, (APPROVER,), now, now + AHEAD), days=days_ahead(session, now, AHEAD),
            rings=_latest(session), may_keep=visit().has(*KEEPERS), duty=the_desk().town.duty,
        )  # fmt: skip


def days_ahead(session: Session, now: datetime, ahead: timedelta) -> list[DutyDay]:
    """The shifts that go on or are to come, under the day in Japan on which they begin."""
    found = roster.between(session, now, now + ahead)
    return [
        DutyDay(on, tuple(those)) for on, those in groupby(found, key=lambda one: to_jst(one.shift.starts_at).date())
    ]


def roster_example() -> File:
    """With the mark that makes Excel read UTF-8."""
    name = {"Content-Disposition": "attachment; filename=roster.csv"}
    return File("\ufeff" + roster_file.EXAMPLE, content_type="text/csv; charset=utf-8", headers=name)


def rehearse() -> Answer:
    """What the file would do, without doing it; and the hours it would leave to nobody."""
    sent = request.files.get("file")
    content = sent.read(roster_file.MOST_BYTES + 1) if sent else b""
    with reading() as session:  # nothing written here is kept
        read = _read(session, content)
        if not read.errors:
            gone_count = roster.replace(session, read.planned, visit().actor, visit().now)
            gaps = roster.gaps(session, (APPROVER,), visit().now, _until(read.planned))
        else:
            gone_count, gaps = 0, []
        names = officers.named(session, [one.officer_id for one in read.planned])
        session.rollback()
    return render_template(
        "roster_rehearsal.html", read=read, gone_count=gone_count, gaps=gaps, names=names,
        days=roster.days_of(read.planned), written=roster_file.decoded(content) or "",
    )  # fmt: skip


def take() -> Answer:
    """The file comes back from the page as it was shown, and is read anew."""
    with transaction() as session:
        read = _read(session, request.form.get("written", "").encode())
        if read.errors or not read.planned:
            raise NotAllowedError(read.errors[0] if read.errors else "これからの当番が1つもありません。")
        roster.replace(session, read.planned, visit().actor, visit().now)
    return back("roster", f"当番を{len(read.planned)}件、入れ替えました。")


def test_ring() -> Answer:
    with transaction() as session:
        ring = notice_rings.test(session, visit().now)
        visit().journal(session, "ring.test_wished", f"ring:{ring.id}")
    return back("ring", "承認者の全員を呼び出しています。", ring_id=ring.id)


def _read(session: Session, content: bytes) -> roster_file.Read:
    return roster_file.read(content, officers.all(session), APPROVER, visit().now)


def _until(planned: tuple[roster.Planned, ...]) -> datetime:
    return max((one.span.ends_at for one in planned), default=visit().now)


def _approvers(session: Session) -> list[officers.Officer]:
    return officers.working(session, APPROVER, the_desk().today)


def _latest(session: Session) -> list[Told]:
    return [told(session, one) for one in rings.latest(session, RINGS_SHOWN)]


PAGES = (
    Page("roster", "/roster", roster_page, READERS),
    Page("roster_example", "/roster/example.csv", roster_example, READERS),
    Page("rehearse_roster", "/roster", rehearse, KEEPERS, ("POST",)),
    Page("take_roster", "/roster/take", take, KEEPERS, ("POST",)),
    Page("test_ring", "/roster/test", test_ring, KEEPERS, ("POST",)),
)
