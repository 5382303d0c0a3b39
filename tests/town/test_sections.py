"""The sections' rows say what the town's file says, however often it is loaded."""

import shutil
from pathlib import Path

import pytest

from store.database import connect, disconnect, reading, transaction
from town import sections
from town.sections import SectionFile, read_sections

MIHON = Path(__file__).parents[2] / "knowledge/data/town"
REAL = SectionFile.model_validate(
    {"id": "roads", "names": {"ja": "建設課"}, "duties": "道路", "phone": "0123-45-6789", "floor": 2, "room": "窓口"}
)


@pytest.fixture
def database(tmp_path, sqlite_template):
    shutil.copy(sqlite_template, tmp_path / "town.db")
    connect(f"sqlite:///{tmp_path}/town.db")
    yield
    disconnect()


def test_loading_twice_changes_nothing(database):
    values = read_sections(MIHON / "sections.yaml")
    for _ in range(2):
        with transaction() as session:
            sections.load(session, values)
    with reading() as session:
        assert [row.id for row in sections.all(session)] == [value.id for value in values]


def test_a_section_is_found_with_all_that_was_written_about_it(database):
    with transaction() as session:
        sections.load(session, read_sections(MIHON / "sections.yaml"))
    with reading() as session:
        citizens = sections.find(session, "citizens")
        assert (citizens.phone, citizens.fax, citizens.email) == (
            "000-000-0101",
            "000-000-0151",
            "citizens@mihon.example",
        )
        assert citizens.name_in(["vi", "en"]) == "Phòng Hộ tịch"
        assert [str(span) for span in citizens.opening_rules()[1].spans] == ["8:30-19:00"]
        assert citizens.is_sample
        assert sections.find(session, "tax").opening_rules() == ()
        assert sections.find(session, "nobody") is None


def test_a_corrected_file_corrects_the_row(database):
    first, *others = read_sections(MIHON / "sections.yaml")
    with transaction() as session:
        sections.load(session, [first, *others])
    with transaction() as session:
        sections.load(session, [*others, first.model_copy(update={"phone": "000-000-0999"})])
    with reading() as session:
        assert sections.find(session, "citizens").phone == "000-000-0999"
        assert sections.all(session)[-1].id == "citizens"


def test_when_the_towns_own_file_comes_the_sample_goes(database):
    with transaction() as session:
        sections.load(session, read_sections(MIHON / "sections.yaml"))
    with transaction() as session:
        sections.load(session, [REAL])
    with reading() as session:
        assert [(row.id, row.is_sample) for row in sections.all(session)] == [("roads", False)]


def test_a_real_section_missing_from_the_file_is_kept(database):
    with transaction() as session:
        sections.load(session, [REAL])
    with transaction() as session:
        sections.load(session, [])
    with reading() as session:
        assert sections.find(session, "roads") is not None
