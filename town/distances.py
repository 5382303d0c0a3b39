"""How far apart two points on the map are, and where to look for what is near one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, cos, inf, radians, sin, sqrt

EARTH_RADIUS = 6_371_008.8  # metres, the mean radius (IUGG)
# Degrees of latitude from the middle to the edge: about 1.1 km first, then always eight times as far.
HALVES = (0.01, 0.08, 0.64)


# Who takes a box for flat finds no way more than 5 % longer than it is.
AT_LEAST = 0.95
FARTHEST_NORTH = 60  # degrees, and south; beyond, a box of the map is no box


@dataclass(frozen=True)
class Box:
    """A piece of the map, edges included, in degrees. `reach`: nothing outside is nearer than so many metres."""

    south: float
    west: float
    north: float
    east: float
    reach: float
    is_flat: bool = True


THE_WORLD = Box(-90.0, -180.0, 90.0, 180.0, inf, is_flat=False)


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies, between two (latitude, longitude); right to half a percent (haversine)."""
    (north, east), (other_north, other_east) = [(radians(lat), radians(lon)) for lat, lon in (one, other)]
    half = sin((other_north - north) / 2) ** 2
    half += cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(half))


def metres_of_degrees(degrees: float) -> float:
    """Along a meridian."""
    return radians(degrees) * EARTH_RADIUS


def boxes_around(here: tuple[float, float]) -> Iterator[Box]:
    """Larger and larger, the whole world last. Far from Japan, near a pole or the date line, the world at once."""
    latitude, longitude = here
    narrowing = cos(radians(latitude))
    for half in HALVES if abs(latitude) <= FARTHEST_NORTH else ():
        wide = half / narrowing
        if abs(longitude) + wide < 180:
            # To the north and south it is `half`; to a meridian the way is a little shorter than along the parallel.
            nearest_edge = min(radians(half), asin(narrowing * sin(radians(wide))))
            reach = nearest_edge * EARTH_RADIUS * (1 - 1e-9)
            yield Box(latitude - half, longitude - wide, latitude + half, longitude + wide, reach)
    yield THE_WORLD
