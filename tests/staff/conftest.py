"""A desk with officers, and browsers without a screen that behave: they keep cookies and fill in forms."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ViewportSize
from werkzeug.test import TestResponse

from knowledge.topics import read_topics
from settings import COMMON
from staff import app as staff
from staff.desk import EXTENSION, Desk
from store.database import transaction
from tests.conftest import NOON, Clock
from tests.people import open_door
from tests.staff.townspeople import people, sample_town
from town import officer_factors, officers
from town.desk_key import DeskKey
from town.numbers import load_numbers
from town.officers import Officer
from town.profile import Profile
from town.roles import EVERY_SECTION, Role
from town.sections import Section

WIDE = ViewportSize(width=1280, height=900)
PASSWORD = "tsukimi soba kawara 83"
KEY = DeskKey("k" * 32)
TOWN = Profile.minimal("みほん市", "000-123-4567")
TOPICS = read_topics(COMMON)
SECTIONS = {"citizens": "市民課", "roads": "道路課", "disaster": "危機管理課"}


class Browser:
    """One officer's browser."""

    def __init__(self, app: Flask, clock: Clock, address: str = "127.0.0.1") -> None:
        self.client: FlaskClient = app.test_client()
        self.clock, self.address = clock, address
        self.secrets: dict[str, str] = {}

    def open(self, path: str, **words: Any) -> TestResponse:
        return self.client.get(path, environ_overrides={"REMOTE_ADDR": self.address}, buffered=True, **words)

    def send(self, path: str, *, token: str | None = None, at: str = "/staff/sign-in", **form: Any) -> TestResponse:
        """Fill in the form of a page: its token comes from the page `at`, unless one is given."""
        found = self.form_token(at) if token is None else token
        return self.client.post(
            path, data={"csrf_token": found, **form}, environ_overrides={"REMOTE_ADDR": self.address},
            headers={"Referer": f"http://localhost{at}"},
        )  # fmt: skip

    def form_token(self, at: str = "/staff/sign-in") -> str:
        page = self.open(at, follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found, page[:400]
        return found.group(1)

    def sign_in(self, officer: Officer, password: str = PASSWORD, **form: str) -> TestResponse:
        """Password, and the second factor where the officer has one."""
        answer = self.send("/staff/sign-in", email=officer.email, password=password, **form)
        if answer.location and "/sign-in/factor" in answer.location:
            return self.show_code(officer.email, **form)
        return answer

    def show_code(self, email: str, at: str = "/staff/sign-in/factor", **form: str) -> TestResponse:
        self.clock.skip(seconds=30)  # a code works once
        return self.send(at, at=at, code=self.code(email), **form)

    def code(self, email: str) -> str:
        return pyotp.TOTP(secret_of(email)).at(self.clock())

    def is_in(self) -> bool:
        return self.open("/staff/").status_code == 200


def secret_of(email: str) -> str:
    """Each officer's token in these stories: any base32 text made of the address."""
    return "".join(letter for letter in email.upper() if letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ").ljust(32, "A")[:32]


@pytest.fixture
def desk(clock: Clock) -> Desk:
    return Desk(key=KEY, address="http://localhost", town=TOWN, now=clock, numbers=load_numbers(COMMON), topics=TOPICS)


@pytest.fixture
def sample_desk(clock: Clock) -> Desk:
    return desk_of_the_sample_town(clock)


def desk_of_the_sample_town(now: Callable[[], datetime]) -> Desk:
    """It has districts, shelters and templates to fill with them."""
    town = sample_town()
    return Desk(key=KEY, address="http://localhost", town=town, now=now, numbers=load_numbers(COMMON), topics=TOPICS)


@pytest.fixture
def townspeople(app: Flask, desk: Desk, clock: Clock) -> None:
    people(desk.town, clock())


@pytest.fixture
def sato(hire: "Hire", townspeople: None) -> Officer:
    return hire("sato", Role.BROADCAST_DRAFTER)


@pytest.fixture
def suzuki(hire: "Hire", townspeople: None) -> Officer:
    return hire("suzuki", Role.BROADCAST_APPROVER)


@pytest.fixture
def tanaka(hire: "Hire", townspeople: None) -> Officer:
    return hire("tanaka", Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)


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


def desk_app(name: str, desk: Desk) -> Flask:
    """An app with this desk. Rules and templates take a third of a second to compile: they stay, and the desk changes."""
    made = _with_pages(name, desk.key, desk.is_secure, desk.proxies_count)
    made.extensions[EXTENSION] = desk
    return made


@cache
def _with_pages(name: str, key: DeskKey, is_secure: bool, proxies_count: int) -> Flask:
    """What `install` takes from the desk for good: with another of these it is another app."""
    made = Flask(name)
    address = "https://localhost" if is_secure else "http://localhost"
    numbers = load_numbers(COMMON)
    staff.install(made, Desk(key, address, TOWN, lambda: NOON, numbers, proxies_count=proxies_count))
    return made


Hire = Callable[..., Officer]


@pytest.fixture
def hire(app: Flask, clock: Clock) -> Hire:
    return lambda name, *roles, **more: hired(clock(), name, *roles, **more)


def hired(
    at: datetime, name: str, /, *roles: Role, section: str = EVERY_SECTION, has_token: bool = True, **more: Any
) -> Officer:
    """An officer with a password; with a token unless told otherwise. Works in the citizens' section, may do it in `section`."""
    person = {"email": f"{name}@mihon.example", "name": f"見本 {name}", "section_id": "citizens"} | more
    with transaction() as session:
        officer = officers.add(session, at, **person)
        officer.password_hash = HASH
        for role in roles:
            officers.grant(session, officer, role, section)
        if has_token:
            secret = secret_of(officer.email)
            officer_factors.add_totp(session, KEY, officer, "トークン", secret, pyotp.TOTP(secret).at(at), at)
        return officer


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


@dataclass
class Office:
    """The desk behind a real door."""

    url: str
    desk: Desk


@pytest.fixture
def office(app: Flask, desk: Desk) -> Iterator[Office]:
    with open_office(desk) as opened:
        yield opened


@contextmanager
def open_office(desk: Desk) -> Iterator[Office]:
    door = desk_app("desk behind a door", desk)
    with open_door(door) as url:
        address = url.replace("127.0.0.1", "localhost")  # a passkey is bound to a name, never to a number
        desk = door.extensions[EXTENSION] = replace(desk, address=address, now=lambda: datetime.now(UTC))
        yield Office(address, desk)


@pytest.fixture
def context(browser: Chromium) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=WIDE, locale="ja-JP", timezone_id="Asia/Tokyo")
    yield opened
    opened.close()


# Hashing is slow on purpose; these stories are about other things, so theirs is the smallest hash there is.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
