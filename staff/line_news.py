"""What every page of the desk says before anything else: that LINE does not answer."""

from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from store import channel
from store.database import reading


def silent_since() -> datetime | None:
    """None while LINE answers, and where nobody can tell: a page about a fault may not fail of it."""
    try:
        with reading() as session:
            return channel.silent_since(session)
    except SQLAlchemyError:
        return None
