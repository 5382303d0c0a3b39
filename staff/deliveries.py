"""How far a notice has come: waiting, accepted, refused, uncertain, by language; tried again, and taken home as CSV."""

from collections.abc import Iterable

from flask import Response as File
from sqlalchemy.orm import Session

from alerts import notice_figures, releasing
from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from speech.languages import OWN_NAMES, Language
from staff import broadcast_words, csv_page, notice_desk
from staff.menu import BROADCASTERS
from staff.notice_desk import found, on_to, shown
from staff.pages import Answer, Page
from staff.visit import visit
from store import notices
from store.database import reading, transaction
from store.notices import HAVE_IT_OR_WILL, Progress
from store.outbox import Status
from town import subscriptions

STATES = {
    Status.WAITING: "待っている", Status.SENDING: "送っている", Status.SENT: "LINEが受け付けた",
    Status.REFUSED: "断られた", Status.UNCERTAIN: "確かでない", Status.STOPPED: "止めた",
}  # fmt: skip


def delivery(broadcast_id: int) -> Answer:
    with reading() as session:
        notice = found(session, broadcast_id)
        counted = notices.progress(session, notice.id)
        return shown(
            "delivery.html", notice=notice, title=broadcast_words.title_of(notice), states=STATES, table=_table(counted),
            sums=_sums(counted), is_on_the_way=notice.stage == Stage.SENDING, figures=notice_figures.find(session, notice.id),
            has_broadcast=any(one.telephone_count == 0 for one in counted), by_district=_by_district(session, notice),
        )  # fmt: skip


def retry_delivery(broadcast_id: int) -> Answer:
    with transaction() as session:
        notice = found(session, broadcast_id)
        count = releasing.try_again(session, notice, visit().now)
        visit().journal(session, "broadcast.tried_again", f"broadcast:{notice.id}", rows=count)
    return on_to("delivery", f"断られた{count}件を、もう一度送ります。", broadcast_id=broadcast_id)


def delivery_csv(broadcast_id: int) -> File:
    with transaction() as session:
        notice = found(session, broadcast_id)
        visit().journal(session, "broadcast.exported", f"broadcast:{notice.id}")
        counted = notices.progress(session, notice.id)
    lines = [(one_name(one.language), STATES[one.status], one.row_count, one.telephone_count) for one in counted]
    return csv_page.file(f"delivery-{broadcast_id}", ("言語", "状態", "件数(LINEへの依頼)", "電話の数"), lines)


def reached_words(session: Session, notice: Broadcast) -> str:
    """«1,500人», or that every friend may have it."""
    counted = [one for one in notices.progress(session, notice.id) if one.status in HAVE_IT_OR_WILL]
    people = sum(one.telephone_count for one in counted)
    everyone = "LINEの友だち全員" if any(one.telephone_count == 0 for one in counted) else ""
    return "と".join(filter(None, (everyone, f"{people:,}人" if people or not everyone else "")))


def one_name(language: str | None) -> str:
    return OWN_NAMES[Language(language)] if language else "すべて"


def _table(counted: Iterable[Progress]) -> dict[str, dict[Status, Progress]]:
    table: dict[str, dict[Status, Progress]] = {}
    for one in counted:
        table.setdefault(one_name(one.language), {})[one.status] = one
    return table


def _sums(counted: list[Progress]) -> dict[Status, tuple[int, int]]:
    """Requests and telephones in each state."""
    return {
        state: (
            sum(one.row_count for one in counted if one.status is state),
            sum(one.telephone_count for one in counted if one.status is state),
        )
        for state in STATES
    }


def _by_district(session: Session, notice: Broadcast) -> dict[str, int]:
    """How many residents have chosen each of its districts: a row to LINE carries people of several."""
    counts = subscriptions.count_by_district(session)
    return {} if notice.is_drill else {id_: counts.get(id_, 0) for id_ in notice.written.districts}


PAGES = notice_desk.twice(
    Page("delivery", "/<int:broadcast_id>/delivery", delivery, BROADCASTERS),
    Page("retry_delivery", "/<int:broadcast_id>/delivery", retry_delivery, BROADCASTERS, ("POST",)),
    Page("delivery_csv", "/<int:broadcast_id>/delivery.csv", delivery_csv, BROADCASTERS),
)
