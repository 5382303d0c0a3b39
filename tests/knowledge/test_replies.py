"""An officer answers those who sent a question: in their language, once, and never somebody who blocked us."""

import pytest

from knowledge import replies, worklist
from knowledge.asked import AskedQuestion, QuestionSender, State
from knowledge.replies import Letterhead, Told
from knowledge.worklist import WorklistError
from speech.languages import Language
from store.database import reading, transaction
from store.outbox import Delivery, Status, Way
from tests.conftest import NOON
from tests.knowledge.question_room import HANAKO, TARO, act, asks, cases, learnt, row, sends
from tests.people import texts
from town import residents
from town.profile import Profile

pytestmark = pytest.mark.usefixtures("room")
HEAD = Letterhead(Profile.minimal("みほん市", "000-000-0000"))


def deliveries() -> list[Delivery]:
    with reading() as session:
        return session.query(Delivery).order_by(Delivery.id).all()


def test_an_answer_goes_to_everybody_who_waits_each_once_and_then_nobody_is_tied_to_it():
    for line_id in (HANAKO, TARO, HANAKO):
        sends(asks("シーラカンスを飼いたい"), line_id)
    asks("シーラカンスを飼いたい")
    assert act(replies.answer, cases()[0].id, "水族館へお尋ねください。", HEAD) == Told(2, 0)
    assert {(one.way, one.to[0], one.status) for one in deliveries()} == {
        (Way.PUSH, HANAKO, Status.WAITING), (Way.PUSH, TARO, Status.WAITING),
    }  # fmt: skip
    assert len(deliveries()) == 2
    read = texts(deliveries()[0].messages)
    assert "水族館へお尋ねください。" in read
    assert "シーラカンスを飼いたい" in read
    assert "からのお答え" in read
    assert cases() == []
    with reading() as session:
        assert session.query(QuestionSender).count() == 0
        assert session.query(AskedQuestion).filter(AskedQuestion.text.is_not(None)).count() == 0


def test_the_frame_speaks_the_residents_language():
    number = asks("Can I keep a coelacanth?", language=Language.EN)
    sends(number)
    act(replies.answer, number, "Please ask the aquarium.", HEAD)
    assert "Answer from" in texts(deliveries()[0].messages)
    assert deliveries()[0].language == "en"


def test_nobody_who_blocked_us_is_written_to():
    number = asks("シーラカンスを飼いたい")
    sends(number)
    with transaction() as session:
        residents.leave(session, HANAKO, NOON)
    assert act(replies.answer, number, "水族館へお尋ねください。", HEAD) == Told(0, 1)
    assert deliveries() == []
    assert cases() == []


@pytest.mark.parametrize("words", ["", "  ", "あ" * 1001])
def test_an_empty_or_endless_answer_is_refused(words: str):
    number = asks("シーラカンスを飼いたい")
    sends(number)
    with pytest.raises(WorklistError, match="文字"):
        act(replies.answer, number, words, HEAD)


def test_an_answer_nobody_waits_for_is_refused():
    with pytest.raises(WorklistError, match="待っている人がいません"):
        act(replies.answer, asks("シーラカンスを飼いたい"), "水族館へ", HEAD)


def test_attaching_shows_the_entry_to_whoever_waits():
    number = asks("はんこを届けておきたい")
    sends(number)
    assert act(replies.attach, number, "seal", HEAD) == Told(1, 0)
    assert "entry:seal" in str(deliveries()[0].messages)
    assert "[印鑑登録]" in texts(deliveries()[0].messages)
    assert learnt("はんこを届けておきたい") == "seal"


def test_whoever_waits_goes_on_waiting_while_the_entry_is_written():
    number = asks("はんこを二本届けたい")
    sends(number)
    act(worklist.write_new, number, "two_seals", "certificates")
    assert row(number).state == State.OPEN
    with pytest.raises(WorklistError, match="公開されていない"):
        act(replies.attach, number, "two_seals", HEAD)
