"""How long the nearest evacuation sites take to find among 5,000, on SQLite and on PostgreSQL.

`python -m benchmarks.shelters --json FILE`
"""

import contextlib
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import houses
from benchmarks.figures import Json, Target, conclude, machine, parser, percentile, table
from store import database
from town import shelters
from town.hazards import Hazard
from town.places import Shelter
from town.shapes import Names

SITES, QUESTIONS, LONGEST = 5_000, 300, 5.0  # milliseconds, at the median
MOST = 6
# A prefecture's worth of sites; the third crowds them into one city centre.
LANDS = {"a town of 20 km": 0.09, "a prefecture of 100 km": 0.45, "a centre of 4 km": 0.018}


def main() -> int:
    given = parser(__doc__).parse_args()
    rows: list[Json] = []
    for name in ("sqlite", "postgresql"):
        with _database(name):
            for land, half in LANDS.items():
                rows.append({"database": name, "land": land, **measure(half)})
    table("Nearest evacuation sites", tuple(rows[0]), [tuple(row.values()) for row in rows])
    slowest = max(row["p50_ms"] for row in rows)
    target = Target(f"slowest p50 of {SITES} sites", f"<= {LONGEST} ms", round(slowest, 2), slowest <= LONGEST)
    return conclude([target], {"machine": machine(), "rows": rows}, given.json)


def measure(half: float) -> Json:
    chance, took = random.Random(6), []  # noqa: S311 - the same places every time
    points = [(34.75 + chance.uniform(-half, half), 138.25 + chance.uniform(-half, half)) for _ in range(SITES)]
    with database.transaction() as session:
        shelters.load(session, [])
        shelters.load(session, [_site(n, point, chance) for n, point in enumerate(points)])
    for _ in range(QUESTIONS):
        latitude, longitude = chance.choice(points)
        with database.reading() as session:
            session.connection()  # whoever answers a question has read in it already
            began = time.perf_counter()
            found = shelters.nearest(session, chance.choice(list(Hazard)), latitude + 0.001, longitude, MOST)
            took.append((time.perf_counter() - began) * 1000)
        if len(found) != MOST:
            raise RuntimeError("a site was not found")
    return {"p50_ms": percentile(took, 0.5), "p99_ms": percentile(took, 0.99)}


def _site(number: int, point: tuple[float, float], chance: random.Random) -> Shelter:
    hazards = tuple(sorted(chance.sample(list(Hazard), 4)))
    return Shelter(id=f"s{number}", is_sample=True, names=Names(ja=f"みほん{number}"), point=point, hazards=hazards)


@contextlib.contextmanager
def _database(name: str) -> Iterator[None]:
    with contextlib.ExitStack() as house:
        if name == "postgresql":
            url = house.enter_context(houses.postgresql())
        else:
            folder = house.enter_context(tempfile.TemporaryDirectory(prefix=houses.PREFIX))
            url = f"sqlite:///{Path(folder)}/town.db"
            houses.migrate(url)
        database.connect(url)
        house.callback(database.disconnect)
        yield


if __name__ == "__main__":
    sys.exit(main())
