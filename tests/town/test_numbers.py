"""For every danger the town shows the right numbers, only those it has, and each with a page that was read."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from speech.danger import Danger
from speech.languages import Language
from speech.masking import mask
from town.numbers import EmergencyNumbers, load_numbers, numbers_for
from town.profile import EmergencySwitches, Profile, load_profile
from town.shapes import Names
from town.yaml_file import TownFileError

KNOWLEDGE = Path(__file__).parents[2] / "knowledge" / "data"
SAMPLE = load_profile(KNOWLEDGE / "town")
BARE = Profile.minimal("みほん市", "000-000-0100")


@pytest.fixture(scope="module")
def numbers() -> EmergencyNumbers:
    return load_numbers(KNOWLEDGE / "common")


def phones(numbers: EmergencyNumbers, *dangers: Danger, town: Profile = SAMPLE) -> list[str]:
    return [each.phone for each in numbers_for(numbers, dangers, town)]


def test_the_kinds_in_the_file_are_those_that_can_be_heard(numbers: EmergencyNumbers) -> None:
    assert {danger for each in numbers.numbers for danger in each.dangers} == set(Danger)


@pytest.mark.parametrize("danger", Danger)
def test_every_danger_has_a_number_even_in_a_town_that_has_set_nothing(
    numbers: EmergencyNumbers, danger: Danger
) -> None:
    first = numbers_for(numbers, [danger], BARE)[0]
    assert first.phone in {"119", "110", "189", "0120-061-338"}
    assert first.hours is not None


def test_the_first_number_is_the_one_that_saves(numbers: EmergencyNumbers) -> None:
    assert phones(numbers, Danger.FIRE)[0] == "119"
    assert phones(numbers, Danger.CRIME)[0] == "110"
    assert phones(numbers, Danger.DROWNING) == ["119", "118"]
    assert phones(numbers, Danger.CHILD_ABUSE) == ["189", "110"]
    assert phones(numbers, Danger.POISON) == ["119", "072-727-2499", "029-852-9999"]
    assert phones(numbers, Danger.SUICIDE)[:3] == ["0120-061-338", "0120-279-338", "0120-783-556"]
    assert phones(numbers, Danger.SUICIDE)[3:] == ["119", "110"]


def test_of_two_dangers_every_number_to_ring_now_stands_before_advice(numbers: EmergencyNumbers) -> None:
    assert phones(numbers, Danger.MEDICAL, Danger.TRAFFIC_ACCIDENT) == ["119", "110", "#7119", "#8000", "#9910"]


def test_a_number_stands_only_once(numbers: EmergencyNumbers) -> None:
    every = phones(numbers, *Danger)
    assert len(every) == len(set(every))


def test_what_the_town_does_not_have_is_not_shown(numbers: EmergencyNumbers) -> None:
    assert "#7119" in phones(numbers, Danger.MEDICAL)
    assert "#7119" not in phones(numbers, Danger.MEDICAL, town=BARE)
    here = numbers_for(numbers, [Danger.FIRE], BARE)[0]
    assert {each.id for each in here.alternatives} == {"telephone_relay"}
    here = numbers_for(numbers, [Danger.FIRE], SAMPLE)[0]
    assert {each.id for each in here.alternatives} == {"net119", "fax119", "telephone_relay"}


def test_gas_and_electricity_are_the_towns_own_companies(numbers: EmergencyNumbers) -> None:
    gas = numbers_for(numbers, [Danger.GAS], SAMPLE)[0]
    assert (gas.phone, gas.names.ja, gas.hours) == ("000-000-0302", "みほんガス(ガスもれ)", "24時間")
    assert phones(numbers, Danger.ELECTRICITY) == ["000-000-0301", "119"]
    assert phones(numbers, Danger.GAS, town=BARE) == ["119"]


def test_where_bears_live_the_town_hall_wants_to_know(numbers: EmergencyNumbers) -> None:
    wild = SAMPLE.model_copy(update={"emergency": EmergencySwitches(has_bears=True)})
    assert phones(numbers, Danger.ANIMAL, town=wild) == ["110", "000-000-0100", "119"]
    assert phones(numbers, Danger.ANIMAL) == ["110", "119"]


def test_in_tohoku_the_hotline_has_another_number(numbers: EmergencyNumbers) -> None:
    iwate = SAMPLE.model_copy(update={"prefecture": Names(ja="岩手県")})
    assert "0120-279-226" in phones(numbers, Danger.SUICIDE, town=iwate)
    assert "0120-279-338" not in phones(numbers, Danger.SUICIDE, town=iwate)


@pytest.mark.parametrize("language", Language)
def test_everything_a_resident_reads_is_there_in_their_language(numbers: EmergencyNumbers, language: Language) -> None:
    for each in (*numbers.numbers, *numbers.alternatives):
        assert getattr(each.names, language), each.id
    for number in numbers.numbers:
        for sentences in (number.hours, number.note):
            assert sentences is None or sentences.in_language(language)


def test_every_number_was_read_on_a_page(numbers: EmergencyNumbers) -> None:
    for each in (*numbers.numbers, *numbers.alternatives):
        for source in each.sources:
            assert source.read_on >= date(2026, 1, 1)


def test_the_urgent_lines_have_a_way_for_deaf_people(numbers: EmergencyNumbers) -> None:
    assert all(each.alternatives for each in numbers.numbers if each.is_urgent)


def test_no_number_of_the_file_is_taken_for_a_secret(numbers: EmergencyNumbers) -> None:
    for each in numbers.numbers:
        assert mask(f"マイナンバーの件 電話 {each.phone}").kinds == frozenset()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"phone": "11O"}, "phone"),
        ({"phone": None}, "phone_of"),
        ({"sources": []}, "sources"),
        ({"dangers": {}}, "dangers"),
        ({"alternatives": ["smoke_signs"]}, "smoke_signs"),
        ({"hours": None}, "hours"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, change: dict[str, object], told: str) -> None:
    written = yaml.safe_load((KNOWLEDGE / "common" / "emergency_numbers.yaml").read_text(encoding="utf-8"))
    written["numbers"][0].update(change)
    for one in (*written["numbers"], *written["alternatives"]):
        for source in one.get("sources", []):
            source["read_on"] = str(source["read_on"])
    (tmp_path / "emergency_numbers.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    with pytest.raises(TownFileError, match=told):
        load_numbers(tmp_path)
