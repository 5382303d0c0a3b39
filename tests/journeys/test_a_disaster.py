"""A town goes into disaster mode and comes back: what three residents read on their telephones before, during and after."""

from datetime import UTC, datetime

from alerts import disaster_causes, disaster_mode
from alerts.disaster_switches import Way
from store.database import transaction
from tests.people import Resident, TownHall, texts
from town import officers
from town.roles import EVERY_SECTION, Role

ROLES = {"sato": Role.BROADCAST_DRAFTER, "suzuki": Role.BROADCAST_APPROVER}


def test_three_telephones_before_during_and_after(hall: TownHall, hanako: Resident, maria: Resident) -> None:
    john = hall.newcomer("John")
    for resident, words in ((hanako, "日本語"), (maria, "português"), (john, "English")):
        resident.follows()
        resident.says(words)
    everybody = (hanako, maria, john)
    assert "災害への対応" not in texts(hanako.presses_data("menu:top"))
    assert bars(hall, everybody) == [None] * 3

    switch(hall, Way.ON)
    assert bars(hall, everybody) == ["災害メニュー", "Menu: desastre", "Disaster menu"]
    said = [
        texts(hanako.says("こんにちは")),
        texts(maria.presses_data("menu:top")),
        texts(john.presses_data("menu:top")),
    ]
    for words, safety in zip(said, ("逃げる場所", "Onde se refugiar", "Where to evacuate"), strict=True):
        assert "119" in words and f"[{safety}]" in words
    for resident, line in ((hanako, "災害への対応をしています"), (maria, "situação de desastre"), (john, "responding to a disaster")):  # fmt: skip
        answer = texts(resident.says("住民票をコンビニで取りたい"))
        assert answer.index(line) < len(answer) - 200, "and the answer itself below it"
    hanako.presses_data(pressed_in_the_menu(hall, hanako, "被害を知らせる"))
    assert "[災害の被害]" in texts(hanako.presses("危険はない"))
    assert "[Danos do desastre]" in texts([*maria.presses_data("report:begin"), *maria.presses("Não há perigo")])

    switch(hall, Way.OFF)
    assert bars(hall, everybody) == [None] * 3
    for resident in everybody:
        assert "災害" not in texts(resident.presses_data("menu:top")).replace("災害への備え", "")
    assert "災害への対応" not in texts(hanako.says("住民票をコンビニで取りたい"))


def switch(hall: TownHall, way: Way) -> None:
    """Two people, and the job that changes the menus."""
    now = datetime.now(UTC)
    with transaction() as session:
        first, second = (
            officers.by_email(session, f"{name}@mihon.example") or hired(session, name, now) for name in ROLES
        )
        switched = disaster_mode.propose(session, way, "川があふれそうなため", first, now)
        seen = disaster_causes.keys(disaster_causes.in_force(session, now))
        disaster_mode.confirm(session, switched.id, second, seen, (), now)
    hall.worker.drains["menus"]()


def hired(session, name: str, now: datetime) -> officers.Officer:
    officer = officers.add(session, now, email=f"{name}@mihon.example", name=name, section_id="disaster")
    officers.grant(session, officer, ROLES[name], EVERY_SECTION)
    return officer


def bars(hall: TownHall, everybody: tuple[Resident, ...]) -> list[str | None]:
    """What stands on the bar under each chat when it is opened now."""
    return [found["chatBarText"] if (found := menu(hall, one)) else None for one in everybody]


def menu(hall: TownHall, resident: Resident):
    found = hall.line.platform.residents.find(resident.id)
    return hall.line.platform.menu_of(found) if found else None


def pressed_in_the_menu(hall: TownHall, resident: Resident, label: str) -> str:
    return next(one["action"]["data"] for one in menu(hall, resident)["areas"] if one["action"]["label"] == label)
