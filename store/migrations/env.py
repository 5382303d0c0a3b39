"""Alembic's door: which database, which tables."""

from typing import Literal

from alembic import context
from sqlalchemy import create_engine

# Imported so that their tables are known to the metadata.
from alerts import broadcasts as _broadcasts  # noqa: F401
from alerts import disaster_switches as _disaster_switches  # noqa: F401
from alerts import jma_polls as _jma_polls  # noqa: F401
from alerts import jma_state as _jma_state  # noqa: F401
from alerts import jma_telegrams as _jma_telegrams  # noqa: F401
from alerts import line_checks as _line_checks  # noqa: F401
from alerts import machine_drafts as _machine_drafts  # noqa: F401
from alerts import notice_figures as _notice_figures  # noqa: F401
from alerts import orders as _orders  # noqa: F401
from alerts import rings as _rings  # noqa: F401
from alerts import safety_checks as _safety_checks  # noqa: F401
from alerts import safety_entries as _safety_entries  # noqa: F401
from alerts import safety_watches as _safety_watches  # noqa: F401
from alerts import standing_orders as _standing_orders  # noqa: F401
from knowledge import asked as _asked  # noqa: F401
from knowledge import entries as _entries  # noqa: F401
from knowledge import entry_history as _entry_history  # noqa: F401
from knowledge import memory as _memory  # noqa: F401
from knowledge import reviews as _reviews  # noqa: F401
from reports import callers as _callers  # noqa: F401
from reports import followers as _followers  # noqa: F401
from reports import history as _history  # noqa: F401
from reports import muting as _muting  # noqa: F401
from reports import photo_links as _photo_links  # noqa: F401
from reports import photos as _photos  # noqa: F401
from reports import pins as _pins  # noqa: F401
from reports import records as _records  # noqa: F401
from reports import retention as _retention  # noqa: F401
from reports import saved_views as _saved_views  # noqa: F401
from reports import sayings as _sayings  # noqa: F401
from settings import get_settings
from store import channel as _channel  # noqa: F401
from store import chores as _chores  # noqa: F401
from store import dialogues as _dialogues  # noqa: F401
from store import inbox as _inbox  # noqa: F401
from store import journal as _journal  # noqa: F401
from store import journal_seals as _journal_seals  # noqa: F401
from store import letters as _letters  # noqa: F401
from store import outbox as _outbox  # noqa: F401
from store import quota as _quota  # noqa: F401
from store import rich_menus as _rich_menus  # noqa: F401
from store import testers as _testers  # noqa: F401
from store import timelines as _timelines  # noqa: F401
from store.database import Record, UtcDateTime
from town import api_keys as _api_keys  # noqa: F401
from town import districts as _districts  # noqa: F401
from town import menu_links as _menu_links  # noqa: F401
from town import officer_factors as _officer_factors  # noqa: F401
from town import officer_invitations as _officer_invitations  # noqa: F401
from town import officer_proposals as _officer_proposals  # noqa: F401
from town import officer_sessions as _officer_sessions  # noqa: F401
from town import officers as _officers  # noqa: F401
from town import reorganisation as _reorganisation  # noqa: F401
from town import residents as _residents  # noqa: F401
from town import roster as _roster  # noqa: F401
from town import sections as _sections  # noqa: F401
from town import shelters as _shelters  # noqa: F401
from town import sign_in_attempts as _sign_in_attempts  # noqa: F401
from town import subscriptions as _subscriptions  # noqa: F401
from town import telephone_codes as _telephone_codes  # noqa: F401


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
