"""Floods of several rivers in one telegram: each river stands for itself, and residents hear its name."""

from sqlalchemy import select

from alerts import jma_state, jma_xml
from alerts.broadcasts import Broadcast
from alerts.jma_state import AreaState
from store.database import reading, transaction
from tests.alerts import jma_papers as papers
from tests.alerts.jma_watch import Watch, at

UPPER, LOWER, THIRD = ("820000000101", "みほん川上流"), ("820000000102", "みほん川下流"), ("820000000200", "となり川")
EVENT = "820000000100"


def rivers_in_force(watch: Watch) -> dict[str, int | None]:
    with reading() as session:
        return {row.area_name: kind.level for row, kind in jma_state.in_force(session, watch.clock())}


def said(watch: Watch) -> list[str]:
    with reading() as session:
        return [
            one.written.messages["ja"][0]["text"] for one in session.scalars(select(Broadcast).order_by(Broadcast.id))
        ]


def test_each_river_of_a_telegram_goes_its_own_way_up_and_down(watch_on_both):
    watch = watch_on_both
    three, four, nothing = (
        ("30", "レベル３氾濫警報（発表）"),
        ("41", "レベル４氾濫危険警報（発表）"),
        ("10", "氾濫注意報（解除）"),
    )
    steps = [
        papers.rivers([(*UPPER, *three), (*LOWER, *four), (*THIRD, *four)], at(0, event_id=EVENT)),
        papers.rivers([(*UPPER, *four), (*LOWER, *four), (*THIRD, *nothing)], at(1, event_id=EVENT)),
    ]
    for number, body in enumerate(steps):
        watch.agency.publish(f"rivers{number}", body)
        watch.poll()
        expected = [
            {UPPER[1]: 3, LOWER[1]: 4, THIRD[1]: 4},
            {UPPER[1]: 4, LOWER[1]: 4},
        ][number]
        assert rivers_in_force(watch) == expected
    assert watch.drafts() == [
        "レベル３氾濫警報 issued", "レベル４氾濫危険警報 issued", "レベル４氾濫危険警報 issued", "レベル４氾濫危険警報 lifted",
    ]  # fmt: skip
    names = ["(対象: みほん川上流)", "(対象: みほん川下流・となり川)", "(対象: みほん川上流)", "(対象: となり川)"]
    assert all(name in text for name, text in zip(names, said(watch), strict=True))
    lifted = papers.rivers([(*UPPER, *nothing), (*LOWER, *nothing)], at(2, event_id=EVENT), names_cities=False)
    watch.agency.publish("lifted", lifted)
    watch.poll()
    assert rivers_in_force(watch) == {}


def test_a_gauge_that_belongs_to_no_river_of_the_telegram_is_told_of_all_of_them():
    """Less than was said is the one thing that may not happen: the first river's level would understate the second's."""
    told = [(*UPPER, "20", "レベル２氾濫注意報（発表）"), (*THIRD, "51", "レベル５氾濫特別警報（発表）")]
    body = papers.rivers(told, at(event_id=EVENT)).replace(f"{UPPER[0]}00001".encode(), b"99")
    assert {one.level for one in jma_xml.read(body).areas} == {2, 5}


def test_a_flood_that_an_older_build_kept_under_its_city_gives_way_to_its_river(watch_on_both):
    """Otherwise it would stand for ever: no telegram speaks of the city any more."""
    watch = watch_on_both
    four = papers.rivers([(*UPPER, "41", "レベル４氾濫危険警報（発表）")], at(0, event_id=EVENT))
    watch.agency.publish("four", four)
    watch.poll()
    with transaction() as session:
        row = session.scalars(select(AreaState)).one()
        row.area_code, row.area_name = papers.HOME
    nothing = papers.rivers([(*UPPER, "10", "氾濫注意報（解除）")], at(-1, event_id=EVENT), names_cities=False)
    watch.agency.publish("late", nothing)
    watch.poll()
    assert rivers_in_force(watch) == {papers.HOME[1]: 4}
    watch.agency.publish("again", four.replace("（発表）".encode(), "（継続）".encode()).replace(b":00Z", b":30Z"))
    watch.poll()
    assert rivers_in_force(watch) == {UPPER[1]: 4}
