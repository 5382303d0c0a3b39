"""How GeoReport v2 answers: a list or one thing as XML or JSON, and its errors in the same form."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from xml.etree import ElementTree as Xml

from flask import abort
from werkzeug.wrappers import Response

from public.pages import Answer
from public.plain_xml import document, filled, listed, put

TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
# What went wrong, by the argument that was wrong: in English, as the standard's clients expect.
SENTENCES = {
    "service_code": "service_code was not found or not provided",
    "service_request_id": "service_request_id was not found",
    "token": "token was not found",
    "status": "status must be open, closed or both",
    "start_date": "start_date must be a W3C date and time with its zone",
    "end_date": "end_date must be a W3C date and time with its zone",
    "place": "lat and long, or address_string, must be provided",
    "lat": "lat and long must be WGS84 degrees",
    "description": "description must have at most 4000 characters",
    "api_key": "api_key is missing or not valid",
    "rate": "too many requests with this api_key; try again in a minute",
    "jurisdiction_id": "jurisdiction_id was not found",
    "closed": "this town takes no reports",
}


class GeoReportError(Exception):
    def __init__(self, code: int, about: str) -> None:
        super().__init__(about)
        self.code, self.about = code, about


def speaks_georeport(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """An unknown ending is no page; an error is told in the form that was asked for."""

    @wraps(view)
    def spoken(**words: str) -> Answer:
        if words["form"] not in TYPES:
            abort(404)
        try:
            return view(**words)
        except GeoReportError as error:
            return _refusal(words["form"], error)

    return spoken


def listing(form: str, root: str, each: str, rows: Sequence[Mapping[str, Any]]) -> Response:
    body = _spark(list(rows)) if form == "json" else document(listed(root, each, rows))
    return Response(body, content_type=TYPES[form], headers={"Access-Control-Allow-Origin": "*"})


def single(form: str, root: str, told: Mapping[str, Any], singular: Mapping[str, str]) -> Response:
    """`singular` names the element of each list inside."""
    body = _spark(told) if form == "json" else document(_nested(root, told, singular))
    return Response(body, content_type=TYPES[form], headers={"Access-Control-Allow-Origin": "*"})


def _spark(told: object) -> str:
    """JSON by the standard's «Spark» rule: what would stand as an empty element is null."""
    return json.dumps(_with_nulls(told), ensure_ascii=False)


def _with_nulls(told: object) -> object:
    if isinstance(told, Mapping):
        return {name: _with_nulls(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_with_nulls(one) for one in told]
    return None if told == "" else told


def _nested(root: str, told: Mapping[str, Any], singular: Mapping[str, str]) -> Xml.Element:
    made = Xml.Element(root)
    for name, value in told.items():
        if not isinstance(value, list):
            put(made, name, value)
            continue
        inner = Xml.SubElement(made, name)
        for one in value:
            if isinstance(one, Mapping):
                inner.append(_nested(singular[name], one, singular))
            else:
                put(inner, singular[name], one)
    return made


def _refusal(form: str, error: GeoReportError) -> Response:
    told = {"code": error.code, "description": SENTENCES[error.about]}
    if form == "json":
        return Response(json.dumps([told]), error.code, content_type=TYPES[form])
    root = Xml.Element("errors")
    filled(Xml.SubElement(root, "error"), told)
    return Response(document(root), error.code, content_type=TYPES[form])
