"""In which languages residents can read what: everything common in three, the most asked and the safety pages in six."""

import re

import pytest

from knowledge.entry_file import EntryFile, EntryText
from knowledge.topics import read_topics
from settings import COMMON, SAMPLE_TOWN
from speech.languages import Language
from tests.knowledge.entry_files import shipped
from town.numbers import load_numbers
from town.sections import read_sections

ENTRIES: dict[str, EntryFile] = {entry.id: entry for entry in shipped(COMMON)}
# What people who read no Japanese ask first: the procedures of the plans, and what life in a new country brings.
MOST_ASKED = re.findall(
    r"\w+",
    """
moving_in moving_out moving_out_online moving_within moving_foreign_arrival leaving_japan residence_certificate
seal_registration birth_notice foreign_birth after_birth death_notice international_marriage child_allowance_claim
child_medical_costs pregnancy_notification nursery_application after_school_club vaccination_children infant_checkup
school_foreign school_transfer nhi_join nhi_leave foreign_nhi hcard_register eligibility_certificate pension_exemption
pension_withdrawal resident_tax_basics tax_certificate tax_cannot_pay mnc_apply mnc_receive mnc_renew mnc_lost
mnc_address_change mnc_foreign_validity pin_locked ecert_renew convenience_store residence_card_lost
residence_card_procedures foreign_consultation care_consultation care_certification_new waste_bulky
waste_home_appliances waste_lithium_battery spray_cans consumer_center disaster_certificate disaster_support_money
""",
)
SAFETY = re.findall(
    r"\w+",
    """
evacuation_levels evacuation_bag my_timeline message_dial_171 shelter_kinds power_outage quake_early_warning
tsunami_evacuation nankai_trough_information landslide_signs flooded_road_car weather_warnings_2026
emergency_building_inspection emergency_phone_advice aed_first_aid heat_alert dv_consultation refund_fraud
welfare_shelter
""",
)
KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
IN_BRACKETS = re.compile(r"[(（「“][^)）」”]*[)）」”]")
every_entry = pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.id)


def words(text: EntryText) -> str:
    values = (value for name, value in text if name != "checked_by" and value)
    return "\n".join(line for value in values for line in (value if isinstance(value, tuple) else (value,)))


@every_entry
def test_every_common_entry_is_in_japanese_easy_japanese_and_english(entry: EntryFile):
    assert {Language.JA, Language.JA_EASY, Language.EN} <= set(entry.texts)


def test_fifty_are_most_asked():
    assert len(set(MOST_ASKED)) == len(MOST_ASKED) >= 50


@pytest.mark.parametrize("entry_id", [*MOST_ASKED, *SAFETY])
def test_the_most_asked_and_the_safety_pages_are_in_all_six(entry_id: str):
    assert set(ENTRIES[entry_id].texts) == set(Language)
    assert ENTRIES[entry_id].is_published


@every_entry
def test_a_translation_is_in_its_own_language(entry: EntryFile):
    """Japanese stands in other languages only as the name of a thing, in brackets."""
    for language, text in entry.texts.items():
        said = IN_BRACKETS.sub("", words(text))
        if language in (Language.EN, Language.PT, Language.VI, Language.ZH):
            assert not KANA.search(said), (language, KANA.search(said))
        if language in (Language.PT, Language.VI) and Language.EN in entry.texts:
            assert text.summary != entry.texts[Language.EN].summary


@every_entry
def test_a_telephone_number_is_the_same_in_every_language(entry: EntryFile):
    """A wrong digit in a translation sends somebody to a stranger."""
    japanese = numbers(entry.texts[Language.JA])
    for language, text in entry.texts.items():
        assert numbers(text) <= japanese | {entry.call_centre.phone if entry.call_centre else ""}, language


def numbers(text: EntryText) -> set[str]:
    return set(re.findall(r"0\d{1,4}-\d{1,4}-\d{3,4}|#\d{4}", words(text)))


def test_names_by_which_one_finds_the_way_are_in_all_six():
    for topic in read_topics(COMMON, SAMPLE_TOWN):
        assert set(topic.names) == set(Language), topic.id
    for number in load_numbers(COMMON).numbers:
        assert all(getattr(number.names, language) for language in Language), number.id
    for section in read_sections(SAMPLE_TOWN / "sections.yaml"):
        assert all(getattr(section.names, language) for language in Language), section.id
