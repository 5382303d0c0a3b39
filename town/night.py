"""When it is night in this town: some residents wish to be told of ordinary things without sound then."""

import re
from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, model_validator

from town.calendar import to_jst
from town.shapes import Strict

DAY = 24 * 60  # minutes
LONGEST = 12 * 60
_CLOCK = re.compile(r"^([01]?[0-9]|2[0-3]):([0-5][0-9])$")


def _is_clock(written: str) -> str:
    if not _CLOCK.fullmatch(written):
        raise ValueError("時刻は 22:00 のように書いてください(0:00 から 23:59 まで)")
    return written


Clock = Annotated[str, AfterValidator(_is_clock)]


class Night(Strict):
    """From `begins` up to, not including, `ends` the next morning, in Japanese time."""

    begins: Clock = "22:00"
    ends: Clock = "7:00"

    @model_validator(mode="after")
    def _is_no_day(self) -> Self:
        if not 0 < self._length <= LONGEST:
            raise ValueError("夜(night)は、始まりと終わりを別の時刻にして、12時間までにしてください")
        return self

    def holds(self, moment: datetime) -> bool:
        here = to_jst(moment)
        return (here.hour * 60 + here.minute - _minutes(self.begins)) % DAY < self._length

    def __str__(self) -> str:
        return f"{self.begins}〜{self.ends}"

    @property
    def _length(self) -> int:
        return (_minutes(self.ends) - _minutes(self.begins)) % DAY


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


USUAL_NIGHT = Night()
