"""LINE knocks here. Check the signature, keep the events, say 200. Nothing else may happen here."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NoReturn

import structlog
from flask import Blueprint, Flask, Response, abort, current_app, request

from bot.arrivals import arrivals
from bot.relay import Relay, is_ours
from store import inbox
from store.database import transaction

LONGEST_BODY = 1_000_000  # bytes; LINE sends a few kilobytes

log = structlog.get_logger()

blueprint = Blueprint("webhook", __name__)


def install(app: Flask, channel_secret: str, own_id: str | None, relay: Relay | None) -> None:
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    app.extensions["line_webhook"] = (channel_secret.encode(), own_id, relay)
    app.register_blueprint(blueprint)


@blueprint.post("/line/webhook")
def receive() -> Response:
    secret, own_id, relay = current_app.extensions["line_webhook"]
    body = request.get_data()
    signature = request.headers.get("X-Line-Signature", "")
    if not is_signed(body, signature, secret):
        _refuse("signature")
    arrived = arrivals(_json(body), own_id)
    if relay:
        arrived = [one if is_ours(one) else replace(one, may_answer=False) for one in arrived]
    with transaction() as session:
        inbox.put(session, arrived, datetime.now(UTC))
        log.debug("webhook.storing", events=len(arrived))
    log.debug("webhook.stored", events=len(arrived))
    if relay:
        relay.offer(body, signature, arrived)
    return Response(status=200)


def is_signed(body: bytes, signature: str, secret: bytes) -> bool:
    """LINE reference, «Signature validation»: base64 of HMAC-SHA256 over the untouched bytes."""
    wanted = base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest())
    return hmac.compare_digest(wanted, signature.encode("utf-8", "replace"))


def _json(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        _refuse("json")
    if not isinstance(read, dict):
        _refuse("json")
    return read


def _refuse(reason: str) -> NoReturn:
    """Logged, because a wrong channel secret shows itself here and nowhere else."""
    log.warning("webhook.refused", reason=reason)
    abort(400)
