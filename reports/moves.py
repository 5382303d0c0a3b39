"""What officers do with a case along the arrows of its stages; whoever waits for it hears of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from reports import announcing, photo_news
from reports.announcing import News
from reports.filing import Office
from reports.history import Happened
from reports.records import Report, note
from reports.stages import CLOSED, Move, Stage, after
from store import journal
from town.officers import NotAllowedError, Officer
from town.roles import Role

LONGEST = 600  # letters of a public word
NEEDS_REASON: Mapping[Move, str] = {
    Move.REFUSE: "市の管理外とする理由を書いてください。通報した人に伝わります。",
    Move.GIVE_UP: "対応できない理由を書いてください。通報した人に伝わります。",
    Move.HOLD: "保留にする理由を書いてください。通報した人に伝わります。",
}


@dataclass(frozen=True)
class Change:
    """One click. `text` is read by reporter and followers; `to`: whom it is passed on to, or who keeps the place;
    `photo_id`: what an officer took or blackened, shown to them.
    """

    move: Move
    text: str = ""
    to: str = ""
    photo_id: int | None = None
    is_silent: bool = False  # a slip put right needs no message


@dataclass(frozen=True)
class By:
    """Who clicks, and which state of the case they saw."""

    officer: Officer
    revision: int | None = None


class OvertakenCaseError(NotAllowedError):
    """Somebody else changed it meanwhile."""

    def __init__(self) -> None:
        super().__init__("ほかの職員が先に変更しました。新しい内容を確かめて、もう一度操作してください。")


def locked(session: Session, report_id: int, by: By) -> Report:
    """The case, held until the end of this transaction. Raises NotAllowedError when it may not be touched by them."""
    report = session.get(Report, report_id, with_for_update=True, populate_existing=True)
    if report is None:
        raise NotAllowedError("この通報はありません。")
    refuse_strangers(report, by.officer)
    if by.revision is not None and by.revision != report.revision:
        raise OvertakenCaseError
    return report


def refuse_strangers(report: Report, officer: Officer) -> None:
    powers = officer.powers
    is_own = report.officer_id == officer.id
    if not powers.covers(Role.REPORT_HANDLER, report.section_id) or (powers.has_own_cases_only and not is_own):
        raise NotAllowedError("この通報を扱う役割がありません。")


def make(session: Session, office: Office, report_id: int, change: Change, by: By, now: datetime) -> Report:
    """Along one arrow: the stage, the history, the journal and every message, or nothing at all."""
    report = locked(session, report_id, by)
    if change.move in (Move.MERGE, Move.WITHDRAW):
        raise NotAllowedError("この操作は、ここではできません。")
    _refuse_unfit(change)
    if change.move is Move.HAND_ON:
        report.passed_on_to = change.to.strip()
    photo = photo_news.hand_out(session, office, report, change.photo_id, now)
    step(session, report, change.move, now, by.officer, text=change.text.strip() or None, photo_id=change.photo_id)
    if not change.is_silent:
        about = "reopened" if change.move is Move.REOPEN else report.stage
        news = News(about, change.text.strip() or None, to=change.to.strip(), photo=photo)
        speak(session, office, report, news, now)
    return report


def step(
    session: Session, report: Report, move: Move, now: datetime, officer: Officer | None = None, *,
    text: str | None = None, other_id: int | None = None, photo_id: int | None = None,
) -> None:  # fmt: skip
    """One arrow of the table, with the times the figures are made of."""
    report.stage = after(Stage(report.stage), move)
    report.revision += 1
    report.closed_at = now if Stage(report.stage) in CLOSED else None
    if move is Move.REOPEN:
        report.reopened_count += 1
        report.asked_fixed_at, report.duplicate_of_id = None, None
    number = officer.id if officer else None
    note(
        session, report, Happened.MOVED, now, officer_id=number, is_public=True, text=text, other_id=other_id,
        photo_id=photo_id,
    )  # fmt: skip
    journal.write(
        session, now, actor=officer.actor if officer else "resident", action=f"report.{move.value}",
        subject=f"report:{report.id}", revision=report.revision,
    )  # fmt: skip


def speak(session: Session, office: Office, report: Report, news: News, now: datetime) -> int:
    """Every public word, the first of which is counted."""
    report.first_word_at = report.first_word_at or now
    return announcing.tell(session, office, report, news, now)


def _refuse_unfit(change: Change) -> None:
    if len(change.text) > LONGEST:
        raise NotAllowedError(f"お知らせの文は{LONGEST}文字までにしてください。")
    if change.move is Move.HAND_ON and not change.to.strip():
        raise NotAllowedError("だれに引き継いだかを書いてください。通報した人に伝わります。")
    if change.move in NEEDS_REASON and not change.text.strip():
        raise NotAllowedError(NEEDS_REASON[change.move])
