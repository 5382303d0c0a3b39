"""`madoguchi reorganise …`: the town hall's new order, written ahead in one file with one date."""

from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import TypeAdapter

import opening
from commands.words import Given, Words, word
from knowledge import reorganising
from knowledge.reorganising import Outlook
from knowledge.replanning import Change, PlanError
from settings import SettingsError
from store.database import reading, transaction
from town import reorganisation
from town.calendar import to_jst
from town.reorganisation_plan import Plan
from town.yaml_file import read_checked

KINDS = {"field": "変更", "opened": "新設", "closed": "廃止", "entry": "担当替え"}


def declare(words: Words) -> None:
    parser = word(words, "reorganise", "rename, split or merge sections on one date, 0:00 in Japan", reorganise)
    parser.add_argument("file", type=Path, nargs="?", help="the plan; without it, what is on the calendar")
    parser.add_argument("--dry-run", action="store_true", help="list every change and every orphan; change nothing")
    parser.add_argument(
        "--at", type=date.fromisoformat, metavar="DATE", help="another day than the file's (2027-04-01)"
    )
    parser.add_argument("--allow-orphans", action="store_true", help="even if entries lose their section")
    parser.add_argument("--cancel", type=int, metavar="NUMBER", help="take a plan off the calendar")
    parser.add_argument("--by", default="command", help="who files it, for the journal")


def reorganise(given: Given) -> None:
    opening.open_town()
    try:
        if given.cancel is not None:
            _cancel(given)
        elif given.file is None:
            _show_calendar()
        elif given.dry_run:
            _look(_plan(given))
        else:
            _file(given)
    except PlanError as error:
        raise SettingsError(str(error)) from None


def _plan(given: Given) -> Plan:
    plan = read_checked(given.file, TypeAdapter(Plan))
    return plan.model_copy(update={"on": given.at}) if given.at else plan


def _look(plan: Plan) -> None:
    with reading() as session:
        seen = reorganising.outlook(session, plan)
    print(
        f"{plan.on} 0:00 の組織改正: 変更 {len(seen.changes)}件、担当課がなくなる項目 {len(seen.orphans)}件(まだ何も変えていません)"
    )
    _print(seen)


def _file(given: Given) -> None:
    plan, now = _plan(given), datetime.now(UTC)
    with reading() as session:
        _print(reorganising.outlook(session, plan))
    with transaction() as session:
        row = reorganising.file(session, plan, actor=given.by, now=now, may_orphan=given.allow_orphans)
        reorganising.apply_due(session, now)
    done = "反映しました" if row.effective_at <= now else f"{plan.on} 0:00 に反映します"
    print(f"組織改正 {row.id} を登録しました。{done}。取り消すには: madoguchi reorganise --cancel {row.id}")


def _cancel(given: Given) -> None:
    with transaction() as session:
        reorganising.cancel(session, given.cancel, actor=given.by, now=datetime.now(UTC))
    print(f"組織改正 {given.cancel} を取り消しました。")


def _show_calendar() -> None:
    with reading() as session:
        found = reorganisation.every(session)
    for one in found:
        problem = f" ({one.problem})" if one.problem else ""
        print(f"{one.id} {to_jst(one.effective_at):%Y-%m-%d %-H:%M} {one.status}{problem}")
    print(f"{len(found)}件")


def _print(seen: Outlook) -> None:
    for one in seen.changes:
        print(_line(one))
    for entry_id in seen.orphans:
        print(f"担当課なし: {entry_id}")


def _line(change: Change) -> str:
    kind, _, name = change.subject.partition(":")
    before, after = (_short(value) for value in (change.before, change.after))
    return f"{KINDS[kind]}: {name} {before} → {after}" if before else f"{KINDS[kind]}: {name} {after}"


def _short(value: object) -> str:
    if isinstance(value, dict):
        names = value.get("names", value)
        return f"{names.get('ja', '')} {value.get('phone', '')}".strip()
    return "" if value is None else str(value)
