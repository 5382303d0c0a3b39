"""A whole town asks at once: 3,000 questions in a burst, then 5,000, judged by LINE's own ledger.

LINE takes 50 ms for every call, and simulator and bot share the machine. Each burst is sent by the simulator, 100
webhooks at a time, every resident's questions in order. `python -m benchmarks.surge --json FILE`
"""

import argparse
import contextlib
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import houses
from benchmarks.figures import HOME, Json, Target, conclude, machine, median, parser, table
from benchmarks.houses import Place, ask, running, wait_for
from benchmarks.letters import questions, residents
from benchmarks.rows import Rows, rows_of

LINE_LATENCY = 0.05
BURSTS = (3000, 5000)
LONGEST = 50.0  # seconds for the first burst
QUESTIONS_EACH = 3
FLAT = 1.15  # memory at the end of a burst beside memory at its beginning
MADOGUCHI = str(Path(sys.executable).parent / "madoguchi")


@dataclass(frozen=True)
class Town:
    """A bot at work, with LINE before it."""

    line: str
    rows: Rows
    leaders: tuple[int, ...]

    def memory(self) -> float:
        return sum(houses.resident_megabytes(leader, but_not="simulator") for leader in self.leaders)


@contextlib.contextmanager
def in_one_process(log: Path | None) -> Iterator[Town]:
    """`make run` on a fresh machine: SQLite, and the simulator as its child."""
    port, line_port = houses.free_port(), houses.free_port()
    line = f"http://127.0.0.1:{line_port}"
    with houses.sqlite() as database:
        nobody = dict.fromkeys(("REDIS_URL", "LINE_CHANNEL_SECRET", "LINE_CHANNEL_TOKEN", "TOWN_FOLDER"), "")
        environment = {**nobody, "DATABASE_URL": database, "PORT": str(port), "SIMULATOR_PORT": str(line_port)}
        with running([MADOGUCHI, "run"], environment, log) as child:
            wait_for(f"http://127.0.0.1:{port}/healthz", child)
            with rows_of(database) as rows:
                yield Town(line, rows, (child.pid,))


@contextlib.contextmanager
def in_several(log: Path | None) -> Iterator[Town]:
    """The Procfile's processes on PostgreSQL and Redis."""
    port, line_port, (secret, token) = houses.free_port(), houses.free_port(), houses.new_secrets()
    line = f"http://127.0.0.1:{line_port}"
    with contextlib.ExitStack() as house:
        database, namespace = house.enter_context(houses.postgresql()), house.enter_context(houses.redis_namespace())
        place = Place(database, secret, token, namespace, line, uses_redis=True)
        subprocess.run([MADOGUCHI, "load"], cwd=HOME, check=True, env=houses.whole(place.environment))
        words = [
            sys.executable, "-m", "simulator", "--port", str(line_port), "--channel-secret", secret,
            "--channel-token", token, "--webhook", f"http://127.0.0.1:{port}/line/webhook",
        ]  # fmt: skip
        simulator = house.enter_context(running(words, {}, log))
        wait_for(f"{line}/phone/", simulator)
        environment = {**place.environment, "PORT": str(port)}
        started = {
            name: house.enter_context(running(houses.procfile(name), environment, log))
            for name in ("web", "worker", "clock")
        }
        wait_for(f"http://127.0.0.1:{port}/healthz", started["web"])
        rows = house.enter_context(rows_of(database))
        yield Town(line, rows, tuple(child.pid for child in started.values()))


