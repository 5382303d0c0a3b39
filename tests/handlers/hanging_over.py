"""What hangs over the town while somebody asks: an order to flee, the agency's telegrams, and who lives where."""

from alerts import jma_areas, jma_polls, jma_state, jma_telegrams, jma_xml, orders
from alerts.orders import Issued
from settings import SAMPLE_TOWN
from tests.conftest import NOON
from tests.handlers.window import Window
from town import subscriptions
from town.profile import load_profile

AREAS = load_profile(SAMPLE_TOWN).jma


def lives_in(window: Window, *districts: str) -> None:
    subscriptions.choose_districts(window.session, window.resident().id, districts)


def order_to_flee(
    window: Window, *districts: str, hazard: str = "flood", level: int | None = 4, kind: str = "避難指示"
) -> None:
    orders.issue(window.session, Issued(districts, hazard, kind, level, NOON, "市長", 1), ())


def the_feeds_were_read(window: Window) -> None:
    for feed in ("extra", "eqvol"):
        jma_polls.take(window.session, feed, NOON)
        jma_polls.succeeded(window.session, feed, NOON, None, None)


def comes(window: Window, body: bytes) -> None:
    telegram = jma_xml.read(body)
    kept = jma_telegrams.keep(window.session, f"x{len(body)}{hash(body)}", body, telegram, NOON, is_ours=True)
    jma_state.apply(window.session, telegram, jma_areas.standings(telegram, AREAS), kept.id, is_silent=False)
