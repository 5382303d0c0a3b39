"""Unanswered questions become work: grouped, dealt with, written in the journal, and forgotten when done."""

from datetime import timedelta

import pytest

from knowledge import entries, worklist
from knowledge.asked import AskedQuestion, QuestionSender, State
from knowledge.worklist import WorklistError
from speech.languages import Language
from store.database import reading, transaction
from store.journal import JournalLine
from tests.conftest import NOON
from tests.knowledge.question_room import (
    MONTHS,
    OFFICER,
    SEAL,
    WASTE,
    act,
    asks,
    cases,
    direct,
    learnt,
    offer,
    row,
    sends,
)

pytestmark = pytest.mark.usefixtures("room")


def journal() -> list[JournalLine]:
    with reading() as session:
        return session.query(JournalLine).order_by(JournalLine.id).all()


def approve(asked_id: int) -> None:
    with transaction() as session:
        worklist.approve(session, asked_id, OFFICER, NOON)


def test_thirty_equal_questions_are_one_line_with_a_count():
    for _ in range(29):
        asks("シーラカンスを飼いたい")
    asks("シーラカンスを飼いたいのですが。")
    asks("ラクダを飼いたい")
    [many, one] = cases()
    assert (many.count, many.text, one.count) == (30, "シーラカンスを飼いたい", 1)


def test_each_section_sees_what_came_near_its_entries_and_the_general_one_the_rest():
    asks("はんこの届け", offer(SEAL, WASTE))
    asks("大きなごみ", direct(WASTE))
    asks("シーラカンス")
    assert [case.text for case in cases("citizens")] == ["はんこの届け"]
    assert [case.text for case in cases("waste")] == ["大きなごみ"]
    assert [case.text for case in cases(worklist.GENERAL)] == ["シーラカンス"]
    assert len(cases()) == 3


def test_what_somebody_sent_stands_above_what_was_only_not_found():
    for _ in range(3):
        asks("シーラカンスを飼いたい")
    sends(asks("ラクダを飼いたい"))
    assert [case.text for case in cases()] == ["ラクダを飼いたい", "シーラカンスを飼いたい"]


@pytest.mark.parametrize("nothing", ["", "?", "🙂", "…"])
def test_what_says_nothing_is_no_work(nothing: str):
    asks(nothing)
    assert cases() == []


def test_attaching_teaches_closes_and_empties_every_equal_question():
    first, second = asks("はんこを届けておきたい"), asks("はんこを届けておきたいです")
    act(worklist.attach, second, "seal")
    assert learnt("はんこを届けておきたい") == "seal"
    for number in (first, second):
        assert (row(number).state, row(number).text, row(number).closed_at) == (State.ATTACHED, None, NOON)
    assert cases() == []
    assert [(line.action, line.actor, line.subject, line.details) for line in journal()] == [
        ("question.attached", OFFICER, f"asked_question:{first}", {"entry": "seal"}),
        ("question.attached", OFFICER, f"asked_question:{second}", {"entry": "seal"}),
    ]


def test_attaching_tells_every_process_to_read_anew():
    with reading() as session:
        before = entries.version(session)
    act(worklist.attach, asks("はんこを届けておきたい"), "seal")
    with reading() as session:
        assert entries.version(session) == before + 1


def test_attaching_to_an_entry_that_does_not_exist_is_refused():
    number = asks("はんこを届けておきたい")
    with pytest.raises(WorklistError, match="ありません"):
        act(worklist.attach, number, "gone")
    assert row(number).state == State.OPEN


def test_a_new_entry_begins_unpublished_and_belongs_to_the_desk():
    number = asks("はんこを二本届けたい", direct(SEAL))
    act(worklist.write_new, number, "two_seals", "certificates")
    with reading() as session:
        draft = session.get_one(entries.EntryRow, "two_seals")
        assert (draft.is_published, draft.origin, draft.section_id) == (False, "desk", "citizens")
        assert entries.as_entry(draft).texts[Language.JA].title == "はんこを二本届けたい"
    assert learnt("はんこを二本届けたい") == "two_seals"
    assert row(number).state == State.WRITTEN
    with pytest.raises(WorklistError, match="もうあります"):
        act(worklist.write_new, asks("もう一つの質問"), "two_seals", "certificates")


def test_setting_aside_needs_one_of_the_reasons():
    number = asks("今日のラッキーカラー")
    with pytest.raises(WorklistError, match="理由"):
        act(worklist.set_aside, number, "なんとなく")
    act(worklist.set_aside, number, "not_ours")
    assert (row(number).state, row(number).text) == (State.SET_ASIDE, None)
    assert journal()[-1].details == {"reason": "not_ours"}


def test_a_case_that_is_closed_cannot_be_closed_again():
    number = asks("今日のラッキーカラー")
    act(worklist.set_aside, number, "unclear")
    with pytest.raises(WorklistError, match="対応が終わったか"):
        act(worklist.set_aside, number, "unclear")


def test_a_liked_answer_is_proposed_and_an_officer_approves():
    number = asks("はんこを届けておきたい", offer(SEAL, WASTE), is_work=False)
    with transaction() as session:
        session.get_one(AskedQuestion, number).is_helped = True
    with reading() as session:
        assert [one.id for one in worklist.proposals(session, "citizens")] == [number]
        assert worklist.proposals(session, "waste") == []
    assert learnt("はんこを届けておきたい") == ""
    approve(number)
    assert learnt("はんこを届けておきたい") == "seal"
    with reading() as session:
        assert worklist.proposals(session) == []
    with pytest.raises(WorklistError):
        approve(number)


def test_whoever_waits_is_not_set_aside_without_a_word():
    number = asks("シーラカンスを飼いたい")
    sends(number)
    with pytest.raises(WorklistError, match="待っている人"):
        act(worklist.set_aside, number, "not_ours")
    act(worklist.set_aside, number, "abuse")


def test_who_says_no_after_all_was_never_a_sender():
    number = asks("シーラカンスを飼いたい")
    sends(number)
    with transaction() as session:
        worklist.call_back(session, session.get_one(AskedQuestion, number))
    assert (row(number).state, row(number).is_sent) == (State.LOGGED, False)
    with reading() as session:
        assert session.query(QuestionSender).count() == 0


def test_words_that_are_gone_are_no_work():
    with transaction() as session:
        worklist.take_up(AskedQuestion(text=None, state=State.LOGGED), NOON + MONTHS)
    number = asks("シーラカンスを飼いたい", is_work=False)
    with transaction() as session:
        one = session.get_one(AskedQuestion, number)
        one.text = None
        worklist.take_up(one, NOON + timedelta(days=1))
    assert row(number).state == State.LOGGED
