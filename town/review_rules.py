"""How a town keeps its entries fresh: when owners are told, and when an old entry is no longer told to residents."""

from typing import Annotated

from pydantic import Field

from town.shapes import Email, Strict


class ReviewRules(Strict):
    """All in days, counted from an entry's review_by."""

    ahead_days: Annotated[int, Field(ge=0, le=180)] = 30  # so long before, the owner section is told
    grace_days: Annotated[int, Field(ge=14, le=365)] = 60  # so long after, the entry is withdrawn by itself
    most_a_day: Annotated[int, Field(ge=1, le=50)] = 5  # never many on one day: the rest waits, and its owners are told
    letters_to: Email | None = None  # for sections without an address of their own


ORDINARY = ReviewRules()
