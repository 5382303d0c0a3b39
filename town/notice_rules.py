"""What the town decides about notices to many: sending alone, how many ordinary ones a month, whose e-mail is heard."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from town.night import USUAL_NIGHT, Night
from town.shapes import Email, Id, Strict

Minutes = Annotated[int, Field(ge=1, le=30)]
TimesAMonth = Annotated[int, Field(ge=1, le=60)]


class Alone(Strict):
    """Whether one officer may send when no approver comes. A town says yes by writing so; silence is no."""

    is_allowed: bool = False
    after_minutes: Minutes = 3  # level 4, level 5 and tsunami
    after_minutes_at_level_3: Minutes = 10

    @model_validator(mode="after")
    def _the_graver_waits_no_longer(self) -> Self:
        if self.after_minutes > self.after_minutes_at_level_3:
            raise ValueError("after_minutes(警戒レベル4以上)は、after_minutes_at_level_3 より長くできません")
        return self


class MailDoor(Strict):
    """Whose e-mail becomes a draft. `server` is the name our own mail server writes into Authentication-Results."""

    server: Annotated[str, Field(pattern=r"^[a-z0-9.-]{3,120}$")]
    senders: Annotated[tuple[Email, ...], Field(min_length=1, max_length=50)]

    @field_validator("senders")
    @classmethod
    def _in_small_letters(cls, senders: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sender.casefold() for sender in senders)


class NoticeRules(Strict):
    """`monthly_by_topic` overrides `monthly`: how often residents who chose a topic hear of it before officers are warned."""

    alone: Alone = Alone()
    monthly: TimesAMonth = 4
    monthly_by_topic: dict[Id, TimesAMonth] = Field(default_factory=dict)
    mail: MailDoor | None = None
    drafts_section: Id = "disaster"  # whose drafts a machine's are
    drafts_live_hours: Annotated[int, Field(ge=1, le=72)] = 12  # when the machine named no end
    night: Night = USUAL_NIGHT  # when residents who wish so are told of ordinary things without sound

    def monthly_of(self, topic_id: str) -> int:
        return self.monthly_by_topic.get(topic_id, self.monthly)

    @property
    def drafts_live(self) -> timedelta:
        return timedelta(hours=self.drafts_live_hours)
