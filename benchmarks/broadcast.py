"""A whole city is told: 300,000 residents, from the approver's click to LINE, with LINE taking 100 ms for each request.

PostgreSQL, Redis, the Procfile's urgent process; the click is the desk's own. `python -m benchmarks.broadcast --json FILE`
"""

import contextlib
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from alerts import deciding, drafting
from alerts.audience import Aim, Audience
from alerts.drafting import Draft
from alerts.written import SENT_AT, Effect, Written
from benchmarks import houses
from benchmarks.bell import FASTEST, LINE_LATENCY, busiest_second
from benchmarks.figures import Json, Target, conclude, machine, median, parser, table
from benchmarks.houses import Place, ask, running, wait_for
from benchmarks.letters import residents
from benchmarks.rows import Rows, rows_of
from speech.languages import Language
from store import bell, database
from store.database import transaction
from store.notices import MULTICAST_LIMIT
from town.districts import District
from town.officers import Officer, OfficerRole
from town.residents import Resident
from town.roles import EVERY_SECTION, Role

CITY, SLOWEST, LONGEST_CLICK, MOST_MEMORY = 300_000, 170, 1.0, 300
WORDS = f"【警戒レベル4 避難指示】みほん市 本町 発令 15:20 送信 {SENT_AT} 危険な場所から全員避難してください。"


def main() -> int:
    arguments = parser(__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--residents", type=int, default=CITY)
    arguments.add_argument("--log", type=Path, help="where the processes' output goes")
    given = arguments.parse_args()
    houses.go_on_sigterm()
    told = measure(given.rounds, given.residents, given.log)
    columns = (
        "residents",
        "click_seconds",
        "rows",
        "arrived",
        "per_second",
        "busiest_second",
        "tried_again",
        "memory_mb",
    )
    table("From the click to LINE", columns, [[one[column] for column in columns] for one in told])
    speed, click = median([one["per_second"] for one in told]), median([one["click_seconds"] for one in told])
    busiest, memory = max(one["busiest_second"] for one in told), max(one["memory_mb"] for one in told)
    missing = sum(one["rows"] - one["arrived"] for one in told)
    return conclude([
        Target("multicasts a second", f">= {SLOWEST}", round(speed, 1), speed >= SLOWEST),
        Target("most in any second", f"<= {FASTEST}", busiest, busiest <= FASTEST),
        Target("the approver's click", f"<= {LONGEST_CLICK} s", round(click, 2), click <= LONGEST_CLICK),
        Target("memory of the urgent process", f"<= {MOST_MEMORY} MB", memory, memory <= MOST_MEMORY),
        Target("rows that did not arrive exactly once", "0", missing, missing == 0),
    ], {"machine": machine(), "rounds": told}, given.json)  # fmt: skip


def measure(rounds: int, count: int, log: Path | None) -> list[Json]:
    port, (secret, token) = houses.free_port(), houses.new_secrets()
    line = f"http://127.0.0.1:{port}"
    with contextlib.ExitStack() as house:
        url, namespace = house.enter_context(houses.postgresql()), house.enter_context(houses.redis_namespace())
        place = Place(url, secret, token, namespace, line, uses_redis=True)
        simulator = house.enter_context(
            running([sys.executable, "-m", "benchmarks.line", str(port), secret, token], {}, log)
        )
        wait_for(f"{line}/phone/", simulator)
        ask(f"{line}/phone/api/faults", {"endpoint": "multicast", "fault": "latency", "seconds": LINE_LATENCY})
        urgent = house.enter_context(running(houses.procfile("urgent"), place.environment, log))
        rows = house.enter_context(rows_of(url))
        database.connect(url)
        house.callback(database.disconnect)
        house.callback(bell.install(houses.REDIS, namespace=namespace).close)
        friends = _people(count)
        ask(f"{line}/phone/api/friends", {"ids": friends})
        city = {"residents": count, "rows": len(friends)}
        return [city | _tell_everybody(line, rows, urgent.pid) for _ in range(rounds)]


def _tell_everybody(line: str, rows: Rows, urgent_pid: int) -> Json:
    """From the click until every row has ended; the tables are empty again afterwards."""
    since = ask(f"{line}/phone/api/ledger?since=1000000000")["next"]
    click = _clicks()
    rows.wait_until_settled(120)
    arrived = sorted(one["at"] for one in ask(f"{line}/phone/api/ledger?since={since}")["arrivals"])
    figures = {
        "click_seconds": click, "arrived": len(arrived), "per_second": (len(arrived) - 1) / (arrived[-1] - arrived[0]),
        "busiest_second": busiest_second(arrived), "tried_again": rows.tried_again(),
        "memory_mb": houses.resident_megabytes(urgent_pid),
    }  # fmt: skip
    rows.empty()
    return figures


def _people(count: int) -> list[str]:
    """A city, and two officers. One resident in 500 is LINE's friend, so that each request can be seen to arrive once."""
    now, everybody = datetime.now(UTC), residents(count)
    with transaction() as session:
        people = [{"line_id": id_, "is_following": True, "met_at": now} for id_ in everybody]
        for start in range(0, count, 10_000):
            session.execute(insert(Resident), people[start : start + 10_000])
        session.add(District(id="honcho", position=0, is_sample=True, names={"ja": "本町"}, latitude=34.7, longitude=138.2, neighbourhoods=[]))  # fmt: skip
        for name, role in (("drafter", Role.BROADCAST_DRAFTER), ("approver", Role.BROADCAST_APPROVER)):
            session.add(Officer(
                email=f"{name}@mihon.example", name=name, section_id="disaster", is_contractor=False, added_at=now,
                roles=[OfficerRole(role=role, section_id=EVERY_SECTION)],
            ))  # fmt: skip
    return everybody[::MULTICAST_LIMIT]


def _clicks() -> float:
    """Seconds of the approver's click: the rule, the stage and every row, in one transaction."""
    now = datetime.now(UTC)
    words = {language: [{"type": "text", "text": WORDS}] for language in Language}
    written = Written("evacuation_order", "避難指示", 4, "flood", True, False, ("honcho",), words, Effect.ORDERS)
    draft = Draft(
        {"template": "evacuation_order"}, Audience(Aim.DISTRICTS, ("honcho",)), "市長", now, "基準",
        expires_at=now + timedelta(hours=12),
    )  # fmt: skip
    with transaction() as session:
        drafter, approver = session.query(Officer).order_by(Officer.id).all()
        notice = drafting.begin(session, draft, "disaster", now, officer=drafter, is_drill=False)
        drafting.submit(session, notice.id, notice.revision, written, drafter, now)
        number, revision = notice.id, notice.revision
    began = time.monotonic()
    with transaction() as session:
        deciding.approve(session, number, revision, session.get_one(Officer, approver.id), "避難指示", now)
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
