"""What the town decides about its disaster mode: how soon people are rung and reminded, and what else begins it."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from town.shapes import Strict

KindValue = Annotated[str, StringConstraints(min_length=3, max_length=60)]


class DisasterRules(Strict):
    """Waits while the mode is on. `also_by`: kinds of the agency without a level that begin it too («earthquake_6-»)."""

    next_after_minutes: Annotated[int, Field(ge=1, le=15)] = 1  # until the next person is called
    asked_again_minutes: Annotated[int, Field(ge=1, le=15)] = 5  # until a waiting notice is asked about again
    remind_after_hours: Annotated[int, Field(ge=1, le=72)] = 6  # since nothing was in force any more
    also_by: Annotated[tuple[KindValue, ...], Field(max_length=20)] = ()

    @property
    def next_after(self) -> timedelta:
        return timedelta(minutes=self.next_after_minutes)

    @property
    def asked_again(self) -> timedelta:
        return timedelta(minutes=self.asked_again_minutes)

    @property
    def remind_after(self) -> timedelta:
        return timedelta(hours=self.remind_after_hours)
