"""The sample town stands as it was fixed once, and a town's mistakes are told in one sentence."""

import math
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from speech.languages import FALLBACKS, OWN_NAMES, Language
from town.calendar import JST, is_open
from town.profile import Profile, check_digit, load_profile
from town.shapes import Names
from town.yaml_file import TownFileError

MIHON = Path(__file__).parents[2] / "knowledge/data/town"


@pytest.fixture(scope="module")
def mihon() -> Profile:
    return load_profile(MIHON)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for path in MIHON.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def spoil(folder: Path, name: str, right: str, wrong: str) -> None:
    written = (folder / name).read_text(encoding="utf-8")
    assert right in written
    (folder / name).write_text(written.replace(right, wrong, 1), encoding="utf-8")


def complaint(folder: Path) -> str:
    with pytest.raises(TownFileError) as refused:
        load_profile(folder)
    return str(refused.value)


def test_mihon_keeps_the_identity_it_was_given(mihon):
    assert (mihon.names.ja, mihon.names.kana, mihon.romaji) == ("みほん市", "みほんし", "Mihon-shi")
    assert (mihon.municipality_code, mihon.jma.class20) == ("229903", "2299000")
    assert (mihon.jma.class15, mihon.jma.class10, mihon.jma.office) == ("220011", "220010", "220000")
    assert (mihon.jma.quake_area, mihon.jma.tsunami_area) == ("442", "380")
    assert mihon.centre == (34.750, 138.270)
    assert (mihon.phone, mihon.night_desk_phone, mihon.web) == (
        "000-000-0100",
        "000-000-0199",
        "https://mihon.example/",
    )


def test_everything_in_mihon_says_that_it_is_invented(mihon):
    assert mihon.is_sample
    assert mihon.has_samples
    assert all(part.is_sample for part in (*mihon.districts, *mihon.sections))


def test_mihon_has_a_name_in_every_language_we_speak(mihon):
    named = [mihon.names, mihon.prefecture, mihon.companies.gas.names]
    for names in [*named, *(part.names for part in (*mihon.districts, *mihon.sections))]:
        assert all(getattr(names, language) for language in Language)


def test_the_languages_of_names_are_exactly_the_languages_of_speech():
    assert set(Names.model_fields) - {"kana"} == set(OWN_NAMES)


def test_a_name_is_told_in_the_best_language_there_is():
    names = Names(ja="市民課", en="Citizens Section")
    assert names.first_of(FALLBACKS[Language.VI]) == "Citizens Section"
    assert names.first_of(FALLBACKS[Language.JA_EASY]) == "市民課"


def test_the_five_districts_lie_within_four_kilometres_of_the_centre(mihon):
    assert [district.id for district in mihon.districts] == ["honcho", "kawara", "minato", "yamate", "shinden"]
    for district in mihon.districts:
        north = (district.centre[0] - mihon.centre[0]) * 111.2
        east = (district.centre[1] - mihon.centre[1]) * 111.2 * math.cos(math.radians(mihon.centre[0]))
        assert max(abs(north), abs(east)) <= 4, district.id


def test_no_two_counters_share_a_telephone(mihon):
    phones = [mihon.phone, mihon.fax, mihon.night_desk_phone, *mihon.companies.phones()]
    phones += [number for section in mihon.sections for number in (section.phone, section.fax)]
    assert len(phones) == len(set(phones))


def test_citizens_are_served_later_on_thursday_than_the_rest_of_the_hall(mihon):
    thursday = datetime(2026, 11, 26, 18, 30, tzinfo=JST)
    citizens = next(section for section in mihon.sections if section.id == "citizens")
    assert is_open(mihon.opening_hours(citizens.hours), thursday)
    assert not is_open(mihon.opening_hours(), thursday)


def test_the_towns_own_closing_day_closes_every_counter(mihon):
    monday = datetime(2027, 2, 22, 10, tzinfo=JST)
    assert not any(is_open(mihon.opening_hours(section.hours), monday) for section in mihon.sections)


def test_a_town_can_begin_with_a_name_and_a_telephone():
    town = Profile.minimal("架空町", "0123-45-6789")
    assert (town.names.ja, town.phone, town.has_samples) == ("架空町", "0123-45-6789", False)
    assert town.opening_hours() is None  # not known, so not guessed


def test_a_town_with_an_invented_telephone_is_a_sample():
    assert Profile.minimal("架空町", "000-000-0100").has_samples


@pytest.mark.parametrize("code", ["011002", "131016", "222127", "221007", "229903"])
def test_the_check_digit_of_a_municipality_code_is_the_official_one(code):
    assert check_digit(code[:5]) == code[5]  # 札幌市 千代田区 焼津市 静岡市 and ours


