"""人事異動: a list of officers as CSV becomes a list of changes, and a report of what would happen."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from town.officer_changes import Add, Change, Disable, Grant, Move, Revoke
from town.officers import Officer
from town.roles import EVERY_SECTION, FOR_CONTRACTORS, FOR_EVERY_SECTION, JAPANESE, Role

COLUMNS = ("メール", "氏名", "所属", "役割", "対象の課", "委託", "終了日", "退職")
EXAMPLE = ",".join(COLUMNS) + "\nhanako@mihon.example,見本 花子,市民課,閲覧;回答の編集,市民課,,,\n"
MOST_LINES, MOST_BYTES = 2000, 1_000_000
_ROLES = {name: role for role, name in JAPANESE.items()} | {str(role): role for role in Role}
_ORDER = ("add", "move", "grant", "revoke", "disable", "reset")
_YES = {"1", "はい", "○", "〇", "yes"}


@dataclass(frozen=True)
class Read:
    """What the file asks for. With errors nothing of it can be proposed."""

    changes: tuple[Change, ...]
    errors: tuple[str, ...]


class _LineError(Exception):
    """One sentence about one line."""


def read(content: bytes, known: Iterable[Officer], sections: Mapping[str, str]) -> Read:
    """`sections`: id to name. Every line says the whole of one officer: roles it does not name are taken away.

    Officers the file does not name stay as they are.
    """
    if len(content) > MOST_BYTES:
        return Read((), ("ファイルが大きすぎます(1MBまで)。",))
    by_email = {one.email: one for one in known}
    changes: list[Change] = []
    errors: list[str] = []
    seen: set[str] = set()
    for number, line in _lines(content, errors):
        try:
            email = line["メール"].strip().casefold()
            if email in seen:
                raise _LineError(f"{email} が2回あります。")
            seen.add(email)
            changes += _changes(line, email, by_email.get(email), sections)
        except ValidationError as error:
            errors.append(
                f"{number}行目: {'・'.join(str(part) for part in error.errors()[0]['loc'])} の書き方が違います。"
            )
        except _LineError as error:
            errors.append(f"{number}行目: {error}")
    # Newcomers first, farewells last: on the way there are never too few administrators.
    return Read(tuple(sorted(changes, key=lambda one: _ORDER.index(one.kind))), tuple(errors))


def _lines(content: bytes, errors: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    text = _decoded(content)
    if text is None:
        errors.append("文字コードが読めません。UTF-8 か Shift_JIS で保存してください。")
        return
    table = csv.DictReader(io.StringIO(text))
    if absent := [one for one in COLUMNS[:4] if one not in (table.fieldnames or ())]:
        errors.append(f"1行目に列「{'」「'.join(absent)}」がありません。")
        return
    for number, line in enumerate(table, start=2):
        if number > MOST_LINES:
            errors.append(f"{MOST_LINES}行までにしてください。")
            return
        yield number, {column: (line.get(column) or "").strip() for column in COLUMNS}


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _changes(line: dict[str, str], email: str, officer: Officer | None, sections: Mapping[str, str]) -> list[Change]:
    if line["退職"] in _YES:
        if officer is None:
            raise _LineError(f"{email} の職員はいません。")
        return [] if officer.disabled_at else [Disable(email=email)]
    if officer and officer.disabled_at:
        raise _LineError(f"{email} は退職した職員です。新しいメールアドレスで登録してください。")
    section_id, ends_on = _section(line["所属"], sections), _day(line["終了日"])
    first = _account(line, email, officer, section_id, ends_on)
    wanted = _wanted(line, section_id, sections)
    is_contractor = officer.is_contractor if officer else line["委託"] in _YES
    if is_contractor and any(role not in FOR_CONTRACTORS for role, _ in wanted):
        raise _LineError("委託先の職員に渡せる役割は、閲覧と通報の対応だけです。")
    held = officer.powers.held if officer else frozenset()
    return [
        *first,
        *(Revoke(email=email, role=role, section_id=where) for role, where in sorted(held - wanted)),
        *(Grant(email=email, role=role, section_id=where) for role, where in sorted(wanted - held)),
    ]


def _account(
    line: dict[str, str], email: str, officer: Officer | None, section_id: str, ends_on: date | None
) -> list[Change]:
    if (line["委託"] in _YES or (officer and officer.is_contractor)) and ends_on is None:
        raise _LineError("委託先の職員には「終了日」が要ります。")
    if officer is None:
        is_contractor = line["委託"] in _YES
        return [
            Add(email=email, name=line["氏名"], section_id=section_id, is_contractor=is_contractor, ends_on=ends_on)
        ]
    if (officer.name, officer.section_id, officer.ends_on) == (line["氏名"], section_id, ends_on):
        return []
    return [Move(email=email, name=line["氏名"], section_id=section_id, ends_on=ends_on)]


def _wanted(line: dict[str, str], own: str, sections: Mapping[str, str]) -> frozenset[tuple[Role, str]]:
    names = [one.strip() for one in line["役割"].replace("、", ";").split(";") if one.strip()]
    if unknown := [one for one in names if one not in _ROLES]:
        raise _LineError(f"役割「{unknown[0]}」はありません。使えるのは {'、'.join(JAPANESE.values())} です。")
    places = [one.strip() for one in line["対象の課"].replace("、", ";").split(";") if one.strip()]
    where = [_section(one, sections) for one in places] or [own]
    return frozenset(
        (role, EVERY_SECTION if role in FOR_EVERY_SECTION else place)
        for role in (_ROLES[one] for one in names)
        for place in where
    )


def _section(name: str, sections: Mapping[str, str]) -> str:
    if name in ("すべて", EVERY_SECTION):
        return EVERY_SECTION
    found = next((key for key, written in sections.items() if name in (key, written)), None)
    if found is None:
        raise _LineError(f"課「{name}」はありません。" if name else "「所属」が空です。")
    return found


def _day(text: str) -> date | None:
    try:
        year, month, day = (int(part) for part in text.replace("/", "-").split("-")) if text else (0, 0, 0)
        return date(year, month, day) if text else None
    except ValueError:
        raise _LineError("「終了日」は 2027-03-31 のように書いてください。") from None
