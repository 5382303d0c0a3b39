"""The answers of Open311 GeoReport v2 as the standard's text describes them: one table, read from XML and from JSON.

JSON follows the standard's «Spark» rule: what is an empty element in XML is null. XML has neither attributes nor
namespaces, every element stands once, in any order. Whatever else comes is a ValueError.
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal, Self, get_args
from xml.etree import ElementTree as Xml

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

W3_MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"
# As XML writes a value of each type.
WRITTEN = {bool: r"true|false", int: r"-?\d+", float: r"-?\d+(\.\d+)?"}


def _real(moment: str) -> str:
    datetime.fromisoformat(moment)
    return moment


Some = Annotated[str, Field(min_length=1)]
Text = Some | None  # empty in XML, null in JSON
Moment = Annotated[str, Field(pattern=W3_MOMENT), AfterValidator(_real)]
Address = Annotated[str, Field(pattern=r"^https?://[^\s]+$")]


class Shape(BaseModel):
    """A field with a default is one of which the standard says «may not be returned»."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Endpoint(Shape):
    specification: Literal["http://wiki.open311.org/GeoReport_v2"]
    url: Address
    changeset: Some
    type: Literal["production", "test"]
    formats: Annotated[list[Literal["text/xml", "application/json"]], Field(min_length=1)]


class Discovery(Shape):
    changeset: Some
    contact: Some
    key_service: Some
    endpoints: Annotated[list[Endpoint], Field(min_length=1)]


class Service(Shape):
    service_code: Some
    service_name: Some
    description: Text
    metadata: bool
    type: Literal["realtime", "batch", "blackbox"]
    keywords: Text
    group: Text


class Choice(Shape):
    key: Some
    name: Some


class Attribute(Shape):
    variable: bool
    code: Some
    datatype: Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
    required: bool
    datatype_description: Text
    order: Annotated[int, Field(ge=1)]
    description: Some
    values: list[Choice] = []

    @model_validator(mode="after")
    def _offers_what_a_list_needs(self) -> Self:
        keys = [one.key for one in self.values]
        if len(set(keys)) < len(keys) or self.datatype.endswith("list") != bool(keys):
            raise ValueError(f"values of {self.code}")
        return self


class ServiceDefinition(Shape):
    service_code: Some
    attributes: Annotated[list[Attribute], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_an_order(self) -> Self:
        for told in ([one.order for one in self.attributes], [one.code for one in self.attributes]):
            if len(set(told)) < len(told):
                raise ValueError(f"{told} of {self.service_code}")
        return self


class ServiceRequest(Shape):
    service_request_id: Some
    status: Literal["open", "closed"]
    status_notes: Text = None
    service_name: Some
    service_code: Some
    description: Annotated[str, Field(min_length=1, max_length=4000)] | None
    agency_responsible: Text = None
    service_notice: Text = None
    requested_datetime: Moment
    updated_datetime: Moment
    expected_datetime: Moment | None = None
    address: Text
    address_id: Text
    zipcode: Text
    lat: Annotated[float, Field(ge=-90, le=90)] | None
    long: Annotated[float, Field(ge=-180, le=180)] | None
    media_url: Address | None

    @model_validator(mode="after")
    def _is_in_one_place(self) -> Self:
        if (self.lat is None) != (self.long is None):
            raise ValueError("half a place")
        return self


class Filed(Shape):
    """Of an endpoint whose services are all «realtime»: a number at once, never a token instead."""

    service_request_id: Some
    service_notice: Text = None
    account_id: Text = None


class TokenFound(Shape):
    service_request_id: Some
    token: Some


class Error(Shape):
    code: Annotated[int, Field(ge=400, le=599)]
    description: Some


def from_json(body: bytes, shape: Any) -> Any:
    """`shape`: one of the classes above, or a list of one."""
    told = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
    return TypeAdapter(shape).validate_python(told)


def from_xml(body: bytes, root: str, each: str, shape: Any) -> Any:
    """`each` names the elements below the root where `shape` is a list."""
    element = Xml.fromstring(body)
    if element.tag != root:
        raise ValueError(f"{element.tag} for {root}")
    return TypeAdapter(shape).validate_python(_plain(element, shape, each))


def _plain(element: Xml.Element, shape: Any, each: str = "") -> Any:
    if element.attrib:
        raise ValueError(f"{element.tag} has {set(element.attrib)}")
    kinds = list(_kinds(shape))
    if list in kinds:
        return [_plain(child, kinds[-1]) for child in _children(element, {each})]
    if isinstance(kinds[0], type) and issubclass(kinds[0], Shape):
        children = _children(element, set(kinds[0].model_fields))
        fields = {tag: field.annotation for tag, field in kinds[0].model_fields.items()}
        return _once((one.tag, _plain(one, fields[one.tag], one.tag.removesuffix("s"))) for one in children)
    return _leaf(element, kinds)


def _leaf(element: Xml.Element, kinds: list[Any]) -> Any:
    text = element.text or ""
    if len(element) or not text:
        return list(element) or None  # elements where text should be fit no shape
    for kind, pattern in WRITTEN.items():
        if kind in kinds:
            if not re.fullmatch(pattern, text):
                raise ValueError(f"{element.tag}: {text}")
            return json.loads(text)
    return text


def _children(element: Xml.Element, names: set[str]) -> list[Xml.Element]:
    loose = "".join((element.text or "", *(child.tail or "" for child in element))).strip()
    if loose or (strange := {child.tag for child in element} - names):
        raise ValueError(f"{element.tag}: {loose or strange}")
    return list(element)


def _kinds(annotation: Any) -> Iterable[Any]:
    """What stands in an annotation, from outside to inside: of `list[Some] | None` list, str and None's type."""
    inner = get_args(annotation)
    origin = getattr(annotation, "__origin__", None)
    if origin is list:
        yield list
        yield inner[0]
    elif inner:
        for one in inner[:1] if hasattr(annotation, "__metadata__") else inner:
            yield from _kinds(one)
    else:
        yield annotation


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in pairs:
        if name in told:
            raise ValueError(f"{name} twice")
        told[name] = value
    return told


def _refused(constant: str) -> None:
    raise ValueError(constant)
