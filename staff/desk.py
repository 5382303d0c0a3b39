"""What the desk stands on: its key, its address, the town's name, the time, and from which networks a role works."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import cast
from urllib.parse import urlsplit

from flask import current_app

from knowledge.topics import Topic
from reports.photo_shelf import Shelf
from reports.report_town import ReportTown
from town.calendar import to_jst
from town.desk_key import DeskKey
from town.map_tiles import MapTiles
from town.numbers import EmergencyNumbers
from town.profile import Profile
from town.roles import Role

EXTENSION = "madoguchi_desk"
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Desk:
    """`address` is what officers type, «https://desk.example.jp», without a path; passkeys are bound to its host."""

    key: DeskKey
    address: str
    town: Profile
    now: Callable[[], datetime]
    numbers: EmergencyNumbers
    topics: tuple[Topic, ...] = ()
    prefix: str = ""  # opens every message of a demonstration
    networks: dict[Role, tuple[Network, ...]] = field(default_factory=dict)
    proxies_count: int = 0
    shelf: Shelf | None = None  # where photos of reports lie
    reports: ReportTown = ReportTown()  # noqa: RUF009 - frozen
    tiles: MapTiles = MapTiles()  # noqa: RUF009 - frozen
    changes_menus: bool = True  # not where another bot keeps the webhook, and with it the menus

    @property
    def town_name(self) -> str:
        return self.town.names.ja

    @property
    def is_secure(self) -> bool:
        return self.address.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or "localhost"

    @property
    def today(self) -> date:
        return to_jst(self.now()).date()

    def shut_from(self, address: str) -> frozenset[Role]:
        """The roles that do not work from this address."""
        try:
            here = ip_address(address)
        except ValueError:
            return frozenset(self.networks)
        return frozenset(role for role, listed in self.networks.items() if not any(here in one for one in listed))


def the_desk() -> Desk:
    return cast(Desk, current_app.extensions[EXTENSION])
