"""Is the house alive, is it ready, and how much waits: figures counted from the rows, true across processes."""

from collections.abc import Iterator
from datetime import UTC, datetime

import structlog
from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from alerts import jma_polls
from knowledge import asked
from store import channel, figures, letters
from store.database import reading

log = structlog.get_logger()

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 when the database answers and LINE lets us speak. Letters that wait are told, and stop nobody."""
    try:
        with reading() as session:
            paused = [pause.reason for pause in channel.pauses(session, datetime.now(UTC))]
            waiting = letters.count_open(session)
            bulletins = _bulletins(session)
    except SQLAlchemyError as error:
        log.error("health.database", error=type(error).__name__)
        return jsonify(status="no database"), 503
    if paused:
        return jsonify(status="paused", reasons=paused, letters=_post(waiting), **bulletins), 503
    return jsonify(status="ready", letters=_post(waiting), **bulletins), 200


def _bulletins(session: Session) -> dict[str, str]:
    """Whether warnings may have been missed; nothing where no feed is read."""
    if not jma_polls.all_(session):
        return {}
    silent = [row.feed for row in jma_polls.silent(session, datetime.now(UTC))]
    return {"bulletins": f"may have missed: {', '.join(silent)}" if silent else "read"}


def _post(waiting_count: int) -> str:
    """Whether letters can leave at all. «no post office»: SMTP_URL is not set."""
    if current_app.config.get("HAS_POST_OFFICE"):
        return f"{waiting_count} waiting"
    return f"no post office, {waiting_count} waiting"


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
            yield from _counted("madoguchi_letters", "status", letters.by_status(session))
            yield from _questions(session)
            yield from _ages(session)
            yield _feeds(session)
            paused = GaugeMetricFamily("madoguchi_channel_paused", "LINE does not let us speak", labels=["reason"])
            for pause in channel.pauses(session, datetime.now(UTC)):
                paused.add_metric([pause.reason], 1)
            yield paused
            since = channel.silent_since(session)
            silent = (datetime.now(UTC) - since).total_seconds() if since else 0.0
            yield GaugeMetricFamily("madoguchi_line_silent_seconds", "since when LINE has not answered", value=silent)


def _counted(name: str, label: str, counts: dict[str, int]) -> Iterator[Metric]:
    gauge = GaugeMetricFamily(name, f"rows by {label}", labels=[label])
    for value, count in counts.items():
        gauge.add_metric([value], count)
    yield gauge


def _questions(session: Session) -> Iterator[Metric]:
    """What questions came to, and whether the answers helped."""
    gauge = GaugeMetricFamily("madoguchi_questions", "questions", labels=["verdict", "language"])
    for labels, count in asked.by_verdict(session).items():
        gauge.add_metric(labels, count)
    yield gauge
    yield from _counted("madoguchi_questions_helped", "answer", asked.by_helped(session))
    yield GaugeMetricFamily(
        "madoguchi_questions_open", "questions that wait for an officer", value=asked.count_open(session)
    )


def _feeds(session: Session) -> Metric:
    """How long ago each feed of the Meteorological Agency was read."""
    gauge = GaugeMetricFamily("madoguchi_feed_age_seconds", "since the feed was last read", labels=["feed"])
    for row in jma_polls.all_(session):
        gauge.add_metric([row.feed], (datetime.now(UTC) - (row.read_at or row.since)).total_seconds())
    return gauge


def _ages(session: Session) -> Iterator[Metric]:
    now = datetime.now(UTC)
    for name, since in (
        ("madoguchi_oldest_waiting_event_seconds", figures.oldest_open_event(session)),
        ("madoguchi_oldest_waiting_delivery_seconds", figures.oldest_open_delivery(session)),
        ("madoguchi_oldest_waiting_letter_seconds", letters.oldest_open(session)),
    ):
        yield GaugeMetricFamily(name, "age of the oldest", value=(now - since).total_seconds() if since else 0.0)
