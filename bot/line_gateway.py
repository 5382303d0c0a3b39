"""The one wire to LINE. Every send ends in a Sent, never in an exception of LINE's."""

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import structlog
import urllib3
from linebot.v3.messaging import (
    ApiException,
    MarkMessagesAsReadByTokenRequest,
    ShowLoadingAnimationRequest,
)
from pydantic.v1 import ValidationError  # the SDK's models are of pydantic's first version

from bot.gateway import Messages, Sent
from bot.line_questions import TIMEOUT, LineQuestions
from bot.line_requests import Answer, ToAll, ToMany, ToOne
from logs import type_and_place
from store.outcomes import Outcome

log = structlog.get_logger()

COURTESY_TIMEOUT = (1.0, 2.0)
# «The property, to[1], in the request body is invalid», and for a push «The property, to, in …».
_NAMES_AN_ADDRESS = re.compile(r"property, '?to(\[\d+\])?'?[, ]")


class LineGateway(LineQuestions):
    """One shared client per process, created after the fork: it is thread-safe, and not fork-safe."""

    def reply(self, reply_token: str, messages: Messages) -> Sent:
        request = partial(Answer, reply_token=reply_token)
        return self._send(self._api.reply_message_with_http_info, request, messages)

    def push(self, to: str, messages: Messages, retry_key: str, *, is_silent: bool = False) -> Sent:
        request = partial(ToOne, to=to, notification_disabled=is_silent)
        return self._send(self._api.push_message_with_http_info, request, messages, x_line_retry_key=retry_key)

    def multicast(
        self, to: Sequence[str], messages: Messages, retry_key: str, unit: str | None = None, *, is_silent: bool = False
    ) -> Sent:
        """`unit`: the name under which LINE counts how it was received."""
        units = {"custom_aggregation_units": [unit]} if unit else {}
        request = partial(ToMany, to=list(to), notification_disabled=is_silent, **units)
        return self._send(self._api.multicast_with_http_info, request, messages, x_line_retry_key=retry_key)

    def broadcast(self, messages: Messages, retry_key: str, *, is_silent: bool = False) -> Sent:
        request = partial(ToAll, notification_disabled=is_silent)
        return self._send(self._api.broadcast_with_http_info, request, messages, x_line_retry_key=retry_key)

    def show_loading(self, line_id: str, seconds: int) -> None:
        """The moving dots. LINE takes 5 to 60 seconds in steps of five; they end when a message arrives."""
        request = ShowLoadingAnimationRequest(chat_id=line_id, loading_seconds=seconds)
        self._courtesy(self._api.show_loading_animation, request)

    def mark_as_read(self, read_token: str) -> None:
        request = MarkMessagesAsReadByTokenRequest(mark_as_read_token=read_token)
        self._courtesy(self._api.mark_messages_as_read_by_token, request)

    def _send(
        self, method: Callable[..., Any], request: Callable[..., Any], messages: Messages, **options: Any
    ) -> Sent:
        try:
            said = request(messages=messages)
        except (ValueError, LookupError) as error:  # an address or a token the SDK does not take; it would not tomorrow
            log.error("line.unspeakable", call=method.__name__, **type_and_place(error))
            return Sent(Outcome.REFUSED)
        try:
            answer = method(said, _request_timeout=TIMEOUT, **options)
        except ApiException as error:
            headers = error.headers or {}
            outcome, status = outcome_of(error.status or 0, str(error.body)), error.status or 0
            is_silence = status == 0 or status >= 500
            sent = Sent(outcome, headers.get("x-line-request-id"), is_silence)
            log.warning("line.refused", call=method.__name__, status=error.status, request_id=sent.request_id)
            return sent
        except ValidationError:  # raised while reading LINE's 2xx answer: the message itself has gone
            return Sent(Outcome.ACCEPTED)
        except urllib3.exceptions.HTTPError as error:
            log.warning("line.unreachable", call=method.__name__, error=type(error).__name__)
            return Sent(outcome_of_fault(error), is_silence=True)
        return Sent(Outcome.ACCEPTED, (answer.headers or {}).get("x-line-request-id"))

    def _courtesy(self, method: Callable[..., Any], request: Any) -> None:
        """Best effort: nobody may wait for these, and nothing is lost without them."""
        try:
            method(request, _request_timeout=COURTESY_TIMEOUT)
        except (ApiException, ValidationError, urllib3.exceptions.HTTPError) as error:
            log.info("line.courtesy_failed", call=method.__name__, error=type(error).__name__)


def outcome_of(status: int, body: str) -> Outcome:
    """LINE's wording is not guaranteed; the status decides wherever it can."""
    if status == 409:  # this retry key was accepted before: the message is already on its way
        return Outcome.ACCEPTED
    if status in (401, 403):
        return Outcome.UNAUTHORISED
    if status == 429:
        return Outcome.QUOTA_SPENT if "monthly limit" in body else Outcome.NOT_SENT
    if status == 0:  # the SDK's mark for a TLS fault before anything was said
        return Outcome.NOT_SENT
    if status >= 500 or status == 408:
        return Outcome.UNKNOWN
    message = _message(body)
    if "reply token" in message.casefold():
        return Outcome.EXPIRED
    return Outcome.BAD_ADDRESS if _NAMES_AN_ADDRESS.search(message) else Outcome.REFUSED


def outcome_of_fault(error: urllib3.exceptions.HTTPError) -> Outcome:
    """Before the request left the house nothing can have arrived; after that, it may have."""
    before = urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError
    reason = getattr(error, "reason", None) or error
    return Outcome.NOT_SENT if isinstance(error, before) or isinstance(reason, before) else Outcome.UNKNOWN


def _message(body: str) -> str:
    try:
        return str(json.loads(body).get("message", ""))
    except (ValueError, AttributeError):
        return ""
