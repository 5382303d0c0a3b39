"""The calls that move whole groups of residents from one rich menu to another."""

from __future__ import annotations

from datetime import UTC, datetime

from simulator.answers import Answer, not_found
from simulator.calls import Call, Route
from simulator.complaints import Json


def validate(call: Call) -> Answer:
    """Would it be accepted?"""
    call.checked("RichMenuBatchRequest")
    return Answer()


def replace(call: Call) -> Answer:
    """Every operation looks at the links as they were before the batch, so that two menus can be swapped."""
    operations = call.checked("RichMenuBatchRequest")["operations"]
    targets: dict[str, str | None] = {}
    for operation in operations:
        if operation["type"] == "link":
            targets[operation["from"]] = call.platform.menus.usable(operation["to"]).id
        elif operation["type"] == "unlink":
            targets[operation["from"]] = None
    for resident in call.platform.residents.followers():
        if operations[0]["type"] == "unlinkAll":
            resident.menu_id = None
        elif resident.menu_id is not None:
            resident.menu_id = targets.get(resident.menu_id, resident.menu_id)
        call.platform.show_menu(resident)
    call.platform.menu_batches[call.request_id] = _finished(call.now)
    return Answer(202)


def progress(call: Call) -> Answer:
    """How far a batch is."""
    known = call.platform.menu_batches.get(call.query.get("requestId", ""))
    if known is None:
        raise not_found()
    return Answer(body=known)


def _finished(now: float) -> Json:
    moment = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {"phase": "succeeded", "acceptedTime": moment, "completedTime": moment}


# Listed before the single menus: `batch` must not be taken for a menu's id.
ROUTES: tuple[Route, ...] = (
    Route("POST", "/v2/bot/richmenu/batch", "rich_menu_batch", replace),
    Route("POST", "/v2/bot/richmenu/validate/batch", "validate_rich_menu_batch", validate),
    Route("GET", "/v2/bot/richmenu/progress/batch", "rich_menu_batch_progress", progress),
)
