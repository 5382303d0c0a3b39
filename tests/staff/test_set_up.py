"""The desk as the settings want it: its key, its address, its networks, and whose address is believed."""

from dataclasses import replace
from ipaddress import ip_network

import pytest
from flask import Flask, request

from settings import Settings, SettingsError
from staff import app as staff
from staff.set_up import address_of, desk_of, networks_of
from tests.conftest import NOON
from tests.staff.the_desk import TOWN
from town.desk_key import DeskKey
from town.roles import Role

SECRET = "s" * 40


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)


def test_a_trial_on_one_machine_keeps_a_key_of_its_own_that_only_it_can_read(tmp_path):
    trial = settings(database_url=f"sqlite:///{tmp_path}/x.db")
    first, again = (desk_of(trial, TOWN, (), lambda: NOON) for _ in range(2))
    assert first is not None and again is not None
    assert again.key.unseal(first.key.seal("a")) == "a"
    assert (tmp_path / "desk-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "values",
    [
        {"line_channel_secret": "x", "line_channel_token": "y"},  # live
        {"redis_url": "redis://localhost"},
        {"database_url": "postgresql+psycopg://localhost/x"},
    ],
)
def test_elsewhere_there_is_no_desk_without_a_key(tmp_path, values):
    given = {"database_url": f"sqlite:///{tmp_path}/x.db", **values}
    assert desk_of(settings(**given), TOWN, (), lambda: NOON) is None
    assert desk_of(settings(**given, staff_secret_key=SECRET), TOWN, (), lambda: NOON) is not None


def test_what_one_key_sealed_no_other_opens():
    assert DeskKey("b" * 40).unseal(DeskKey(SECRET).seal("secret")) is None
    assert "secret" not in DeskKey(SECRET).seal("secret")


@pytest.mark.parametrize(
    "address", ["http://desk.example.jp", "https://desk.example.jp/", "desk.example.jp", "ftp://localhost"]
)
def test_an_address_that_would_carry_passwords_in_the_clear_is_refused(address):
    with pytest.raises(SettingsError, match="STAFF_ADDRESS"):
        address_of(settings(staff_address=address))


def test_networks_are_read_for_each_role():
    found = networks_of("administrator=10.1.0.0/16, 192.168.0.0/24; answer_editor=2001:db8::/32")
    assert found[Role.ADMINISTRATOR] == (ip_network("10.1.0.0/16"), ip_network("192.168.0.0/24"))
    assert found[Role.ANSWER_EDITOR] == (ip_network("2001:db8::/32"),)


@pytest.mark.parametrize("written", ["administrator", "king=10.0.0.0/8", "administrator=10.0.0.1/8", "viewer=home"])
def test_a_mistake_in_the_networks_stops_the_start(written):
    with pytest.raises(SettingsError, match="STAFF_NETWORKS"):
        networks_of(written)


@pytest.mark.parametrize("role", [Role.BROADCAST_APPROVER, Role.BROADCAST_DRAFTER])
def test_an_approver_at_home_can_never_be_locked_out(role):
    with pytest.raises(SettingsError, match="自宅"):
        networks_of(f"{role}=10.0.0.0/8")


def test_behind_https_the_cookie_never_travels_in_the_clear(db, desk):
    app = Flask("in the open")
    staff.install(app, replace(desk, address="https://desk.mihon.example"))
    answer = app.test_client().get("/staff/sign-in", base_url="https://desk.mihon.example")
    cookie = answer.headers["Set-Cookie"]
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/staff/"))
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.5"), (2, "198.51.100.7")])
def test_only_our_own_proxies_are_believed(tmp_path, proxies, seen):
    given = settings(database_url=f"sqlite:///{tmp_path}/x.db", staff_secret_key=SECRET, staff_proxies=proxies)
    desk, app = desk_of(given, TOWN, (), lambda: NOON), Flask("behind proxies")
    assert desk is not None
    staff.install(app, desk)
    app.add_url_rule("/who", "who", lambda: request.remote_addr or "")
    told = app.test_client().get("/who", headers={"X-Forwarded-For": "6.6.6.6, 198.51.100.7, 203.0.113.5"})
    assert told.get_data(as_text=True) == seen