@pytest.mark.parametrize(
    ("name", "right", "wrong", "told"),
    [
        ("profile.yaml", '"229903"', '"229904"', "検査数字"),
        ("profile.yaml", '"229903"', "229903", '""'),
        ("profile.yaml", "[34.750, 138.270]", "[138.270, 34.750]", "緯度, 経度"),
        ("profile.yaml", "is_sample: true", "is_sample: false", "実際の番号"),
        ("profile.yaml", "is_sample: true", "is_sample: たぶん", "true か false"),
        ("sections.yaml", "phone: ", "fone: ", "必ず書いて"),
        ("sections.yaml", "000-000-0102", "0545-51-0123", "000- で始めて"),
        ("sections.yaml", "[mon, tue, wed, fri]", "[mon, tue, wed, 金]", "選べる"),
        ("sections.yaml", "8:30-19:00", "19:00-8:30", "8:30-17:15"),
        ("districts.yaml", "id: kawara", "id: honcho", "2回"),
        ("districts.yaml", "  names:", "names:", "YAML"),
        ("calendar.yaml", "2027-02-22", "2027-02-30", "2026-04-01"),
        ("calendar.yaml", "closing_days:", "hours: []\nclosing_days:", "2回"),
    ],
)
def test_a_mistake_in_a_file_is_told_in_one_sentence_that_names_the_file(copied, name, right, wrong, told):
    spoil(copied, name, right, wrong)
    sentence = complaint(copied)
    assert str(copied / name) in sentence
    assert told in sentence
    assert "\n" not in sentence


def test_a_mistake_names_its_line_and_its_field(copied):
    spoil(copied, "sections.yaml", "000-000-0102", "電話なし")
    line = (copied / "sections.yaml").read_text(encoding="utf-8").split("電話なし")[0].count("\n") + 1
    assert f"{line}行目の「2番目 → phone」" in complaint(copied)


def test_a_town_without_its_districts_is_told_which_file_is_missing(copied):
    (copied / "districts.yaml").unlink()
    assert complaint(copied) == f"{copied / 'districts.yaml'} がありません。"


def test_a_file_saved_in_another_encoding_is_told_so(copied):
    (copied / "districts.yaml").write_bytes("- id: 本町".encode("cp932"))
    assert "UTF-8" in complaint(copied)


def test_an_empty_file_is_a_mistake_too(copied):
    (copied / "profile.yaml").write_text("", encoding="utf-8")
    assert "1行目" in complaint(copied)


def test_silence_is_no_a_town_says_itself_that_one_officer_may_send(copied: Path, mihon: Profile):
    assert not Profile.minimal("本物市", "0123-45-6789").notices.alone.is_allowed
    assert (mihon.notices.alone.is_allowed, mihon.notices.alone.after_minutes_at_level_3) == (True, 10)
    assert (mihon.notices.monthly_of("waste"), mihon.notices.monthly_of("events")) == (2, 4)


@pytest.mark.parametrize(("right", "wrong"), [
    ("is_allowed: true", "is_allowed: 夜だけ"), ("after_minutes: 3 ", "after_minutes: 0 "),
    ("after_minutes: 3 ", "after_minutes: 11 "), ("waste: 2", "waste: 0"), ("server: mail", "server: MX!mail"),
    ("duty@bousai", "duty bousai"), ('begins: "22:00"', 'begins: "7:00"'), ('begins: "22:00"', 'begins: "夜10時"'),
])  # fmt: skip
def test_a_rule_about_notices_that_cannot_be_is_refused(copied: Path, right: str, wrong: str):
    spoil(copied, "profile.yaml", right, wrong)
    assert "profile.yaml" in complaint(copied)


def test_drafts_from_outside_belong_to_a_section_that_is_there(copied: Path):
    spoil(copied, "profile.yaml", "  monthly: 4", "  drafts_section: moon\n  monthly: 4")
    assert "moon" in complaint(copied)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("hazard: landslide", "hazard: flood", "2回"),
        ("https://mihon.example/bousai/hazard-map/flood/", "http://mihon.example/flood/", "hazard_maps"),
        ("https://mihon.example/bousai/hazard-map/flood/", "https://www.city.lg.jp/flood/", "見本のハザードマップ"),
    ],
)
def test_a_wrong_hazard_map_is_told_in_one_sentence(copied: Path, right: str, wrong: str, told: str) -> None:
    spoil(copied, "profile.yaml", right, wrong)
    assert told in complaint(copied)


def test_a_real_town_may_not_keep_the_samples_hazard_maps(mihon: Profile) -> None:
    with pytest.raises(ValueError, match="見本です"):
        Profile(names=Names(ja="架空町"), phone="0123-45-6789", hazard_maps=mihon.hazard_maps)
