"""An emergency notice leaves: 600 multicasts of 500 residents, LINE taking 100 ms for each, through the real bell.

PostgreSQL, Redis and the Procfile's urgent process. Measured at LINE's end. `python -m benchmarks.bell --json FILE`
"""

import contextlib
import sys
import time
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import houses
from benchmarks.figures import Json, Target, conclude, machine, median, parser, table
from benchmarks.houses import Place, ask, running, wait_for
from benchmarks.letters import residents
from benchmarks.rows import Rows, rows_of
from store import bell, database, notices
from store.notices import Parcel

ROWS, LINE_LATENCY = 600, 0.1
SLOWEST, FASTEST = 150, 200  # multicasts a second
NOTICE = [{"type": "text", "text": "【訓練】津波警報。海岸から離れて高い所へ。"}]


def main() -> int:
    arguments = parser(__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--rows", type=int, default=ROWS)
    arguments.add_argument("--log", type=Path, help="where the processes' output goes")
    given = arguments.parse_args()
    houses.go_on_sigterm()
    told = measure(given.rounds, given.rows, given.log)
    columns = ("rows", "arrived", "seconds", "per_second", "busiest_second", "tried_again", "first_after")
    table("Urgent road", columns, [[one[column] for column in columns] for one in told])
    speed, busiest = median([one["per_second"] for one in told]), max(one["busiest_second"] for one in told)
    missing = sum(one["rows"] - one["arrived"] for one in told)
    targets = [
        Target("multicasts a second", f">= {SLOWEST}", round(speed, 1), speed >= SLOWEST),
        Target("most in any second", f"<= {FASTEST}", busiest, busiest <= FASTEST),
        Target("rows that did not arrive exactly once", "0", missing, missing == 0),
    ]
    return conclude(targets, {"machine": machine(), "rounds": told}, given.json)


def measure(rounds: int, count: int, log: Path | None) -> list[Json]:
    port, (secret, token) = houses.free_port(), houses.new_secrets()
    line = f"http://127.0.0.1:{port}"
    with contextlib.ExitStack() as house:
        url, namespace = house.enter_context(houses.postgresql()), house.enter_context(houses.redis_namespace())
        place = Place(url, secret, token, namespace, line, uses_redis=True)
        simulator = house.enter_context(running(
            [sys.executable, "-m", "benchmarks.line", str(port), secret, token], {}, log
        ))  # fmt: skip
        wait_for(f"{line}/phone/", simulator)
        ask(f"{line}/phone/api/faults", {"endpoint": "multicast", "fault": "latency", "seconds": LINE_LATENCY})
        house.enter_context(running(houses.procfile("urgent"), place.environment, log))
        rows = house.enter_context(rows_of(url))
        database.connect(url)
        house.callback(database.disconnect)
        house.callback(bell.install(houses.REDIS, namespace=namespace).close)
        _notice(line, rows, 30)  # warm: the process has started and LINE's wire is open
        return [_notice(line, rows, count) for _ in range(rounds)]


def _notice(line: str, rows: Rows, count: int) -> Json:
    """One friend in each row tells when it arrived; the other 499 are addresses LINE does not know."""
    everybody = residents(count * notices.MULTICAST_LIMIT)
    friends = everybody[:: notices.MULTICAST_LIMIT]
    ask(f"{line}/phone/api/friends", {"ids": friends})
    rows.empty()
    since = ask(f"{line}/phone/api/ledger?since=1000000000")["next"]
    with database.transaction() as session:
        notices.multicast(session, everybody, Parcel(None, NOTICE), datetime.now(UTC))
    began = time.time()
    rows.wait_until_settled(60)
    arrived = sorted(one["at"] for one in ask(f"{line}/phone/api/ledger?since={since}")["arrivals"])
    seconds = arrived[-1] - arrived[0] if arrived else float("nan")
    return {
        "rows": count, "arrived": len(arrived), "seconds": seconds, "per_second": (len(arrived) - 1) / seconds,
        "busiest_second": busiest_second(arrived), "tried_again": rows.tried_again(),
        "first_after": arrived[0] - began if arrived else float("nan"),
    }  # fmt: skip


def busiest_second(moments: Sequence[float]) -> int:
    """The most that fall into any window of one second."""
    window: deque[float] = deque()
    most = 0
    for moment in moments:
        window.append(moment)
        while window[0] <= moment - 1.0:
            window.popleft()
        most = max(most, len(window))
    return most


if __name__ == "__main__":
    sys.exit(main())
