"""What we ask LINE and never say to anybody: the month's quota, friends, figures, and whether it would take a message."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import structlog
import urllib3
from linebot.v3 import insight
from linebot.v3.insight import Insight
from linebot.v3.messaging import ApiClient, ApiException, Configuration, Message, MessagingApi, ValidateMessageRequest
from pydantic.v1 import ValidationError  # the SDK's models are of pydantic's first version

from bot.gateway import Messages

log = structlog.get_logger()

TIMEOUT = (3.05, 10.0)  # connect, read, in seconds: the SDK waits for ever unless told otherwise


class SilentError(Exception):
    """LINE did not answer, or only that something is wrong over there."""


class UntoldError(Exception):
    """LINE answered, and not to the question."""


@dataclass(frozen=True)
class Allowed:
    """`monthly_limit` None: no limit. Replies are not counted in `used`."""

    monthly_limit: int | None
    used: int


@dataclass(frozen=True)
class Friends:
    count: int
    blocked_count: int


@dataclass(frozen=True)
class Seen:
    """None: not known yet, or fewer than twenty."""

    delivered: int | None = None
    opened: int | None = None
    clicked: int | None = None


class Asking(Protocol):
    """What the back room asks of LINE. Each returns None where LINE does not tell this account; SilentError: no answer."""

    def follower_pages(self) -> Iterator[list[str]]: ...
    def allowed(self) -> Allowed | None: ...
    def friends(self, day: date) -> Friends | None: ...
    def seen_of_request(self, request_id: str) -> Seen | None: ...
    def seen_of_unit(self, unit: str, first: date, last: date) -> Seen | None: ...
    def complaint(self, messages: Messages) -> str | None: ...


class LineQuestions:
    """One client per process, as for sending. `complaint` returns None where LINE would take the messages."""

    def __init__(self, token: str, base_url: str, *, threads: int = 16) -> None:
        configuration = Configuration(host=base_url.rstrip("/"), access_token=token)
        configuration.retries = False  # retries are rows
        configuration.connection_pool_maxsize = threads
        self._client = ApiClient(configuration)
        self._api = MessagingApi(self._client)
        figures = insight.Configuration(host=base_url.rstrip("/"), access_token=token)
        figures.retries = False
        self._figures_client = insight.ApiClient(figures)
        self._figures = Insight(self._figures_client)

    def close(self) -> None:
        self._client.rest_client.pool_manager.clear()
        self._figures_client.rest_client.pool_manager.clear()

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

    def allowed(self) -> Allowed | None:
        quota = _asked(lambda: self._api.get_message_quota(_request_timeout=TIMEOUT))
        used = _asked(lambda: self._api.get_message_quota_consumption(_request_timeout=TIMEOUT))
        if quota is None or used is None:
            return None
        return Allowed(quota.value if _word(quota.type) == "limited" else None, used.total_usage)

    def friends(self, day: date) -> Friends | None:
        """LINE counts everybody who ever became a friend, and who of them has blocked us."""
        told = _asked(lambda: self._figures.get_number_of_followers(var_date=_written(day), _request_timeout=TIMEOUT))
        if told is None or _word(told.status) != "ready" or told.followers is None:
            return None
        return Friends(max(0, told.followers - (told.blocks or 0)), told.blocks or 0)

    def seen_of_request(self, request_id: str) -> Seen | None:
        told = _asked(lambda: self._figures.get_message_event(request_id, _request_timeout=TIMEOUT))
        return _seen(told)

    def seen_of_unit(self, unit: str, first: date, last: date) -> Seen | None:
        told = _asked(
            lambda: self._figures.get_statistics_per_unit(
                unit, _written(first), _written(last), _request_timeout=TIMEOUT
            )
        )
        return _seen(told)

    def complaint(self, messages: Messages) -> str | None:
        try:
            said = ValidateMessageRequest(messages=[Message.from_dict(dict(message)) for message in messages])
        except (ValueError, LookupError) as error:  # the SDK cannot even say it
            return type(error).__name__
        try:
            self._api.validate_multicast_with_http_info(said, _request_timeout=TIMEOUT)
        except ApiException as error:
            if error.status == 400:
                return _complaint_in(str(error.body))
            raise (SilentError if _is_silence(error.status) else UntoldError) from None
        except urllib3.exceptions.HTTPError:
            raise SilentError from None
        return None


def _asked(question: Callable[[], Any]) -> Any:
    try:
        return question()
    except (ApiException, insight.ApiException) as error:
        if _is_silence(error.status):
            raise SilentError from None
        log.info("line.not_told", status=error.status)
    except urllib3.exceptions.HTTPError:
        raise SilentError from None
    except ValidationError:
        log.info("line.not_understood")
    return None


def _is_silence(status: int | None) -> bool:
    """0 is the SDK's mark for a TLS fault before anything was said."""
    return not status or status >= 500


def _complaint_in(body: str) -> str:
    """«messages[0].text: Length must be between 0 and 5000». Shapes only; LINE does not repeat our words."""
    try:
        told = json.loads(body)
        details = [f"{one.get('property', '?')}: {one.get('message', '?')}" for one in told.get("details") or ()]
        return "; ".join(details) or str(told.get("message", "400"))
    except (ValueError, AttributeError):
        return "400"


def _seen(told: Any) -> Seen | None:
    overview = told.overview if told else None
    if overview is None:
        return None
    return Seen(getattr(overview, "delivered", None), overview.unique_impression, overview.unique_click)


def _word(value: Any) -> str:
    return str(getattr(value, "value", value))


def _written(day: date) -> str:
    return day.strftime("%Y%m%d")
