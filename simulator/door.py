"""The door of api.line.me: request ids, misfortunes, tokens, rates, and refusals in LINE's words."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from inspect import isawaitable

from aiohttp import web

from simulator.answers import Answer, RefusedError, rate_exceeded, refused
from simulator.calls import Call, Route
from simulator.faults import Fault, Misfortune, refusal_for, unauthorized
from simulator.ids import new_request_id
from simulator.platform import Platform

MOST_BODY_BYTES = 2 * 1024 * 1024
WebHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(platform: Platform, route: Route) -> WebHandler:
    """A web handler that treats one endpoint as LINE would."""

    async def answer(request: web.Request) -> web.StreamResponse:
        request_id = new_request_id()
        faults = platform.faults.strike(route.name)
        await _wait(faults, Misfortune.LATENCY)
        if _is_struck(faults, Misfortune.DROP_BEFORE):
            return _hang_up(request)
        try:
            _admit(platform, route, request, faults)
            body = await _body_of(request)
            call = Call(
                platform, route.name, request_id, platform.now(),
                request.match_info, request.query, request.headers, body,
            )  # fmt: skip
            result = await _ask(platform, route, call)
        except RefusedError as refusal:
            result = refusal.answer
        await _wait(faults, Misfortune.LATENCY_AFTER)
        if _is_struck(faults, Misfortune.DROP_AFTER):
            return _hang_up(request)
        return written(result, request_id)

    return answer


async def _body_of(request: web.Request) -> bytes:
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        body = None
    if body is None or len(body) > MOST_BODY_BYTES:
        raise refused(413, "Request body is too large")
    return body


async def _ask(platform: Platform, route: Route, call: Call) -> Answer:
    with platform.lock:
        result = route.handler(call)
    return await result if isawaitable(result) else result


def _admit(platform: Platform, route: Route, request: web.Request, faults: list[Fault]) -> None:
    for fault in faults:
        refusal = refusal_for(fault.misfortune)
        if refusal is not None:
            raise refusal
    if request.headers.get("Authorization") != f"Bearer {platform.channel.token}":
        raise unauthorized()
    if not platform.meter.admits(route.name, platform.now()):
        raise rate_exceeded()


def written(answer: Answer, request_id: str) -> web.Response:
    """An answer on the wire."""
    headers = {"x-line-request-id": request_id, **answer.headers}
    if answer.content is not None:
        return web.Response(status=answer.status, body=answer.content, content_type=answer.media_type, headers=headers)
    body = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(status=answer.status, body=body, content_type="application/json", headers=headers)


async def _wait(faults: list[Fault], misfortune: Misfortune) -> None:
    for fault in faults:
        if fault.misfortune is misfortune:
            await fault.wait()


def _is_struck(faults: list[Fault], misfortune: Misfortune) -> bool:
    return any(fault.misfortune is misfortune for fault in faults)


def _hang_up(request: web.Request) -> web.Response:
    """Cut the line without a word; the response object goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def nothing_here(request: web.Request) -> web.StreamResponse:
    """LINE's answer to a path it does not know."""
    return written(Answer(404, {"message": "Not found"}), new_request_id())
