"""One engine, two ways to open it (reading, transaction), one rule: the bell rings after the commit."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Date, DateTime, Dialect, Engine, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from store import bell

RESTED_AFTER = 5.0  # seconds without work, after which the database may have gone in the meantime


class UtcDateTime(TypeDecorator[datetime]):
    """Refuses naive datetimes going in; returns aware UTC ones coming out, on SQLite and PostgreSQL alike."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite hands back what was stored, without its zone; PostgreSQL answers in the session's zone.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Record(DeclarativeBase):
    """Every table of the house. Numbers are never given out twice, even on SQLite."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        date: Date,
        dict[str, Any]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
        list[dict[str, Any]]: JSON(none_as_null=True),
    }


class NestedTransactionError(RuntimeError):
    """A transaction was opened inside another one on the same thread; on SQLite that could only wait for itself."""


_writing = sessionmaker(expire_on_commit=False)
_reading = sessionmaker(expire_on_commit=False)
_one_writer = threading.Lock()  # SQLite has one pen; queueing here is fairer and faster than its busy time-out
_here = threading.local()


def connect(url: str, *, connections: int = 10) -> Engine:
    """Open the database for this process. `connections` is the number of threads that will use it."""
    disconnect()
    # hide_parameters: what residents wrote must not reach a log through an error message.
    engine = create_engine(url, hide_parameters=True, **_pool(url, connections))
    if engine.dialect.name == "sqlite":
        _tame_sqlite(engine)
    else:
        _greet_the_rested(engine)
    _writing.configure(bind=engine.execution_options(begin="BEGIN IMMEDIATE"))
    _reading.configure(bind=engine.execution_options(begin="BEGIN"))
    return engine


def disconnect() -> None:
    if engine := _writing.kw.get("bind"):
        engine.dispose()
    _writing.configure(bind=None)
    _reading.configure(bind=None)


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit everything or nothing; only then wake whoever has new work."""
    if getattr(_here, "is_writing", False):
        raise NestedTransactionError
    with _writing() as session:
        _here.is_writing = True
        try:
            with _pen(session), session.begin():
                yield session
        finally:
            _here.is_writing = False
        for name in session.info.pop("bells", ()):
            bell.ring(name)


@contextmanager
def reading() -> Iterator[Session]:
    """Look, without holding anybody up. Nothing written here is kept."""
    with _reading() as session:
        yield session


def wake(session: Session, name: str) -> None:
    """Ask for a ring once this session commits."""
    session.info.setdefault("bells", set()).add(name)


def in_index_order(session: Session) -> None:
    """For the rest of this transaction PostgreSQL walks along an index rather than gather rows and sort them.

    Its statistics of a queue are always of another moment: what it learnt of an empty one ruins it on a full one.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql(_IN_INDEX_ORDER)


_IN_INDEX_ORDER = "SELECT set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)"


@contextmanager
def _pen(session: Session) -> Iterator[None]:
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    with _one_writer:
        yield


def _pool(url: str, connections: int) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"pool_size": connections, "max_overflow": 10}
    return {"pool_size": connections, "max_overflow": 4}


def _greet_the_rested(engine: Engine) -> None:
    """Ask a connection that has lain idle whether it still lives; asking each time cost every transaction a trip."""

    @event.listens_for(engine, "checkin")
    def _rest(_connection: Any, record: Any) -> None:
        record.info["rested_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _greet(connection: Any, record: Any, _fairy: Any) -> None:
        if time.monotonic() - record.info.get("rested_since", time.monotonic()) < RESTED_AFTER:
            return
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except engine.dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None


def _tame_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # «stored before answered» must survive a power cut
        connection.execute("PRAGMA busy_timeout=5000")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
