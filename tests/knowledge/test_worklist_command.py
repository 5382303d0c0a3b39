"""`madoguchi worklist`: what an officer at the keyboard reads and does."""

from collections.abc import Callable, Iterator

import pytest

from knowledge import memory
from knowledge.asked import AskedQuestion
from store.database import reading, transaction
from store.journal import JournalLine
from store.outbox import Delivery
from tests.knowledge.question_room import SEAL, WASTE, asks, offer, sends
from tests.shell import a_shell

Types = Callable[..., str]


@pytest.fixture
def types(room: None, db: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Types]:
    """Types a command and reads what it printed; a mistake ends with its one sentence."""
    with a_shell(db, monkeypatch, capsys) as says:
        yield lambda *words: says("worklist", *words)[1]


def test_the_list_shows_equal_questions_once(types: Types):
    assert "ありません" in types("list")
    for _ in range(3):
        asks("シーラカンスを飼いたい")
    asks("はんこの届け", offer(SEAL, WASTE))
    assert types("list").splitlines() == ["1  general  3件  シーラカンスを飼いたい", "4  citizens  1件  はんこの届け"]
    assert types("list", "--section", "citizens").splitlines() == ["4  citizens  1件  はんこの届け"]


def test_one_case_is_shown_with_who_waits_and_what_was_near(types: Types):
    sends(asks("はんこの届け", offer(SEAL, WASTE)))
    shown = types("show", "1")
    assert "送られた はんこの届け" in shown
    assert "返事を待っている人: 1人" in shown
    assert "近い案内: seal、waste" in shown


def test_attaching_teaches_and_is_written_in_the_journal(types: Types):
    asks("はんこの届け")
    assert "「seal」に結びつけました" in types("attach", "1", "seal")
    with reading() as session:
        assert memory.read(session).find("はんこの届け") == "seal"
        assert [(line.actor, line.action) for line in session.query(JournalLine)] == [("shell", "question.attached")]
    assert "対応が終わったか" in types("attach", "1", "seal")


def test_answering_promises_a_push(types: Types):
    sends(asks("シーラカンスを飼いたい"))
    assert "1人にお返事を送ります" in types("answer", "1", "水族館へお尋ねください。")
    with reading() as session:
        assert session.query(Delivery).count() == 1


def test_setting_aside_and_writing_close_the_case(types: Types):
    asks("今日のラッキーカラー")
    asks("はんこを二本届けたい")
    assert "町の仕事ではない" in types("aside", "1", "not_ours")
    assert "下書き「two_seals」" in types("write", "2", "two_seals", "--topic", "certificates")
    assert "ありません" in types("list")


def test_what_a_resident_called_right_is_proposed_and_approved(types: Types):
    number = asks("はんこの届け", offer(SEAL, WASTE), is_work=False)
    with transaction() as session:
        session.get_one(AskedQuestion, number).is_helped = True
    assert types("proposals").split() == ["1", "seal", "ja", "はんこの届け"]
    assert "覚えました" in types("approve", "1")
    assert types("proposals") == ""
    assert "残っていません" in types("approve", "1")


@pytest.mark.parametrize("words", [("show", "99"), ("attach", "99", "seal"), ("answer", "99", "x"), ("approve", "99")])
def test_a_number_that_is_not_there_is_told_in_one_sentence(types: Types, words: tuple[str, ...]):
    assert len(types(*words).splitlines()) == 1
