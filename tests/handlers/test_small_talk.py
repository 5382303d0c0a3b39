"""Thanks, hello, «わからない» and «電話したい»: answered as a person would."""

import pytest

from speech.languages import Language
from speech.phrases import phrase
from speech.small_talk import SmallTalk, small_talk
from tests.handlers.window import Window


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("ありがとう", SmallTalk.THANKS), ("ありがとうございます！！", SmallTalk.THANKS), ("Thank you!", SmallTalk.THANKS),
        ("谢谢", SmallTalk.THANKS), ("Obrigada", SmallTalk.THANKS), ("cam on", SmallTalk.THANKS), ("こんにちは😊", SmallTalk.HELLO),
        ("Bom dia", SmallTalk.HELLO), ("xin chào", SmallTalk.HELLO), ("でんわしたい", SmallTalk.PERSON), ("falar com atendente", SmallTalk.PERSON),
        ("Oi, bom dia!", SmallTalk.HELLO), ("ありがとさん、助かりました", SmallTalk.THANKS), ("こんにちは、ありがとう", None),
        ("職員さんと話したい", SmallTalk.PERSON), ("オペレーター", SmallTalk.PERSON), ("Can I talk to someone?", SmallTalk.PERSON),
        ("わからん", SmallTalk.LOST), ("não entendi", SmallTalk.LOST), ("ありがとう、あと住民票の値段は", None), ("住民票", None), ("", None),
    ],
)  # fmt: skip
def test_small_talk_is_only_what_is_nothing_else(words: str, kind: SmallTalk | None):
    assert small_talk(words) is kind


@pytest.mark.parametrize("language", list(Language))
def test_it_is_answered_in_the_residents_language(window: Window, language: Language):
    asked = window.of(language)
    assert phrase("other.thanks", language) in asked.says("ありがとう").text
    assert phrase("menu.lead", language) in asked.says("こんにちは").text
    assert asked.says("電話したい").phones
    lost = asked.says("わからない")
    assert lost.phones
    assert "menu:procedures" in lost.data
