"""What is decided about a notice: handed in, taken back, approved, returned, sent alone, ratified, stopped."""

from functools import wraps

from flask import request
from sqlalchemy.orm import Session

from alerts import deciding, drafting, lone_officer, releasing
from alerts.broadcasts import Broadcast
from alerts.lone_officer import LoneRule
from alerts.stages import Stage
from staff import broadcast_words, broadcasts, deliveries, notice_desk
from staff.desk import the_desk
from staff.menu import BROADCASTERS
from staff.notice_desk import found, on_to
from staff.pages import Answer, Page, View
from staff.visit import officer_here, visit
from store.database import transaction
from town.officers import NotAllowedError
from town.roles import Role

APPROVERS = (Role.BROADCAST_APPROVER,)


def submit(broadcast_id: int) -> Answer:
    with transaction() as session:
        notice = found(session, broadcast_id)
        written = broadcast_words.written_now(session, notice, visit().now)
        drafting.submit(session, notice.id, _revision(), written, officer_here(session), visit().now)
    return on_to("broadcast", "承認に出しました。内容は固定されました。", broadcast_id=broadcast_id)


def withdraw(broadcast_id: int) -> Answer:
    with transaction() as session:
        notice = found(session, broadcast_id)
        drafting.withdraw(session, notice.id, _revision(), officer_here(session), visit().now)
    return on_to("broadcast", "取り下げました。下書きに戻っています。", broadcast_id=broadcast_id)


def discard(broadcast_id: int) -> Answer:
    with transaction() as session:
        notice = found(session, broadcast_id)
        drafting.discard(session, notice.id, _revision(), officer_here(session), visit().now)
    return on_to("broadcasts", "破棄しました。")


def adopt(broadcast_id: int) -> Answer:
    with transaction() as session:
        notice = found(session, broadcast_id)
        deciding.adopt(session, notice.id, _revision(), officer_here(session), visit().now)
    return on_to("broadcast", "あなたが起案者になりました。別の職員が承認します。", broadcast_id=broadcast_id)


def approve(broadcast_id: int) -> Answer:
    with transaction() as session:
        notice = _to_decide(session, broadcast_id)
        typed = request.form.get("kind", "")
        night = the_desk().town.notices.night
        approved = deciding.approve(session, notice.id, _revision(), officer_here(session), typed, visit().now, night)
        sentence = _told(approved)
    return on_to("broadcast", sentence, broadcast_id=broadcast_id)


def send_back(broadcast_id: int) -> Answer:
    is_final = request.form.get("is_final") == "1"
    with transaction() as session:
        notice = _to_decide(session, broadcast_id)
        reason = request.form.get("reason", "")[:400]
        deciding.send_back(
            session, notice.id, _revision(), officer_here(session), reason, visit().now, is_final=is_final
        )
    return on_to("broadcast", "却下しました。" if is_final else "差し戻しました。", broadcast_id=broadcast_id)


def send_alone(broadcast_id: int) -> Answer:
    with transaction() as session:
        notice = found(session, broadcast_id)
        sent = lone_officer.send_alone(
            session, notice.id, _revision(), officer_here(session), LoneRule.of(the_desk().town.notices.alone),
            visit().now, has_fresh_factor=visit().is_fresh, typed_kind=request.form.get("kind", ""),
        )  # fmt: skip
        sentence = _told(sent)
    return on_to("broadcast", f"{sentence}承認者の全員に知らせます。", broadcast_id=broadcast_id)


def ratify(broadcast_id: int) -> Answer:
    with transaction() as session:
        notice = _to_decide(session, broadcast_id)
        lone_officer.ratify(session, notice.id, officer_here(session), visit().now)
    return on_to("broadcast", "追認しました。", broadcast_id=broadcast_id)


def cancel(broadcast_id: int) -> Answer:
    with transaction() as session:
        notice = found(session, broadcast_id)
        reason = request.form.get("reason", "")[:400]
        stopped_count = releasing.cancel(session, notice.id, officer_here(session), reason, visit().now)
        reached = deliveries.reached_words(session, notice)
    told = f"中止しました。まだ出ていなかった{stopped_count}件の送信を止めました。届いた、または届くのは{reached}です。"
    return on_to("delivery", told, broadcast_id=broadcast_id)


def _to_decide(session: Session, broadcast_id: int) -> Broadcast:
    notice = found(session, broadcast_id)
    notice_desk.refuse_without_approver(notice)
    return notice


def _revision() -> int:
    return request.form.get("revision", 0, type=int)


def _told(notice: Broadcast) -> str:
    if notice.stage == Stage.APPROVED and (notice.send_at is None or notice.send_at <= visit().now):
        return "承認しました。LINEが文を受け付けると答えたら送ります。"
    if notice.stage == Stage.APPROVED:
        return "承認しました。決めた日時に送ります。"
    return "承認しました。送信を始めました。"


def _in_place(view: View) -> View:
    """A refusal is read on the page it is about, beside the button that was pressed."""

    @wraps(view)
    def told(broadcast_id: int) -> Answer:
        try:
            return view(broadcast_id)
        except NotAllowedError as refusal:
            return broadcasts.page(broadcast_id, refusal=str(refusal)), 403

    return told


def _deed(name: str, rule: str, view: View, needs: tuple[Role, ...], *, is_dangerous: bool = False) -> Page:
    return Page(name, f"/<int:broadcast_id>/{rule}", _in_place(view), needs, ("POST",), is_dangerous)


PAGES = notice_desk.twice(
    _deed("submit_broadcast", "submit", submit, BROADCASTERS),
    _deed("withdraw_broadcast", "withdraw", withdraw, BROADCASTERS),
    _deed("discard_broadcast", "discard", discard, BROADCASTERS),
    _deed("adopt_broadcast", "adopt", adopt, BROADCASTERS),
    _deed("approve_broadcast", "approve", approve, APPROVERS),
    _deed("send_back_broadcast", "send-back", send_back, APPROVERS),
    _deed("send_broadcast_alone", "send-alone", send_alone, BROADCASTERS, is_dangerous=True),
    _deed("ratify_broadcast", "ratify", ratify, APPROVERS),
    _deed("cancel_broadcast", "cancel", cancel, BROADCASTERS),
)
