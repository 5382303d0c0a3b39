"""The districts' rows say what the town's file says, however often it is loaded."""

import shutil
from pathlib import Path

import pytest

from store.database import connect, disconnect, reading, transaction
from town import districts
from town.districts import DistrictFile, read_districts

MIHON = Path(__file__).parents[2] / "knowledge/data/town"


@pytest.fixture
def database(tmp_path, sqlite_template):
    shutil.copy(sqlite_template, tmp_path / "town.db")
    connect(f"sqlite:///{tmp_path}/town.db")
    yield
    disconnect()


def test_loading_twice_changes_nothing(database):
    for _ in range(2):
        with transaction() as session:
            districts.load(session, read_districts(MIHON / "districts.yaml"))
    with reading() as session:
        assert [row.id for row in districts.all(session)] == ["honcho", "kawara", "minato", "yamate", "shinden"]


def test_a_district_is_found_with_its_name_and_centre(database):
    with transaction() as session:
        districts.load(session, read_districts(MIHON / "districts.yaml"))
    with reading() as session:
        minato = districts.find(session, "minato")
        assert (minato.name_in(["en"]), minato.latitude, minato.longitude) == ("Minato", 34.732, 138.292)
        assert "漁港のあたり" in minato.neighbourhoods
        assert minato.is_sample
        assert districts.find(session, "nowhere") is None


def test_when_the_towns_own_file_comes_the_sample_goes(database):
    own = DistrictFile.model_validate({"id": "kita", "names": {"ja": "北"}, "centre": [34.8, 138.2]})
    with transaction() as session:
        districts.load(session, read_districts(MIHON / "districts.yaml"))
    with transaction() as session:
        districts.load(session, [own])
    with reading() as session:
        assert [row.id for row in districts.all(session)] == ["kita"]
