"""«役に立ちましたか»: asked below ordinary answers alone, counted once, and followed by a way on."""

import pytest

from knowledge import asked
from knowledge.asked import AskedQuestion, State
from speech.incoming import Text
from speech.languages import Language
from tests.handlers.window import Heard, Window, every_language

CERTIFICATE = "住民票をコンビニで取りたい"
SILENT = (
    "火事です", "helpme", "シーラカンス", "更新", "焼津市の住民票", "メニュー", "English", "赤ちゃんが生まれました", "ありがとう", "119", "死にたい",
)  # fmt: skip


def helped(heard: Heard) -> dict[str, str]:
    return {data.rpartition(":")[2]: data for data in heard.data if data.startswith("helped:")}


def sending(heard: Heard) -> list[str]:
    return list(dict.fromkeys(data for data in heard.data if data.startswith("send:")))


def log(window: Window) -> list[AskedQuestion]:
    return window.session.query(AskedQuestion).order_by(AskedQuestion.id).all()


@every_language
def test_an_answer_asks_whether_it_helped(window: Window, language: Language):
    heard = window.of(language).says(CERTIFICATE)
    assert set(helped(heard)) == {"yes", "no"}
    labels = [
        action["label"] for action in heard.messages[-1]["quickReply"]["items"][0:2] for action in [action["action"]]
    ]
    assert [label[0] for label in labels] == ["👍", "👎"]


@pytest.mark.parametrize("words", SILENT)
def test_nothing_is_asked_after_danger_contact_and_what_is_no_answer(window: Window, words: str):
    assert helped(window.says(words)) == {}


def test_nothing_is_asked_after_buttons_of_the_menu(window: Window):
    for data in ("menu:top", "contact:", "entry:residence_certificate", "topic:moving", "menu:disaster"):
        assert helped(window.presses(data)) == {}


def test_danger_and_greetings_leave_no_row(window: Window):
    for words in ("火事です", "メニュー", "English", "赤ちゃんが生まれました"):
        window.says(words)
    assert log(window) == []


def test_who_is_glad_is_thanked_and_counted_once(window: Window):
    heard = window.says(CERTIFICATE)
    for _ in range(3):
        assert "ありがとうございます" in window.presses(helped(heard)["yes"]).text
    assert asked.by_helped(window.session) == {"yes": 1}


def test_who_is_not_gets_other_pages_a_telephone_and_the_way_to_the_town(window: Window):
    heard = window.presses(helped(window.says(CERTIFICATE))["no"])
    assert any(data.startswith("entry:") for data in heard.data)
    assert heard.phones
    assert len(sending(heard)) == 1
    [row] = log(window)
    assert (row.is_helped, row.state) == (False, State.OPEN)


def test_what_was_near_is_shown_before_what_is_merely_related(window: Window):
    heard = window.says("住民票の写し")
    [row] = log(window)
    assert len(row.entry_ids) > 1
    shown = [
        data.removeprefix("entry:") for data in window.presses(helped(heard)["no"]).data if data.startswith("entry:")
    ]
    assert list(dict.fromkeys(shown))[: len(row.entry_ids) - 1] == row.entry_ids[1:5]


def test_who_changes_their_mind_is_counted_with_the_last_word(window: Window):
    buttons = helped(window.says(CERTIFICATE))
    window.presses(buttons["no"])
    window.presses(buttons["yes"])
    assert asked.by_helped(window.session) == {"yes": 1}
    assert [row.state for row in log(window)] == [State.LOGGED]


@pytest.mark.parametrize(
    "forged", ["helped:1.0000:yes", "helped:1:yes", "helped:", "helped:::", "helped:x.y:no", "helped:1.2"]
)
def test_a_button_that_was_never_offered_counts_nothing(window: Window, forged: str):
    window.says(CERTIFICATE)
    assert window.presses(forged).data
    assert asked.by_helped(window.session) == {}


def test_what_somebody_presses_beside_yes_and_no_counts_nothing(window: Window):
    yes = helped(window.says(CERTIFICATE))["yes"]
    window.presses(yes.removesuffix("yes") + "perhaps")
    assert asked.by_helped(window.session) == {}


@every_language
def test_what_nobody_can_answer_may_be_sent_and_waits_for_the_town(window: Window, language: Language):
    heard = window.of(language).says("シーラカンス")
    assert len(sending(heard)) == 1
    assert heard.phones
    [row] = log(window)
    assert (row.verdict, row.state, row.language) == ("unknown", State.OPEN, language)


@pytest.mark.parametrize("words", ["?", "🙂", "…"])
def test_what_says_nothing_is_not_sent(window: Window, words: str):
    assert sending(window.says(words)) == []


def test_words_without_an_answer_before_them_are_met_kindly(window: Window):
    for words in ("違う", "役に立った", "ちがいます。", "it helped!", "không phải"):
        assert "もう一度" in window.says(words).text or window.says(words).data


def test_in_a_group_the_answer_is_judged_without_knowing_anybody(window: Window):
    heard = window.meets(Text("住民票をコンビニで取りたい"), is_group=True)
    assert set(helped(heard)) == {"yes", "no"}
