"""Every schema of LINE's API gets the right verdict on one body that is right and one that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.complaints import Json, dotted
from simulator.contract import complaints_about

HERE = Path(__file__).parent
LINE_OPENAPI = HERE.parents[2] / "../shared/data/line-openapi/messaging-api.yml"
FAMILIES = {
    "Action": "actions.yml",
    "FlexComponent": "flex.yml",
    "FlexContainer": "flex.yml",
    "ImagemapAction": "messages.yml",
    "Message": "messages.yml",
    "Template": "templates.yml",
}
ROOTS = (
    "ReplyMessageRequest", "PushMessageRequest", "MulticastRequest", "NarrowcastRequest", "BroadcastRequest",
    "ValidateMessageRequest", "RichMenuRequest", "CreateRichMenuAliasRequest", "UpdateRichMenuAliasRequest",
    "RichMenuBulkLinkRequest", "RichMenuBulkUnlinkRequest", "RichMenuBatchRequest", "ShowLoadingAnimationRequest",
    "MarkMessagesAsReadByTokenRequest", "SetWebhookEndpointRequest", "TestWebhookEndpointRequest",
)  # fmt: skip


def _bodies() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(HERE.glob("*.yml")):
        found |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


BODIES = _bodies()


@pytest.mark.parametrize("schema", BODIES)
def test_a_right_body_is_accepted(schema: str) -> None:
    assert complaints_about(schema, BODIES[schema]["right"]) == []


@pytest.mark.parametrize("schema", BODIES)
def test_a_wrong_body_is_refused_for_the_right_reason(schema: str) -> None:
    complaints = complaints_about(schema, BODIES[schema]["wrong"])

    assert [dotted(complaint.path) for complaint in complaints] == BODIES[schema]["because"]


@pytest.mark.parametrize("schema", BODIES)
def test_a_misspelt_property_is_refused_wherever_it_stands(schema: str) -> None:
    complaints = complaints_about(schema, BODIES[schema]["right"] | {"qickReply": 1})

    assert [complaint.message for complaint in complaints] == ["Unknown property"]


def test_every_schema_a_bot_may_send_has_its_two_bodies() -> None:
    if not LINE_OPENAPI.exists():
        pytest.skip("LINE's OpenAPI files are not here")
    schemas = yaml.safe_load(LINE_OPENAPI.read_text(encoding="utf-8"))["components"]["schemas"]

    missing = {name for name in _reachable(schemas) if _is_concrete(schemas[name])} - set(BODIES)

    assert missing == set()


def test_every_type_a_family_names_is_told_apart_by_its_type() -> None:
    if not LINE_OPENAPI.exists():
        pytest.skip("LINE's OpenAPI files are not here")
    schemas = yaml.safe_load(LINE_OPENAPI.read_text(encoding="utf-8"))["components"]["schemas"]
    for family, file in FAMILIES.items():
        written = yaml.safe_load((HERE / file).read_text(encoding="utf-8"))
        for target in schemas[family]["discriminator"]["mapping"].values():
            name = target.rsplit("/", 1)[-1]
            assert complaints_about(family, written[name]["right"]) == []
            assert complaints_about(family, written[name]["wrong"]) != []


def _reachable(schemas: Json) -> set[str]:
    reached: set[str] = set()
    waiting = list(ROOTS)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _references(schemas[name])
    return reached


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
    elif isinstance(part, str) and part.startswith("#/components/schemas/"):
        yield part.rsplit("/", 1)[-1]


def _is_concrete(schema: Json) -> bool:
    return "discriminator" not in schema and "enum" not in schema and schema.get("type") != "boolean"
