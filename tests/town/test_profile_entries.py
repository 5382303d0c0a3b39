"""What the sample town writes about itself agrees with itself, and can never be taken for a real town's word."""

import re
from pathlib import Path

import pytest
import yaml

from knowledge.entry_file import EntryFile
from speech.languages import Language
from town.profile import load_profile

DATA = Path(__file__).parents[2] / "knowledge/data"
MIHON = load_profile(DATA / "town")
TELEPHONE = re.compile(r"(?<![0-9-])0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}(?![0-9-])")


def entries_of_mihon() -> list[EntryFile]:
    paths = sorted((DATA / "town/entries").glob("*.yaml"))
    return [EntryFile.model_validate(entry) for path in paths for entry in yaml.safe_load(path.read_text("utf-8"))]


ENTRIES = entries_of_mihon()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_of_mihon_says_that_it_is_invented(entry):
    assert entry.is_sample
    assert entry.source.url.host == "mihon.example"
    assert entry.online is None or entry.online.url.host == "mihon.example"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_no_entry_of_mihon_names_a_telephone_that_could_ring(entry):
    phones = TELEPHONE.findall(entry.model_dump_json())
    assert all(phone.startswith("000-") for phone in phones), phones


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_of_mihon_belongs_to_one_of_its_sections_and_shelves(entry):
    shelves = {
        topic["id"]
        for folder in ("common", "town")
        for topic in yaml.safe_load((DATA / folder / "topics.yaml").read_text("utf-8"))
    }
    assert entry.section in {section.id for section in MIHON.sections}
    assert entry.topic in shelves


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_of_mihon_is_told_in_three_languages_and_asked_for_in_many_ways(entry):
    assert {Language.JA, Language.JA_EASY, Language.EN} <= set(entry.texts)
    assert len(set(entry.phrasings[Language.JA])) >= 5
    assert len(set(entry.phrasings[Language.EN])) >= 2
    ja, en = entry.texts[Language.JA], entry.texts[Language.EN]
    assert (len(en.steps), len(en.bring)) <= (len(ja.steps), len(ja.bring))  # shorter it may be, never with more to do


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.place], ids=lambda entry: entry.id)
def test_a_place_of_mihon_lies_within_the_town(entry):
    assert abs(entry.place[0] - MIHON.centre[0]) < 0.04
    assert abs(entry.place[1] - MIHON.centre[1]) < 0.05


def test_two_entries_never_claim_the_same_question_or_the_same_id():
    ids = [entry.id for entry in ENTRIES]
    questions = [line for entry in ENTRIES for lines in entry.phrasings.values() for line in lines]
    assert len(ids) == len(set(ids))
    assert len(questions) == len(set(questions))


def test_every_related_entry_of_mihon_exists():
    paths = DATA.glob("*/entries/*.yaml")
    known = {entry["id"] for path in paths for entry in yaml.safe_load(path.read_text("utf-8"))}
    assert {related for entry in ENTRIES for related in entry.related} <= known


def test_mihon_describes_its_facilities_and_how_to_book_them():
    topics = [entry.topic for entry in ENTRIES]
    assert topics.count("facility") >= 12
    assert topics.count("booking") >= 14
