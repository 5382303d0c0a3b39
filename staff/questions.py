"""Questions that wait for the town: read by whoever answers for the section, and dealt with in one of four ways."""

from flask import render_template, request
from sqlalchemy.orm import Session

from knowledge import desk_entries, replies, worklist
from knowledge.asked import AskedQuestion
from knowledge.desk_entries import State
from knowledge.entries import EntryRow
from knowledge.replies import Letterhead
from knowledge.worklist import Case
from speech.languages import Language
from staff.desk import the_desk
from staff.pages import Answer, Page, back
from staff.people import section_names
from staff.visit import visit
from store.database import transaction
from town.officers import NotAllowedError
from town.roles import Role

EDITORS = (Role.ANSWER_EDITOR,)
MOST_NEAR = 20


def questions() -> Answer:
    here = visit()
    mine = frozenset[str]() if here.powers.has_own_cases_only else here.powers.sections(*EDITORS)
    with transaction() as session:
        cases = [case for case in worklist.open_cases(session) if mine is None or case.section_id in mine]
        liked = [
            (row, session.get_one(EntryRow, row.best_entry_id))
            for row in worklist.proposals(session)
            if row.best_entry_id
        ]
        liked = [(row, entry) for row, entry in liked if mine is None or entry.section_id in mine]
        waiting = {case.id: len(set(worklist.waiting_for(session, case).values())) for case in cases if case.is_sent}
        here.journal(session, "questions.read", "asked_questions", cases_count=len(cases) + len(liked))
        names = section_names(session)
    return render_template(
        "questions.html", cases=cases, liked=liked, waiting=waiting, sections=names, titles=_titles(liked)
    )


def question(asked_id: int) -> Answer:
    here, words = visit(), request.args.get("words", "")
    with transaction() as session:
        case = _case(session, asked_id)
        here.journal(session, "question.read", f"asked_question:{case.id}")
        waiting_count = len(set(worklist.waiting_for(session, case).values()))
        published = desk_entries.listed(session, the_desk().today, None, words, State.PUBLISHED)
        near = [one for one in published if words or one.id in case.entry_ids][:MOST_NEAR]
        names = section_names(session)
    return render_template(
        "question.html", case=case, near=near, words=words, waiting_count=waiting_count, sections=names,
        reasons=worklist.REASONS, longest=replies.LONGEST,
        topic_names={one.id: one.name(Language.JA) for one in the_desk().topics},
    )  # fmt: skip


def attach_question(asked_id: int) -> Answer:
    with transaction() as session:
        told = replies.attach(
            session, _case(session, asked_id), request.form.get("entry", ""), _letterhead(), visit().actor, visit().now
        )
    return back("questions", f"回答に結びつけました。{_told(told)}")


def answer_question(asked_id: int) -> Answer:
    words = request.form.get("text", "").replace("\r\n", "\n")
    with transaction() as session:
        told = replies.answer(session, _case(session, asked_id), words, _letterhead(), visit().actor, visit().now)
    return back("questions", f"お返事しました。{_told(told)}")


def write_question(asked_id: int) -> Answer:
    """A new answer begins with the question as its title; where nothing is published yet nobody is told."""
    topic = request.form.get("topic", "")
    if topic not in {one.id for one in the_desk().topics}:
        raise NotAllowedError("その分類はありません。")
    with transaction() as session:
        draft = worklist.write_new(
            session, _case(session, asked_id), desk_entries.new_id(), topic, visit().actor, visit().now
        )
    return back("answer", "新しい回答を用意しました。書いて、出典を入れ、公開してください。", entry_id=draft.id)


def set_question_aside(asked_id: int) -> Answer:
    with transaction() as session:
        worklist.set_aside(
            session, _case(session, asked_id), request.form.get("reason", ""), visit().actor, visit().now
        )
    return back("questions", "対応を終えました。")


def approve_question(asked_id: int) -> Answer:
    """What a resident called right is remembered."""
    with transaction() as session:
        row = next((one for one in worklist.proposals(session) if one.id == asked_id), None)
        entry = session.get(EntryRow, row.best_entry_id) if row and row.best_entry_id else None
        if entry is None:
            raise NotAllowedError("この質問の言葉は、もう残っていません。")
        visit().require(Role.ANSWER_EDITOR, entry.section_id)
        worklist.approve(session, asked_id, visit().actor, visit().now)
    return back("questions", "この聞かれ方を覚えました。")


def _case(session: Session, asked_id: int) -> Case:
    """Raises NotAllowedError for a question of another section."""
    case = worklist.find(session, asked_id)
    visit().require(Role.ANSWER_EDITOR, case.section_id)
    return case


def _letterhead() -> Letterhead:
    return Letterhead(the_desk().town, the_desk().prefix)


def _told(told: replies.Told) -> str:
    gone = f"({told.gone_count}人はブロックなどで届きません)" if told.gone_count else ""
    return f"{told.count}人に送ります{gone}。" if told.count or told.gone_count else ""


def _titles(liked: list[tuple[AskedQuestion, EntryRow]]) -> dict[str, str]:
    texts = [(entry.id, text) for _, entry in liked for text in entry.texts if text.language == Language.JA]
    return {entry_id: str(text.slots["title"]) for entry_id, text in texts}


PAGES = (
    Page("questions", "/questions", questions, EDITORS),
    Page("question", "/questions/<int:asked_id>", question, EDITORS),
    Page("attach_question", "/questions/<int:asked_id>/attach", attach_question, EDITORS, ("POST",)),
    Page("answer_question", "/questions/<int:asked_id>/answer", answer_question, EDITORS, ("POST",)),
    Page("write_question", "/questions/<int:asked_id>/write", write_question, EDITORS, ("POST",)),
    Page("set_question_aside", "/questions/<int:asked_id>/aside", set_question_aside, EDITORS, ("POST",)),
    Page("approve_question", "/questions/<int:asked_id>/approve", approve_question, EDITORS, ("POST",)),
)
