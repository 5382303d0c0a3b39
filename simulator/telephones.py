"""What residents do with their telephones; each act returns the webhook events it causes."""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator import events
from simulator.answers import not_found, refused
from simulator.complaints import Json
from simulator.contents import Content
from simulator.ids import new_token
from simulator.platform import Platform
from simulator.residents import Resident

LONGEST_TEXT = 5000
VOICE_RATE = 8000


@dataclass(frozen=True)
class Photo:
    """A picture from a telephone."""

    media_type: str
    body: bytes


class Telephones:
    """The hands of the residents."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def owner(self, resident_id: str) -> Resident:
        """Whose telephone it is."""
        resident = self._platform.residents.find(resident_id)
        if resident is None:
            raise not_found()
        return resident

    def follow(self, resident_id: str) -> list[Json]:
        """Adds the bot as a friend, or unblocks it."""
        resident = self.owner(resident_id)
        is_unblocked = not resident.is_following
        resident.is_following = True
        self._tell_follow(resident)
        return [events.follow(events.user(resident_id), self._platform.now(), is_unblocked)]

    def block(self, resident_id: str) -> list[Json]:
        """Wants to hear nothing any more."""
        resident = self.owner(resident_id)
        resident.is_following = False
        self._tell_follow(resident)
        return [events.unfollow(events.user(resident_id), self._platform.now())]

    def text(self, resident_id: str, words: str) -> list[Json]:
        """Writes."""
        if not words or len(words.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            raise refused(400, f"A message has 1 to {LONGEST_TEXT} characters")
        return self._send(resident_id, events.text(words))

    def sticker(self, resident_id: str, package_id: str, sticker_id: str) -> list[Json]:
        """Sends a sticker."""
        return self._send(resident_id, events.sticker(package_id, sticker_id))

    def location(
        self, resident_id: str, latitude: float, longitude: float, address: str | None, title: str | None
    ) -> list[Json]:
        """Sends a place."""
        return self._send(resident_id, events.location(latitude, longitude, address, title))

    def images(self, resident_id: str, photos: Sequence[Photo], with_index: bool = True) -> list[Json]:
        """Sends photos, several of them as a set."""
        contents = events.images(len(photos), with_index)
        for content, photo in zip(contents, photos, strict=True):
            self._platform.contents.keep(content["id"], Content("image", photo.media_type, photo.body))
        return [each for content in contents for each in self._send(resident_id, content)]

    def audio(self, resident_id: str, duration_ms: int) -> list[Json]:
        """Says something: silence of that length, since nobody here has a microphone."""
        content = events.audio(duration_ms)
        self._platform.contents.keep(content["id"], Content("audio", "audio/wav", silence(duration_ms)))
        return self._send(resident_id, content)

    def postback(
        self, resident_id: str, payload: str, display_text: str | None = None, params: Mapping[str, str] | None = None
    ) -> list[Json]:
        """Presses a button; its words stand in the chat, but reach the bot only as data."""
        resident = self.owner(resident_id)
        if display_text:
            spoken = events.text(display_text)
            self._platform.show(resident, "resident", spoken, spoken["id"])
        return [events.postback(events.user(resident_id), self._platform.now(), payload, params)]

    def switch_menu(self, resident_id: str, alias: str, payload: str) -> list[Json]:
        """Turns the rich menu over."""
        resident = self.owner(resident_id)
        menus = self._platform.menus
        params = {"newRichMenuAliasId": alias, "status": "SUCCESS"}
        if alias not in menus.aliases:
            params["status"] = "RICHMENU_ALIAS_ID_NOTFOUND"
        elif menus.aliases[alias] not in {menu.id for menu in menus.all()}:
            params["status"] = "RICHMENU_NOTFOUND"
        else:
            resident.menu_id = menus.aliases[alias]
            self._platform.show_menu(resident)
        return [events.postback(events.user(resident_id), self._platform.now(), payload, params)]

    def unsend(self, resident_id: str, message_id: str) -> list[Json]:
        """Takes a message back: it is gone here and at LINE."""
        resident = self.owner(resident_id)
        for message in resident.messages:
            if message["id"] == message_id and message["from"] == "resident":
                resident.messages.remove(message)
                self._platform.contents.forget(message_id)
                self._platform.feed.tell({"type": "unsent", "resident": resident_id, "messageId": message_id})
                return [events.unsend(events.user(resident_id), self._platform.now(), message_id)]
        raise not_found()

    def _send(self, resident_id: str, content: Json) -> list[Json]:
        resident = self.owner(resident_id)
        if not resident.is_following:
            raise refused(400, "A blocked bot receives nothing")
        if self._platform.is_chat_mode:
            content["markAsReadToken"] = new_token()
            self._platform.read_tokens[content["markAsReadToken"]] = resident_id
        self._platform.show(resident, "resident", content, content["id"])
        return [events.message(events.user(resident_id), self._platform.now(), content)]

    def _tell_follow(self, resident: Resident) -> None:
        self._platform.feed.tell({"type": "resident", "resident": resident.id, "isFollowing": resident.is_following})


def silence(duration_ms: int) -> bytes:
    """A sound file in which nobody speaks."""
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(VOICE_RATE)
        sound.writeframes(b"\x80" * (VOICE_RATE * duration_ms // 1000))
    return written.getvalue()
