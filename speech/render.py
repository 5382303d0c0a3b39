"""Our cards -> LINE's message objects, as plain dicts inside LINE's limits. Nothing here can fail on long text."""

from collections.abc import Sequence
from typing import Any

from speech import flex
from speech.cards import (
    AskDate,
    AskPhoto,
    AskPlace,
    Call,
    Card,
    Carousel,
    Choice,
    Open,
    PhotoCard,
    PlaceCard,
    Press,
    Say,
    Spoken,
)
from speech.limits import (
    ALT_TEXT,
    MESSAGES,
    PLACE_TEXT,
    QUICK_REPLIES,
    QUICK_REPLY_LABEL,
    TEXT,
    fit_graphemes,
    fit_utf16,
)

Message = dict[str, Any]


def render(spoken: Sequence[Spoken], *, prefix: str = "") -> list[Message]:
    """At most five LINE messages. `prefix` opens the first one («【デモ】»).

    Quick replies stand on the last message only: LINE shows no others.
    """
    shown = list(spoken[:MESSAGES])
    messages = [_message(item, prefix if index == 0 else "") for index, item in enumerate(shown)]
    choices = [choice for item in shown for choice in _choices(item)]
    if messages and choices:
        items = [{"type": "action", "action": _quick(choice)} for choice in choices[:QUICK_REPLIES]]
        messages[-1]["quickReply"] = {"items": items}
    return messages


def _message(item: Spoken, prefix: str) -> Message:
    match item:
        case Say():
            return _say(item, prefix)
        case Card():
            contents = flex.bubble(item, prefix)
            return {"type": "flex", "altText": _alt(prefix, item.title, item.lead), "contents": contents}
        case Carousel():
            return {"type": "flex", "altText": _alt(prefix, item.title), "contents": flex.carousel(item)}
        case PlaceCard():
            return _place(item)
        case PhotoCard():
            return {"type": "image", "originalContentUrl": item.url, "previewImageUrl": item.preview_url}


def _say(item: Say, prefix: str) -> Message:
    """Words with buttons become a card: quick replies vanish with the next message, and some phones show none."""
    buttons = tuple(choice for choice in item.choices if isinstance(choice, Press | Open | Call | AskDate))
    if not buttons:
        return {"type": "text", "text": fit_utf16(prefix + item.text, TEXT)}
    card = Card("", lead=item.text, buttons=buttons)
    return {"type": "flex", "altText": _alt(prefix, item.text), "contents": flex.bubble(card, prefix)}


def _place(item: PlaceCard) -> Message:
    return {
        "type": "location",
        "title": fit_utf16(item.title, PLACE_TEXT),
        "address": fit_utf16(item.address or item.title, PLACE_TEXT),
        "latitude": item.latitude,
        "longitude": item.longitude,
    }


def _alt(prefix: str, *lines: str) -> str:
    return fit_utf16(prefix + "\n".join(line for line in lines if line), ALT_TEXT)


def _choices(item: Spoken) -> tuple[Choice, ...]:
    return item.choices if isinstance(item, Say | Card | Carousel) else ()


def _quick(choice: Choice) -> dict[str, Any]:
    label = fit_graphemes(choice.label, QUICK_REPLY_LABEL)
    match choice:
        case AskPhoto():
            return {"type": "camera", "label": label}
        case AskPlace():
            return {"type": "location", "label": label}
    return {**flex.action(choice), "label": label}
