"""Open data becomes the list residents are led by: sites and shelters of one name are one building, and nothing is guessed."""

from dataclasses import replace

import pytest

from store.database import transaction
from tests.conftest import NOON
from town import shelter_intake, shelters
from town.hazards import Hazard
from town.open_tables import read_open_table
from town.shelter_intake import Intake
from town.shelters import ShelterStatus
from town.table_file import read_table

pytestmark = pytest.mark.usefixtures("db")
SITES = (
    "NO,名称,名称_カナ,住所,緯度,経度,電話番号,災害種別_洪水,災害種別_地震,災害種別_津波,指定避難所との重複,想定収容人数\n"
    "1,本町小学校,ホンチョウショウガッコウ,みほん市本町二丁目4番1号,34.7508,138.2718,,1,,,1,420\n"
    "2,港タワー,ミナトタワー,みほん市港一丁目15番,34.7312,138.2937,,,,○,,\n"
    "3,どこか,ドコカ,みほん市,,,,1,,,,\n"
)
SHELTERS = (
    "NO,施設・場所名,住所,指定緊急避難場所との住所同一,受入対象者,緯度,経度,備考\n"
    "1,本町小学校,みほん市本町2-4-1,1,,34.7509,138.2719,\n"
    "2,新田会館,みほん市新田1,,,34.7311,138.2512,\n"
)


@pytest.fixture
def rows(tmp_path):
    def read(text: str):
        (tmp_path / "table.csv").write_text(text, encoding="utf-8")
        return read_open_table(read_table(tmp_path / "table.csv")).rows

    return read


def test_a_list_of_sites_is_taken_over_and_taken_over_again_changes_nothing(rows):
    with transaction() as session:
        taken = shelter_intake.plan(session, rows(SITES))
        assert [one.intake for one in taken] == [Intake.NEW, Intake.NEW, Intake.REJECTED]
        assert "緯度と経度" in taken[2].sentence
        assert shelter_intake.write(session, taken) == 2
    with transaction() as session:
        again = shelter_intake.plan(session, rows(SITES))
        assert [one.intake for one in again] == [Intake.UNCHANGED, Intake.UNCHANGED, Intake.REJECTED]


def test_a_site_that_is_also_a_shelter_is_one_place(rows):
    with transaction() as session:
        shelter_intake.write(session, shelter_intake.plan(session, rows(SITES)))
        shelters.set_status(session, shelters.all(session)[0].id, ShelterStatus.OPEN, NOON)
        taken = shelter_intake.plan(session, rows(SHELTERS))
        assert [one.intake for one in taken] == [Intake.CHANGED, Intake.NEW]
        shelter_intake.write(session, taken)
        found = {one.names["ja"]: one for one in shelters.all(session)}
    assert set(found) == {"本町小学校", "港タワー", "新田会館"}
    school, hall = found["本町小学校"], found["新田会館"]
    assert (school.hazards, school.is_evacuation_shelter, school.capacity) == ([Hazard.FLOOD], True, 420)
    assert (hall.hazards, hall.is_evacuation_shelter) == ([], True), "a shelter's list says nothing about dangers"
    assert sum(one.status == ShelterStatus.OPEN for one in found.values()) == 1


def test_a_partly_usable_site_is_not_designated(rows):
    [first, *_] = rows(SITES.replace(",,1,,,1,420", ",,△,,,1,420"))
    assert first.hazards == frozenset()


def test_one_name_far_away_is_another_place(rows):
    [school, *_] = rows(SITES)
    far = replace(school, line=9, id="", point=(34.80, 138.27), address="みほん市山手1")
    with transaction() as session:
        shelter_intake.write(session, shelter_intake.plan(session, [school]))
        assert shelter_intake.plan(session, [far])[0].intake is Intake.NEW
