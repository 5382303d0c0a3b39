"""Taking a report in: whose place, which section, by when; the section has a letter in the same breath."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from reports import records, routing
from reports.cells import Point
from reports.jurisdiction import Verdict
from reports.records import Channel, FiledReport, Report
from reports.report_town import ReportTown
from reports.routing import Asked, Routed
from reports.section_letters import tell_section
from town.profile import Profile


@dataclass(frozen=True)
class Told:
    """What somebody reported, complete and masked. `keeper_id`: who keeps the road, where they were asked."""

    kind: str
    language: str = "ja"
    channel: Channel = Channel.LINE
    resident_id: int | None = None
    text: str | None = None
    point: Point | None = None
    place_words: str | None = None
    pole_number: str | None = None
    keeper_id: str | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class Office:
    """Where reports are taken in. `desk_address` is where officers sign in; without it letters carry no link."""

    town: ReportTown
    profile: Profile
    desk_address: str = ""
    prefix: str = ""  # opens every message of a demonstration


def take(session: Session, office: Office, told: Told, now: datetime) -> tuple[Report, Routed]:
    """Raises KeyError for a kind the town does not have."""
    standing = office.town.standing(told.point) if told.point else None
    found = standing.keeper.id if standing and standing.keeper else None
    keeper_id = told.keeper_id or found
    district_id = standing.district_id if standing and standing.verdict is not Verdict.OUTSIDE else None
    asked = Asked(told.kind, district_id, keeper_id, told.is_urgent)
    routed = routing.route(session, office.town, office.profile, asked, now)
    kind = office.town.rules.kind(told.kind)
    report = records.file(
        session,
        FiledReport(
            kind=told.kind, section_id=routed.section_id, language=told.language, channel=told.channel,
            resident_id=told.resident_id, text=_keepable(told.text), point=told.point,
            place_words=_keepable(told.place_words), pole_number=_keepable(told.pole_number), district_id=district_id, keeper_id=keeper_id, is_urgent=told.is_urgent,
            due_at=routed.due_at, is_shown=kind is not None and kind.is_published,
        ),
        now,
    )  # fmt: skip
    tell_section(session, office.desk_address, report, now)
    return report, routed


def _keepable(words: str | None) -> str | None:
    """PostgreSQL keeps no NUL."""
    return words.replace("\x00", "").strip() or None if words else None
