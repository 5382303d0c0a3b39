"""Squares of about a hundred metres: what lies near a point is in its square or in one of the eight around it."""

import math
from collections.abc import Iterator
from typing import NamedTuple

SIDE = 1000  # squares in a degree: 111 m from south to north, 85–100 m from west to east in Japan
_ROW = 1_000_000
METRES_IN_A_DEGREE = 111_320


class Point(NamedTuple):
    """WGS84."""

    latitude: float
    longitude: float


def cell_of(point: Point) -> int:
    return math.floor(point.latitude * SIDE) * _ROW + math.floor(point.longitude * SIDE)


def cells_around(point: Point, metres: float) -> list[int]:
    """Every square that a circle around the point may touch."""
    up = metres / METRES_IN_A_DEGREE
    across = up / max(math.cos(math.radians(point.latitude)), 0.01)
    return list(_between(Point(point.latitude - up, point.longitude - across), Point(point.latitude + up, point.longitude + across)))  # fmt: skip


def _between(south_west: Point, north_east: Point) -> Iterator[int]:
    for row in range(math.floor(south_west.latitude * SIDE), math.floor(north_east.latitude * SIDE) + 1):
        for column in range(math.floor(south_west.longitude * SIDE), math.floor(north_east.longitude * SIDE) + 1):
            yield row * _ROW + column


def rounded(point: Point) -> Point:
    """The middle of its square: near enough for a neighbourhood, too far off for a house."""
    row, column = divmod(cell_of(point), _ROW)
    return Point((row + 0.5) / SIDE, (column + 0.5) / SIDE)
