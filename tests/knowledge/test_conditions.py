"""Stated cases: the entry's own note, its own sentences, or the honest word that it does not say."""

import pytest

from knowledge.entry_file import EntryFile
from knowledge.slots import conditions
from knowledge.slots_told import Silence, case_told, told
from speech.languages import Language
from tests.knowledge.entry_files import shipped

ENTRIES = {entry.id: entry for entry in shipped()}


def notes() -> list[tuple[EntryFile, str]]:
    return [(entry, note.id) for entry in ENTRIES.values() for note in entry.conditions]


def test_at_least_forty_cases_are_written_of_known_kinds_each_once_and_in_three_languages():
    assert len(notes()) >= 40
    assert len({(entry.id, name) for entry, name in notes()}) == len(notes())
    assert {name for _, name in notes()} <= set(conditions())
    for entry, _ in notes():
        for note in entry.conditions:
            assert {Language.JA, Language.JA_EASY, Language.EN} <= set(note.texts), entry.id


@pytest.mark.parametrize(
    ("entry_id", "case", "language", "said"),
    [
        ("child_allowance_claim", "public_servant", Language.JA, "勤務先に申請"),
        ("child_allowance_claim", "public_servant", Language.EN, "workplace"),
        ("child_allowance_claim", "satogaeri", Language.JA_EASY, "住民票"),
        ("moving_out", "no_card", Language.JA, "転出証明書"),
        ("mnc_receive", "proxy", Language.VI, "Somebody else"),  # no note in their language: the nearest there is
        ("gymnasium", "non_resident", Language.JA, "市外の方は2倍です。"),  # no note: the text's own sentence
        ("gymnasium", "group", Language.JA, "中学生以下の団体は半額"),
    ],
)
def test_the_case_is_told_in_the_entrys_own_words(entry_id: str, case: str, language: Language, said: str):
    assert said in case_told(case, ENTRIES[entry_id], language)


def test_what_is_not_written_is_not_made_up():
    assert case_told("proxy", ENTRIES["waste_bulky"], Language.JA) is Silence.IS_UNSAID
    assert case_told("elderly", ENTRIES["waste_bulky"], Language.JA) is Silence.IS_QUIET
    assert told("seal", ENTRIES["child_allowance_claim"], Language.JA) == ()


def test_an_entry_about_the_case_itself_needs_no_word_on_it():
    assert case_told("proxy", ENTRIES["proxy_letter"], Language.JA) is Silence.IS_THE_SUBJECT
    assert case_told("foreign", ENTRIES["foreign_nhi"], Language.JA) is Silence.IS_THE_SUBJECT


def test_every_sentence_that_answers_stands_in_the_entry():
    for entry in ENTRIES.values():
        text = entry.texts[Language.JA].model_dump_json()
        for case in conditions():
            found = case_told(case, entry, Language.JA)
            if not isinstance(found, Silence) and case not in {note.id for note in entry.conditions}:
                assert all(sentence.replace('"', '\\"') in text for sentence in found.split("\n")), (entry.id, case)
