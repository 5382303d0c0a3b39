"""How the town rings its officers, and what stands on the night desk's card."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from town.shapes import Name, Phone, Strict


class DutyNumber(Strict):
    """Somebody the night desk telephones. `note` says when, in a few words."""

    name: Name
    phone: Phone
    note: Name | None = None


class DutyRules(Strict):
    """`test_day` is a day of the month; without it no test ring is made by itself. Hours are Japan's."""

    next_after_minutes: Annotated[int, Field(ge=1, le=15)] = 3
    test_day: Annotated[int, Field(ge=1, le=28)] | None = None
    test_hour: Annotated[int, Field(ge=8, le=18)] = 10
    codes_place: Name | None = None  # where the night desk finds its sealed recovery codes
    people: Annotated[tuple[DutyNumber, ...], Field(max_length=6)] = ()  # whom to telephone, in this order
    numbers: Annotated[tuple[DutyNumber, ...], Field(max_length=6)] = ()  # offices that know more

    @property
    def next_after(self) -> timedelta:
        return timedelta(minutes=self.next_after_minutes)

    def phones(self) -> tuple[str, ...]:
        return tuple(one.phone for one in (*self.people, *self.numbers))
