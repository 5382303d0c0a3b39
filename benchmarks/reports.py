"""A hundred thousand reports of one town: the open list, a window of the map and the search for duplicates."""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.figures import Json, Target, conclude, machine, parser, percentile, table
from benchmarks.houses import migrate, postgresql, sqlite
from public import app as public
from public.hall import Hall
from reports import duplicates
from reports.cells import Point, cell_of
from reports.duplicates import Sought
from reports.filing import Office
from reports.records import Report
from reports.report_town import ReportTown, read_report_town
from settings import SAMPLE_TOWN
from store.database import connect, disconnect, reading, transaction
from town.profile import load_profile

MANY = 100_000
ASKED = 300
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OPEN_SHARE = 0.1
SOUTH_WEST, NORTH_EAST = Point(34.715, 138.227), Point(34.792, 138.312)
WANTED = {"postgresql": 100.0, "sqlite": 200.0}  # p95 in milliseconds
Draw = Callable[[], Point]


def places(chance: random.Random) -> Draw:
    """Half of them along a few busy corners, as in a real town, the others anywhere."""
    corners = [Point(chance.uniform(34.72, 34.79), chance.uniform(138.23, 138.31)) for _ in range(40)]

    def anywhere() -> Point:
        if chance.random() < 0.5:
            corner = chance.choice(corners)
            return Point(chance.gauss(corner.latitude, 0.002), chance.gauss(corner.longitude, 0.002))
        return Point(
            chance.uniform(SOUTH_WEST.latitude, NORTH_EAST.latitude),
            chance.uniform(SOUTH_WEST.longitude, NORTH_EAST.longitude),
        )

    return anywhere


def row(number: int, town: ReportTown, chance: random.Random, anywhere: Draw) -> Json:
    point, kind = anywhere(), chance.choice(town.rules.kinds)
    filed_at = NOW - timedelta(hours=(MANY - number) / 6)
    is_open = chance.random() < OPEN_SHARE
    return {
        "receipt_number": f"M-2026-{number:06}", "token": f"{number:032x}", "kind": kind.id, "channel": "line",
        "stage": chance.choice(("received", "in_progress")) if is_open else chance.choice(("done", "done", "not_ours", "duplicate")),
        "revision": 1, "is_urgent": False, "language": "ja", "latitude": point.latitude, "longitude": point.longitude,
        "cell": cell_of(point), "section_id": kind.section, "priority": 0, "follower_count": 0, "reopened_count": 0,
        "district_id": chance.choice(("honcho", "kawara", "minato", "yamate", "shinden")), "is_shown": True,
        "is_place_rounded": chance.random() < 0.3, "public_text": "角の穴です。", "filed_at": filed_at,
        "changed_at": filed_at, "closed_at": None if is_open else filed_at + timedelta(days=5), "is_held": False,
    }  # fmt: skip


def fill(town: ReportTown, anywhere: Draw, chance: random.Random) -> None:
    with transaction() as session:
        for start in range(1, MANY + 1, 5000):
            session.execute(sa.insert(Report), [row(n, town, chance, anywhere) for n in range(start, start + 5000)])
    with transaction() as session:
        session.execute(sa.text("ANALYZE"))


def measured(questions: list[Callable[[], object]]) -> Json:
    times = []
    for question in questions:
        begun = time.perf_counter()
        question()
        times.append((time.perf_counter() - begun) * 1000)
    return {f"p{share}": percentile(times, share / 100) for share in (50, 95, 99)}


def asked(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200 or not answer.get_data():
        raise RuntimeError(address)


def searched(town: ReportTown, kind: str, point: Point) -> None:
    with reading() as session:
        duplicates.near(session, Sought(kind, point), town.rules)


def questions(town: ReportTown, client: FlaskClient, anywhere: Draw, chance: random.Random) -> dict[str, list[Callable[[], object]]]:  # fmt: skip
    kinds = [kind.id for kind in town.rules.kinds]
    filters = ("", "kind=hole", "state=open", "district=minato", "kind=snow&state=closed", "state=open&district=yamate")
    lists = [f"/reports?{chance.choice(filters)}&before={chance.randrange(100, MANY)}" for _ in range(ASKED)]
    return {
        "list page": [partial(asked, client, one) for one in lists],
        "map window": [partial(asked, client, f"/reports.geojson?bbox={_window(anywhere(), chance)}") for _ in range(ASKED)],
        "duplicate search": [partial(searched, town, chance.choice(kinds), anywhere()) for _ in range(ASKED)],
    }  # fmt: skip


def _window(middle: Point, chance: random.Random) -> str:
    half = chance.choice((0.002, 0.01, 0.05))  # a street, a quarter, the whole town
    corners = middle.longitude - half, middle.latitude - half, middle.longitude + half, middle.latitude + half
    return ",".join(f"{one:.5f}" for one in corners)


def one_database(url: str) -> Json:
    connect(url)
    try:
        profile, chance = load_profile(SAMPLE_TOWN), random.Random(1)  # noqa: S311 - the same town in every run
        town, anywhere = read_report_town(profile, SAMPLE_TOWN), places(chance)
        fill(town, anywhere, chance)
        app = Flask("reports")
        public.install(app, Hall(Office(town, profile), lambda: NOW))
        asked_of = questions(town, app.test_client(), anywhere, chance)
        return {what: measured(many) for what, many in asked_of.items()}
    finally:
        disconnect()


def main() -> int:
    given = parser(__doc__).parse_args()
    found: Json = {}
    with sqlite() as url:
        migrate(url)
        found["sqlite"] = one_database(url)
    with postgresql() as url:
        found["postgresql"] = one_database(url)
    rows = [(name, what, *told.values()) for name, all_of_it in found.items() for what, told in all_of_it.items()]
    table(f"{MANY:,} reports, {ASKED} questions each, milliseconds", ("database", "what", "p50", "p95", "p99"), rows)
    targets = [
        Target(f"{what}, {name}", f"p95 ≤ {WANTED[name]:.0f} ms", told["p95"], told["p95"] <= WANTED[name])
        for name, all_of_it in found.items()
        for what, told in all_of_it.items()
    ]
    return conclude(targets, {"machine": machine(), "reports": MANY, "milliseconds": found}, given.json)


if __name__ == "__main__":
    sys.exit(main())
