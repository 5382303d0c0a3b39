"""The register of orders: what is in force, what was, and the course of events (時系列) as a file."""

from collections.abc import Collection
from datetime import datetime, timedelta

from flask import Response as File
from flask import render_template, request
from sqlalchemy.orm import Session

from alerts import broadcasts as notices
from alerts import orders as register
from alerts.filling import hazard_words
from speech.languages import Language
from staff import broadcast_words, csv_page, notice_desk, words
from staff.broadcast_ending import WAYS
from staff.menu import BROADCASTERS
from staff.notice_desk import district_names, found
from staff.pages import Answer, Page
from staff.people import day_in
from staff.visit import visit
from store import journal
from store.database import reading, transaction
from store.journal import Looked
from town import officers
from town.calendar import JST
from town.roles import Role

READERS = (*BROADCASTERS, Role.ADMINISTRATOR, Role.VIEWER)
COLUMNS = (
    "日時(日本時間)",
    "配信",
    "種類",
    "訓練",
    "できごと",
    "だれが",
    "発令者",
    "決定時刻",
    "根拠",
    "文書番号",
    "人数",
)
BROADCAST = "broadcast:"
ORDER_COLUMNS = ("地区", "種類", "警戒レベル", "災害", "発令", "終わり", "発令者", "配信", "終わらせた配信")


def orders() -> Answer:
    with reading() as session:
        standing, past = register.in_force(session), [one for one in register.history(session) if one.ended_at]
        return render_template(
            "orders.html", standing=standing, past=past, district_names=district_names(session),
            may_open=visit().has(*BROADCASTERS), ways=WAYS,
            hazard_names={one.hazard: hazard_words(one.hazard, Language.JA) for one in standing},
        )  # fmt: skip


def orders_csv() -> File:
    with transaction() as session:
        visit().journal(session, "orders.exported", "orders")
        names = district_names(session)
        lines = [
            (names.get(one.district_id, one.district_id), one.kind, one.level, one.hazard, words.second(one.since),
             words.second(one.ended_at) if one.ended_at else "", one.ordered_by, one.broadcast_id, one.ended_by_id)
            for one in register.history(session, limit=5000)
        ]  # fmt: skip
    return csv_page.file("orders", ORDER_COLUMNS, lines)


def chronicle() -> File:
    """Every event of every notice between two days."""
    since, until = (_midnight(request.args.get(name, "")) for name in ("since", "until"))
    with transaction() as session:
        visit().journal(session, "broadcast.exported", "chronicle")
        end = until + timedelta(days=1) if until else None
        return csv_page.file("chronicle", COLUMNS, _events(session, Looked(since=since, until=end, subject=BROADCAST)))


def broadcast_chronicle(broadcast_id: int) -> File:
    """One notice and its corrections, from the first word to the last telephone."""
    with transaction() as session:
        notice = found(session, broadcast_id)
        visit().journal(session, "broadcast.exported", f"broadcast:{notice.id}")
        numbers = {notice.id, *(one.id for one in notices.corrections_of(session, notice.id))}
        return csv_page.file(f"chronicle-{broadcast_id}", COLUMNS, _events(session, Looked(subject=BROADCAST), numbers))


def _events(session: Session, looked: Looked, numbers: Collection[int] | None = None) -> list[tuple[object, ...]]:
    """Of all notices, or of those with these numbers."""
    people = {one.actor: one.name for one in officers.all(session)}
    wanted = None if numbers is None else {f"{BROADCAST}{number}" for number in numbers}
    lines = [
        (line.at, line.subject, line.action, people.get(line.actor, "機械"))
        for line in journal.every(session, looked)
        if wanted is None or line.subject in wanted
    ]
    return [_cells(session, *one) for one in lines]


def _cells(session: Session, at: datetime, subject: str, action: str, who: str) -> tuple[object, ...]:
    notice = notices.find(session, int(subject.removeprefix(BROADCAST)))
    if notice is None:
        return (words.second(at), subject, "", "", words.action(action), who, "", "", "", "", "")
    return (
        words.second(at), notice.id, broadcast_words.title_of(notice), "訓練" if notice.is_drill else "",
        words.action(action), who, notice.ordered_by, words.moment(notice.ordered_at), notice.grounds,
        notice.document_number, notice.recipient_count,
    )  # fmt: skip


def _midnight(text: str) -> datetime | None:
    day = day_in(text)
    return datetime(day.year, day.month, day.day, tzinfo=JST) if day else None


PAGES = (
    Page("orders", "/orders", orders, READERS),
    Page("orders_csv", "/orders/orders.csv", orders_csv, READERS),
    Page("chronicle", "/orders/chronicle.csv", chronicle, READERS),
    *notice_desk.twice(
        Page("broadcast_chronicle", "/<int:broadcast_id>/chronicle.csv", broadcast_chronicle, BROADCASTERS)
    ),
)
