"""A town with something on every page of the desk and of the open web: records, and the parts of addresses that lead to them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts import cap, cap_intake, disaster_mode, jma_intake, jma_telegrams, mail_intake, standing_orders
from alerts.disaster_switches import Way
from alerts.jma_intake import Town
from alerts.mail_paper import Mail
from alerts.safety_entries import SafetyEntry
from knowledge import asked, entries, worklist
from knowledge.ask import Unknown
from reports import callers, handling, muting, photo_links, pins, records, saved_views
from reports.cells import Point
from reports.filing import Office
from reports.moves import By
from reports.photos import PhotoState, ReportPhoto
from reports.records import FiledReport
from reports.report_town import ReportTown
from speech.languages import Language
from store import testers
from tests.alerts import cap_papers
from tests.alerts import jma_papers as papers
from tests.alerts.jma_watch import at
from tests.conftest import NOON
from tests.knowledge.entry_files import made
from tests.staff.asked_how_they_are import answered, opened
from tests.staff.rung import rung, waiting_notice
from tests.staff.townspeople import sample_town
from town import api_keys, officer_changes, officer_invitations, officer_proposals, residents, shelters
from town.officer_changes import Grant
from town.officers import Officer
from town.roles import Role
from town.shelters import ShelterStatus

Parts = dict[str, str]


def fill(session: Session, everybody: list[Officer], now: datetime) -> Parts:
    """`everybody`: three officers with every role, of whom the first will look around."""
    return {
        **_of_people(session, everybody, now),
        **_of_answers(session, now),
        **_of_reports(session, everybody, now),
        **_of_disasters(session, everybody, now),
        **_of_notices(session, everybody, now),
    }


def _of_people(session: Session, everybody: list[Officer], now: datetime) -> Parts:
    change = Grant(email="jiro@mihon.example", role=Role.BROADCAST_APPROVER, section_id="citizens")
    proposal = officer_proposals.propose(session, [change], everybody[1], now)
    officer_changes.make(session, Grant(email="taro@mihon.example", role=Role.VIEWER, section_id="roads"), now, "shell")
    return {
        "officer_id": str(everybody[1].id),
        "proposal_id": str(proposal.id),
        "token": officer_invitations.invite(session, everybody[2], now),
    }


def _of_answers(session: Session, now: datetime) -> Parts:
    entries.save(session, made("move_in", section="citizens", is_published=False), origin="desk")
    row = asked.note(session, "シーラカンスの飼い方", Language.JA, [Unknown()], "m1", now)
    worklist.take_up(row, now + timedelta(days=9))
    return {"entry_id": "move_in", "asked_id": str(row.id)}


def _of_reports(session: Session, everybody: list[Officer], now: datetime) -> Parts:
    """A case with everything that may stand in one: a caller, notes, a word, a question, a photo, a mute, an original."""
    officer, town = everybody[0], Office(ReportTown(), sample_town(), "http://localhost")
    hanako = residents.follow(session, "Uhanako", now)
    told = FiledReport(
        "hole", "roads", resident_id=hanako.id, text="バス停の前の穴", point=Point(34.75, 138.27), place_words="駅の北",
        pole_number="12-3", district_id="honcho", is_urgent=True,
    )  # fmt: skip
    case, double = (records.file(session, told, now) for _ in range(2))
    case.public_text, case.passed_on_to = "駅前の穴", "県の土木事務所"
    callers.write(session, case, officer, "once", now, name="見本 ふみ", phone="000-123-4567")
    handling.write_note(session, case.id, "現地を見た", By(officer), now)
    handling.say(session, town, case.id, "週末に直します", By(officer), now)
    handling.ask(session, town, case.id, "歩道ですか", By(officer), now)
    handling.merge(session, town, double.id, case.id, By(officer), now)
    muting.propose(session, case.id, "いやがらせ", 7, By(everybody[1]), now)
    view = saved_views.save(session, officer, "道路の穴", {"kind": "hole"})
    photo = ReportPhoto(
        report_id=case.id, officer_id=officer.id, state=PhotoState.READY, name="a" * 32, width=640, height=480,
        wanted_at=now, next_try_at=now,
    )  # fmt: skip
    session.add(photo)
    session.flush()
    photo_links.publish(session, photo, now)
    [[name]] = photo_links.published(session, [case.id]).values()
    return {
        "report_id": str(case.id), "number": case.receipt_number, "written": case.token, "view_id": str(view.id),
        "photo_id": str(photo.id), "name": name, "size": "small", "code": "hole", "district": "honcho",
        "key": pins.offer(session, hanako.id, now, report_id=case.id),
    }  # fmt: skip


def _of_disasters(session: Session, everybody: list[Officer], now: datetime) -> Parts:
    shelters.load(session, sample_town().places.shelters)
    shelters.set_status(session, "honcho_school", ShelterStatus.OPEN, now)
    town = sample_town()
    jma_intake.take(session, Town(town, town.jma), "rain", papers.rain("43", envelope=at(-5)), NOON)
    check = opened(session, everybody, now)
    answered(session, check, now)
    told = session.scalars(select(SafetyEntry).order_by(SafetyEntry.id)).first()
    standing = standing_orders.propose(session, next(iter(standing_orders.kinds())), everybody[1], now)
    switch = disaster_mode.propose(session, Way.ON, "川の水位", everybody[1], now)
    return {
        "telegram_id": str(jma_telegrams.latest(session)[0].id), "check_id": str(check.id), "shelter_id": "honcho_school",
        "told_id": str(told.id) if told else "", "standing_id": str(standing.id), "switch_id": str(switch.id),
        "ring_id": str(rung(session, everybody, now)),
    }  # fmt: skip


def _of_notices(session: Session, everybody: list[Officer], now: datetime) -> Parts:
    """Those of officers, one by CAP and one by e-mail."""
    key, town = api_keys.make(session, "水道の監視", "officer:1", now).key, sample_town()
    sent = {"sent": now.isoformat(timespec="seconds")}
    by_cap = cap_intake.receive(session, cap.read(cap_papers.paper(**sent)), key, town, now).broadcast
    by_mail = mail_intake.receive(
        session, Mail("duty@mihon.example", "<1@x>", "断水のお知らせ", "水が止まります。"), town, now
    )
    testers.link(session, everybody[0].id, "Utester", now)
    return {
        "cap_id": str(by_cap.id) if by_cap else "", "mail_id": str(by_mail.id),
        "broadcast_id": str(waiting_notice(session, everybody[1], now)),
        "drill_id": str(waiting_notice(session, everybody[1], now, is_drill=True)),
    }  # fmt: skip
