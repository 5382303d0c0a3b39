"""The client of the standard, from discovery to a filed report, against a server that listens on a socket."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.people import open_door
from tests.public.conftest import OpenTown
from tests.public.georeport import GeoReport, RefusedError
from tests.public.over_http import Wire


@pytest.fixture(params=["xml", "json"])
def georeport(town: OpenTown, request: pytest.FixtureRequest) -> Iterator[GeoReport]:
    """It is told the server's address alone; where the rest is, discovery says."""
    with open_door(town.app) as url:
        stranger = GeoReport(Wire(url), request.param)
        yield replace(stranger, root=str(stranger.endpoint()["url"]))


def test_from_discovery_to_a_report_that_is_filed_listed_and_read(georeport: GeoReport, town: OpenTown) -> None:
    assert georeport.root.startswith("http://127.0.0.1:")
    codes = [str(one["service_code"]) for one in georeport.services()]
    assert "hole" in codes and len(codes) == len(set(codes))
    lamp = next(one for one in georeport.services() if one["metadata"])
    asked = [str(one["code"]) for one in georeport.definition(str(lamp["service_code"]))]
    town.has("crack")
    filed = georeport.file(
        api_key=town.key, service_code=str(lamp["service_code"]), description="消えています。",
        **{f"attribute[{asked[0]}]": "A-1023"},
    )  # fmt: skip
    number = str(filed["service_request_id"])
    assert georeport.request(number)["status"] == "open"
    assert number in [one["service_request_id"] for one in georeport.requests(service_code=str(lamp["service_code"]))]
    assert number not in [one["service_request_id"] for one in georeport.requests(service_code="crack")]
    assert number not in [one["service_request_id"] for one in georeport.requests(status="closed")]


def test_what_is_refused_is_an_answer_of_the_standard_too(georeport: GeoReport) -> None:
    for ask, status in (
        (lambda: georeport.file(api_key="mdg_guessed", service_code="hole", lat="34.76", long="138.28"), 403),
        (lambda: georeport.definition("dragon"), 404),
        (lambda: georeport.request("M-2026-999999"), 404),
        (lambda: georeport.requests(start_date="yesterday"), 400),
    ):
        with pytest.raises(RefusedError) as told:
            ask()
        assert told.value.status == status
