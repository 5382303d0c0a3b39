"""A desk with officers, and browsers for them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext

from reports.photo_shelf import FolderShelf
from staff.desk import Desk
from store.database import transaction
from tests.conftest import Clock
from tests.reports.photographed import photographed
from tests.staff.the_desk import (
    WIDE,
    Office,
    desk_app,
    desk_of_a_small_town,
    desk_of_the_sample_town,
    hired,
    open_office,
)
from tests.staff.townspeople import people
from tests.staff.without_a_screen import Browser
from town.officers import Officer
from town.roles import Role
from town.sections import Section

SECTIONS = {"citizens": "市民課", "roads": "道路課", "disaster": "危機管理課"}
Hire = Callable[..., Officer]


@pytest.fixture
def desk(clock: Clock) -> Desk:
    return desk_of_a_small_town(clock)


@pytest.fixture
def sample_desk(clock: Clock) -> Desk:
    return desk_of_the_sample_town(clock)


@pytest.fixture
def app(db: str, desk: Desk) -> Flask:
    with transaction() as session:
        for position, (section_id, name) in enumerate(SECTIONS.items()):
            session.add(
                Section(
                    id=section_id, position=position, names={"ja": name}, duties="", phone="000-000-0000", floor=1,
                    room="1", hours=[], phone_languages=["ja"],
                )
            )  # fmt: skip
    return desk_app("desk under test", desk)


@pytest.fixture
def hire(app: Flask, clock: Clock) -> Hire:
    return lambda name, *roles, **more: hired(clock(), name, *roles, **more)


@pytest.fixture
def townspeople(app: Flask, desk: Desk, clock: Clock) -> None:
    people(desk.town, clock())


@pytest.fixture
def sato(hire: Hire, townspeople: None) -> Officer:
    return hire("sato", Role.BROADCAST_DRAFTER)


@pytest.fixture
def suzuki(hire: Hire, townspeople: None) -> Officer:
    return hire("suzuki", Role.BROADCAST_APPROVER)


@pytest.fixture
def tanaka(hire: Hire, townspeople: None) -> Officer:
    return hire("tanaka", Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)


@pytest.fixture
def browser_of(app: Flask, clock: Clock) -> Callable[..., Browser]:
    def opened(address: str = "127.0.0.1") -> Browser:
        return Browser(app, clock, address)

    return opened


@pytest.fixture
def signed_in(browser_of: Callable[..., Browser]) -> Callable[[Officer], Browser]:
    def inside(officer: Officer) -> Browser:
        browser = browser_of()
        answer = browser.sign_in(officer)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return browser

    return inside


@pytest.fixture
def office(app: Flask, desk: Desk) -> Iterator[Office]:
    with open_office(desk) as opened:
        yield opened


@pytest.fixture
def context(browser: Chromium) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=WIDE, locale="ja-JP", timezone_id="Asia/Tokyo")
    yield opened
    opened.close()


@pytest.fixture
def shelf(tmp_path: Path) -> FolderShelf:
    return FolderShelf(tmp_path / "photos")


@pytest.fixture
def photo(app: Flask, shelf: FolderShelf) -> int:
    """The number of one photo on the shelf, of a case of the roads section."""
    return photographed(shelf)
