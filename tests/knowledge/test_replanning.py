"""What a plan makes of a town hall, before anything is written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from knowledge.replanning import PlanError, changes, replan
from tests.knowledge.old_town import HALL, OLD, plan, section
from town.reorganisation_plan import Plan
from town.yaml_file import TownFileError, read_checked


@pytest.mark.parametrize(
    "wrong",
    [
        {"rename": [{"section": "gone", "phone": "000-000-0999"}]},
        {"rename": [{"section": "tax", "phone": "0120-00-0000"}]},
        {"merge": [{"sections": ["gone"], "into": {"section": "tax"}}]},
        {"merge": [{"sections": ["roads"], "into": {"section": "gone"}}]},
        {"merge": [{"sections": ["roads"], "into": {"new": section("tax", "別の課").model_dump(mode="json")}}]},
        {"split": [{"section": "children", "into": [{"section": "tax", "entries": ["road_one"]}]}]},
    ],
)
def test_a_plan_that_does_not_fit_the_town_is_refused_with_a_sentence(wrong):
    with pytest.raises(PlanError):
        replan(plan(**wrong), HALL)


def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path: Path):
    (tmp_path / "april.yaml").write_text("on: 2027-04-01\nmerge:\n  - sections: [roads]\n    into: {}\n")
    with pytest.raises(TownFileError, match="4行目"):
        read_checked(tmp_path / "april.yaml", TypeAdapter(Plan))


NAMES = st.sampled_from([one.id for one in OLD])


@given(st.data())
def test_whatever_is_planned_no_entry_is_lost_and_each_change_is_named(data: st.DataObject):
    halls = {
        "merge": [{"sections": data.draw(st.lists(NAMES, min_size=1, max_size=4)), "into": {"section": data.draw(NAMES)}}],
        "split": [{"section": data.draw(NAMES), "stays": data.draw(st.booleans()), "into": [
            {"section": data.draw(NAMES), "topics": data.draw(st.lists(st.sampled_from(["tax", "nursery", "moving"]))),
             "rest": data.draw(st.booleans())}]}],
    }  # fmt: skip
    try:
        after = replan(plan(**halls), HALL)
    except PlanError:
        return
    assert after.entries.keys() == HALL.entries.keys()
    named = {one.subject for one in changes(HALL, after)}
    moved = {name for name in HALL.entries if HALL.entries[name].section != after.entries[name].section}
    assert {one for one in named if one.startswith("entry:")} == {f"entry:{name}" for name in moved}
    assert {one.removeprefix("closed:") for one in named if one.startswith("closed:")} == set(HALL.sections) - set(
        after.sections
    )
    assert all(after.entries[name].section not in after.sections for name in after.orphans())
