"""`madoguchi worklist …`: questions that wait for an officer, without the staff desk."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

import opening
from bot.answering import DEMO_PREFIX
from commands.words import Given, Words, family, word
from knowledge import replies, worklist
from knowledge.replies import Letterhead
from knowledge.worklist import REASONS, Case, WorklistError
from settings import Settings, SettingsError, get_settings
from store.database import reading, transaction

ACTOR = "shell"


def declare(words: Words) -> None:
    work = family(words, "worklist", "questions that wait for an officer")
    word(work, "list", "equal ones as one line; what somebody sent stands first", list_all).add_argument("--section")
    word(work, "show", "one case with everything in it", show).add_argument("id", type=int)
    attach_ = word(work, "attach", "from now on this question is answered by that entry", attach)
    attach_.add_argument("id", type=int)
    attach_.add_argument("entry")
    write_ = word(work, "write", "begin an unpublished entry for it", write)
    write_.add_argument("id", type=int)
    write_.add_argument("entry", help="the new entry's id")
    write_.add_argument("--topic", required=True)
    aside_ = word(work, "aside", "nothing is to be done about it", aside)
    aside_.add_argument("id", type=int)
    aside_.add_argument("reason", choices=sorted(REASONS))
    answer_ = word(work, "answer", "write to everybody who sent it and waits", answer)
    answer_.add_argument("id", type=int)
    answer_.add_argument("text")
    word(work, "proposals", "answers that residents called right and nobody has confirmed", proposals).add_argument(
        "--section"
    )
    word(work, "approve", "confirm one of the proposals", approve).add_argument("id", type=int)


def list_all(given: Given) -> None:
    opening.open_database(get_settings())
    with reading() as session:
        cases = worklist.open_cases(session, given.section)
    for case in cases:
        print(_line(case))
    if not cases:
        print("対応を待っている質問はありません。")


def show(given: Given) -> None:
    opening.open_database(get_settings())
    with reading() as session:
        case = _found(session, given.id)
        waiting = len(set(worklist.waiting_for(session, case).values()))
    print(_line(case))
    print(f"返事を待っている人: {waiting}人")
    print(f"近い案内: {'、'.join(case.entry_ids) or 'なし'}")
    for row in case.rows:
        helped = {True: " 👍", False: " 👎", None: ""}[row.is_helped]
        print(f"  {row.id}  {row.asked_at:%Y-%m-%d %H:%M}  {row.language}  {row.verdict}{helped}  {row.text}")


def attach(given: Given) -> None:
    def act(session: Session, case: Case, now: datetime) -> str:
        told = replies.attach(session, case, given.entry, _letterhead(get_settings()), ACTOR, now)
        return f"{case.count}件の質問を「{given.entry}」に結びつけました。お知らせした人: {told.count}人"

    _deal(given.id, act)


def write(given: Given) -> None:
    def act(session: Session, case: Case, now: datetime) -> str:
        draft = worklist.write_new(session, case, given.entry, given.topic, ACTOR, now)
        return f"下書き「{draft.id}」を作りました。出典を確かめて公開するまで、住民には見えません。"

    _deal(given.id, act)


def aside(given: Given) -> None:
    def act(session: Session, case: Case, now: datetime) -> str:
        worklist.set_aside(session, case, given.reason, ACTOR, now)
        return f"{case.count}件の質問を「{REASONS[given.reason]}」として閉じました。"

    _deal(given.id, act)


def answer(given: Given) -> None:
    def act(session: Session, case: Case, now: datetime) -> str:
        told = replies.answer(session, case, given.text, _letterhead(get_settings()), ACTOR, now)
        return f"{told.count}人にお返事を送ります。ブロックなどで送れない人: {told.gone_count}人"

    _deal(given.id, act)


def proposals(given: Given) -> None:
    opening.open_database(get_settings())
    with reading() as session:
        for row in worklist.proposals(session, given.section):
            print(f"{row.id}  {row.best_entry_id}  {row.language}  {row.text}")


def approve(given: Given) -> None:
    opening.open_database(get_settings())
    try:
        with transaction() as session:
            worklist.approve(session, given.id, ACTOR, datetime.now(UTC))
    except WorklistError as error:
        raise SettingsError(str(error)) from None
    print("言い回しとして覚えました。")


def _deal(asked_id: int, act: Callable[[Session, Case, datetime], str]) -> None:
    opening.open_database(get_settings())
    try:
        with transaction() as session:
            done = act(session, worklist.find(session, asked_id), datetime.now(UTC))
    except WorklistError as error:
        raise SettingsError(str(error)) from None
    print(done)


def _found(session: Session, asked_id: int) -> Case:
    try:
        return worklist.find(session, asked_id)
    except WorklistError as error:
        raise SettingsError(str(error)) from None


def _letterhead(settings: Settings) -> Letterhead:
    return Letterhead(opening.read_profile(settings), DEMO_PREFIX if settings.demo and settings.is_live else "")


def _line(case: Case) -> str:
    sent = "送られた " if case.is_sent else ""
    return f"{case.id}  {case.section_id}  {case.count}件  {sent}{case.text}"
