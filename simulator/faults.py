"""Misfortune on request: slowness, refusals, dropped connections, for the next calls or until cleared."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from simulator.answers import RefusedError, monthly_limit_reached, rate_exceeded, refused


class Misfortune(StrEnum):
    """What can go wrong between the bot and LINE."""

    LATENCY = "latency"
    LATENCY_AFTER = "latency_after"
    RATE_LIMIT = "rate_limit"
    MONTHLY_LIMIT = "monthly_limit"
    SERVER_ERROR = "server_error"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    DROP_BEFORE = "drop_before"  # LINE never saw the request
    DROP_AFTER = "drop_after"  # LINE accepted it, and the bot never hears


@dataclass
class Fault:
    """One misfortune at one endpoint (`*` is every one), for so many calls or for ever."""

    endpoint: str
    misfortune: Misfortune
    seconds: float = 0.0
    calls_left: int | None = None

    def concerns(self, endpoint: str) -> bool:
        """Whether it strikes this call."""
        return self.endpoint in ("*", endpoint) and self.calls_left != 0

    async def wait(self) -> None:
        """As long as it makes a call wait."""
        await asyncio.sleep(self.seconds)


class Faults:
    """What is set to go wrong."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let it go wrong from now on."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Everything works again."""
        self._faults.clear()

    def strike(self, endpoint: str) -> list[Fault]:
        """Those that concern this call; each counts it."""
        if not self._faults:
            return []
        struck = [fault for fault in self._faults if fault.concerns(endpoint)]
        for fault in struck:
            if fault.calls_left is not None:
                fault.calls_left -= 1
        return struck


def refusal_for(misfortune: Misfortune) -> RefusedError | None:
    """What LINE answers when the misfortune is a refusal."""
    match misfortune:
        case Misfortune.RATE_LIMIT:
            return rate_exceeded()
        case Misfortune.MONTHLY_LIMIT:
            return monthly_limit_reached()
        case Misfortune.SERVER_ERROR:
            return refused(500, "Internal Server Error")
        case Misfortune.UNAUTHORIZED:
            return unauthorized()
        case Misfortune.FORBIDDEN:
            return refused(403, "Access to this API is not available for your account")
        case _:
            return None


def unauthorized() -> RefusedError:
    """The token is not ours."""
    reason = "invalid token. Confirm that the access token in the authorization header is valid."
    return refused(401, f"Authentication failed due to the following reason: {reason}")
