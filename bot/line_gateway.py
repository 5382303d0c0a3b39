"""The one wire to LINE. Every send ends in a Sent, never in an exception of LINE's."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import structlog
import urllib3
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    BroadcastRequest,
    Configuration,
    MarkMessagesAsReadByTokenRequest,
    Message,
    MessagingApi,
    MulticastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
)
from pydantic.v1 import ValidationError  # the SDK's models are of pydantic's first version

from logs import type_and_place
from store.outcomes import Outcome

log = structlog.get_logger()

TIMEOUT = (3.05, 10.0)  # connect, read, in seconds: the SDK waits for ever unless told otherwise
COURTESY_TIMEOUT = (1.0, 2.0)
# «The property, to[1], in the request body is invalid», and for a push «The property, to, in …».
_NAMES_AN_ADDRESS = re.compile(r"property, '?to(\[\d+\])?'?[, ]")
Messages = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Sent:
    """How a request ended. `request_id`: LINE keeps no log for us, so this is the only trace there is."""

    outcome: Outcome
    request_id: str | None = None


class Gateway(Protocol):
    """What the rest of bot/ needs of LINE."""

    def reply(self, reply_token: str, messages: Messages) -> Sent: ...
    def push(self, to: str, messages: Messages, retry_key: str) -> Sent: ...
    def multicast(self, to: Sequence[str], messages: Messages, retry_key: str) -> Sent: ...
    def broadcast(self, messages: Messages, retry_key: str) -> Sent: ...
    def show_loading(self, line_id: str, seconds: int) -> None: ...
    def mark_as_read(self, read_token: str) -> None: ...


class LineGateway:
    """One shared client per process, created after the fork: it is thread-safe, and not fork-safe."""

    def __init__(self, token: str, base_url: str, *, threads: int = 16) -> None:
        configuration = Configuration(host=base_url.rstrip("/"), access_token=token)
        configuration.retries = False  # retries are rows
        configuration.connection_pool_maxsize = threads
        self._client = ApiClient(configuration)
        self._api = MessagingApi(self._client)

    def close(self) -> None:
        self._client.rest_client.pool_manager.clear()

    def reply(self, reply_token: str, messages: Messages) -> Sent:
        request = partial(ReplyMessageRequest, reply_token=reply_token)
        return self._send(self._api.reply_message_with_http_info, request, messages)

    def push(self, to: str, messages: Messages, retry_key: str) -> Sent:
        request = partial(PushMessageRequest, to=to)
        return self._send(self._api.push_message_with_http_info, request, messages, x_line_retry_key=retry_key)

    def multicast(self, to: Sequence[str], messages: Messages, retry_key: str) -> Sent:
        request = partial(MulticastRequest, to=list(to))
        return self._send(self._api.multicast_with_http_info, request, messages, x_line_retry_key=retry_key)

    def broadcast(self, messages: Messages, retry_key: str) -> Sent:
        return self._send(self._api.broadcast_with_http_info, BroadcastRequest, messages, x_line_retry_key=retry_key)

    def show_loading(self, line_id: str, seconds: int) -> None:
        """The moving dots. LINE takes 5 to 60 seconds in steps of five; they end when a message arrives."""
        request = ShowLoadingAnimationRequest(chat_id=line_id, loading_seconds=seconds)
        self._courtesy(self._api.show_loading_animation, request)

    def mark_as_read(self, read_token: str) -> None:
        request = MarkMessagesAsReadByTokenRequest(mark_as_read_token=read_token)
        self._courtesy(self._api.mark_messages_as_read_by_token, request)

    def follower_pages(self) -> Iterator[list[str]]:
        """Everybody LINE names as a friend, page by page; nothing where this account may not ask (403)."""
        start = None
        try:
            while True:
                page = self._api.get_followers(
                    limit=1000, **({"start": start} if start else {}), _request_timeout=TIMEOUT
                )
                yield list(page.user_ids)
                start = page.next
                if not start:
                    return
        except (ApiException, urllib3.exceptions.HTTPError) as error:
            log.info("line.followers_not_given", error=type(error).__name__, status=getattr(error, "status", None))

    def _send(
        self, method: Callable[..., Any], request: Callable[..., Any], messages: Messages, **options: Any
    ) -> Sent:
        try:
            said = request(messages=_models(messages))
        except (ValueError, LookupError) as error:  # trying again would not teach the SDK this message
            log.error("line.unspeakable", call=method.__name__, **type_and_place(error))
            return Sent(Outcome.REFUSED)
        try:
            answer = method(said, _request_timeout=TIMEOUT, **options)
        except ApiException as error:
            headers = error.headers or {}
            sent = Sent(outcome_of(error.status or 0, str(error.body)), headers.get("x-line-request-id"))
            log.warning("line.refused", call=method.__name__, status=error.status, request_id=sent.request_id)
            return sent
        except ValidationError:  # raised while reading LINE's 2xx answer: the message itself has gone
            return Sent(Outcome.ACCEPTED)
        except urllib3.exceptions.HTTPError as error:
            log.warning("line.unreachable", call=method.__name__, error=type(error).__name__)
            return Sent(outcome_of_fault(error))
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


def _models(messages: Messages) -> list[Message]:
    """`from_dict`, never the plain dict: given a dict, the SDK silently sends an empty message."""
    return [Message.from_dict(dict(message)) for message in messages]
