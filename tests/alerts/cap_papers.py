"""CAP messages as another system would write them."""

from typing import Any

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>{identifier}</identifier><sender>{sender}</sender><sent>{sent}</sent>
  <status>{status}</status><msgType>{msg_type}</msgType><scope>{scope}</scope>{references}
  {infos}
</alert>"""
INFO = """<info><language>{language}</language><category>{category}</category><event>{event}</event>
  <urgency>{urgency}</urgency><severity>{severity}</severity><certainty>{certainty}</certainty>
  {expires}<headline>{headline}</headline><description>{description}</description>
  <instruction>{instruction}</instruction>{areas}</info>"""
AREA = "<area><areaDesc>{0}</areaDesc></area>"


def info(language: str = "ja-JP", areas: tuple[str, ...] = ("川原",), expires: str | None = None, **more: Any) -> str:
    told = {
        "category": "Infra", "event": "断水", "urgency": "Immediate", "severity": "Severe", "certainty": "Observed",
        "headline": "断水のお知らせ", "description": "水道管が破れました。", "instruction": "水をためてください。",
    } | more  # fmt: skip
    ends = f"<expires>{expires}</expires>" if expires else ""
    return INFO.format(language=language, expires=ends, areas="".join(map(AREA.format, areas)), **told)


def paper(infos: str | None = None, references: str = "", **more: Any) -> bytes:
    told = {
        "identifier": "W-1", "sender": "water@mihon.example", "sent": "2026-11-20T11:59:00+09:00", "status": "Actual",
        "msg_type": "Alert", "scope": "Public",
    } | more  # fmt: skip
    named = f"<references>{references}</references>" if references else ""
    return HEAD.format(infos=info() if infos is None else infos, references=named, **told).encode()


def reference(identifier: str = "W-1") -> str:
    return f"water@mihon.example,{identifier},2026-11-20T11:59:00+09:00"
