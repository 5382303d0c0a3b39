"""The evacuation sites of somebody who has named their districts and not where they stand."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from town import districts, shelters
from town.hazards import Hazard
from town.shelters import Shelter


def near_home(session: Session, hazard: Hazard, own: Collection[str], most: int) -> list[Shelter]:
    """Those of the districts; where none is entered for them, the nearest to their middle, and no distance is said."""
    found = shelters.in_districts(session, hazard, own, most)
    if not found:
        middles = [one for one in districts.all(session) if one.id in own]
        near = [shelters.nearest(session, hazard, one.latitude, one.longitude, most) for one in middles]
        found = list(dict.fromkeys(one.shelter for row in near for one in row))[:most]
    return found
