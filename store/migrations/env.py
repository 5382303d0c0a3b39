"""Alembic's door: which database, which tables."""

from typing import Literal

from alembic import context
from sqlalchemy import create_engine

# Imported so that their tables are known to the metadata.
from knowledge import entries as _entries  # noqa: F401
from settings import get_settings
from store import channel as _channel  # noqa: F401
from store import chores as _chores  # noqa: F401
from store import inbox as _inbox  # noqa: F401
from store import journal as _journal  # noqa: F401
from store import outbox as _outbox  # noqa: F401
from store.database import Record, UtcDateTime
from town import districts as _districts  # noqa: F401
from town import residents as _residents  # noqa: F401
from town import sections as _sections  # noqa: F401


def plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration must stand when our own type has long changed: it names SQLAlchemy's."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


url = context.config.attributes.get("url") or get_settings().database_url
engine = create_engine(url, hide_parameters=True)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Record.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
