"""What officers do with a case beside its stages: open, assign, note, ask, join, hold."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reports import followers, photo_news
from reports.announcing import News
from reports.correcting import Corrected as Corrected
from reports.correcting import correct as correct
from reports.filing import Office
from reports.history import Happened
from reports.moves import LONGEST, By, locked, refuse_strangers, speak, step
from reports.records import Report, note
from reports.section_letters import tell_section
from reports.stages import Move
from store import journal
from store.database import wake
from town import officers, sections
from town.officers import NotAllowedError, Officer


def open_case(session: Session, report_id: int, officer: Officer, now: datetime) -> Report:
    """An officer looks at it. The first look is written down: from then on the town knew."""
    report = locked(session, report_id, By(officer))
    if report.opened_at is None:
        report.opened_at = now
        changed_at = report.changed_at  # a look changes nothing that anybody outside waits for
        note(session, report, Happened.OPENED, now, officer_id=officer.id)
        report.changed_at = changed_at
        _journal(session, report, officer, "report.opened", now)
    if report.rings_since is not None:
        report.rings_since = None
        wake(session, "notices")  # nobody else need be rung
    return report


def assign(
    session: Session, office: Office, report_id: int, section_id: str, officer_id: int | None, by: By, now: datetime
) -> Report:
    """Another section hears of it by letter. A person must work in that section's cases."""
    report = locked(session, report_id, by)
    section, person = sections.find(session, section_id), officers.find(session, officer_id) if officer_id else None
    if section is None or (officer_id and person is None):
        raise NotAllowedError("その課か職員が見つかりません。")
    before = _charge(session, report)
    moved, report.section_id, report.officer_id = section.id != report.section_id, section.id, officer_id
    if person:
        refuse_strangers(report, person)
    report.revision += 1
    change = f"{before} → {_charge(session, report)}"
    note(session, report, Happened.ASSIGNED, now, officer_id=by.officer.id, text=change)
    _journal(session, report, by.officer, "report.assigned", now, section=section.id, to=officer_id or 0)
    if moved:
        tell_section(session, office.desk_address, report, now, "moved")
    return report


def _charge(session: Session, report: Report) -> str:
    section = sections.find(session, report.section_id)
    person = officers.find(session, report.officer_id) if report.officer_id else None
    return f"{section.name_in(('ja',)) if section else report.section_id}・{person.name if person else '担当者なし'}"


def write_note(session: Session, report_id: int, text: str, by: By, now: datetime) -> None:
    """For officers only; it never leaves the desk."""
    report = locked(session, report_id, By(by.officer))
    note(session, report, Happened.NOTE, now, officer_id=by.officer.id, text=_written(text))


def say(
    session: Session, office: Office, report_id: int, text: str, by: By, now: datetime, photo_id: int | None = None
) -> None:
    """A public word without a move, with a photo if an officer has one."""
    report, words = locked(session, report_id, by), _written(text)
    photo = photo_news.hand_out(session, office, report, photo_id, now)
    note(session, report, Happened.WORD, now, officer_id=by.officer.id, is_public=True, text=words, photo_id=photo_id)
    speak(session, office, report, News("word", words, photo=photo), now)


def ask(session: Session, office: Office, report_id: int, text: str, by: By, now: datetime) -> None:
    """A question for the reporter; text, photo or place come back into the case."""
    report = locked(session, report_id, by)
    note(session, report, Happened.ASKED, now, officer_id=by.officer.id, is_public=True, text=_written(text))
    if not speak(session, office, report, News("asked", _written(text), wants_reply=True), now):
        raise NotAllowedError("通報した人に連絡できないため、質問を送れません。")


def merge(session: Session, office: Office, report_id: int, original_id: int, by: By, now: datetime) -> Report:
    """Reporter and followers go over to the other case; nobody is lost and nobody hears twice."""
    held = {
        id_: locked(session, id_, By(by.officer)) for id_ in sorted({report_id, original_id})
    }  # always in one order
    report, original = locked(session, report_id, by), held[original_id]
    if report.id == original.id or not original.is_open:
        raise NotAllowedError("まとめる先は、対応が終わっていないほかの通報にしてください。")
    step(session, report, Move.MERGE, now, by.officer, other_id=original.id)
    report.duplicate_of_id = original.id
    speak(session, office, report, News("duplicate", other=original.receipt_number), now)
    for resident_id in {report.resident_id, *followers.of_report(session, report.id)} - {None}:
        followers.join(session, original, resident_id, now)  # type: ignore[arg-type]
    session.execute(update(Report).where(Report.duplicate_of_id == report.id).values(duplicate_of_id=original.id))
    note(session, original, Happened.MERGED, now, officer_id=by.officer.id, other_id=report.id)
    return original


def hold(session: Session, report_id: int, is_held: bool, reason: str, by: By, now: datetime) -> None:
    """保存延長: an accident, a lawsuit or a disclosure request keeps everything until it is released."""
    report = locked(session, report_id, by)
    report.is_held = is_held
    happened = Happened.HELD if is_held else Happened.RELEASED
    note(session, report, happened, now, officer_id=by.officer.id, text=_written(reason))
    _journal(session, report, by.officer, f"report.{happened.value}", now)


def merged_into(session: Session, report_id: int) -> list[Report]:
    return list(session.scalars(select(Report).where(Report.duplicate_of_id == report_id).order_by(Report.id)))


def _written(text: str) -> str:
    if not (plain := text.strip()):
        raise NotAllowedError("文を書いてください。")
    if len(plain) > LONGEST:
        raise NotAllowedError(f"文は{LONGEST}文字までにしてください。")
    return plain


def _journal(session: Session, report: Report, officer: Officer, action: str, now: datetime, **more: int | str) -> None:
    journal.write(session, now, actor=officer.actor, action=action, subject=f"report:{report.id}", **more)
