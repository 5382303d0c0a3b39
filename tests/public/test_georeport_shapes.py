"""The schema check refuses what the standard does not allow, and our server nests lists of values as it wants."""

import json
from typing import Any

import pytest

from public.open311_answers import single
from tests.public.georeport_shapes import ServiceDefinition, TokenFound, from_json, from_xml

LEAVES: dict[str, Any] = {
    "variable": True, "code": "SIDE", "datatype": "singlevaluelist", "required": False, "datatype_description": "",
    "order": 1, "description": "道のどちら側ですか", "values": [{"key": "n", "name": "北"}, {"key": "s", "name": "南"}],
}  # fmt: skip
SINGULAR = {"attributes": "attribute", "values": "value"}


def read(form: str, **changed: Any) -> ServiceDefinition:
    """What our server makes of a definition, read by the standard's table. None leaves a field out."""
    attribute = {name: value for name, value in (LEAVES | changed).items() if value is not None}
    told = {"service_code": "side", "attributes": [attribute]}
    body = single(form, "service_definition", told, SINGULAR).get_data()
    found: ServiceDefinition = (
        from_json(body, ServiceDefinition)
        if form == "json"
        else from_xml(body, "service_definition", "", ServiceDefinition)
    )
    return found


def test_a_list_of_values_is_nested_alike_in_both_forms() -> None:
    by_xml, by_json = read("xml"), read("json")
    assert by_xml == by_json
    assert [(one.key, one.name) for one in by_xml.attributes[0].values] == [("n", "北"), ("s", "南")]
    assert by_xml.attributes[0].datatype_description is None


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize(
    "changed",
    [
        {"variable": "yes"}, {"required": ""}, {"order": 0}, {"order": "first"}, {"code": ""}, {"datatype": "colour"},
        {"values": []}, {"values": [{"key": "n", "name": "北"}] * 2}, {"values": [{"key": "n"}]}, {"code": None},
        {"colour": "red"}, {"datatype": "string"},
    ],
)  # fmt: skip
def test_what_the_standard_does_not_know_is_refused(form: str, changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        read(form, **changed)


@pytest.mark.parametrize(
    "inner",
    [
        "<request><token>t</token></request>",
        "<request><service_request_id>1</service_request_id><token/></request>",
        "<request><service_request_id>1</service_request_id><token>t</token><token>t</token></request>",
        "<request id='1'><service_request_id>1</service_request_id><token>t</token></request>",
        "<request>1<service_request_id>1</service_request_id><token>t</token></request>",
        "<request xmlns='urn:other'><service_request_id>1</service_request_id><token>t</token></request>",
        "<request><service_request_id><b>1</b></service_request_id><token>t</token></request>",
        "<token>t</token>",
    ],
)
def test_xml_of_another_build_is_refused(inner: str) -> None:
    good = "<request> <token>t</token> <service_request_id>1</service_request_id> </request>"
    assert from_xml(_wrapped(good), "service_requests", "request", list[TokenFound])[0].token == "t"
    with pytest.raises(ValueError):
        from_xml(_wrapped(good + inner), "service_requests", "request", list[TokenFound])


@pytest.mark.parametrize("told", [[{"service_request_id": 1, "token": "t"}], {"service_request_id": "1"}, None])
def test_json_of_another_build_is_refused(told: object) -> None:
    with pytest.raises(ValueError):
        from_json(json.dumps(told).encode(), list[TokenFound])
    with pytest.raises(ValueError, match="twice"):
        from_json(b'[{"token": "t", "token": "t", "service_request_id": "1"}]', list[TokenFound])


def _wrapped(inner: str) -> bytes:
    return f"<service_requests>{inner}</service_requests>".encode()
