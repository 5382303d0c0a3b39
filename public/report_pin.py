"""The page on which a resident shows a place later: a map, two numbers or words, without signing in."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from public.hall import the_hall
from public.pages import Answer, Page
from public.report_list import HTML_TAGS, words
from reports import pins
from reports.cells import Point
from reports.jurisdiction import Verdict
from reports.pins import LONGEST_WORDS, Pin
from speech.languages import FALLBACKS, Language
from speech.phrases import book, phrase
from store import inbox
from store.database import transaction
from store.inbox import Arrival
from town.residents import Resident

MOST_BYTES = 8_000
PREFIX = "report_pin."


@dataclass(frozen=True)
class Shown:
    """What the form says. `wrong`: the key of a sentence, where it cannot be used as it is."""

    point: Point | None = None
    words: str = ""
    wrong: str = ""


def pin_page(key: str) -> Answer:
    with transaction() as session:
        pin, resident = _whose(session, key)
        return _rendered(resident, "form" if pin else "gone")


def drop_pin(key: str) -> Answer:
    """Stored, and laid into the inbox, before the page says so. Whose words they are LINE is told by the bot."""
    hall, shown = the_hall(), _shown()
    with transaction() as session:
        pin, resident = _whose(session, key)
        if pin is None or resident is None:
            return _rendered(resident, "gone")
        if shown.wrong or (wrong := _doubt(pin, shown)):
            return _rendered(resident, "form", shown, shown.wrong or wrong, 400)
        pins.drop(session, pin, shown.point, shown.words or None, hall.now())
        inbox.put(session, [_arrival(pin, str(resident.line_id), hall.now())], hall.now())
        return _rendered(resident, "sent")


def _whose(session: Session, key: str) -> tuple[Pin | None, Resident | None]:
    """Nothing for somebody who has left."""
    pin = pins.usable(session, key, the_hall().now())
    resident = session.get(Resident, pin.resident_id) if pin else None
    return (pin, resident) if resident and resident.line_id and resident.is_following else (None, None)


def _shown() -> Shown:
    """Coordinates decide; words alone are enough."""
    told = request.form.get("words", "").replace("\x00", "").strip()[:LONGEST_WORDS]
    written = [request.form.get(name, "").strip() for name in ("latitude", "longitude")]
    if not any(written):
        return Shown(words=told, wrong="" if told else "empty")
    try:
        point = Point(float(written[0]), float(written[1]))
    except ValueError:
        return Shown(words=told, wrong="numbers")
    is_on_earth = -90 <= point.latitude <= 90 and -180 <= point.longitude <= 180  # false for «nan» too
    return Shown(point if is_on_earth else None, told, "" if is_on_earth else "numbers")


def _doubt(pin: Pin, shown: Shown) -> str:
    """Of a draft the conversation asks; of a filed case nobody would, so this page does."""
    if pin.report_id is None or shown.point is None or request.form.get("sure") == "1":
        return ""
    return "outside" if the_hall().office.town.standing(shown.point).verdict is Verdict.OUTSIDE else ""


def _arrival(pin: Pin, line_id: str, now: datetime) -> Arrival:
    """A button pressed by the resident: answered in their order, once, and pushed, for there is no reply token."""
    event_id = f"pin:{pin.id}"
    raw = {
        "type": "postback", "webhookEventId": event_id, "timestamp": int(now.timestamp() * 1000), "mode": "active",
        "source": {"type": "user", "userId": line_id}, "postback": {"data": f"report_pin:{pin.id}"},
    }  # fmt: skip
    return Arrival(event_id, line_id, "postback", raw)


def _rendered(
    resident: Resident | None, part: str, shown: Shown | None = None, wrong: str = "", status: int = 200
) -> Response:
    hall, tongue = the_hall(), Language(resident.language) if resident and resident.language else Language.JA
    keys = [key.removeprefix(PREFIX) for key in book(Language.JA) if key.startswith(PREFIX)]
    page = render_template(
        "pin.html", part=part, shown=shown or Shown(), wrong=wrong, hall=hall, tag=HTML_TAGS.get(tongue, tongue.value),
        town=hall.town.names.first_of(FALLBACKS[tongue]), words={key: phrase(f"report_pin.{key}", tongue) for key in keys},
        map_words=words(tongue), driving=phrase("report.driving", tongue), longest=LONGEST_WORDS,
    )  # fmt: skip
    status = 410 if part == "gone" else status
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex"}
    return Response(page, status, mimetype="text/html", headers=headers)


PAGES = (
    Page("pin", "/pin/<key>", pin_page),
    Page("drop_pin", "/pin/<key>", drop_pin, ("POST",), MOST_BYTES),
)
