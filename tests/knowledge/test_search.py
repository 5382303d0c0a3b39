"""The search finds what is meant, however it is written."""

import pytest

from knowledge.concepts import Concepts, Group, civic
from knowledge.fields import Document
from knowledge.finder import Finder
from knowledge.spelling import Spelling
from knowledge.words import read, words

TITLES = (
    "野生鳥獣についての相談", "粗大ごみの申し込み", "国民健康保険に加入する手続き", "マイナンバーカードの再交付",
    "住民票の写しの請求", "市営プールの利用時間", "保育園の利用申込み", "固定資産税の納期", "総合体育館の予約の取消し",
)  # fmt: skip


@pytest.fixture(scope="module")
def finder() -> Finder:
    documents = [Document((title,), body=("担当の課へお問い合わせください。",)) for title in TITLES]
    return Finder([*documents, Document(("犬の登録",), phrasings=("わんちゃんを飼い始めた", "鑑札がほしい"))])


def best(finder: Finder, question: str) -> str:
    return [*TITLES, "犬の登録"][finder.find(question)[0].number]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("ケガをしたスズメがいる", "野生鳥獣についての相談"),
        ("ソファーを捨てたい", "粗大ごみの申し込み"),
        ("国保に入りたい", "国民健康保険に加入する手続き"),
        ("わんちゃんを飼うことになりました", "犬の登録"),
        ("鑑札", "犬の登録"),
        ("こくみんけんこうほけんにはいりたい", "国民健康保険に加入する手続き"),
        ("そだいごみのもうしこみ", "粗大ごみの申し込み"),
        ("juuminhyou no utsushi", "住民票の写しの請求"),
        ("Kokumin kenkō hoken", "国民健康保険に加入する手続き"),
        ("hoikuen ni haitai", "保育園の利用申込み"),
        ("マイナンンバーカードの再交付", "マイナンバーカードの再交付"),
        ("国民健康保検", "国民健康保険に加入する手続き"),
        ("swimming pool", "市営プールの利用時間"),
        ("nursery", "保育園の利用申込み"),
        ("lixo grande", "粗大ごみの申し込み"),
    ],
)
def test_residents_find_it_in_their_own_words(finder: Finder, question: str, title: str):
    assert best(finder, question) == title


def test_the_best_comes_first_and_never_more_than_asked_for(finder: Finder):
    found = finder.find("国民健康保険と住民票とプール", limit=3)
    assert len(found) == 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize("nothing", ["", "?", "。。。", "🙂", "です", "\n", "ксенофонт"])
def test_nothing_is_found_where_nothing_is_said(finder: Finder, nothing: str):
    assert finder.find(nothing) == []


def test_a_library_without_books_finds_nothing():
    assert Finder([]).find("住民票") == []


def test_a_kind_speaks_for_its_group_but_hardly_for_another_kind():
    birds = Concepts({"bird": Group(same=("野鳥",), kinds=("スズメ", "カラス"))})
    sparrow = birds.in_question([word.form for word in read("スズメ")])
    assert sparrow["#bird"] > sparrow["#bird>"]
    general = birds.in_question([word.form for word in read("野鳥")])
    assert general["#bird"] == 1 > general["#bird>"]


def test_one_word_may_belong_to_a_longer_one():
    found = civic().in_text([word.form for word in read("粗大ごみ")])
    assert {"#bulky_waste", "#waste"} <= {term.rstrip(">") for term in found}


def test_civic_vocabulary_is_wide_enough():
    groups = {name for word in civic().readings for name in _groups(word)}
    assert len(groups) >= 250


def _groups(word: str) -> set[str]:
    return set().union(*civic().of_words([one.form for one in read(word)]))


def test_a_word_one_letter_away_is_mended_and_a_right_one_left_alone():
    spelling = Spelling(["マイナンバーカード", "住民票", "市民税", "県民税"])
    assert spelling.mended("マイナンバーカドをなくした") == {"マイナンバーカード": "マイナンバーカド"}
    assert spelling.mended("住民表の写し") == {"住民票": "住民表"}
    assert spelling.mended("県民税はいつ") == {}
    assert spelling.mended("") == {}


def test_a_question_with_one_slip_is_judged_as_it_was_meant(finder: Finder):
    assert finder.corrected("マイナンンバーカードの再交付") == "マイナンバーカードの再交付"
    assert finder.corrected("粗大ゴミの申し込み") == "粗大ゴミの申し込み"
    assert finder.corrected("国民健康保険と粗大ごみ") == "国民健康保険と粗大ごみ"


@pytest.mark.parametrize("spaced", ["住民票が ほしいです", "住民票が　ほしいです", "住民票がほしいです"])
def test_blanks_between_words_change_nothing(spaced: str):
    assert words(spaced) == words("住民票がほしい")
