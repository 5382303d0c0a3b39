"""Is the house alive, is it ready, and how much waits: figures counted from the rows, true across processes."""

from collections.abc import Iterator
from datetime import UTC, datetime

import structlog
from flask import Blueprint, Response, jsonify
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from store import channel, figures
from store.database import reading

log = structlog.get_logger()

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 when the database answers and LINE lets us speak."""
    try:
        with reading() as session:
            paused = [pause.reason for pause in channel.pauses(session, datetime.now(UTC))]
    except SQLAlchemyError as error:
        log.error("health.database", error=type(error).__name__)
        return jsonify(status="no database"), 503
    if paused:
        return jsonify(status="paused", reasons=paused), 503
    return jsonify(status="ready"), 200


@blueprint.get("/metrics")
def metrics() -> Response:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Rows())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Rows(Collector):
    """Counts and ages, by state and kind; no ids and no words."""

    def collect(self) -> Iterator[Metric]:
        with reading() as session:
            yield from _counted("madoguchi_inbox_events", "state", figures.events_by_state(session))
            yield from _counted("madoguchi_inbox_kinds", "kind", figures.events_by_kind(session))
            yield from _counted("madoguchi_deliveries", "status", figures.deliveries_by_status(session))
            yield from _ages(session)
            paused = GaugeMetricFamily("madoguchi_channel_paused", "LINE does not let us speak", labels=["reason"])
            for pause in channel.pauses(session, datetime.now(UTC)):
                paused.add_metric([pause.reason], 1)
            yield paused


def _counted(name: str, label: str, counts: dict[str, int]) -> Iterator[Metric]:
    gauge = GaugeMetricFamily(name, f"rows by {label}", labels=[label])
    for value, count in counts.items():
        gauge.add_metric([value], count)
    yield gauge


def _ages(session: Session) -> Iterator[Metric]:
    now = datetime.now(UTC)
    for name, since in (
        ("madoguchi_oldest_waiting_event_seconds", figures.oldest_open_event(session)),
        ("madoguchi_oldest_waiting_delivery_seconds", figures.oldest_open_delivery(session)),
    ):
        yield GaugeMetricFamily(name, "age of the oldest", value=(now - since).total_seconds() if since else 0.0)
