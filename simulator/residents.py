"""The people who have added the bot, their telephones and what stands on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from simulator.complaints import Json
from simulator.ids import new_user_id


@dataclass
class Resident:
    """One person with LINE; imported friends have no telephone anybody looks at."""

    id: str
    name: str
    language: str
    is_following: bool = True
    has_telephone: bool = True
    menu_id: str | None = None
    messages: list[Json] = field(default_factory=list)


class Residents:
    """Everybody LINE knows in this town."""

    def __init__(self) -> None:
        self._by_id: dict[str, Resident] = {}

    def add(self, name: str, language: str, resident_id: str | None = None) -> Resident:
        """A new person with a telephone on the page."""
        resident = Resident(resident_id or new_user_id(), name, language)
        self._by_id[resident.id] = resident
        return resident

    def add_friends(self, ids: Iterable[str]) -> int:
        """Many friends at once, without telephones; those already known stay as they are."""
        before = len(self._by_id)
        for resident_id in ids:
            self._by_id.setdefault(resident_id, Resident(resident_id, "友だち", "ja", has_telephone=False))
        return len(self._by_id) - before

    def find(self, resident_id: str) -> Resident | None:
        """The person, or nobody."""
        return self._by_id.get(resident_id)

    def count(self) -> int:
        """Everybody who ever became a friend; whoever blocks the account still counts."""
        return len(self._by_id)

    def followers(self) -> list[Resident]:
        """Everybody who would receive a broadcast."""
        return [resident for resident in self._by_id.values() if resident.is_following]

    def with_telephones(self) -> list[Resident]:
        """Those the page shows."""
        return [resident for resident in self._by_id.values() if resident.has_telephone]
