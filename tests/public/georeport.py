"""A client of Open311 GeoReport v2, written from the standard's text alone: it knows nothing of our server.

Every answer is read by the standard's own table of shapes, in XML and in JSON; whatever does not fit is a ValueError.
"""

import re
from dataclasses import dataclass
from typing import Any, Protocol

from tests.public import georeport_shapes as shapes
from tests.public.georeport_shapes import Shape

KINDS = {"xml": "text/xml", "json": "application/json"}
Row = dict[str, Any]


class Answer(Protocol):
    @property
    def status_code(self) -> int: ...
    @property
    def content_type(self) -> str: ...
    def get_data(self) -> bytes: ...


class Client(Protocol):
    """Whatever carries a question to the server and its answer back."""

    def get(self, path: str, *, query_string: Any = ...) -> Answer: ...
    def post(self, path: str, *, data: Any = ...) -> Answer: ...


class RefusedError(Exception):
    """The server's own error, checked for its form."""

    def __init__(self, status: int, rows: list[Row]) -> None:
        super().__init__(status, rows)
        self.status, self.rows = status, rows


@dataclass(frozen=True)
class GeoReport:
    client: Client
    form: str  # «xml» or «json»
    root: str = "/open311/v2"

    def endpoint(self) -> Row:
        """Service discovery says where everything else is."""
        told = self._read(self._get("/open311/discovery"), "discovery", "", shapes.Discovery)
        (endpoint,) = told.endpoints
        return dict(endpoint)

    def services(self) -> list[Row]:
        return self._rows(self._get(f"{self.root}/services"), "services", "service", shapes.Service)

    def definition(self, code: str) -> list[Row]:
        """The attributes of one service."""
        told = self._read(self._get(f"{self.root}/services/{code}"), "service_definition", "", shapes.ServiceDefinition)
        assert told.service_code == code
        return [one.model_dump() for one in told.attributes]

    def requests(self, **asked: str) -> list[Row]:
        return self._requests(self._get(f"{self.root}/requests", asked), shapes.ServiceRequest)

    def request(self, number: str) -> Row:
        (found,) = self._requests(self._get(f"{self.root}/requests/{number}"), shapes.ServiceRequest)
        return found

    def by_token(self, token: str) -> Row:
        (found,) = self._requests(self._get(f"{self.root}/tokens/{token}"), shapes.TokenFound)
        return found

    def file(self, **fields: str) -> Row:
        answer = self.client.post(f"{self.root}/requests.{self.form}", data=fields)
        (filed,) = self._requests(answer, shapes.Filed)
        return filed

    def _get(self, path: str, asked: Row | None = None) -> Answer:
        return self.client.get(f"{path}.{self.form}", query_string=asked or {})

    def _requests(self, answer: Answer, shape: type[Shape]) -> list[Row]:
        return self._rows(answer, "service_requests", "request", shape)

    def _rows(self, answer: Answer, root: str, each: str, shape: type[Shape]) -> list[Row]:
        return [one.model_dump() for one in self._read(answer, root, each, list[shape])]  # type: ignore[valid-type]

    def _read(self, answer: Answer, root: str, each: str, shape: Any) -> Any:
        kind, _, charset = answer.content_type.partition(";")
        assert (kind, charset.strip().lower()) == (KINDS[self.form], "charset=utf-8")
        if answer.status_code < 400:
            return self._shaped(answer.get_data(), root, each, shape)
        errors = self._shaped(answer.get_data(), "errors", "error", list[shapes.Error])
        assert {one.code for one in errors} == {answer.status_code}
        raise RefusedError(answer.status_code, [one.model_dump() for one in errors])

    def _shaped(self, body: bytes, root: str, each: str, shape: Any) -> Any:
        if self.form == "json":
            return shapes.from_json(body, shape)
        assert re.match(rb"<\?xml [^>]*encoding=['\"]UTF-8['\"]", body)
        return shapes.from_xml(body, root, each, shape)
