"""A town says its own fee and counter about a common entry; everything else stays common."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.entry_file import EntryFile, Source
from knowledge.own_words import FILE, OwnWords, in_own_words, read_own_words
from settings import COMMON, SAMPLE_TOWN
from speech.languages import Language
from tests.knowledge.entry_files import shipped
from town.yaml_file import TownFileError

PAGE = Source(url="https://mihon.example/", title="みほん市", read_on=date(2026, 11, 21))
OWN = {"id": "seal_registration", "source": PAGE, "checked_on": date(2026, 11, 21), "review_by": date(2027, 3, 31)}


def told(texts: dict[str, dict[str, object]], **more: object) -> EntryFile:
    own = OwnWords.model_validate({**OWN, "texts": texts, **more})
    return next(one for one in in_own_words(shipped(COMMON), [own]) if one.id == "seal_registration")


def common() -> EntryFile:
    return next(one for one in shipped(COMMON) if one.id == "seal_registration")


def test_only_what_the_town_wrote_is_different() -> None:
    before, now = common().texts[Language.JA], told({"ja": {"fee": "300円"}}).texts[Language.JA]
    assert now.fee == "300円"
    assert now == before.model_copy(update={"fee": "300円"})


def test_a_language_without_the_towns_words_does_not_say_the_old_ones() -> None:
    texts = told({"ja": {"fee": "300円"}, "en": {"fee": "¥300"}}).texts
    assert (texts[Language.EN].fee, texts[Language.PT].fee) == ("¥300", None)
    assert texts[Language.PT].where == common().texts[Language.PT].where


def test_both_pages_are_named_and_the_nearer_review_counts() -> None:
    entry = told({"ja": {"fee": "300円"}}, review_by=date(2026, 12, 1))
    assert entry.own_source == PAGE
    assert entry.source == common().source
    assert entry.review_by == date(2026, 12, 1)


def test_a_sample_makes_the_entry_a_sample() -> None:
    assert told({"ja": {"fee": "300円"}}, is_sample=True).is_sample


def test_a_fee_that_is_only_said_in_english_is_refused() -> None:
    with pytest.raises(TownFileError, match=r"texts\.ja"):
        told({"en": {"fee": "¥300"}})


def test_an_entry_nobody_knows_is_named() -> None:
    with pytest.raises(TownFileError, match="dragon_registration"):
        told({"ja": {"fee": "300円"}}, id="dragon_registration")


def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    written = (SAMPLE_TOWN / FILE).read_text(encoding="utf-8").replace("fee:", "fees:", 1)
    (tmp_path / FILE).write_text(written, encoding="utf-8")
    with pytest.raises(TownFileError, match=r"own_words\.yaml .*行目.*fees"):
        read_own_words(tmp_path)
