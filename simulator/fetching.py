"""The calls by which a bot fetches photos and voices residents have sent."""

from __future__ import annotations

import io

from PIL import Image

from simulator.answers import Answer, refused
from simulator.calls import Call, Route

PREVIEW_PIXELS = 240


def content(call: Call) -> Answer:
    """The bytes, or 202 while LINE prepares them."""
    found = call.platform.contents.fetch(call.path["message_id"])
    if found is None:
        return Answer(202, content=b"", media_type="application/octet-stream")
    return Answer(content=found.body, media_type=found.media_type)


def transcoding(call: Call) -> Answer:
    """How far a voice or a film is."""
    return Answer(body={"status": str(call.platform.contents.preparation(call.path["message_id"]))})


def preview(call: Call) -> Answer:
    """A small JPEG of a photo."""
    found = call.platform.contents.find(call.path["message_id"])
    if found.kind != "image":
        raise refused(400, "The content can not be previewed")
    with Image.open(io.BytesIO(found.body)) as photo:
        small = photo.convert("RGB")
        small.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
        written = io.BytesIO()
        small.save(written, "JPEG")
    return Answer(content=written.getvalue(), media_type="image/jpeg")


ROUTES: tuple[Route, ...] = (
    Route("GET", "/v2/bot/message/{message_id}/content", "content", content),
    Route("GET", "/v2/bot/message/{message_id}/content/transcoding", "transcoding", transcoding),
    Route("GET", "/v2/bot/message/{message_id}/content/preview", "preview", preview),
)
