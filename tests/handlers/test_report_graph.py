"""Every conversation about a report that anybody could have, walked to its end."""

from dataclasses import dataclass, replace

import pytest

from handlers.report_draft import Draft
from handlers.report_prompts import PROMPTS
from handlers.report_steps import BY_NAME, FIXABLE, STEPS, anywhere, before, next_step
from reports.cells import Point
from reports.jurisdiction import Standing, Verdict
from reports.kinds import Keeper, Kind, RoadChoice
from speech.incoming import Photo, Place, Pressed, Said, Text
from tests.handlers.report_walk import Walk, pressed
from tests.reports.sample_town import mihon

PLACES = {
    Point(1.0, 0.0): Standing(Verdict.OURS),
    Point(2.0, 0.0): Standing(Verdict.OUTSIDE),
    Point(3.0, 0.0): Standing(Verdict.ASK_ROAD),
    Point(4.0, 0.0): Standing(Verdict.OTHERS, mihon().rules.keeper("national")),
}
WORDS = "駅前の本屋の前"


@dataclass(frozen=True)
class PaperTown:
    """Two kinds, four places, and something like it at the first of them."""

    def kind(self, kind_id: str) -> Kind | None:
        return mihon().rules.kind(kind_id) if kind_id in ("hole", "street_light") else None

    def kind_named(self, words: str) -> str | None:
        return "hole" if words == "穴" else None

    def standing(self, point: Point) -> Standing:
        return PLACES[point]

    def keeper_of(self, road: RoadChoice) -> Keeper | None:
        return mihon().rules.keeper_of(road)

    def has_alike(self, draft: Draft) -> bool:
        return draft.point == Point(1.0, 0.0) and draft.kind == "hole"


TOWN = PaperTown()
VALUES = {
    "danger": ("yes", "no"), "kind": ("hole", "street_light", "ghost"), "photo": ("next", "clear"), "place": ("away",),
    "outside": ("yes", "no"), "road": (*RoadChoice, "sky"), "keeper": ("pass_on",), "more": ("next", "clear"),
    "alike": ("other",), "confirm": ("fix.kind", "fix.photo", "fix.place", "fix.more", "fix.danger"),
}  # fmt: skip
SAID: tuple[Said, ...] = (
    *pressed(VALUES), *(Place(point.latitude, point.longitude) for point in PLACES),
    Text("穴"), Text(WORDS), Text("みほん-123"), Text("  "), Photo("p"), Photo("q", "set", 2),
)  # fmt: skip
WALK = Walk(TOWN, SAID)


@pytest.fixture(scope="module")
def reached() -> dict[Draft, str]:
    return WALK.reached()


def test_every_step_is_reached_and_has_a_question(reached: dict[Draft, str]):
    assert set(reached.values()) == set(BY_NAME) == set(PROMPTS)
    assert len(reached) > 500


def test_only_complete_reports_come_to_the_end(reached: dict[Draft, str]):
    at_the_end = [draft for draft, step in reached.items() if step == "confirm"]
    assert at_the_end
    for draft in at_the_end:
        assert draft.is_complete
        assert {"danger", "kind", "photo", "place", "more"} <= set(draft.answered)


def test_no_question_that_matters_is_left_open_at_the_end(reached: dict[Draft, str]):
    for draft, step in reached.items():
        if step == "confirm":
            open_ones = [one.name for one in STEPS[:-1] if one.matters(draft, TOWN) and one.name not in draft.answered]
            assert open_ones == []


def test_from_everywhere_there_is_a_way_to_the_end(reached: dict[Draft, str]):
    leads_to: dict[Draft, set[Draft]] = {}
    for draft, step in reached.items():
        for after in WALK.answers(BY_NAME[step], draft):
            leads_to.setdefault(after, set()).add(draft)
    todo = [draft for draft, step in reached.items() if step == "confirm"]
    good = set(todo)
    while todo:
        new = leads_to.get(todo.pop(), set()) - good
        good |= new
        todo += new
    assert set(reached) == good


def test_going_back_asks_an_earlier_question_and_loses_nothing_that_was_told(reached: dict[Draft, str]):
    order = [step.name for step in STEPS]
    for draft, step in reached.items():
        back = before(BY_NAME[step], draft, TOWN)
        assert replace(back, answered=draft.answered) == draft
        earlier = order.index(next_step(back, TOWN).name)
        assert earlier < order.index(step) or back == draft


def test_another_place_asks_anew_what_hung_on_the_old_one(reached: dict[Draft, str]):
    for draft, step in reached.items():
        if step == "confirm":
            moved = anywhere(draft, Place(3.0, 0.0))
            assert moved is not None
            assert next_step(moved, TOWN).name == "road"


def test_each_correction_leads_to_its_question_and_back_to_the_end():
    whole = Draft(kind="street_light", place_words=WORDS).having(*(step.name for step in STEPS if step.name != "confirm"))  # fmt: skip
    for name in FIXABLE:
        fixing = BY_NAME["confirm"].accepts(whole, Pressed(f"report:1:confirm:fix.{name}"), TOWN)
        assert fixing is not None
        assert next_step(fixing, TOWN).name == name


def test_the_number_on_a_lamp_is_place_enough():
    draft = Draft(kind="street_light").having("danger", "kind", "photo")
    told = BY_NAME["place"].accepts(draft, Text("番号 みほん-123"), TOWN)
    assert told is not None
    assert told.place_words or told.pole_number
    assert BY_NAME["place"].accepts(draft, Text("A-1023"), TOWN) == replace(draft.at(None, None, "A-1023"))


def test_a_draft_of_an_older_program_is_still_read():
    assert Draft.read({"answered": ["danger"], "weather": "rain"}) == Draft(answered=("danger",))
    assert Draft.read(Draft(photos=("p",), text="x").stored()) == Draft(photos=("p",), text="x")
