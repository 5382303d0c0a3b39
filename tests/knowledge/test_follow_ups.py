"""Conversations held against the library: what follows is understood, what is new is never swallowed, two are answered."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering import House
from knowledge.ask import AskBack, Direct, Finding, Knowledge, Offer, Question
from knowledge.entry_file import EntryText
from knowledge.slots import COMPUTED, conditions, day_words, slots
from knowledge.slots_asked import read_asked
from knowledge.splitting import MOST_PARTS, understand_all
from speech.languages import Language

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
HELD: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "follow_ups.yaml").read_text(encoding="utf-8"))
ASKED_IN = (Language.JA, Language.EN, Language.ZH, Language.PT, Language.VI)  # ja is asked in やさしい日本語, too


@pytest.fixture
def knowledge(house: House) -> Knowledge:
    return house.knowledge.at(NOW)


def told(findings: list[Finding]) -> str:
    return " | ".join(f"{type(one).__name__} {[entry.id for entry in _entries(one)]}" for one in findings)


def _entries(finding: Finding) -> tuple[Any, ...]:
    match finding:
        case Direct(entry=entry):
            return (entry,)
        case Offer(entries=entries) | AskBack(entries=entries):
            return entries
    return ()


def test_there_are_enough_conversations_and_traps():
    assert len(HELD) >= 60
    assert sum(bool(one.get("new")) for one in HELD) >= 15


@pytest.mark.parametrize("held", HELD, ids=[f"{one.get('about', '')}> {one['ask']}" for one in HELD])
def test_a_conversation_goes_on_as_people_mean_it(knowledge: Knowledge, held: dict[str, Any]):
    question = Question(held["ask"], Language(held.get("language", "ja")), NOW, held.get("about"))
    found = understand_all(knowledge, question)
    sure = [one for one in found if isinstance(one, Direct)]
    if "want" in held:
        assert [one.entry.id for one in sure] == held["want"], told(found)
    for sort in ("slots", "cases", "days"):
        if sort in held:
            assert list(getattr(sure[0].asked, sort)) == held[sort], told(found)
    if held.get("new"):
        assert [one for one in sure if one.entry.id == held["about"]] == [], told(found)
    if "offer" in held:
        assert {entry.id for one in found for entry in _entries(one)} & set(held["offer"]), told(found)
    if held.get("back"):
        assert [(type(one), _entries(one)) for one in found] == [(AskBack, ())], told(found)
    assert len(found) == held.get("split", 1), told(found)
    assert len(found) <= MOST_PARTS


@pytest.mark.parametrize("language", ASKED_IN)
@pytest.mark.parametrize("name", sorted(slots()))
def test_every_slot_can_be_asked_in_every_language_by_itself(name: str, language: Language):
    words = getattr(slots()[name], language) + (slots()[name].alone if language is Language.JA else ())
    assert words
    for word in words:
        asked = read_asked(f"{word}?")
        assert name in asked.slots, word
        assert asked.is_bare, word


@pytest.mark.parametrize("language", ASKED_IN)
@pytest.mark.parametrize("name", sorted(conditions()))
def test_every_case_can_be_stated_in_every_language(name: str, language: Language):
    case = conditions()[name]
    for word in getattr(case, language):
        assert name in read_asked(word).cases, word
    assert getattr(case, language)
    assert set(case.names) == set(Language)
    assert set(case.mentions) == set(Language)


@pytest.mark.parametrize("language", ASKED_IN)
@pytest.mark.parametrize("name", sorted(day_words()))
def test_every_day_has_a_name_in_every_language(name: str, language: Language):
    for word in getattr(day_words()[name], language):
        assert read_asked(word).days == (name,), word
    assert getattr(day_words()[name], language)


def test_a_slot_is_answered_by_fields_there_are_or_by_words_in_all_six_languages():
    for name, slot in slots().items():
        assert set(slot.fields) <= {*EntryText.model_fields, *COMPUTED}
        assert slot.fields or slot.mentions, name
        assert not slot.mentions or set(slot.mentions) == set(Language), name
