"""Every state of a report that can be reached in the sample town is asked aloud, with something to press."""

from handlers.report_draft import Draft
from handlers.report_ground import TownGround
from handlers.report_prompts import PROMPTS
from handlers.report_spoken import Talk
from handlers.report_steps import BY_NAME
from handlers.turn import Desk
from reports.kinds import RoadChoice
from speech.incoming import Photo, Place, Said, Text
from speech.languages import Language
from tests.handlers.report_walk import Walk, pressed
from tests.handlers.report_window import NATIONAL, SEA, neighbour
from tests.handlers.window import Window
from tests.reports.conftest import STATION

BESIDE_A_ROAD = Place(34.7582, 138.2875)  # too near to know whose it is
VALUES = {
    "danger": ("yes", "no"), "kind": ("hole", "street_light"), "photo": ("next", "clear"), "outside": ("yes", "no"),
    "road": tuple(RoadChoice), "keeper": ("pass_on",), "more": ("next",), "alike": ("other",),
    "confirm": ("fix.kind", "fix.photo", "fix.place", "fix.more"),
}  # fmt: skip
SAID: tuple[Said, ...] = (
    *pressed(VALUES), Place(*STATION), NATIONAL, SEA, BESIDE_A_ROAD, Text("駅前の本屋の前"), Text("A-1023"), Photo("p"),
)  # fmt: skip


def asked(window: Window, draft: Draft, step: str, desk: Desk) -> None:
    heard = window.rendered(PROMPTS[step](Talk(1, draft, desk)))
    assert heard.text.strip(), (step, draft)
    ways = {data.split(":")[-1] for data in heard.data if data.startswith(f"report:1:{step}:")}
    assert "cancel" in ways, (step, "it can be left")
    assert step == "danger" or "back" in ways, (step, "it can be taken back")
    assert ways - {"cancel", "back"}, (step, "it can be answered")


def test_every_reachable_state_says_something_and_can_be_answered_left_and_taken_back(window: Window):
    neighbour(window)
    desk = window.desk(window.resident())
    town = TownGround(desk)
    states = Walk(town, SAID).reached()
    assert set(states.values()) == set(BY_NAME)
    for draft, step in states.items():
        asked(window, draft, step, desk)
    one_of_each = {step: draft for draft, step in states.items()}
    for language in Language:
        spoken = window.of(language)
        desk = spoken.desk(spoken.resident())
        for step, draft in one_of_each.items():
            asked(spoken, draft, step, desk)
