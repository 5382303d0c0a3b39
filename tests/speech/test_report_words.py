"""Damage told in plain words is heard; questions stay questions; what names a person is taken out of a report."""

import pytest

from speech.masking_contacts import mask_contacts
from speech.report_words import ANY, damage_told, pole_number_in


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("道路に穴", "hole"), ("家の前の道がへこんでいます", "hole"), ("there is a big hole in the road", "hole"),
        ("buraco na rua perto da estação", "hole"), ("Có ổ gà trên đường", "hole"), ("马路上有个坑", "hole"),
        ("街路灯が消えている", "street_light"), ("路灯不亮了", "street_light"), ("カーブミラーが曲がっています", "guardrail"),
        ("側溝のふたが割れている", "gutter"), ("公園のブランコが壊れています", "park"), ("木が倒れて道をふさいでいる", "fallen"),
        ("近所の道がぼこぼこで危なくて", "hole"), ("A rua está toda esburacada", "hole"), ("通報したい", ANY), ("道路の不具合を通報", ANY),
    ],
)  # fmt: skip
def test_damage_is_heard_with_its_kind(words: str, kind: str):
    assert damage_told(words) == kind


@pytest.mark.parametrize(
    "words",
    ["住民票", "道路の占用許可の申請", "公園の予約", "街路灯はいつから付きますか", "道路に穴があいたらどこに電話しますか", "側溝の蓋の費用",
     "マイナンバーカードが壊れた", "自治会に入りたい", "穴", "道", "x" * 400 + "道路に穴"],
)  # fmt: skip
def test_questions_stay_questions(words: str):
    assert damage_told(words) is None


@pytest.mark.parametrize(
    ("words", "number"),
    [("A-1023", "A-1023"), ("番号は 本町12です", "本町12"), ("みほん 45-6", None), ("本町3丁目の角", None), ("駅前", None), ("ミホ-0045", "ミホ-0045")],
)  # fmt: skip
def test_the_number_on_a_pole_stands_alone(words: str, number: str | None):
    assert pole_number_in(words) == number


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("090-0000-0000まで", "●●●●●●●●●●●●●まで"),
        ("静岡 500 あ 12-34 の横", "●●●●●●●●●●●●●● の横"),
        ("taro@mihon.example", "●" * 18),
        ("本町3丁目5-2の前", "本町3丁目5-2の前"),
        ("深さ10センチ、幅30センチ", "深さ10センチ、幅30センチ"),
        ("11月20日から", "11月20日から"),
    ],
)
def test_contacts_are_taken_out_and_places_stay(words: str, left: str):
    assert mask_contacts(words) == (left, words != left)
