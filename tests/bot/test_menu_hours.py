"""The rich menus follow the disaster mode: everybody's by default, and in their own language for those who chose one."""

import pytest

from alerts import disaster_switches
from alerts.disaster_switches import Way
from bot import menu_variants
from bot.line_menus import LineMenus
from bot.menu_hours import MenuHours
from simulator.faults import Fault, Misfortune
from simulator.server import RunningSimulator
from store import rich_menus
from store.database import reading, transaction
from tests.conftest import Clock
from town import menu_links, residents


class Phones:
    """Three residents, LINE on this machine, and the job that changes their menus."""

    def __init__(self, line: RunningSimulator, clock: Clock) -> None:
        self.line, self.clock = line, clock
        self.hours = MenuHours(LineMenus(line.channel.token, line.url, line.url), clock)
        self.ids = {}
        for name, language in (("hanako", None), ("maria", "pt"), ("nam", "vi")):
            self.ids[name] = line.platform.add_resident(name).id
            self.chooses(name, language)

    def chooses(self, name: str, language: str | None) -> None:
        with transaction() as session:
            residents.follow(session, self.ids[name], self.clock()).language = language

    def switch(self, way: Way) -> None:
        with transaction() as session:
            disaster_switches.turn(session, disaster_switches.held(session), way, [], self.clock())

    def work(self, minutes: float = 0) -> None:
        self.clock.skip(minutes=minutes)
        for _ in range(9):
            if not self.hours.look(lambda: None):
                return
        raise AssertionError("it never ends")

    def bars(self) -> list[str | None]:
        """What stands on the bar under each chat when it is opened now."""
        found = [self.line.platform.menu_of(self.line.platform.residents.find(one)) for one in self.ids.values()]
        return [one["chatBarText"] if one else None for one in found]


@pytest.fixture
def phones(db: str, timed_line: RunningSimulator, clock: Clock) -> Phones:
    return Phones(timed_line, clock)


IN_THE_MODE = ["災害メニュー", "Menu: desastre", "Menu thiên tai"]


def test_the_menus_follow_the_mode_and_what_stood_there_comes_back(phones: Phones):
    vendors = menu_variants.ordinary().request.to_dict() | {"name": "vendor menu", "chatBarText": "業者"}
    menus = phones.line.platform.menus
    menus.default_id = menus.create(vendors)
    menus.give_picture(menus.default_id, "image/png", menu_variants.ordinary().picture.read_bytes())
    phones.work()
    assert phones.bars() == ["業者"] * 3
    phones.switch(Way.ON)
    phones.work()
    assert phones.bars() == IN_THE_MODE
    phones.chooses("maria", "en")
    phones.chooses("nam", "ja")
    phones.work(1)
    assert phones.bars() == ["災害メニュー", "Disaster menu", "災害メニュー"]
    phones.switch(Way.OFF)
    phones.work()
    assert phones.bars() == ["業者"] * 3
    with reading() as session:
        assert menu_links.count(session) == 0


def test_a_town_without_a_menu_has_none_again_and_one_replaced_meanwhile_is_found(phones: Phones):
    phones.switch(Way.ON)
    phones.work()
    phones.switch(Way.OFF)
    phones.work()
    assert phones.bars() == [None] * 3
    wire = LineMenus(phones.line.channel.token, phones.line.url, phones.line.url)
    old = phones.line.platform.menus.create(menu_variants.ordinary().request.to_dict() | {"name": "madoguchi-old"})
    phones.line.platform.menus.give_picture(old, "image/png", menu_variants.ordinary().picture.read_bytes())
    wire.set_default(old)
    phones.switch(Way.ON)
    phones.work()
    ordinary = wire.lay(menu_variants.ordinary(), wire.ours())
    wire.delete(old)
    phones.switch(Way.OFF)
    phones.work()
    assert wire.default() == ordinary


def test_while_line_refuses_it_is_tried_again_and_the_page_can_say_so(phones: Phones):
    phones.switch(Way.ON)
    phones.line.platform.faults.add(Fault("set_default_rich_menu", Misfortune.DROP_AFTER, calls_left=2))
    phones.work()
    with reading() as session:
        state = rich_menus.find(session)
        assert state and state.fault and not state.is_disaster and state.attempts == 1
    phones.work()
    for _ in range(5):
        phones.work(0.5)
    assert phones.bars() == IN_THE_MODE
    with reading() as session:
        state = rich_menus.find(session)
        assert state and (state.fault, state.attempts) == (None, 0)


def test_somebody_who_puts_another_menu_there_is_noticed(phones: Phones):
    phones.switch(Way.ON)
    phones.work()
    phones.line.platform.menus.default_id = None
    phones.work(5)
    assert phones.bars()[0] is None
    phones.work(6)
    assert phones.bars() == IN_THE_MODE


def test_whoever_blocked_us_and_came_back_sees_their_language_again(phones: Phones):
    phones.switch(Way.ON)
    phones.work()
    nam = phones.line.platform.residents.find(phones.ids["nam"])
    assert nam
    nam.menu_id = None
    phones.clock.skip(minutes=1)
    phones.chooses("nam", "vi")
    phones.work()
    assert phones.bars() == IN_THE_MODE
