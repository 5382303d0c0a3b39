"""What the open web stands on: the town, what it decides about reports, its own address, the time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app, request

from reports.filing import Office
from reports.kinds import ReportRules
from reports.photo_shelf import Shelf
from town.map_tiles import MapTiles
from town.profile import Profile

EXTENSION = "madoguchi_public"


@dataclass(frozen=True)
class Hall:
    office: Office
    now: Callable[[], datetime]
    shelf: Shelf | None = None  # where photos of reports lie
    tiles: MapTiles = MapTiles()  # noqa: RUF009 - frozen

    @property
    def town(self) -> Profile:
        return self.office.profile

    @property
    def rules(self) -> ReportRules:
        return self.office.town.rules

    @property
    def address(self) -> str:
        """Ours, «https://mihon.example», without a path: PUBLIC_ADDRESS, or where it is not set what this visitor asked
        for. A visitor may ask under any name, and what one is answered may be kept for others on the way.
        """
        return self.office.town.address or request.host_url.rstrip("/")


def the_hall() -> Hall:
    return cast(Hall, current_app.extensions[EXTENSION])
