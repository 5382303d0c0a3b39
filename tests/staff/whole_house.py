"""The whole house of a filled town with every door, an officer who may do everything, and the address of every page."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

import serve
from settings import SAMPLE_TOWN, Settings
from store.database import transaction
from tests.staff.filled_town import Parts, fill
from tests.staff.without_a_screen import Browser
from town.roles import Role

FILES = {"path": "town-map/map.js"}


@pytest.fixture
def desk(sample_desk):
    return sample_desk


@pytest.fixture
def house(db: str, tmp_path: Path) -> Flask:
    return serve.web_app(Settings(
        _env_file=None, database_url=db, town_folder=SAMPLE_TOWN, staff_secret_key="k" * 32, photo_folder=tmp_path,
        line_channel_secret="s", line_channel_token="t", line_api_url="http://127.0.0.1:9",
    ))  # fmt: skip


@pytest.fixture
def inside(house: Flask, hire, clock, townspeople) -> tuple[Browser, Parts]:
    """An officer who may do everything, in a town where everything is there."""
    everybody = [hire(name, *Role) for name in ("hanako", "taro", "jiro")]
    clock.time = datetime.now(UTC)  # the house looks at the real one
    with transaction() as session:
        parts = fill(session, [session.merge(one) for one in everybody], clock())
    browser = Browser(house, clock)
    assert browser.sign_in(everybody[0]).status_code == 303
    return browser, parts


def addresses(house: Flask, parts: Parts) -> Iterator[str]:
    """Every page there is, of every record; a new page whose parts nobody knows fails here."""
    adapter = house.url_map.bind("localhost")
    for rule in house.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        known = parts | FILES | {"filename": "desk.css" if rule.endpoint == "staff.static" else "reports.css"}
        if rule.endpoint.startswith("staff.training_"):
            known |= {"broadcast_id": parts["drill_id"]}
        of_all = ("broadcast_id", "cap_id", "mail_id") if rule.endpoint.startswith("staff.") else ()
        for name in of_all if "broadcast_id" in rule.arguments else ("broadcast_id",):
            for form in ("xml", "json") if "form" in rule.arguments else ("",):
                chosen = known | {"broadcast_id": known[name], "form": form}
                yield adapter.build(rule.endpoint, {one: _part(one, chosen[one]) for one in rule.arguments})


def _part(name: str, value: str) -> str | int:
    return int(value) if name.endswith("_id") and value.isdigit() else value
