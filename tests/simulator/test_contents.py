"""Stories of photos and voices: ready, not yet, taken back, never there."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from simulator.server import RunningSimulator
from simulator.telephones import Photo
from tests.simulator.conftest import Bot, Caller


def photo(width: int = 800, height: int = 600) -> Photo:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(written, "JPEG")
    return Photo("image/jpeg", written.getvalue())


@pytest.fixture
def photographed(line: RunningSimulator, hanako: str) -> tuple[str, Photo]:
    """A photo Hanako has sent: its message id and itself."""
    taken = photo()
    [event] = line.telephones.images(hanako, [taken])
    return event["message"]["id"], taken


@pytest.fixture
def spoken(line: RunningSimulator, hanako: str) -> str:
    """The message id of what Hanako said."""
    [event] = line.telephones.audio(hanako, 1500)
    message_id: str = event["message"]["id"]
    return message_id


def test_a_photo_is_fetched_as_it_was_sent(call: Caller, photographed: tuple[str, Photo]) -> None:
    message_id, taken = photographed

    reply = call("GET", f"/v2/bot/message/{message_id}/content")

    assert (reply.status, reply.headers["Content-Type"], reply.body) == (200, "image/jpeg", taken.body)


def test_a_preview_is_small(call: Caller, photographed: tuple[str, Photo]) -> None:
    reply = call("GET", f"/v2/bot/message/{photographed[0]}/content/preview")

    with Image.open(io.BytesIO(reply.body)) as small:
        assert small.size == (240, 180)


def test_a_voice_is_not_ready_at_first(line: RunningSimulator, call: Caller, spoken: str) -> None:
    call("POST", f"/phone/api/content/{spoken}/preparation", {"asks": 2})
    path = f"/v2/bot/message/{spoken}/content"

    first, state, ready = call("GET", path), call("GET", f"{path}/transcoding"), call("GET", path)

    assert (first.status, first.body) == (202, b"")
    assert state.body == {"status": "processing"}
    assert (ready.status, ready.headers["Content-Type"]) == (200, "audio/wav")
    assert call("GET", f"{path}/transcoding").body == {"status": "succeeded"}


def test_a_preparation_that_fails_never_becomes_ready(line: RunningSimulator, call: Caller, spoken: str) -> None:
    line.platform.contents.delay(spoken, asks=1, ends_well=False)
    path = f"/v2/bot/message/{spoken}/content"

    assert [call("GET", path).status for _ in range(3)] == [202] * 3
    assert call("GET", f"{path}/transcoding").body == {"status": "failed"}


def test_what_a_resident_took_back_is_gone_here_and_at_line(
    line: RunningSimulator, bot: Bot, call: Caller, hanako: str, photographed: tuple[str, Photo]
) -> None:
    message_id, _ = photographed

    line.deliver(line.telephones.unsend(hanako, message_id))

    gone = call("GET", f"/v2/bot/message/{message_id}/content")
    assert (gone.status, gone.body) == (410, {"message": "The content is gone"})
    assert call("GET", f"/v2/bot/message/{message_id}/content/preview").status == 410
    [event] = bot.events
    assert (event["type"], event["unsend"], "replyToken" in event) == ("unsend", {"messageId": message_id}, False)
    assert call("GET", "/phone/api/state").body["residents"][0]["messages"] == []


def test_a_text_can_be_taken_back_only_once(line: RunningSimulator, call: Caller, hanako: str) -> None:
    message_id = line.says(hanako, "まちがい")["message"]["id"]
    line.telephones.unsend(hanako, message_id)

    assert call("POST", f"/phone/api/residents/{hanako}/unsend", {"messageId": message_id}).status == 404


def test_a_message_without_content_is_not_found(call: Caller, line: RunningSimulator, hanako: str) -> None:
    message_id = line.says(hanako, "ごみ")["message"]["id"]

    reply = call("GET", f"/v2/bot/message/{message_id}/content")

    assert (reply.status, reply.body) == (404, {"message": "not found"})


def test_a_photo_needs_no_transcoding_and_a_voice_has_no_preview(
    call: Caller, photographed: tuple[str, Photo], spoken: str
) -> None:
    transcoding = call("GET", f"/v2/bot/message/{photographed[0]}/content/transcoding")
    preview = call("GET", f"/v2/bot/message/{spoken}/content/preview")

    assert (transcoding.status, preview.status) == (400, 400)
    assert transcoding.body == {"message": "Transcoding status doesn't support this type of content"}
    assert preview.body == {"message": "The content can not be previewed"}
