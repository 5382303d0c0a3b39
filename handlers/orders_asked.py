"""«うちに避難指示は出てる?»: the town's own orders, with the hour, and never a word that any place is safe."""

import tomllib
from functools import cache
from pathlib import Path

from alerts import orders
from alerts.orders import Order
from handlers import timeline_plan, warnings_asked, wish_labels
from handlers.turn import Desk
from speech.cards import Card, Press, Row, Spoken
from speech.incoming import Incoming, Said, Text
from speech.languages import FALLBACKS
from speech.squash import squashed
from town import districts, subscriptions
from town.calendar import to_jst

MOST_ROWS = 12
WORDS = Path(__file__).parents[1] / "speech/orders_words.toml"


def is_asked(said: Said) -> bool:
    """Whether an order stands, not what an order is: «避難指示とは» is a question for the library."""
    if not isinstance(said, Text):
        return False
    plain, (orders_named, asking) = squashed(said.text), _words()
    return any(one in plain for one in orders_named) and any(one in plain for one in asking)


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """Those of the resident's districts first; without a district, every order of the town.

    Beneath the orders of their own districts stands what they planned (マイ・タイムライン); after the town's word, the agency's.
    """
    own = subscriptions.districts_of(desk.session, desk.resident.id) if desk.resident else set()
    own_orders = orders.in_force(desk.session, own) if own else []
    agency = warnings_asked.answer(incoming, desk) if warnings_asked.is_anything_grave(desk) else []
    return [in_force_card(desk, own), *timeline_plan.beneath_orders(own_orders, desk), *agency]


def in_force_card(desk: Desk, own: set[str]) -> Card:
    found = orders.in_force(desk.session, own or None)
    clock = f"{to_jst(desk.now):%-H:%M}"
    key = "orders.in_force" if found else "orders.none_here" if own else "orders.none"
    return Card(
        title=desk.phrase("orders.title"),
        lead=desk.phrase(key, time=clock, town=desk.town_name),
        rows=tuple(_row(one, desk) for one in found[:MOST_ROWS]),
        note=desk.phrase("orders.never_safe"),
        choices=(
            Press(desk.phrase("wishes.districts"), "wish:districts"),
            Press(desk.phrase("area.disaster"), "menu:disaster"),
        ),
    )


def has_orders(desk: Desk, own: set[str]) -> bool:
    return bool(orders.in_force(desk.session, own))


def _row(order: Order, desk: Desk) -> Row:
    district = districts.find(desk.session, order.district_id)
    plain = district.name_in(FALLBACKS[desk.language]) if district else order.district_id
    name = wish_labels.labelled(order.district_id, plain, desk)
    since = f"{to_jst(order.since):%-m/%-d %-H:%M}"
    hazard = desk.phrase(f"hazard.{order.hazard}")
    level = desk.phrase("orders.level", level=order.level) if order.level else ""
    return Row(name, desk.phrase("orders.line", kind=f"{level}{order.kind}", hazard=hazard, since=since))


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    written = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return tuple(
        tuple(squashed(word) for words in written[part].values() for word in words) for part in ("orders", "asking")
    )  # type: ignore[return-value]
