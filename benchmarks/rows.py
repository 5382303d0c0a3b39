"""What stands in the bot's tables, counted from outside."""

import contextlib
import time
from collections.abc import Callable, Iterator

import sqlalchemy as sa

Counts = dict[str, int]


class Rows:
    """A second pair of eyes on the bot's database."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)

    def close(self) -> None:
        self._engine.dispose()

    def stored(self) -> int:
        """Different webhook events kept."""
        return self._number("SELECT count(DISTINCT event_id) FROM inbox_events")

    def open(self) -> int:
        """Events and deliveries that are not settled yet."""
        return self._number(
            "SELECT (SELECT count(*) FROM inbox_events WHERE state IN ('waiting', 'working'))"
            " + (SELECT count(*) FROM deliveries WHERE status IN ('waiting', 'sending'))"
        )

    def events(self) -> Counts:
        return self._counts("SELECT state, count(*) FROM inbox_events GROUP BY state")

    def deliveries(self) -> Counts:
        return self._counts("SELECT way || ' ' || status, count(*) FROM deliveries GROUP BY way, status")

    def uncertain(self) -> set[str]:
        """Ids of the webhook events whose answer may or may not have arrived."""
        with self._engine.connect() as connection:
            return set(connection.scalars(sa.text(
                "SELECT e.event_id FROM deliveries d JOIN inbox_events e ON e.seq = d.event_seq"
                " WHERE d.status = 'uncertain'"
            )))  # fmt: skip

    def pushed_for(self) -> dict[str, str]:
        """Retry key of a push -> the webhook event it answers: LINE's ledger knows a push only by its key."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.text(
                "SELECT d.retry_key, e.event_id FROM deliveries d JOIN inbox_events e ON e.seq = d.event_seq"
                " WHERE d.way = 'push'"
            ))  # fmt: skip
            return {str(key): str(event_id) for key, event_id in found}

    def tried_again(self) -> int:
        """Deliveries that needed more than one attempt: LINE refused or did not answer."""
        return self._number("SELECT count(*) FROM deliveries WHERE attempts > 1")

    def empty(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM deliveries"))
            connection.execute(sa.text("DELETE FROM inbox_events"))
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("VACUUM ANALYZE inbox_events, deliveries"))

    def wait_until_settled(self, seconds: float, and_then: Callable[[], bool] = lambda: True) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.open() == 0 and and_then():
                return True
            time.sleep(0.25)
        return False

    def _number(self, statement: str) -> int:
        with self._engine.connect() as connection:
            return int(connection.scalar(sa.text(statement)) or 0)

    def _counts(self, statement: str) -> Counts:
        with self._engine.connect() as connection:
            return {str(name): int(count) for name, count in connection.execute(sa.text(statement))}


@contextlib.contextmanager
def rows_of(url: str) -> Iterator[Rows]:
    rows = Rows(url)
    try:
        yield rows
    finally:
        rows.close()
