"""What we say back, in our own words: text, cards, places. The renderer turns it into LINE's messages."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Press:
    """A button whose `data` comes back to us. `label` at most 20 graphemes where it is a quick reply."""

    label: str
    data: str


@dataclass(frozen=True)
class Open:
    label: str
    url: str


@dataclass(frozen=True)
class Call:
    label: str
    phone: str


@dataclass(frozen=True)
class AskDate:
    """Opens the telephone's calendar. The day comes back as what was `picked`, beside the `data`."""

    label: str
    data: str
    shown: date
    earliest: date
    latest: date


@dataclass(frozen=True)
class AskPhoto:
    label: str


@dataclass(frozen=True)
class AskPlace:
    label: str


Button = Press | Open | Call | AskDate
Choice = Press | Open | Call | AskDate | AskPhoto | AskPlace


class Tone(StrEnum):
    PLAIN = "plain"
    DANGER = "danger"
    SHOWN = "shown"  # held out to somebody across a counter: large


@dataclass(frozen=True)
class Say:
    """Plain words. Choices stand below as buttons and, because those are large, as quick replies too."""

    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Row:
    label: str
    text: str


@dataclass(frozen=True)
class Card:
    """One thing a resident can act on. `note` is the small print: source, date, section. `picture`: the address of a
    photo above it, over https. `main`: the button that stands out, counted as in a list; None where all weigh the same.
    """

    title: str
    lead: str = ""
    rows: tuple[Row, ...] = ()
    buttons: tuple[Button, ...] = ()
    note: str = ""
    tone: Tone = Tone.PLAIN
    choices: tuple[Choice, ...] = ()
    picture: str = ""
    main: int | None = 0


@dataclass(frozen=True)
class Carousel:
    """Cards side by side, at most 12 (LINE reference, Flex carousel)."""

    title: str  # what a notification or a screen reader says instead
    cards: tuple[Card, ...]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class PlaceCard:
    title: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class PhotoCard:
    url: str
    preview_url: str


Spoken = Say | Card | Carousel | PlaceCard | PhotoCard
