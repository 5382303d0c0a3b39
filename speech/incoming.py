"""What a resident says to us, in our own words, not LINE's."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Photo:
    """Not fetched until the conversation knows what it is for."""

    message_id: str
    set_id: str | None = None
    set_total: int | None = None  # LINE does not tell it for every set


@dataclass(frozen=True)
class Place:
    latitude: float
    longitude: float
    address: str | None = None


@dataclass(frozen=True)
class Pressed:
    """A button: the data we attached to it comes back to us."""

    data: str
    picked: str | None = None  # the day somebody chose in the telephone's calendar


@dataclass(frozen=True)
class Sticker:
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recording:
    """A voice message, a film or a file: kept by LINE, never fetched by us."""

    kind: str  # "audio", "video", "file"


@dataclass(frozen=True)
class Followed:
    is_unblocked: bool = False


@dataclass(frozen=True)
class Unfollowed:
    pass


@dataclass(frozen=True)
class TakenBack:
    """LINE's «unsend»: this message must be forgotten here too."""

    message_id: str


@dataclass(frozen=True)
class Overheard:
    """Something in a group that was not said to us."""


@dataclass(frozen=True)
class Unreadable:
    """Something LINE added after this was written."""

    kind: str


Said = Text | Photo | Place | Pressed | Sticker | Recording | Followed | Unfollowed | TakenBack | Overheard | Unreadable


@dataclass(frozen=True)
class Incoming:
    """One event as the conversations see it. `sender` is LINE's id of the person, or of the group."""

    event_id: str
    sender: str
    at: datetime
    said: Said
    is_group: bool = False
    masked: tuple[str, ...] = ()  # kinds of numbers blotted out before anybody read this
    reply_token: str | None = None
    read_token: str | None = None
    message_id: str | None = None  # LINE's, by which a resident may take it back
