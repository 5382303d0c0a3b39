"""A ring at the desk: why, who was called and when, and 了解 for whoever came here by the letter."""

from dataclasses import dataclass

from flask import current_app, render_template, request
from sqlalchemy.orm import Session

from alerts import ringing, rings
from alerts.ringing import Answered
from alerts.rings import Reason, Ring, RingCall, State
from staff.pages import Answer, Needs, Page, back
from staff.visit import officer_here, visit
from store.database import reading, transaction
from town import officers
from town.officers import NotAllowedError

REASONS = {
    Reason.APPROVAL: "承認を待っている配信",
    Reason.ASKED_AGAIN: "まだ承認されない配信",
    Reason.SENT_ALONE: "1人で送った配信の知らせ",
    Reason.UNRATIFIED: "追認されていない配信",
    Reason.TEST: "呼び出しの試験",
    Reason.FEED_SILENT: "気象庁の電文が読めない",
    Reason.DISASTER_ASKED: "災害モードに切り替える申請",
    Reason.DISASTER_BEGUN: "災害モードになった知らせ",
    Reason.DISASTER_QUIET: "災害モードを終えるかどうか",
    Reason.SAFETY_TROUBLE: "安否確認の「困っている」が読まれていない",
    Reason.SAFETY_UNREAD: "安否確認の知らせが読まれていない",
    Reason.REPORT_URGENT: "緊急の通報",
    Reason.REPORT_UNOPENED: "まだ開かれていない緊急の通報",
    Reason.REPORT_NOBODY: "開ける職員がいない緊急の通報",
    Reason.LINE_REFUSED: "LINEが断った配信",
    Reason.NOBODY_DECIDES: "決められる職員がいない配信",
}
STATES = {
    State.RINGING: "呼び出し中",
    State.TAKEN: "了解あり",
    State.TOLD: "全員に知らせた",
    State.STOPPED: "用が済んだ",
    State.UNHEARD: "だれも応じない",
}
LOOKS = {State.RINGING: "", State.TAKEN: "good", State.TOLD: "good", State.STOPPED: "resting", State.UNHEARD: "bad"}
ANSWERS = {
    Answered.YOURS: "了解を受け付けました。次の人は呼びません。",
    Answered.NOTED: "了解を記録しました。",
    Answered.ALREADY: "ほかの人が先に了解しました。",
    Answered.OVER: "この呼び出しは、もう終わっています。",
}


@dataclass(frozen=True)
class Told:
    """A ring in the words of a page."""

    ring: Ring
    calls: tuple[RingCall, ...]
    names: dict[int, str]

    @property
    def title(self) -> str:
        drill = "【訓練】" if self.ring.is_drill else ""
        about = f": {self.ring.about}" if self.ring.about else ""
        return f"{drill}{REASONS[Reason(self.ring.reason)]}{about}"

    @property
    def state(self) -> str:
        return STATES[State(self.ring.state)]

    @property
    def look(self) -> str:
        return LOOKS[State(self.ring.state)]

    @property
    def answered_count(self) -> int:
        return len({one.officer_id for one in self.calls if one.answered_at})

    @property
    def called_count(self) -> int:
        return len({one.officer_id for one in self.calls})


def told(session: Session, ring: Ring) -> Told:
    calls = tuple(rings.calls(session, ring.id))
    ids = {one.officer_id for one in calls} | ({ring.taken_by} if ring.taken_by else set())
    return Told(ring, calls, officers.named(session, ids))


def ring_page(ring_id: int) -> Answer:
    with reading() as session:
        ring = _found(session, ring_id)
        is_open = ring.state in (State.RINGING, State.TOLD, State.UNHEARD)
        may_answer = is_open and ring.may_answer(officer_here(session), visit().now)
        return render_template(
            "ring.html",
            told=told(session, ring),
            may_answer=may_answer,
            onward=_onward(ring),
            here_id=visit().officer_id,
        )


def take(ring_id: int) -> Answer:
    with transaction() as session:
        answered = ringing.take(session, _found(session, ring_id).id, officer_here(session), visit().now)
    return back("ring", ANSWERS[answered], ring_id=ring_id)


def _found(session: Session, ring_id: int) -> Ring:
    """Raises NotAllowedError for whoever it was not for; whether it exists is not told either."""
    ring = rings.find(session, ring_id)
    if ring is None or not ring.is_heard_with(visit().powers):
        raise NotAllowedError("この呼び出しを開く役割がありません。")
    return ring


def _onward(ring: Ring) -> str | None:
    """The page of what it was about, where the desk has one."""
    address = f"/staff/{ring.page}"
    adapter = current_app.url_map.bind(request.host)
    return address if ring.page and adapter.test(address, "GET") else None


PAGES = (
    Page("ring", "/rings/<int:ring_id>", ring_page, Needs.SESSION),
    Page("take_ring", "/rings/<int:ring_id>/take", take, Needs.SESSION, ("POST",)),
)
