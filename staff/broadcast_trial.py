"""A notice on the officer's own telephone before anybody else has it: marked as a trial in every message."""

from collections.abc import Mapping
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from speech.languages import Language
from speech.limits import TEXT
from staff import broadcast_words, notice_desk
from staff.menu import BROADCASTERS
from staff.notice_desk import found, on_to
from staff.pages import Answer, Page
from staff.visit import visit
from store import outbox, testers
from store.database import transaction
from town.calendar import to_jst
from town.officers import NotAllowedError

MARK = "【試し送り・あなたにだけ届いています】\n"


def try_broadcast(broadcast_id: int) -> Answer:
    now, wanted = visit().now, request.form.get("language", Language.JA.value)
    with transaction() as session:
        notice = found(session, broadcast_id)
        written = notice.written if notice.frozen else broadcast_words.written_now(session, notice, now)
        language = Language(wanted) if wanted in written.messages else Language.JA
        said = [marked(one) for one in written.at(language, f"{to_jst(now):%-H:%M}")]
        outbox.push(session, _own_telephone(session), said, now, language=language.value)
        visit().journal(session, "broadcast.tried", f"broadcast:{notice.id}")
    return on_to("broadcast", "あなたのLINEに試し送りしました。", broadcast_id=broadcast_id)


def marked(message: Mapping[str, Any]) -> dict[str, Any]:
    """Nobody who is shown this telephone may take it for the notice."""
    words = f"{MARK}{message['text']}"
    return {**message, "text": words[:TEXT]}


def _own_telephone(session: Session) -> str:
    tester = testers.of_officer(session, visit().officer_id)
    if tester is None or tester.line_id is None:
        raise NotAllowedError("あなたのLINEがまだ結ばれていません。「自分の設定」で結んでください。")
    return tester.line_id


PAGES = notice_desk.twice(Page("try_broadcast", "/<int:broadcast_id>/try", try_broadcast, BROADCASTERS, ("POST",)))
