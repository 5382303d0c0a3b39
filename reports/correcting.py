"""What officers know better than the reporter: kind, place, danger, priority, the day. The history keeps old and new."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from reports.announcing import kind_name
from reports.cells import Point
from reports.filing import Office
from reports.history import Happened
from reports.kinds import ReportRules
from reports.moves import By, locked
from reports.records import Report, note, put_at
from speech.languages import Language
from store import journal
from town.calendar import to_jst
from town.officers import NotAllowedError

PRIORITIES = {0: "ふつう", 1: "高い", 2: "とても高い"}
LONGEST_PLACE = 300  # letters


@dataclass(frozen=True)
class Corrected:
    """None leaves it as it is; empty `place_words` take the words away."""

    kind: str | None = None
    point: Point | None = None
    place_words: str | None = None
    is_urgent: bool | None = None
    priority: int | None = None
    due_at: datetime | None = None


def correct(session: Session, office: Office, report_id: int, better: Corrected, by: By, now: datetime) -> Report:
    """Raises NotAllowedError, and then nothing is changed; a form sent without a change changes nothing either."""
    report = locked(session, report_id, by)
    _refuse_unfit(report, better, office.town.rules)
    facts, place = _facts(report, office.town.rules), _place(report)
    _set_facts(report, better, now)
    _set_place(report, better, office)
    changes = [f"{name}: {old} → {new}" for (name, old), new in zip(facts.items(), _facts(report, office.town.rules).values(), strict=True) if old != new]  # fmt: skip
    if changes:
        note(session, report, Happened.CHANGED, now, officer_id=by.officer.id, text="\n".join(changes))
    if place != _place(report):
        note(session, report, Happened.PLACED, now, officer_id=by.officer.id, text=f"{place} → {_place(report)}")
    if changes or place != _place(report):
        report.revision += 1
        journal.write(
            session, now, actor=by.officer.actor, action="report.corrected", subject=f"report:{report.id}",
            revision=report.revision,
        )  # fmt: skip
    return report


def _refuse_unfit(report: Report, better: Corrected, rules: ReportRules) -> None:
    if better.kind is not None and better.kind != report.kind and rules.kind(better.kind) is None:
        raise NotAllowedError("その種類はありません。")
    if better.priority is not None and better.priority not in PRIORITIES:
        raise NotAllowedError("優先度を選んでください。")
    if better.place_words is not None and len(better.place_words) > LONGEST_PLACE:
        raise NotAllowedError(f"場所の説明は{LONGEST_PLACE}文字までにしてください。")
    is_nowhere = better.place_words == "" and not (better.point or report.point or report.pole_number)
    if is_nowhere and report.place_words:
        raise NotAllowedError("場所が分からなくなります。座標か、場所の説明を書いてください。")


def _set_facts(report: Report, better: Corrected, now: datetime) -> None:
    if better.due_at is not None and _day(better.due_at) != _day(report.due_at):
        report.due_at, report.overdue_told_at = better.due_at, None
    for name in ("kind", "is_urgent", "priority"):
        if (value := getattr(better, name)) is not None:
            setattr(report, name, value)
    if not report.is_urgent:
        report.rings_since = None


def _set_place(report: Report, better: Corrected, office: Office) -> None:
    if better.place_words is not None:
        report.place_words = better.place_words or None
    if better.point and _rounded(better.point) != _rounded(report.point):
        standing = office.town.standing(better.point)
        put_at(report, better.point)
        report.district_id = standing.district_id
        report.keeper_id = standing.keeper.id if standing.keeper else report.keeper_id


def _facts(report: Report, rules: ReportRules) -> dict[str, str]:
    return {
        "種類": kind_name(rules, report.kind, Language.JA),
        "危険": "あり" if report.is_urgent else "なし",
        "優先度": PRIORITIES.get(report.priority, str(report.priority)),
        "目標の日": _day(report.due_at),
    }


def _day(moment: datetime | None) -> str:
    return f"{to_jst(moment):%Y-%m-%d}" if moment else "なし"


def _rounded(point: Point | None) -> tuple[float, ...]:
    """As a form shows it: six digits are ten centimetres."""
    return tuple(round(one, 6) for one in point or ())


def _place(report: Report) -> str:
    at = f"({report.latitude:.5f}, {report.longitude:.5f})" if report.point else ""
    return " ".join(filter(None, (report.place_words, at))) or "なし"
