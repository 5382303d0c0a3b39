"""Shelters, rivers and roads as the town writes them, and what it may not write."""

from pathlib import Path

import pytest

from settings import SAMPLE_TOWN
from speech.languages import Language
from town.places import Places, read_places
from town.profile import Profile, load_profile
from town.yaml_file import TownFileError

NAMES = "names: {ja: みなと公園}"


def written(folder: Path, text: str) -> Path:
    path = folder / "places.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_places_of_mihon_have_kana_romaji_and_a_name_in_every_language():
    places = load_profile(SAMPLE_TOWN).places
    assert places.has_samples
    for one in (*places.shelters, *places.rivers, *places.roads):
        assert one.is_sample and one.romaji and one.names.kana
        assert all(getattr(one.names, language) for language in Language)


def test_a_town_that_wrote_none_has_none(tmp_path: Path):
    assert read_places(tmp_path / "places.yaml") == Places() == Profile.minimal("架空町", "0123-45-6789").places


def test_an_invented_river_keeps_a_town_from_going_live():
    town = Profile.minimal("架空町", "0123-45-6789")
    sample = load_profile(SAMPLE_TOWN).places
    assert not town.has_samples
    assert town.model_copy(update={"places": Places(rivers=sample.rivers)}).has_samples


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"rivers: [{{id: kawa, {NAMES}}}, {{id: kawa, {NAMES}}}]", "2回"),
        (f"shelters: [{{id: koen, {NAMES}, hazards: [洪水]}}]", "選べる値"),
        (f'shelters: [{{id: koen, {NAMES}, hazards: [flood], phone: "000-000-0001"}}]', "実際の番号"),
        ("rivers: [{id: kawa}]", "必ず書いて"),
        (f"bridges: [{{id: hashi, {NAMES}}}]", "つづり"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(tmp_path: Path, text: str, told: str):
    with pytest.raises(TownFileError, match=told):
        read_places(written(tmp_path, text))
