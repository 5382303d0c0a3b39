"""The first of April: sections are renamed, split and merged whole, at their moment, and no old file undoes it silently."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from knowledge import entries, reorganising
from knowledge.entries import EntryRow
from knowledge.replanning import PlanError
from knowledge.shelving import shelve
from store.database import reading, transaction
from store.journal import JournalLine
from tests.conftest import NOON
from tests.knowledge.old_town import ENTRIES, OLD, plan, section
from town import reorganisation, sections
from town.reorganisation_plan import Plan
from town.sections import SectionFile

MIDNIGHT = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)  # 1 April 0:00 in Japan
SECOND = timedelta(seconds=1)


def loaded(found: tuple[SectionFile, ...] = OLD, own=ENTRIES) -> tuple[str, ...]:
    """What `madoguchi load` does with these files."""
    with transaction() as session:
        kept = reorganising.kept(session, found, own)
        sections.load(session, kept.sections)
        shelve(session, kept.entries)
        return kept.stale


def filed(one: Plan, **more) -> int:
    with transaction() as session:
        return reorganising.file(session, one, actor="officer:1", now=NOON, **more).id


def comes(moment: datetime) -> list[str]:
    with transaction() as session:
        return [row.status for row in reorganising.apply_due(session, moment)]


def standing() -> dict[str, str]:
    with reading() as session:
        return {one.id: one.names["ja"] for one in sections.all(session)}


def owners() -> dict[str, str]:
    with reading() as session:
        return {row.id: row.section_id for row in session.scalars(select(EntryRow))}


BEFORE = {"tax": "税務課", "roads": "道路課", "parks": "公園課", "children": "子育て課"}
AFTER = {"tax": "税務収納課", "nursery": "保育課", "family": "こども課", "works": "土木課"}
NEW_OWNERS = {
    "tax_one": "tax",
    "road_one": "works",
    "park_one": "works",
    "nursery_one": "nursery",
    "child_one": "family",
}


@pytest.mark.usefixtures("db")
class TestAtItsMoment:
    def test_not_a_second_before_midnight_and_then_all_at_once(self):
        loaded()
        filed(plan())
        assert (comes(MIDNIGHT - SECOND), standing()) == ([], BEFORE)
        assert (comes(MIDNIGHT), standing(), owners()) == (["applied"], AFTER, NEW_OWNERS)
        assert comes(MIDNIGHT + SECOND) == []

    def test_a_house_that_was_closed_at_midnight_does_it_when_it_opens(self):
        loaded()
        filed(plan())
        assert comes(MIDNIGHT + timedelta(days=3)) == ["applied"]
        assert standing() == AFTER

    def test_every_process_is_told_and_the_journal_knows(self):
        loaded()
        filed(plan())
        with reading() as session:
            before = entries.version(session)
        comes(MIDNIGHT)
        with reading() as session:
            assert entries.version(session) == before + 1
            actions = list(session.scalars(select(JournalLine.action).order_by(JournalLine.id)))
        assert actions == ["reorganisation.filed", "reorganisation.applied"]

    def test_an_old_button_finds_whoever_took_over(self):
        loaded()
        filed(plan())
        comes(MIDNIGHT)
        with reading() as session:
            heirs = {old: found.id for old in BEFORE if (found := sections.find(session, old))}
            assert sections.find(session, "never_was") is None
        assert heirs == {"tax": "tax", "roads": "works", "parks": "works", "children": "family"}

    def test_when_the_town_has_changed_meanwhile_nothing_at_all_is_done(self):
        loaded()
        number = filed(plan())
        with transaction() as session:
            session.delete(sections.find(session, "parks"))
        before = standing()
        assert (comes(MIDNIGHT), standing()) == (["refused"], before)
        with reading() as session:
            assert "parks" in str(reorganisation.every(session)[0].problem)
        assert number == 1

    def test_a_plan_can_be_taken_off_the_calendar_and_is_not_filed_twice(self):
        loaded()
        number = filed(plan())
        with pytest.raises(PlanError):
            filed(plan())
        with transaction() as session:
            reorganising.cancel(session, number, actor="officer:1", now=NOON)
        assert (comes(MIDNIGHT), standing()) == ([], BEFORE)


ORPHANING = {"split": [{"section": "children", "into": [{"section": "tax", "topics": ["nursery"]}]}]}


@pytest.mark.usefixtures("db")
class TestOrphans:
    def test_a_dry_run_lists_every_change_and_every_orphan_and_changes_nothing(self):
        loaded()
        with reading() as session:
            seen = reorganising.outlook(session, plan(**ORPHANING))
        assert seen.orphans == ("child_one",)
        assert {one.subject for one in seen.changes} == {
            "field:tax:names", "field:tax:phone", "opened:works", "closed:children", "closed:roads", "closed:parks",
            "entry:nursery_one", "entry:road_one", "entry:park_one",
        }  # fmt: skip
        assert standing() == BEFORE

    def test_it_is_refused_as_a_whole_unless_the_town_insists(self):
        loaded()
        with pytest.raises(PlanError, match="1件"):
            filed(plan(**ORPHANING))
        assert comes(MIDNIGHT) == []
        filed(plan(**ORPHANING), may_orphan=True)
        assert comes(MIDNIGHT) == ["applied"]
        assert owners()["child_one"] == "children"


@pytest.mark.usefixtures("db")
class TestOldFiles:
    def test_files_from_before_do_not_undo_it_and_it_is_told(self):
        loaded()
        filed(plan())
        comes(MIDNIGHT)
        stale = loaded()
        assert (standing(), owners()) == (AFTER, NEW_OWNERS)
        assert {"field:tax:names", "opened:works", "closed:roads", "entry:nursery_one"} <= set(stale)

    def test_files_that_say_the_new_order_are_nothing_to_tell(self):
        loaded()
        filed(plan())
        comes(MIDNIGHT)
        with reading() as session:
            now = tuple(sections.as_file(one) for one in sections.all(session))
        assert loaded(now, [one.model_copy(update={"section": NEW_OWNERS[one.id]}) for one in ENTRIES]) == ()

    def test_a_file_that_says_something_new_rules(self):
        loaded()
        filed(plan())
        comes(MIDNIGHT)
        loaded((section("tax", "市税課"), *OLD[1:]))
        assert standing()["tax"] == "市税課"
        with reading() as session:
            tax = sections.find(session, "tax")
            assert tax and tax.phone == "000-000-0999"
