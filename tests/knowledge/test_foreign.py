"""Words of other languages meet in one form, with or without endings, accents and simplified strokes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.fields import Document
from knowledge.finder import Finder
from knowledge.foreign import as_japanese_writes, form_of
from knowledge.words import words


@pytest.mark.parametrize(
    "written",
    [
        ("registered", "registering", "register"),
        ("moved", "moving", "move", "moves"),
        ("certificate", "certificates"),
        ("certidão", "certidao", "certidões"),
        ("declaração", "declarações", "declaracao"),
        ("municipal", "municipais"),
        ("matrícula", "matricular", "matriculo"),
        ("giấy", "giay"),
        ("đăng", "dang", "đang"),
    ],
)
def test_a_word_has_one_form_however_it_ends_and_whatever_stands_on_its_letters(written: tuple[str, ...]):
    assert len({form_of(word) for word in written}) == 1


@pytest.mark.parametrize("written", ["课税证明", "課稅證明", "課税証明"])
def test_a_chinese_word_is_read_as_japan_writes_it(written: str):
    assert words(written) == words("課税証明")


@pytest.mark.parametrize(
    "japanese", ["雇用保険", "里親", "携帯電話", "占用許可", "住民票", "家具", "机の下", "周年事業"]
)
def test_japanese_is_left_as_it_is(japanese: str):
    assert as_japanese_writes(japanese) == japanese


@pytest.mark.parametrize(
    "empty",
    [
        "What do I have to do at city hall?",
        "Onde posso fazer isso?",
        "Tôi phải làm gì?",
        "toi phai lam gi",
        "请问怎么办",
    ],
)
def test_the_words_around_a_question_tell_nothing(empty: str):
    assert words(empty) == []


@given(st.text(max_size=80))
def test_whatever_is_written_has_a_form(text: str):
    assert isinstance(as_japanese_writes(text), str)
    assert isinstance(words(text), list)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("课税证明在哪里拿", "課税証明書の請求"),
        ("怎么申请国民健康保险", "国民健康保険に入る手続き"),
        ("registering a newborn baby", "出生届"),
        ("quero matricular meu filho na creche", "保育園の利用申込み"),
        ("dang ky ket hon", "婚姻届"),
    ],
)
def test_a_question_in_one_language_finds_what_is_written_in_japanese_alone(question: str, title: str):
    titles = ["課税証明書の請求", "国民健康保険に入る手続き", "出生届", "保育園の利用申込み", "婚姻届", "粗大ごみ"]
    finder = Finder([Document((one,)) for one in titles])
    assert titles[finder.find(question)[0].number] == title
