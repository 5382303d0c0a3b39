"""Questions in kana and romaji are read by their sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import romaji
from knowledge.kana import Decoder, Readings


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    heard = Readings()
    heard.hear_vocabulary()
    return Decoder(heard)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("じゅうみんひょうがほしい", "住民票が欲しい"),
        ("こくみんけんこうほけんりょう", "国民健康保険料"),
        ("てんしゅつとどけ", "転出届"),
        ("ごみのひはいつですか", "ごみの日はいつですか"),
        ("tenshutsu todoke", "転出届"),
        ("tennyū todoke", "転入届"),
        ("zyuminhyo", "住民票"),
        ("inkan tooroku", "印鑑登録"),
        ("gomi no hi wa itsu", "ごみの日はいつ"),
    ],
)
def test_sounds_become_the_words_of_the_town(decoder: Decoder, written: str, meant: str):
    assert decoder.decode(written) == meant


@pytest.mark.parametrize(
    "other",
    [
        "住民票がほしい",
        "residence certificate",
        "mudei de cidade",
        "creche",
        "rác thải",
        "Tôi muốn",
        "マイナンバー",
        "ねえ",
        "",
        "12345",
        "🙂",
    ],
)
def test_what_is_no_kana_sentence_and_no_romaji_is_left_alone(decoder: Decoder, other: str):
    assert decoder.decode(other) is None


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("じゅうみんひょう", ("juminhyo", "juuminhyou", "jūminhyō", "zyuuminhyou", "jyuminhyo")),
        ("ちゅうしゃ", ("chusha", "chuusha", "tyuusya", "chūsha")),
        ("しんぶん", ("shinbun", "shimbun", "sinbun")),
        ("まっちゃ", ("matcha", "maccha")),
        ("ふつうちょうしゅう", ("futsu choshu", "hutuu tyousyuu")),
        ("きって", ("kitte",)),
    ],
)
def test_all_ways_of_writing_the_same_sounds_meet(kana: str, latin: tuple[str, ...]):
    for written in latin:
        heard = romaji.of_latin(written)
        assert heard is not None
        assert heard.replace(" ", "") == romaji.of_kana(kana)


@given(st.text())
def test_no_text_is_too_strange_to_be_looked_at(text: str):
    romaji.of_latin(text)
    romaji.of_kana(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x3096), min_size=1, max_size=40))
def test_every_kana_syllable_gets_a_sound_without_kana(kana: str):
    assert not any(
        0x3041 <= ord(sign) <= 0x3094 and sign != "っ" for sign in romaji.of_kana("か" + kana) if sign not in "ゎ"
    )
