"""The yearly reorganisation: filed ahead, carried out whole at its moment, and kept when older files are loaded again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge import entries
from knowledge.entries import EntryRow
from knowledge.entry_file import EntryFile
from knowledge.replanning import Change, Hall, Owned, PlanError, changes, replan
from store import journal
from town import reorganisation, sections
from town.reorganisation import PlanStatus, Reorganisation, Reorganised
from town.reorganisation_plan import Plan
from town.sections import Section, SectionFile

log = structlog.get_logger()


@dataclass(frozen=True)
class Outlook:
    """What a plan would change today, and the entries that would belong to nobody."""

    changes: tuple[Change, ...]
    orphans: tuple[str, ...]


def hall(session: Session) -> Hall:
    """The town hall as it stands: all sections, and every entry, published or not."""
    rows = session.execute(select(EntryRow.id, EntryRow.section_id, EntryRow.topic).order_by(EntryRow.id))
    return Hall(
        {one.id: sections.as_file(one) for one in sections.all(session)},
        {entry_id: Owned(section_id, topic) for entry_id, section_id, topic in rows},
    )


def outlook(session: Session, plan: Plan) -> Outlook:
    """Raises PlanError."""
    before = hall(session)
    after = replan(plan, before)
    return Outlook(tuple(changes(before, after)), tuple(after.orphans()))


def file(session: Session, plan: Plan, *, actor: str, now: datetime, may_orphan: bool = False) -> Reorganisation:
    """Put it on the calendar. Raises PlanError when it does not fit, orphans entries, or is there already."""
    seen = outlook(session, plan)
    if seen.orphans and not may_orphan:
        raise PlanError(f"担当課がなくなる項目が{len(seen.orphans)}件あるため、登録しませんでした。")
    plan_hash = hashlib.sha256(plan.model_dump_json().encode()).hexdigest()
    if any(one.plan_hash == plan_hash for one in reorganisation.planned(session)):
        raise PlanError("同じ組織改正がもう登録されています。")
    row = Reorganisation(
        effective_at=plan.effective_at, plan=plan.model_dump(mode="json"), plan_hash=plan_hash, may_orphan=may_orphan,
        status=PlanStatus.PLANNED, filed_by=actor[:64], filed_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    counts = {"changes": len(seen.changes), "orphans": len(seen.orphans)}
    journal.write(session, now, actor=actor, action="reorganisation.filed", subject=_subject(row), **counts)
    return row


def cancel(session: Session, number: int, *, actor: str, now: datetime) -> None:
    row = session.get(Reorganisation, number, with_for_update=True)
    if row is None or row.status != PlanStatus.PLANNED:
        raise PlanError(f"予定されている組織改正 {number} はありません。")
    row.status, row.finished_at = PlanStatus.CANCELLED, now
    journal.write(session, now, actor=actor, action="reorganisation.cancelled", subject=_subject(row))


def apply_due(session: Session, now: datetime) -> list[Reorganisation]:
    """Carry out what is due, earliest first, however late we are. Each whole or not at all."""
    due = [row for row in reorganisation.planned(session) if row.effective_at <= now]
    for row in due:
        session.refresh(row, with_for_update=True)
        if row.status == PlanStatus.PLANNED:
            _carry_out(session, row, now)
    return due


def _carry_out(session: Session, row: Reorganisation, now: datetime) -> None:
    before = hall(session)
    try:
        after = replan(Plan.model_validate(row.plan), before)
    except ValueError as error:  # a PlanError, or a plan of an older release
        row.status, row.finished_at, row.problem = PlanStatus.REFUSED, now, str(error)
        log.error("reorganisation.refused", reorganisation=row.id)
        journal.write(session, now, actor="clock", action="reorganisation.refused", subject=_subject(row))
        return
    found = list(changes(before, after))
    _write(session, after, found)
    session.add_all(
        Reorganised(reorganisation_id=row.id, subject=one.subject, before=_kept(one.before), after=_kept(one.after))
        for one in found
    )
    row.status, row.finished_at = PlanStatus.APPLIED, now
    counts = {"changes": len(found), "orphans": len(after.orphans())}
    journal.write(session, now, actor="clock", action="reorganisation.applied", subject=_subject(row), **counts)
    entries.announce_change(session)
    log.info("reorganisation.applied", reorganisation=row.id, **counts)


def _write(session: Session, after: Hall, found: Sequence[Change]) -> None:
    for position, section in enumerate(after.sections.values()):
        session.merge(sections.as_row(section, position))
    for one in found:
        kind, _, name = one.subject.partition(":")
        if kind == "closed":
            session.delete(session.get_one(Section, name))
        elif kind == "entry":
            session.execute(update(EntryRow).where(EntryRow.id == name).values(section_id=one.after))
    session.flush()


def _kept(value: object) -> dict[str, object] | None:
    return None if value is None else {"is": value}


def _subject(row: Reorganisation) -> str:
    return f"reorganisation:{row.id}"


@dataclass(frozen=True)
class Kept:
    """The town's files with what reorganisations made of them; `stale`: what an older file would have undone."""

    sections: tuple[SectionFile, ...]
    entries: list[EntryFile]
    stale: tuple[str, ...]


def kept(session: Session, found: Sequence[SectionFile], own: Sequence[EntryFile]) -> Kept:
    """A file that still says what stood before the reorganisation is older than it. One that says something new rules."""
    ours, stale = {one.id: one for one in found}, []
    owners = {one.id: one.section for one in own}
    for row in reorganisation.history(session) if found else ():
        kind, _, name = row.subject.partition(":")
        match kind:
            case "closed" if name in ours:
                del ours[name]
                stale.append(row.subject)
            case "opened" if name not in ours and row.after:
                ours[name] = SectionFile.model_validate(row.after["is"])
                stale.append(row.subject)
            case "field" if changed := _older(ours, name, row):
                ours[changed.id] = changed
                stale.append(row.subject)
            case "entry" if row.before and row.after and owners.get(name) == row.before["is"]:
                owners[name] = row.after["is"]
                stale.append(row.subject)
    moved = [
        one if owners[one.id] == one.section else one.model_copy(update={"section": owners[one.id]}) for one in own
    ]
    return Kept(tuple(ours.values()), moved, tuple(dict.fromkeys(stale)))


def _older(ours: dict[str, SectionFile], name: str, row: Reorganised) -> SectionFile | None:
    """The section with the reorganised field, when the file still holds the value from before."""
    section_id, _, field = name.partition(":")
    section = ours.get(section_id)
    written = section.model_dump(mode="json") if section else {}
    before, after = (side["is"] if side else None for side in (row.before, row.after))
    if section is None or written.get(field) != before:
        return None
    return SectionFile.model_validate({**written, field: after})
