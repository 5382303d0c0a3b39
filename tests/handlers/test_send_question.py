"""«この質問を市に送る»: nothing is sent before the resident knows what for, to whom, how long, and whether an answer comes."""

from dataclasses import replace

import pytest

from knowledge.asked import AskedQuestion, QuestionSender, State
from speech.incoming import Pressed, Text
from speech.languages import Language
from store.journal import JournalLine
from tests.handlers.test_feedback import log, sending
from tests.handlers.window import Heard, Window, every_language
from town.profile import QuestionCare
from town.residents import Resident

WORDS = "シーラカンス"


@pytest.fixture
def known(window: Window) -> Window:
    """The resident stands in the database, as the door would have written them down."""
    window.session.add(Resident(id=1, line_id="U" + "a" * 32, language=None, is_following=True, met_at=window.now))
    window.session.flush()
    return window


def silent(window: Window) -> Window:
    """The same town, did it not answer questions."""
    town = window.house.town.model_copy(update={"questions": QuestionCare(answers_questions=False, keep_days=30)})
    return replace(window, house=replace(window.house, town=town))


def step(window: Window, heard: Heard, last: str) -> Heard:
    [data] = {data for data in heard.data if data.startswith("send:") and data.endswith(last)}
    return window.presses(data)


def explained(window: Window) -> Heard:
    return window.presses(sending(window.says(WORDS))[0])


def senders(window: Window) -> list[QuestionSender]:
    return window.session.query(QuestionSender).all()


@every_language
def test_first_everything_is_said_and_nothing_sent(known: Window, language: Language):
    heard = explained(known.of(language))
    assert WORDS in heard.text
    assert "90" in heard.text
    assert "7" in heard.text
    assert {data.rpartition(":")[2] for data in heard.data if data.startswith("send:")} == {"yes", "no"}
    assert senders(known) == []
    assert not log(known)[0].is_sent


def test_only_then_the_question_is_tied_to_who_waits(known: Window):
    heard = step(known, explained(known), "yes")
    assert "7日以内" in heard.text
    assert heard.phones
    [sender] = senders(known)
    assert (sender.resident_id, sender.asked_id) == (1, log(known)[0].id)
    assert [line.action for line in known.session.query(JournalLine)] == ["question.sent"]


def test_sending_twice_is_sending_once(known: Window):
    asking = explained(known)
    step(known, asking, "yes")
    step(known, asking, "yes")
    assert len(senders(known)) == 1
    assert known.session.query(JournalLine).count() == 1


def test_a_town_that_does_not_answer_says_so_and_writes_nobody_down(known: Window):
    town = silent(known)
    heard = explained(town)
    assert "お返事はしません" in heard.text
    assert "30日" in heard.text
    step(town, heard, "yes")
    assert senders(known) == []
    assert log(known)[0].is_sent


def test_who_says_no_keeps_nothing_behind(known: Window):
    heard = step(known, explained(known), "no")
    assert "送りませんでした" in heard.text
    assert (log(known)[0].state, log(known)[0].is_sent) == (State.LOGGED, False)


def test_who_says_no_after_sending_is_untied(known: Window):
    asking = explained(known)
    step(known, asking, "yes")
    step(known, asking, "no")
    assert senders(known) == []
    assert log(known)[0].state == State.LOGGED


def test_what_is_gone_cannot_be_sent(known: Window):
    asking = explained(known)
    known.session.query(AskedQuestion).update({"text": None})
    assert "もう残っていません" in step(known, asking, "yes").text
    assert senders(known) == []


@pytest.mark.parametrize("forged", ["send:1.0000:yes", "send:", "send:::", "send:1:yes", "send:x:yes"])
def test_a_button_that_was_never_offered_sends_nothing(known: Window, forged: str):
    known.says(WORDS)
    assert known.presses(forged).data
    assert senders(known) == []


def test_from_a_group_nobody_is_written_down(known: Window):
    heard = known.meets(Text(WORDS), is_group=True)
    assert "お返事はしません" in known.meets(Pressed(sending(heard)[0]), is_group=True).text
