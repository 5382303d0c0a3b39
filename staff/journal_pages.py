"""The journal: looked through on a page, and taken home as CSV by a link that is short-lived and personal."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from flask import Response as File
from flask import render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from staff import csv_page, words
from staff.desk import the_desk
from staff.pages import Answer, Page, refused
from staff.visit import visit
from store import journal, journal_seals
from store.database import reading, transaction
from store.journal import JournalLine, Looked
from town import officers
from town.calendar import JST
from town.roles import Role

LINK_LIVES = timedelta(minutes=15)
ADMINISTRATOR = (Role.ADMINISTRATOR,)
COLUMNS = ("番号", "日時(日本時間)", "だれが", "操作", "対象", "詳細")


def journal_page() -> Answer:
    here, asked = visit(), request.args
    before = asked.get("before", type=int)
    with transaction() as session:
        found = journal.search(session, _looked(asked), before)
        here.journal(session, "journal.read", "journal", lines_count=len(found[: journal.PAGE]))
        people = {one.actor: one.name for one in officers.all(session)}
        position, sealed = journal_seals.last(session)
    return render_template(
        "journal.html", lines=found[: journal.PAGE], has_more=len(found) > journal.PAGE, people=people, asked=asked,
        actions=words.ACTIONS, position=position, sealed=sealed,
    )  # fmt: skip


def export_journal() -> Answer:
    """Makes the link; whoever else opens it is refused, and so is everybody after a quarter of an hour."""
    here, asked = visit(), request.form
    wanted = {name: asked.get(name, "") for name in ("since", "until", "actor", "action", "subject")}
    token = _signer().dumps({"officer": here.officer_id, "looked": wanted, "made_at": here.now.timestamp()})
    with transaction() as session:
        here.journal(session, "journal.export_made", "journal")
    return render_template("exported.html", link=url_for("staff.exported_journal", token=token))


def exported_journal(token: str) -> Answer | File:
    here = visit()
    try:
        said = _signer().loads(token)
    except BadSignature:
        return refused("このリンクは使えません。", 404)
    if said["officer"] != here.officer_id or here.now.timestamp() - said["made_at"] > LINK_LIVES.total_seconds():
        return refused("このリンクは使えません。書き出した本人が、15分以内に開いてください。", 404)
    with transaction() as session:
        here.journal(session, "journal.exported", "journal")
    name = {"Content-Disposition": f"attachment; filename=journal-{the_desk().today}.csv"}
    return File(_lines(_looked(said["looked"])), content_type="text/csv; charset=utf-8", headers=name)


def _lines(looked: Looked) -> Iterator[str]:
    yield "\ufeff" + csv_page.line(COLUMNS)
    with reading() as session:
        people = {one.actor: one.name for one in officers.all(session)}
        for line in journal.every(session, looked):
            yield csv_page.line(_cells(line, people))


def _cells(line: JournalLine, people: dict[str, str]) -> tuple[str, ...]:
    who = f"{people[line.actor]}({line.actor})" if line.actor in people else line.actor
    details = json.dumps(line.details, ensure_ascii=False) if line.details else ""
    return (str(line.id), words.second(line.at), who, words.action(line.action), line.subject, details)


def _looked(asked: Any) -> Looked:
    until = _midnight(asked.get("until", ""))
    return Looked(
        since=_midnight(asked.get("since", "")), until=until + timedelta(days=1) if until else None,
        actor=asked.get("actor", ""), action=asked.get("action", ""), subject=asked.get("subject", "").strip(),
    )  # fmt: skip


def _midnight(text: str) -> datetime | None:
    """The day's beginning in Japan; what is no day is as good as not said."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=JST)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(the_desk().key.for_cookies, salt="journal export")


PAGES = (
    Page("journal", "/journal", journal_page, ADMINISTRATOR),
    Page("export_journal", "/journal/export", export_journal, ADMINISTRATOR, ("POST",), True),
    Page("exported_journal", "/journal/export/<token>", exported_journal, ADMINISTRATOR),
)