def burst(town: Town, count: int, seconds: float) -> Json:
    """Everybody asks; wait until nothing is open; then ask LINE's ledger what arrived on the telephones."""
    happened = questions(count, residents(max(1, count // QUESTIONS_EACH)))
    since = ask(f"{town.line}/phone/api/ledger?since=1000000000")["next"]
    began = time.time()
    with sampling(town.memory) as samples:
        deliveries = ask(f"{town.line}/phone/api/events", {"events": happened, "perRequest": 1})["deliveries"]
        stored_after = time.time() - began
        is_settled = town.rows.wait_until_settled(seconds)
    arrived = ask(f"{town.line}/phone/api/ledger?since={since}")["arrivals"]
    return {
        "questions": count, "taken_by_the_bot": sum(one["reason"] == "OK" for one in deliveries),
        "last_webhook_after": stored_after, "is_settled": is_settled,
        **_judged(happened, arrived, town.rows),
        "seconds": max((one["at"] for one in arrived), default=began) - began,
        **_memory(samples or [town.memory()]),
    }  # fmt: skip


def _memory(samples: list[float]) -> Json:
    """A system may have put idle pages away before the burst, so its first fifth is the beginning, not the rest before."""
    fifth = max(1, len(samples) // 5)
    return {
        "memory_first": median(samples[:fifth]), "memory_last": median(samples[-fifth:]), "memory_most": max(samples),
    }  # fmt: skip


def _judged(happened: list[Json], arrived: list[Json], rows: Rows) -> Json:
    """What reached the telephones, compared with what was asked, in the order it was asked."""
    order = {one["webhookEventId"]: number for number, one in enumerate(happened)}
    uncertain, pushed_for = rows.uncertain(), rows.pushed_for()
    answers: Counter[str] = Counter()
    latest: dict[str, int] = {}
    overtaken = 0
    for one in arrived:
        event_id = one["event_id"] or pushed_for.get(one["retry_key"], "")
        number = order.get(event_id, len(order))
        answers[event_id] += 1
        overtaken += number < latest.get(one["resident"], -1)
        latest[one["resident"]] = max(number, latest.get(one["resident"], -1))
    return {
        "replied": sum(one["via"] == "reply" for one in arrived), "pushed": sum(one["via"] != "reply" for one in arrived),
        "answered_twice": sum(count > 1 for count in answers.values()), "uncertain": len(uncertain & set(order)),
        "lost": sum(event_id not in answers and event_id not in uncertain for event_id in order),
        "out_of_order": overtaken,
    }  # fmt: skip


@contextlib.contextmanager
def sampling(look: Callable[[], float], every: float = 1.0) -> Iterator[list[float]]:
    """Look now and then on a thread of its own."""
    samples: list[float] = []
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(every):
            samples.append(look())

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        is_over.set()
        thread.join()


SHAPES = {"one process, SQLite": in_one_process, "Procfile, PostgreSQL": in_several}


def measure(shape: str, given: argparse.Namespace) -> list[Json]:
    told = []
    with SHAPES[shape](given.log) as town:
        ask(f"{town.line}/phone/api/faults", {"endpoint": "*", "fault": "latency", "seconds": LINE_LATENCY})
        burst(town, 300, 60)  # warm: words loaded, pools filled
        for count in given.bursts:
            told.append(burst(town, count, given.patience))
    columns = (
        "questions", "seconds", "replied", "pushed", "lost", "uncertain", "answered_twice", "out_of_order",
        "memory_first", "memory_last", "memory_most",
    )  # fmt: skip
    table(shape, columns, [[one[column] for column in columns] for one in told])
    return told


def targets_of(shape: str, told: list[Json]) -> list[Target]:
    first = told[0]
    lost = sum(one["lost"] + one["answered_twice"] for one in told)
    out_of_order = sum(one["out_of_order"] for one in told)
    growth = max(one["memory_last"] / one["memory_first"] for one in told)
    is_quick = first["seconds"] <= LONGEST and first["replied"] == first["questions"] and not first["pushed"]
    answered = f"{first['replied']} in {first['seconds']:.1f} s, {first['pushed']} pushed"
    return [
        Target(f"{shape}: {first['questions']} by reply", f"all, <= {LONGEST:.0f} s, no push", answered, is_quick),
        Target(f"{shape}: lost or answered twice", "0", lost, lost == 0),
        Target(f"{shape}: order of a resident broken", "0", out_of_order, out_of_order == 0),
        Target(f"{shape}: memory last / first", f"<= {FLAT}", round(growth, 3), growth <= FLAT),
    ]


def main() -> int:
    arguments = parser(__doc__)
    arguments.add_argument("--bursts", type=int, nargs="+", default=list(BURSTS))
    arguments.add_argument("--patience", type=float, default=240, help="seconds for one burst")
    arguments.add_argument("--only", choices=tuple(SHAPES))
    arguments.add_argument("--log", type=Path, help="where the processes' output goes")
    given = arguments.parse_args()
    houses.go_on_sigterm()
    figures: Json = {"machine": machine(), "line_latency_seconds": LINE_LATENCY}
    targets: list[Target] = []
    for shape in SHAPES:
        if given.only in (None, shape):
            figures[shape] = measure(shape, given)
            targets += targets_of(shape, figures[shape])
    return conclude(targets, figures, given.json)


if __name__ == "__main__":
    sys.exit(main())
