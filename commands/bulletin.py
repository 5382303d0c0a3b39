"""`madoguchi bulletin`: what is understood of a telegram of the Meteorological Agency, for support and for tests."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from alerts import jma_xml
from alerts.jma_telegram import AreaKind, Quake, Telegram
from alerts.jma_xml import TelegramError
from commands.words import Given, Words, word


def declare(words: Words) -> None:
    bulletin = word(words, "bulletin", "what is understood of telegrams of the Meteorological Agency", show)
    bulletin.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a telegram as XML")
    bulletin.add_argument("--json", action="store_true", help="one JSON object a line, one line a file")
    bulletin.add_argument("--old", action="store_true", help="read the telegrams of before 2026-05-28 as well")


def show(given: Given) -> None:
    """Every file is looked at, also after one that cannot be read; then the exit is not zero."""
    is_wrong = False
    for path in given.files:
        understood = _understood(path, reads_old=given.old)
        is_wrong = is_wrong or "error" in understood
        print(json.dumps(understood, ensure_ascii=False) if given.json else "\n".join(_lines(understood)))
    if is_wrong:
        sys.exit(1)


def _understood(path: Path, *, reads_old: bool) -> dict[str, Any]:
    try:
        if path.stat().st_size > jma_xml.LARGEST:
            raise TelegramError("電文が大きすぎます。")
        return {"file": str(path), **as_json(jma_xml.read(path.read_bytes(), reads_old=reads_old))}
    except TelegramError as error:
        return {"file": str(path), "error": str(error)}
    except OSError:
        return {"file": str(path), "error": "ファイルが読めません。"}


def as_json(telegram: Telegram) -> dict[str, Any]:
    """Field names are described in docs/howto/bulletin.md and stay."""
    head, hazard = telegram.head, telegram.kind.hazard if telegram.kind else None
    return {
        "type": telegram.type, "title": head.title, "reading": telegram.reading.value,
        "status": head.status.value, "info_type": head.info_type.value,
        "sent_at": _moment(head.sent_at), "reported_at": _moment(head.reported_at),
        "target_at": _moment(head.target_at), "valid_until": _moment(head.valid_until),
        "event_id": head.event_id or None, "serial": head.serial or None,
        "editorial_office": head.editorial_office, "publishing_office": head.publishing_office,
        "subject": head.subject, "headline": head.headline, "notice": telegram.notice,
        "areas": [_area(one, hazard) for one in telegram.areas],
        "wider_areas": [_area(one, hazard) for one in telegram.wider],
        "quake": _quake(telegram.quake) if telegram.quake else None,
    }  # fmt: skip


def _area(one: AreaKind, hazard: str | None) -> dict[str, Any]:
    kind = one.kind
    return {
        "layer": one.layer.value, "code": one.code or None, "name": one.name or None,
        "hazard": kind.hazard if kind else hazard, "kind_code": kind.code if kind else None,
        "kind_name": kind.name if kind else None, "level": one.level, "grade": kind.grade if kind else None,
        "change": one.change, "in_force": one.is_in_force, "last_kind_code": one.last_code,
        "known": kind.is_known if kind else True, "remark": one.remark,
        "river_code": one.river_code, "river": one.river,
    }  # fmt: skip


def _quake(quake: Quake) -> dict[str, Any]:
    return {
        "origin_at": _moment(quake.origin_at), "place_code": quake.place_code, "place": quake.place,
        "magnitude": quake.magnitude, "max_intensity": quake.strongest, "remark_codes": list(quake.remark_codes),
    }  # fmt: skip


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _lines(understood: dict[str, Any]) -> list[str]:
    if "error" in understood:
        return [f"{understood['file']}: {understood['error']}"]
    first = "{file}: {type} {status} {info_type} {reported_at} {subject} ({reading})".format(**understood)
    return [
        first,
        *([f"  {understood['headline']}"] if understood["headline"] else []),
        *(
            f"  {one['code'] or '-'} {one['name'] or ''} {one['kind_name'] or ''} {one['change']}"
            for one in understood["areas"]
        ),
    ]
