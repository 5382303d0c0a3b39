"""Everything LINE remembers about one channel; all calls may come from any thread."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from simulator.allowances import Meter, Quota
from simulator.complaints import Json
from simulator.contents import Contents
from simulator.faults import Faults
from simulator.feed import Feed
from simulator.ids import new_message_id, new_token, new_user_id
from simulator.ledger import Arrival, Ledger
from simulator.menus import Menus
from simulator.residents import Resident, Residents
from simulator.tokens import ReplyTokens, RetryKeys

Clock = Callable[[], float]
JST = timezone(timedelta(hours=9))
QUOTABLE = frozenset({"text", "textV2", "sticker", "image", "video"})


@dataclass(frozen=True)
class Channel:
    """Who the bot is."""

    secret: str
    token: str
    name: str = "みほん市"
    bot_id: str = field(default_factory=new_user_id)


class Platform:
    """LINE's side of one channel."""

    def __init__(self, channel: Channel, clock: Clock = time.time) -> None:
        self.channel = channel
        self.now = clock
        self.lock = threading.RLock()
        self.residents = Residents()
        self.groups: set[str] = set()
        self.reply_tokens = ReplyTokens()
        self.retry_keys = RetryKeys()
        self.read_tokens: dict[str, str] = {}
        self.meter = Meter()
        self.quota = Quota()
        self.contents = Contents()
        self.menus = Menus()
        self.faults = Faults()
        self.ledger = Ledger()
        self.feed = Feed()
        self.delivered: Counter[tuple[str, str]] = Counter()
        self.narrowcasts: dict[str, Json] = {}
        self.menu_batches: dict[str, Json] = {}
        self.units: dict[str, set[str]] = {}  # names under which sends are counted, and their request ids
        self.narrowcast_floor = 50
        self.refuses_strangers_in_multicast = False  # LINE's documentation says both
        self.is_chat_mode = False

    def now_ms(self) -> int:
        """The time as LINE writes it."""
        return int(self.now() * 1000)

    def today(self) -> str:
        """The day in Japan, by which deliveries are counted."""
        return datetime.fromtimestamp(self.now(), UTC).astimezone(JST).strftime("%Y%m%d")

    def add_resident(self, name: str, language: str = "ja", resident_id: str | None = None) -> Resident:
        """A person with a telephone on the page, already a friend of the bot."""
        with self.lock:
            resident = self.residents.add(name, language, resident_id)
        self.feed.tell({"type": "resident", "resident": resident.id, "name": name, "language": language})
        return resident

    def arrive(self, arrival: Arrival) -> None:
        """Messages of the bot reach a telephone."""
        self.ledger.write(arrival)
        resident = self.residents.find(arrival.resident)
        if resident is not None and resident.has_telephone:
            for message in arrival.messages:
                self.show(resident, "bot", message, new_message_id(), is_silent=arrival.is_silent)

    def show(self, resident: Resident, sender: str, message: Json, message_id: str, *, is_silent: bool = False) -> None:
        """One more bubble in the chat."""
        shown: Json = {"id": message_id, "from": sender, "at": self.now_ms(), "message": message}
        shown |= {"isSilent": True} if is_silent else {}
        resident.messages.append(shown)
        self.feed.tell({"type": "message", "resident": resident.id, **shown})

    def sent_messages(self, messages: list[Json]) -> list[Json]:
        """What LINE tells the bot about messages it accepted."""
        return [
            {"id": new_message_id()} | ({"quoteToken": new_token()} if message["type"] in QUOTABLE else {})
            for message in messages
        ]

    def menu_of(self, resident: Resident) -> Json | None:
        """The rich menu a resident sees, as the page draws it."""
        menu = self.menus.seen_by(resident.menu_id)
        if menu is None:
            return None
        return {**menu.body, "richMenuId": menu.id, "imageUrl": f"/phone/api/richmenu/{menu.id}/image"}

    def show_menu(self, resident: Resident) -> None:
        """Tell the page which menu the resident sees now."""
        if resident.has_telephone:
            self.feed.tell({"type": "richmenu", "resident": resident.id, "richMenu": self.menu_of(resident)})
