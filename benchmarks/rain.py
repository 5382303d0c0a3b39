"""From a telegram on the agency's server to the message on a telephone, by the clock: nobody asks for a poll.

A server that plays the agency, the Procfile's clock, feed and urgent processes, PostgreSQL, Redis, and LINE on this
machine. Two people have ordered beforehand that this kind goes out at once. `python -m benchmarks.rain --json FILE`
"""

import contextlib
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import opening
from alerts import standing_orders
from benchmarks import houses
from benchmarks.figures import Json, Target, conclude, machine, parser, table
from benchmarks.houses import Place, running
from settings import Settings
from simulator.platform import Channel
from simulator.server import RunningSimulator
from store import database
from tests.alerts import jma_papers as papers
from tests.alerts.jma_server import Agency, an_agency
from town import officers, residents
from town.roles import EVERY_SECTION, Role

LONGEST, A_MINUTE, PATIENCE = 65, 60.0, 180
# Seconds after a poll: the worst moment is at once after one, for then the telegram waits for the whole minute.
AFTER_A_POLL = (1.0, 30.0)
KINDS = ("43", "33")  # upwards: what goes down waits for people, standing order or not


def main() -> int:
    arguments = parser(__doc__)
    arguments.add_argument("--log", type=Path, help="where the processes' output goes")
    given = arguments.parse_args()
    houses.go_on_sigterm()
    rounds = measure(given.log)
    table("By the clock", tuple(rounds[0]), [tuple(one.values()) for one in rounds])
    slowest = max(one["seconds"] for one in rounds)
    target = Target("slowest, server to telephone", f"<= {LONGEST} s", round(slowest, 1), slowest <= LONGEST)
    return conclude([target], {"machine": machine(), "rounds": rounds}, given.json)


def measure(log: Path | None) -> list[Json]:
    secret, token = houses.new_secrets()
    with contextlib.ExitStack() as house:
        agency, url = house.enter_context(an_agency()), house.enter_context(houses.postgresql())
        line = house.enter_context(RunningSimulator(channel=Channel(secret, token)))
        place = Place(url, secret, token, house.enter_context(houses.redis_namespace()), line.url, uses_redis=True)
        _order_beforehand(url, line)
        house.callback(database.disconnect)
        for name in ("photos", "urgent", "clock"):
            house.enter_context(running(houses.procfile(name), place.environment | {"JMA_URL": agency.address}, log))
        _until(lambda: agency.asked["extra"] > 0, "the agency was never asked")
        rounds = zip(KINDS, AFTER_A_POLL, strict=True)
        return [_a_telegram(agency, line, f"rain_{code}", code, after) for code, after in rounds]


def _order_beforehand(url: str, line: RunningSimulator) -> None:
    now = datetime.now(UTC)
    opening.open_database(Settings(database_url=url), connections=2)
    opening.load(Settings(database_url=url, demo=True))
    with database.transaction() as session:
        residents.meet(session, line.platform.add_resident("Hanako", "ja").id, now)
        two = [
            officers.add(session, now, email=f"{n}@mihon.example", name=n, section_id="disaster") for n in ("a", "b")
        ]
        for one in two:
            for role in (Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER):
                officers.grant(session, one, role, EVERY_SECTION)
        for code in KINDS:
            order = standing_orders.propose(session, f"heavy_rain_{code}", two[0], now)
            standing_orders.approve(session, order.id, two[1], now)


def _a_telegram(agency: Agency, line: RunningSimulator, name: str, code: str, after: float) -> Json:
    polls, before = agency.asked["extra"], len(line.platform.ledger.arrivals())
    _until(lambda: agency.asked["extra"] > polls, "the clock did not ring")
    polled_at = datetime.now(UTC)
    time.sleep(after)
    now = datetime.now(UTC)
    sent = papers.Envelope(sent_at=f"{now:%Y-%m-%dT%H:%M:%SZ}", reported_at=(now - timedelta(minutes=1)).isoformat())
    agency.publish(name, papers.rain(code, envelope=sent))
    published = time.monotonic()
    _until(lambda: len(line.platform.ledger.arrivals()) > before, "nothing arrived")
    return {
        "clock_second": polled_at.second, "published_after_a_poll": after, "seconds": time.monotonic() - published,
        "wait_for_the_poll": A_MINUTE - after,
    }  # fmt: skip


def _until(is_so: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until:
            raise RuntimeError(otherwise)
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())
