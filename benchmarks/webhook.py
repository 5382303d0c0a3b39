"""How fast the door says 200, every event stored first: on PostgreSQL under gunicorn, and in one process on SQLite.

Beside it, under the same gunicorn in the same run: the SDK's echo that only parses, and the one that replies inside
the request to a LINE that takes 50 ms. `python -m benchmarks.webhook --json FILE`
"""

import argparse
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import houses
from benchmarks.figures import HOME, Json, Target, conclude, machine, median, parser, table
from benchmarks.houses import Place, running, wait_for
from benchmarks.rows import Rows, rows_of
from simulator.ids import new_user_id

RATE = 200  # requests a second
LINE_LATENCY = 0.05  # seconds
CALLERS = 32
PEERS = ("parsing", "replying")
ROW_COUNTS = ("stored", "replied", "pushed")


@dataclass(frozen=True)
class Door:
    """A webhook somebody can knock at."""

    url: str
    place: Place

    def knock(self, count: int, seconds: float, rate: int | None = None, line: str | None = None) -> Json:
        wish = {
            "url": f"{self.url}/line/webhook", "secret": self.place.secret, "destination": new_user_id(),
            "count": count, "residents": max(1, count // 4), "seconds": seconds, "rate": rate, "line": line,
            "callers": 100 if rate else CALLERS,
        }  # fmt: skip
        words = [sys.executable, "-m", "benchmarks.crowd", json.dumps(wish)]
        told = subprocess.run(words, cwd=HOME, stdout=subprocess.PIPE, check=True, timeout=300)
        return dict(json.loads(told.stdout))


@contextlib.contextmanager
def line(log: Path | None) -> Iterator[tuple[str, str, str]]:
    """LINE with 50 ms before each reply. Gives its address, the secret and the token."""
    port, (secret, token) = houses.free_port(), houses.new_secrets()
    url = f"http://127.0.0.1:{port}"
    with running([sys.executable, "-m", "benchmarks.line", str(port), secret, token], {}, log) as child:
        wait_for(f"{url}/phone/", child)
        houses.ask(f"{url}/phone/api/faults", {"endpoint": "reply", "fault": "latency", "seconds": LINE_LATENCY})
        yield url, secret, token


@contextlib.contextmanager
def under_gunicorn(application: str, place: Place, log: Path | None) -> Iterator[Door]:
    port = houses.free_port()
    words = houses.procfile("web").replace("serve:create_web()", application)
    with running(words, {**place.environment, "PORT": str(port)}, log) as child:
        wait_for(f"http://127.0.0.1:{port}/healthz", child)
        yield Door(f"http://127.0.0.1:{port}", place)


@contextlib.contextmanager
def one_process(place: Place, log: Path | None) -> Iterator[Door]:
    """As `make run` starts it. It would bring its own simulator for 127.0.0.1; the same address in short keeps ours."""
    port = houses.free_port()
    place = replace(place, line_url=place.line_url.replace("127.0.0.1", "127.1"))
    words = [str(Path(sys.executable).parent / "madoguchi"), "run"]
    with running(words, {**place.environment, "PORT": str(port)}, log) as child:
        wait_for(f"http://127.0.0.1:{port}/healthz", child)
        yield Door(f"http://127.0.0.1:{port}", place)


def under_load(door: Door, rows: Rows, seconds: float) -> Json:
    """200 requests a second while whoever is at work answers the same load."""
    door.knock(40, 1, RATE, door.place.line_url)  # warm
    rows.wait_until_settled(60)
    rows.empty()
    asked = int(RATE * seconds)
    told = door.knock(asked, seconds, RATE, door.place.line_url)
    waiting = rows.open()
    is_settled = rows.wait_until_settled(120)
    sent = rows.deliveries()
    told |= {
        "asked": asked, "stored": rows.stored(), "open_at_end": waiting, "is_settled": is_settled,
        "replied": sent.get("reply sent", 0), "pushed": sent.get("push sent", 0),
    }  # fmt: skip
    rows.empty()
    return told


def peak(door: Door, seconds: float, rows: Rows | None = None, tokens: str | None = None, most: int = 6000) -> Json:
    """As many as it takes, 32 at once, and nobody draining."""
    told = door.knock(int(most * seconds), seconds, None, tokens)
    if rows:
        told["stored"] = rows.stored()
        rows.empty()
    return told


def on_postgresql(given: argparse.Namespace) -> Json:
    """Rounds of: latency with the worker at work; then the three peaks, one after the other."""
    rounds: list[Json] = []
    with contextlib.ExitStack() as house:
        url, secret, token = house.enter_context(line(given.log))
        database, namespace = house.enter_context(houses.postgresql()), house.enter_context(houses.redis_namespace())
        place = Place(database, secret, token, namespace, url, uses_redis=True)
        subprocess.run(
            [Path(sys.executable).parent / "madoguchi", "load"], cwd=HOME, check=True,
            env=houses.whole(place.environment),
        )  # fmt: skip
        rows = house.enter_context(rows_of(database))
        ours = house.enter_context(under_gunicorn("serve:create_web()", place, given.log))
        doors = {p: house.enter_context(under_gunicorn(f"benchmarks.peers:{p}()", place, given.log)) for p in PEERS}
        for number in range(given.rounds):
            with running(houses.procfile("worker"), place.environment, given.log):
                told = {"under_load": under_load(ours, rows, given.seconds)}
            told["ours"] = peak(ours, given.peak_seconds, rows)
            told["parsing"] = peak(doors["parsing"], given.peak_seconds)
            told["replying"] = peak(doors["replying"], given.peak_seconds, None, url, most=400)
            rounds.append(told)
            _print_round(f"PostgreSQL, round {number + 1}", told)
    return {"rounds": rounds}


def on_sqlite(given: argparse.Namespace) -> Json:
    """The same two questions of the one-process shape, whose workers cannot be sent home during the peak."""
    rounds: list[Json] = []
    for number in range(given.rounds):
        with contextlib.ExitStack() as house:
            url, secret, token = house.enter_context(line(given.log))
            place = Place(house.enter_context(houses.sqlite()), secret, token, "", url, uses_redis=False)
            door = house.enter_context(one_process(place, given.log))
            rows = house.enter_context(rows_of(place.database_url))
            told = {"under_load": under_load(door, rows, given.seconds)}
            peaked = door.knock(int(1500 * given.peak_seconds), given.peak_seconds, None, url)
            told["ours"] = peaked | {"stored": rows.stored()}
            rounds.append(told)
            _print_round(f"SQLite in one process, round {number + 1}", told)
    return {"rounds": rounds}


def _print_round(title: str, told: Json) -> None:
    table(title, ("phase", "per second", "p50 ms", "p99 ms", "max ms", "accepted", "stored", "replied", "pushed"), [
        (n, t["per_second"], t["p50_ms"], t["p99_ms"], t["max_ms"], t["accepted"], *(t.get(c, "-") for c in ROW_COUNTS))
        for n, t in told.items()
    ])  # fmt: skip


def _targets(rounds: list[Json]) -> list[Target]:
    p99 = median([r["under_load"]["p99_ms"] for r in rounds])
    ratio = {p: median([r["ours"]["per_second"] / r[p]["per_second"] for r in rounds]) for p in PEERS}
    lost = _lost(rounds)
    loads = [r["under_load"] for r in rounds]
    unanswered = sum(one["asked"] - one["replied"] - one["pushed"] for one in loads)
    return [
        Target("p99 at 200/s while workers drain", "<= 100 ms", round(p99, 1), p99 <= 100),
        Target("peak beside the parsing echo", ">= 0.2 (stretch 0.3)", round(ratio["parsing"], 3), ratio["parsing"] >= 0.2),
        Target("peak beside the replying echo", ">= 3", round(ratio["replying"], 2), ratio["replying"] >= 3),
        Target("accepted and not stored", "0", lost, lost == 0),
        Target("asked under load and not answered", "0", unanswered, unanswered == 0),
    ]  # fmt: skip


def _lost(rounds: list[Json]) -> int:
    return sum(max(0, r[phase]["accepted"] - r[phase]["stored"]) for r in rounds for phase in ("under_load", "ours"))


def main() -> int:
    arguments = parser(__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=float, default=20, help="of each round under load")
    arguments.add_argument("--peak-seconds", type=float, default=6, help="of each peak")
    arguments.add_argument("--only", choices=("postgresql", "sqlite"))
    arguments.add_argument("--log", type=Path, help="where the processes' output goes")
    given = arguments.parse_args()
    houses.go_on_sigterm()
    figures: Json = {"machine": machine()}
    targets: list[Target] = []
    if given.only != "sqlite":
        figures["postgresql"] = on_postgresql(given)
        targets += _targets(figures["postgresql"]["rounds"])
    if given.only != "postgresql":
        figures["sqlite"] = on_sqlite(given)
        lost = _lost(figures["sqlite"]["rounds"])
        targets.append(Target("SQLite: accepted and not stored", "0", lost, lost == 0))
    return conclude(targets, figures, given.json)


if __name__ == "__main__":
    sys.exit(main())
