"""The desk of the stories: its town and pages, officers hired for it, and a real door."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pyotp
from argon2 import PasswordHasher
from flask import Flask
from playwright.sync_api import ViewportSize

from knowledge.topics import read_topics
from settings import COMMON
from staff import app as staff
from staff.desk import EXTENSION, Desk
from store.database import transaction
from tests.conftest import NOON
from tests.people import open_door
from tests.staff.townspeople import sample_town
from town import officer_factors, officers
from town.desk_key import DeskKey
from town.numbers import load_numbers
from town.officers import Officer
from town.profile import Profile
from town.roles import EVERY_SECTION, Role

WIDE = ViewportSize(width=1280, height=900)
PASSWORD = "tsukimi soba kawara 83"
# Hashing is slow on purpose; these stories are about other things, so theirs is the smallest hash there is.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
KEY = DeskKey("k" * 32)
TOWN = Profile.minimal("みほん市", "000-123-4567")
TOPICS = read_topics(COMMON)


def desk_of_a_small_town(now: Callable[[], datetime]) -> Desk:
    """Of which only the name and a telephone are known."""
    return Desk(key=KEY, address="http://localhost", town=TOWN, now=now, numbers=load_numbers(COMMON), topics=TOPICS)


def desk_of_the_sample_town(now: Callable[[], datetime]) -> Desk:
    """It has districts, shelters and templates to fill with them."""
    town = sample_town()
    return Desk(key=KEY, address="http://localhost", town=town, now=now, numbers=load_numbers(COMMON), topics=TOPICS)


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


def secret_of(email: str) -> str:
    """Each officer's token in these stories: any base32 text made of the address."""
    return "".join(letter for letter in email.upper() if letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ").ljust(32, "A")[:32]


@dataclass
class Office:
    """The desk behind a real door."""

    url: str
    desk: Desk


@contextmanager
def open_office(desk: Desk) -> Iterator[Office]:
    door = desk_app("desk behind a door", desk)
    with open_door(door) as url:
        address = url.replace("127.0.0.1", "localhost")  # a passkey is bound to a name, never to a number
        desk = door.extensions[EXTENSION] = replace(desk, address=address, now=lambda: datetime.now(UTC))
        yield Office(address, desk)
