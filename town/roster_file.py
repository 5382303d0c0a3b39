"""当番表 as a town writes it: a CSV becomes shifts, and sentences about what does not fit."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from town.calendar import JST
from town.officers import Officer, plain_email
from town.roles import JAPANESE, Role
from town.roster import Planned, Span

COLUMNS = ("日付", "開始", "終了", "メール", "順番")
EXAMPLE = (
    ",".join(COLUMNS) + "\n2027-01-04,17:15,8:30,hanako@mihon.example,1\n2027-01-04,17:15,8:30,taro@mihon.example,2\n"
)
MOST_LINES, MOST_BYTES = 2000, 200_000
MOST_TURNS = 9
_CLOCK = re.compile(r"^([0-9]{1,2})[:：]([0-5][0-9])$")


@dataclass(frozen=True)
class Read:
    """With errors nothing of it is taken. `notes` are worth reading; `past_count` lines are over and left alone."""

    planned: tuple[Planned, ...] = ()
    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    past_count: int = 0


class _LineError(Exception):
    """One sentence about one line."""


def read(content: bytes, known: Iterable[Officer], needed: Role, now: datetime) -> Read:
    """`needed` is the role without which nobody could answer most rings: who lacks it is named, not refused."""
    if len(content) > MOST_BYTES:
        return Read(errors=("ファイルが大きすぎます(200KBまで)。",))
    by_email = {one.email: one for one in known}
    planned: list[Planned] = []
    errors: list[str] = []
    notes: dict[int, str] = {}
    past_count = 0
    for number, line in _lines(content, errors):
        try:
            officer, shift = _shift(line, by_email)
            _refuse_double(shift, planned)
        except _LineError as error:
            errors.append(f"{number}行目: {error}")
            continue
        if shift.span.ends_at <= now:
            past_count += 1
            continue
        planned.append(shift)
        if not officer.powers.has(needed):
            notes[officer.id] = (
                f"{officer.name}さんには「{JAPANESE[needed]}」の役割がないので、その呼び出しは届きません。"
            )
    return Read(tuple(planned), tuple(errors), tuple(notes.values()), past_count)


def _lines(content: bytes, errors: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    text = decoded(content)
    if text is None:
        errors.append("文字コードが読めません。UTF-8 か Shift_JIS で保存してください。")
        return
    table = csv.DictReader(io.StringIO(text))
    try:
        if absent := [one for one in COLUMNS[:4] if one not in (table.fieldnames or ())]:
            errors.append(f"1行目に列「{'」「'.join(absent)}」がありません。")
            return
        for number, line in enumerate(table, start=2):
            if number > MOST_LINES:
                errors.append(f"{MOST_LINES}行までにしてください。")
                return
            told = {column: (line.get(column) or "").strip() for column in COLUMNS}
            if any(told.values()):
                yield number, told
    except csv.Error:
        errors.append("CSVとして読めない行があります。表計算ソフトで保存し直してください。")


def decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _shift(line: dict[str, str], by_email: dict[str, Officer]) -> tuple[Officer, Planned]:
    day = _day(line["日付"])
    starts, ends = _moment(day, line["開始"], "開始"), _moment(day, line["終了"], "終了")
    if ends <= starts:  # «17:15 to 8:30» is until the next morning
        ends += timedelta(days=1)
    officer = by_email.get(plain_email(line["メール"]))
    if officer is None:
        raise _LineError("このメールアドレスの職員はいません。" if line["メール"] else "「メール」が空です。")
    if not officer.works_on(day):
        raise _LineError(f"{officer.name}さんは、この日は在籍していません。")
    return officer, Planned(officer.id, Span(starts, ends), _turn(line["順番"]))


def _day(text: str) -> date:
    try:
        year, month, day = (int(part) for part in text.replace("/", "-").split("-"))
        return date(year, month, day)
    except ValueError:
        raise _LineError("「日付」は 2027-01-04 のように書いてください。") from None


def _moment(day: date, text: str, column: str) -> datetime:
    found = _CLOCK.match(text)
    minutes = int(found.group(1)) * 60 + int(found.group(2)) if found else -1
    if not 0 <= minutes <= 24 * 60:
        raise _LineError(f"「{column}」は 17:15 のように書いてください。")
    return datetime.combine(day, time(), JST) + timedelta(minutes=minutes)


def _turn(text: str) -> int:
    if not text:
        return 1
    if not text.isdecimal() or not 1 <= int(text) <= MOST_TURNS:
        raise _LineError(f"「順番」は 1 から {MOST_TURNS} の数で書いてください。")
    return int(text)


def _refuse_double(shift: Planned, before: Iterable[Planned]) -> None:
    for other in before:
        meets = shift.span.starts_at < other.span.ends_at and other.span.starts_at < shift.span.ends_at
        if other.officer_id == shift.officer_id and meets:
            raise _LineError("同じ人の当番が、ほかの行と重なっています。")
