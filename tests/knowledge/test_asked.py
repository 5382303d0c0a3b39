"""The log of questions: masked words for a day, figures for good, and never who asked."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect

from knowledge import asked, memory, worklist
from knowledge.ask import Elsewhere, Unknown
from knowledge.asked import AskedQuestion, QuestionSender, State
from speech.languages import Language
from store.database import reading, transaction
from tests.conftest import NOON
from tests.knowledge.question_room import HANAKO, SEAL, TARO, WASTE, arrives, asks, direct, furnish, offer, row, sends
from town.residents import Resident

pytestmark = pytest.mark.usefixtures("db")

DAY, SECOND = timedelta(hours=24), timedelta(seconds=1)


def forget(now) -> int:
    with transaction() as session:
        return asked.forget(session, now - DAY, now, 1000)


def unsay(message_id: str) -> list[int]:
    with transaction() as session:
        return asked.unsay(session, message_id, NOON)


def senders() -> list[QuestionSender]:
    with reading() as session:
        return session.query(QuestionSender).all()


def test_a_question_is_written_down_masked_with_what_was_found():
    kept = row(asks("私は山田花子です。090-0000-0000に印鑑登録のことを", offer(SEAL, WASTE), is_work=False))
    assert "山田" not in kept.text
    assert "090" not in kept.text
    assert "印鑑登録" in kept.text
    assert (kept.verdict, kept.entry_ids, kept.best_entry_id) == ("offer", ["seal", "waste"], "seal")
    assert (kept.language, kept.confidence, kept.state) == ("ja", 0.6, State.LOGGED)


def test_the_log_has_no_column_for_who_asked():
    columns = {column.key for column in inspect(AskedQuestion).columns}
    assert not any("resident" in name or "line_id" in name or "lane" in name for name in columns)


def test_of_two_answers_the_poorer_one_counts():
    with transaction() as session:
        kept = asked.note(session, "印鑑とシーラカンス", Language.JA, [direct(), Unknown()], "M1", NOON)
    assert (kept.verdict, kept.entry_ids) == ("unknown", ["seal"])


def test_words_of_ordinary_questions_go_after_a_day_and_the_row_stays():
    number = asks("印鑑登録", direct(), is_work=False)
    assert forget(NOON + DAY) == 0
    assert forget(NOON + DAY + SECOND) == 1
    assert forget(NOON + DAY + SECOND) == 0
    assert (row(number).text, row(number).message_id, row(number).verdict) == (None, None, "direct")


def test_work_keeps_its_words_until_its_time_is_over():
    furnish()
    number = asks("シーラカンスの飼い方")
    sends(number)
    assert forget(NOON + timedelta(days=90)) == 0
    assert row(number).message_id is None
    assert forget(NOON + timedelta(days=90) + SECOND) == 1
    assert (row(number).text, row(number).state) == (None, State.LAPSED)
    assert senders() == []


def test_a_message_taken_back_is_erased_with_what_was_learnt_from_it():
    furnish()
    number = asks("はんこの登録をしたい", message_id="M7")
    sends(number)
    asks("ほかのこと", message_id="M8")
    with transaction() as session:
        memory.confirm(session, "はんこの登録をしたい", "ja", "seal", "officer:1", NOON, asked_id=number)
    assert unsay("M7") == [number]
    assert (row(number).text, row(number).message_id, row(number).state) == (None, None, State.TAKEN_BACK)
    assert senders() == []
    with reading() as session:
        assert len(memory.read(session)) == 0
        assert len(worklist.open_cases(session)) == 1
    assert unsay("M7") == []


def test_a_button_belongs_to_one_question_and_cannot_be_guessed():
    number = asks("印鑑登録", direct())
    button = row(number).button
    with transaction() as session:
        assert asked.of_button(session, button).id == number
        for other in (
            f"{number}.",
            f"{number}.0000",
            f"{number + 1}.{button.partition('.')[2]}",
            "",
            "x",
            "²",
            "9" * 40,
        ):
            assert asked.of_button(session, other) is None


def test_the_last_question_of_a_person_is_found_for_some_minutes():
    arrives("M1", HANAKO)
    arrives("M2", TARO)
    number = asks("印鑑登録", direct(), message_id="M1")
    asks("粗大ごみ", direct(WASTE), message_id="M2")
    with reading() as session:
        assert asked.latest_of(session, HANAKO, NOON + timedelta(minutes=9)).id == number
        assert asked.latest_of(session, HANAKO, NOON + timedelta(minutes=11)) is None
        assert asked.latest_of(session, "U" + "c" * 32, NOON) is None


def test_the_figures_count_rows_and_know_no_words():
    asks("印鑑登録", direct(), is_work=False)
    asks("seal", direct(), language=Language.EN, is_work=False)
    asks("シーラカンス")
    asks("焼津市の住民票", Elsewhere("焼津市"), is_work=False)
    with transaction() as session:
        session.get_one(AskedQuestion, 1).is_helped = True
        session.get_one(AskedQuestion, 2).is_helped = False
    with reading() as session:
        assert asked.by_verdict(session) == {
            ("direct", "ja"): 1, ("direct", "en"): 1, ("unknown", "ja"): 1, ("elsewhere", "ja"): 1,
        }  # fmt: skip
        assert asked.by_helped(session) == {"yes": 1, "no": 1}
        assert asked.count_open(session) == 1


def test_a_resident_who_is_erased_is_no_longer_a_sender():
    furnish()
    sends(asks("シーラカンス"))
    with transaction() as session:
        session.delete(session.query(Resident).one())
    assert senders() == []
