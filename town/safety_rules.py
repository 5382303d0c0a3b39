"""What the town decides about its safety checks (安否確認): how long after the event what residents told is kept."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from town.shapes import Strict


class SafetyRules(Strict):
    keep_days: Annotated[int, Field(ge=0, le=90)] = 7  # after the end of the check; 0: deleted at once

    @property
    def keep(self) -> timedelta:
        return timedelta(days=self.keep_days)
