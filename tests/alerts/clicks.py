"""How an officer of the state machine clicks: in one transaction, and what is refused changes nothing."""

from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from store.database import transaction
from tests.alerts.draws import OFTEN
from town import officers
from town.officers import NotAllowedError


class Clicks:
    """`ids` are the officers' numbers by name."""

    ids: dict[str, int]

    def _tries(self, step: Any) -> Any:
        """One officer's click: what is refused changes nothing."""
        try:
            with transaction() as session:
                return step(session)
        except NotAllowedError as refusal:
            assert str(refusal).endswith("。")
            return None

    def _officer(self, session: Any, name: str) -> officers.Officer:
        return session.get_one(officers.Officer, self.ids[name])

    def _pick(self, session: Any, data: st.DataObject, *stages: Stage) -> Broadcast:
        """Mostly one that this step is made for, sometimes any."""
        found = list(session.scalars(select(Broadcast).order_by(Broadcast.id)))
        fitting = [one for one in found if one.stage in stages]
        if fitting and data.draw(OFTEN, label="fits"):
            found = fitting
        return found[data.draw(st.integers(0, len(found) - 1), label="notice")]

    def _has_any(self) -> bool:
        with transaction() as session:
            return session.scalar(select(Broadcast.id).limit(1)) is not None
