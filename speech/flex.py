"""A card drawn as a LINE Flex bubble: large type, strong contrast, buttons a thumb can hit."""

from dataclasses import replace
from typing import Any

from speech.cards import AskDate, Button, Call, Card, Carousel, Open, Press, Row, Tone
from speech.limits import (
    BUBBLE_BYTES,
    BUBBLES,
    CAROUSEL_BYTES,
    DISPLAY_TEXT,
    FLEX_BUTTON_LABEL,
    fit_graphemes,
    fit_utf16,
    json_bytes,
)

Box = dict[str, Any]

# Contrast on white at least 7:1 for text and 4.5:1 for buttons (WCAG 2.2 AAA / AA).
INK, SOFT_INK, LINE_COLOUR = "#1A1A1C", "#4A4F57", "#D8DBE0"
BUTTON = {Tone.PLAIN: "#0B5CAD", Tone.DANGER: "#B3001B", Tone.SHOWN: "#0B5CAD"}
TITLE_SIZE = {Tone.PLAIN: "lg", Tone.DANGER: "lg", Tone.SHOWN: "xxl"}
WORDS_SIZE = {Tone.PLAIN: "md", Tone.DANGER: "md", Tone.SHOWN: "xl"}
LONGEST_ROW = 600  # UTF-16 units; more belongs on the town's page, not on a telephone
SHORT_ROW = 200


def bubble(card: Card, prefix: str = "") -> Box:
    """One card. Rows are shortened, then left out from the end, until LINE's size limit is kept."""
    return _fitted(card, prefix, BUBBLE_BYTES)


def carousel(side_by_side: Carousel) -> Box:
    cards = side_by_side.cards[:BUBBLES]
    room = (CAROUSEL_BYTES - 200) // max(len(cards), 1)
    return {"type": "carousel", "contents": [_fitted(card, "", room) for card in cards]}


def action(button: Button) -> dict[str, Any]:
    label = fit_graphemes(button.label, FLEX_BUTTON_LABEL)
    match button:
        case Press():
            shown = fit_graphemes(button.label, DISPLAY_TEXT)
            return {"type": "postback", "label": label, "data": button.data, "displayText": shown}
        case AskDate():
            days = {"initial": button.shown, "min": button.earliest, "max": button.latest}
            picker = {"type": "datetimepicker", "label": label, "data": button.data, "mode": "date"}
            return picker | {name: day.isoformat() for name, day in days.items()}
        case Open():
            return {"type": "uri", "label": label, "uri": button.url}
        case Call():
            # «#7119»: a bare # would begin a fragment of the address.
            return {"type": "uri", "label": label, "uri": f"tel:{button.phone.replace('#', '%23')}"}


def _fitted(card: Card, prefix: str, room: int) -> Box:
    drawn = _draw(card, prefix, LONGEST_ROW)
    if json_bytes(drawn) > room:
        drawn = _draw(card, prefix, SHORT_ROW)
    while json_bytes(drawn) > room and (card.rows or card.buttons):
        card = replace(card, rows=card.rows[:-1]) if card.rows else replace(card, buttons=card.buttons[:-1])
        drawn = _draw(card, prefix, SHORT_ROW)
    return drawn


def _draw(card: Card, prefix: str, longest_row: int) -> Box:
    body = [*_heading(card, prefix, longest_row), *_rows(card.rows, longest_row, WORDS_SIZE[card.tone])]
    if card.note:
        body.append(_text(fit_utf16(card.note, longest_row), size="xs", color=SOFT_INK, margin="xl"))
    drawn: Box = {"type": "bubble", "size": "mega", "body": _box(body, spacing="md")}
    if card.picture:
        drawn["hero"] = {
            "type": "image",
            "url": card.picture,
            "size": "full",
            "aspectRatio": "4:3",
            "aspectMode": "cover",
        }
    if card.tone is Tone.DANGER:
        drawn["styles"] = {"body": {"backgroundColor": "#FFF3F3"}, "footer": {"backgroundColor": "#FFF3F3"}}
    if card.buttons:
        drawn["footer"] = _box([_button(one, card) for one in card.buttons], spacing="sm")
    return drawn


def _heading(card: Card, prefix: str, longest: int) -> list[Box]:
    colour = BUTTON[Tone.DANGER] if card.tone is Tone.DANGER else INK
    if not card.title:
        return [_text(prefix + fit_utf16(card.lead, longest * 4), size="md", color=INK)]
    heading = [_text(prefix + card.title, size=TITLE_SIZE[card.tone], weight="bold", color=colour)]
    if card.lead:
        heading.append(_text(fit_utf16(card.lead, longest * 2), size=WORDS_SIZE[card.tone], color=INK))
    return heading


def _rows(rows: tuple[Row, ...], longest: int, size: str) -> list[Box]:
    drawn: list[Box] = []
    for row in rows:
        label = _text(row.label, size="sm", weight="bold", color=SOFT_INK)
        words = _text(fit_utf16(row.text, longest), size=size, color=INK)
        drawn += [{"type": "separator", "color": LINE_COLOUR}, _box([label, words], spacing="xs")]
    return drawn


def _button(button: Button, card: Card) -> Box:
    """One button is the thing to do, mostly the first; the others stay quiet, unless somebody is in danger."""
    is_main = card.main is not None and button is card.buttons[card.main]
    drawn: Box = {"type": "button", "height": "sm", "action": action(button), "adjustMode": "shrink-to-fit"}
    if is_main or (card.tone is Tone.DANGER and isinstance(button, Call)):
        return {**drawn, "style": "primary", "color": BUTTON[card.tone]}
    return {**drawn, "style": "secondary"}


def _box(contents: list[Box], *, spacing: str) -> Box:
    return {"type": "box", "layout": "vertical", "spacing": spacing, "contents": contents}


def _text(text: str, **look: str) -> Box:
    return {"type": "text", "text": text or "-", "wrap": True, **look}
