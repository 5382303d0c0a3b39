"""`POST /api/alerts`: another system's CAP 1.2 message, shown with its key, becomes a draft that waits for officers."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import structlog
from flask import Blueprint, Flask, Response, current_app, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from alerts import cap, cap_intake
from alerts.cap_intake import Receipt, Result
from alerts.machine_intake import Fault, IntakeError
from store.database import reading, transaction
from town import api_keys, sign_in_attempts
from town.profile import Profile

EXTENSION = "madoguchi_cap"
SCHEME = "Bearer "
XML_TYPES = ("application/cap+xml", "application/xml", "text/xml")
STRANGERS = "api_key"  # the account under which wrong keys are counted, address by address
STATUS_OF = {
    Fault.UNFIT: 422, Fault.NOT_FOR_US: 422, Fault.PASSED: 422, Fault.CONFLICT: 409, Fault.UNKNOWN_REFERENCE: 404,
    Fault.TOO_MANY: 429,
}  # fmt: skip
STATUS_OF_RESULT = {Result.SUBMITTED: 201, Result.ALREADY: 200, Result.TESTED: 200, Result.WITHDRAWN: 200}

log = structlog.get_logger()
blueprint = Blueprint("cap", __name__)


@dataclass(frozen=True)
class Door:
    town: Profile
    now: Callable[[], datetime]


class _RefusedError(Exception):
    def __init__(self, status: int, error: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.error = status, error


def install(app: Flask, town: Profile, now: Callable[[], datetime]) -> None:
    app.extensions[EXTENSION] = Door(town, now)
    app.register_blueprint(blueprint)


@blueprint.post("/api/alerts")
def receive() -> tuple[Response, int]:
    door = cast(Door, current_app.extensions[EXTENSION])
    request.max_content_length = cap.LARGEST
    body = request.get_data()
    with reading() as session:  # before anything is read: a stranger makes us parse nothing
        key_id = _key_id(session, door.now())
    if key_id is None:
        raise _stranger(door.now())
    if request.mimetype not in XML_TYPES:
        raise _RefusedError(415, "media_type", "Content-Type は application/cap+xml にしてください。")
    message = cap.read(body)
    with transaction() as session:
        key = session.get_one(api_keys.ApiKey, key_id)
        receipt = cap_intake.receive(session, message, key, door.town, door.now())
        told = _told(receipt)
    log.info("cap.received", key=key_id, result=receipt.result.value)
    return _said(told), STATUS_OF_RESULT[receipt.result]


def _key_id(session: Session, now: datetime) -> int | None:
    shown = request.headers.get("Authorization", "")
    key = api_keys.shown(session, shown.removeprefix(SCHEME)) if shown.startswith(SCHEME) else None
    return key.id if key else None


def _stranger(now: datetime) -> _RefusedError:
    """A key is too long to be guessed; counting only keeps the noise down."""
    address = request.remote_addr or ""
    with transaction() as session:
        is_loud = sign_in_attempts.is_locked(session, STRANGERS, address, now)
        if not is_loud:
            sign_in_attempts.knock(session, STRANGERS, address, now)
    log.warning("cap.refused", reason="key")
    if is_loud:
        return _RefusedError(429, "too_many", "違う鍵が続いています。15分ほどあけてください。")
    return _RefusedError(401, "key", "鍵が違うか、止められています。Authorization: Bearer に鍵を書いてください。")


def _told(receipt: Receipt) -> dict[str, object]:
    found = receipt.broadcast
    if found is None:
        return {"result": receipt.result.value}
    return {"result": receipt.result.value, "broadcast": found.id, "stage": found.stage, "drill": found.is_drill}


def _refusal(status: int, error: str, sentence: str) -> tuple[Response, int]:
    return _said({"error": error, "message": sentence}), status


def _said(told: dict[str, object]) -> Response:
    """With Japanese that a person at the other end can read."""
    return Response(json.dumps(told, ensure_ascii=False) + "\n", mimetype="application/json")


@blueprint.errorhandler(_RefusedError)
def _refused(refused: _RefusedError) -> tuple[Response, int]:
    return _refusal(refused.status, refused.error, str(refused))


@blueprint.errorhandler(cap.CapError)
def _no_cap(error: cap.CapError) -> tuple[Response, int]:
    return _refusal(400, "cap", str(error))


@blueprint.errorhandler(IntakeError)
def _not_taken(error: IntakeError) -> tuple[Response, int]:
    return _refusal(STATUS_OF[error.fault], error.fault.value, str(error))


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_: RequestEntityTooLarge) -> tuple[Response, int]:
    return _refusal(413, "size", "電文が大きすぎます(256キロバイトまで)。")


@blueprint.after_request
def _with_headers(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if answer.status_code == 429:
        answer.headers["Retry-After"] = "900"
    return answer
