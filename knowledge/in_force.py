"""From rows to what stands on the shelves today: each entry as its review left it, in the version that is in force."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from knowledge import reviews, versions
from knowledge.entry_file import EntryFile


def on_shelves(session: Session, published: Sequence[EntryFile]) -> list[EntryFile]:
    return versions.newest(reviews.as_reviewed(session, published))
