"""The desk as the settings want it, or none where there is no key for it."""

import secrets
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url

from knowledge.topics import Topic
from settings import COMMON, Settings, SettingsError
from staff.desk import Desk, Network
from town.desk_key import DeskKey
from town.numbers import load_numbers
from town.profile import Profile
from town.roles import FROM_ANYWHERE, JAPANESE, Role

KEY_FILE = "desk-key"


def desk_of(
    settings: Settings, town: Profile, topics: tuple[Topic, ...], now: Callable[[], datetime], prefix: str = ""
) -> Desk | None:  # fmt: skip
    """Raises SettingsError with the setting that is wrong."""
    secret = _secret(settings)
    if secret is None:
        return None
    return Desk(
        key=DeskKey(secret), address=address_of(settings), town=town, now=now,
        numbers=load_numbers(COMMON), topics=topics, prefix=prefix,
        networks=networks_of(settings.staff_networks), proxies_count=settings.staff_proxies, changes_menus=not settings.send_only,
    )  # fmt: skip


def has_desk(settings: Settings) -> bool:
    return _secret(settings) is not None


def networks_of(written: str) -> dict[Role, tuple[Network, ...]]:
    found: dict[Role, tuple[Network, ...]] = {}
    for part in filter(None, (one.strip() for one in written.split(";"))):
        name, _, listed = part.partition("=")
        try:
            role = Role(name.strip())
            found[role] = tuple(ip_network(one.strip()) for one in listed.split(","))
        except ValueError:
            raise SettingsError(
                f"STAFF_NETWORKS の「{part}」が読めません。役割=10.0.0.0/8 の形で書いてください。"
            ) from None
        if role in FROM_ANYWHERE:
            raise SettingsError(f"STAFF_NETWORKS: 「{JAPANESE[role]}」は夜に自宅からも使うため、場所で限れません。")
    return found


def _secret(settings: Settings) -> str | None:
    if settings.staff_secret_key:
        return settings.staff_secret_key.get_secret_value()
    database = make_url(settings.database_url)
    if settings.is_live or settings.redis_url or database.get_backend_name() != "sqlite" or not database.database:
        return None
    return _kept(Path(database.database).parent / KEY_FILE)


def _kept(path: Path) -> str:
    """For trying on one machine: made once, readable by nobody else."""
    if not path.exists():
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii")


def address_of(settings: Settings) -> str:
    address = settings.staff_address or f"http://localhost:{settings.port}"
    parts = urlsplit(address)
    is_here = parts.hostname == "localhost"
    if parts.path or not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_here)):
        raise SettingsError("STAFF_ADDRESS は https://desk.example.jp のように、パスを付けずに書いてください。")
    return address
