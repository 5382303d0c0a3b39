"""What the shelves decide: said surely, offered, asked back, sent elsewhere, or honestly not known."""

import pytest

from bot.answering import House
from knowledge import entries
from knowledge.ask import AskBack, Direct, Elsewhere, Finding, Offer, Question, Unknown
from speech.languages import Language
from store.database import reading
from tests.conftest import NOON


def ask(house: House, text: str, language: Language = Language.JA) -> Finding:
    return house.knowledge.at(NOON).ask(Question(text, language, NOON))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("住民票の写し", Direct),
        ("更新", AskBack),
        ("更新?", AskBack),
        ("更新はいつですか", AskBack),
        ("保険はどうすればいいですか", AskBack),
        ("パスポートの更新", (Direct, Offer)),
        ("焼津市の住民票", Elsewhere),
        ("焼津市から引っ越してきました", (Direct, Offer)),
        ("みほん市の住民票", (Direct, Offer)),
        ("", Unknown),
        ("?", Unknown),
        ("…。、!", Unknown),
        ("シーラカンス", Unknown),
        ("asdfghjkl", Unknown),
        ("の", Unknown),
    ],
)
def test_what_is_surely_meant_is_said_and_what_is_not_is_not(house: House, words: str, kind: type):
    assert isinstance(ask(house, words), kind)


def test_what_is_asked_back_names_the_word_alone(house: House):
    asked = ask(house, "ごみはどうすればいいですか")
    assert isinstance(asked, AskBack)
    assert asked.word == "ごみ"


def test_a_title_leads_to_its_entry(house: House):
    """Said word for word, a title is answered, or at least stands among what is offered."""
    with reading() as session:
        published = entries.published(session, NOON.date())
    lost = []
    for entry in published:
        for language, text in entry.texts.items():
            match ask(house, text.title, language):
                case Direct(entry=found) if found.id == entry.id:
                    pass
                case Offer(entries=offered) | AskBack(entries=offered) if entry.id in {one.id for one in offered}:
                    pass
                case _:
                    lost.append((entry.id, language, text.title))
    assert len(lost) <= len(published) * 0.03, lost


@pytest.mark.parametrize(
    "words", ["あ" * 5000, "👨‍👩‍👧" * 600, "\u200b", "住民票" * 1000, "a b " * 1000, "１２３", "\ufffd"]
)
def test_nothing_one_can_write_makes_the_library_stumble(house: House, words: str):
    assert isinstance(ask(house, words), Finding)


def test_a_choice_never_offers_the_same_twice_and_never_too_much(house: House):
    for words in ("カード", "証明書を取りたい", "子ども", "保険", "予約したい", "税金"):
        match ask(house, words):
            case Offer(entries=offered) | AskBack(entries=offered):
                ids = [one.id for one in offered]
                assert len(ids) == len(set(ids)) <= 6


def test_full_width_and_half_width_and_capitals_are_one_word(house: House):
    for one, other in (("ﾊﾟｽﾎﾟｰﾄの申請", "パスポートの申請"), ("ＰＡＳＳＰＯＲＴ", "passport"), ("iphone", "iPhone")):
        assert _best(ask(house, one)) == _best(ask(house, other))


def _best(finding: Finding) -> object:
    match finding:
        case Direct(entry=entry):
            return entry.id
        case Offer(entries=offered) | AskBack(entries=offered):
            return [one.id for one in offered]
    return type(finding)
