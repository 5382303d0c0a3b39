"""Another system reads and files reports by Open311 GeoReport v2, with a client that knows only the standard."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from alerts import disaster_switches
from alerts.disaster_switches import Way
from reports.records import Report
from store.database import reading, transaction
from tests.conftest import NOON
from tests.public.conftest import OpenTown
from tests.public.georeport import GeoReport, RefusedError
from town import api_keys
from town.api_keys import Use

PLACE = {"lat": "34.7600", "long": "138.2800"}


@pytest.fixture(params=["xml", "json"])
def georeport(town: OpenTown, request: pytest.FixtureRequest) -> GeoReport:
    return GeoReport(town.client, request.param)


def stored(number: str) -> Report:
    with reading() as session:
        return session.scalars(select(Report).where(Report.receipt_number == number)).one()


def refusal(georeport: GeoReport, **fields: str) -> tuple[int, str]:
    with pytest.raises(RefusedError) as told:
        georeport.file(**fields)
    return told.value.status, str(told.value.rows[0]["description"]).split()[0]


def test_discovery_leads_to_the_services_of_the_town(georeport: GeoReport) -> None:
    endpoint = georeport.endpoint()
    assert endpoint["url"] == "http://localhost/open311/v2"
    assert endpoint["type"] == "test"
    assert set(endpoint["formats"]) == {"text/xml", "application/json"}
    assert [one["service_code"] for one in georeport.services()][:2] == ["hole", "crack"]


def test_only_a_lamp_has_something_more_to_ask(georeport: GeoReport) -> None:
    described = {one["service_code"] for one in georeport.services() if one["metadata"]}
    assert described == {"street_light"}
    assert [one["code"] for one in georeport.definition("street_light")] == ["POLE_NUMBER"]
    for code in ("hole", "dragon"):
        with pytest.raises(RefusedError) as told:
            georeport.definition(code)
        assert told.value.status == 404


def test_damage_of_a_disaster_is_a_service_only_while_there_is_one(georeport: GeoReport, town: OpenTown) -> None:
    wish = {"api_key": town.key, "service_code": "disaster_damage", **PLACE}
    assert "disaster_damage" not in {one["service_code"] for one in georeport.services()}
    assert refusal(georeport, **wish)[0] == 404
    with transaction() as session:
        disaster_switches.turn(session, disaster_switches.held(session), Way.ON, [], NOON)
    assert georeport.services()[0]["service_code"] == "disaster_damage"
    assert stored(georeport.file(**wish)["service_request_id"]).section_id == "disaster"


def test_a_report_is_filed_read_back_and_found_in_the_list(georeport: GeoReport, town: OpenTown) -> None:
    filed = georeport.file(api_key=town.key, service_code="hole", description="深い穴", **PLACE)
    found = georeport.request(filed["service_request_id"])
    assert (found["status"], found["service_code"], found["status_notes"]) == ("open", "hole", "受付")
    assert found["description"] is None  # nobody has read it yet
    assert georeport.requests()[0]["service_request_id"] == filed["service_request_id"]
    assert "順に確認します" in filed["service_notice"]
    report = stored(filed["service_request_id"])
    assert (report.text, report.channel, report.section_id, report.resident_id) == ("深い穴", "open311", "roads", None)


def test_the_place_is_coarse_until_an_officer_has_read_the_report(georeport: GeoReport, town: OpenTown) -> None:
    coarse, exact = town.has(is_place_rounded=True), town.has()
    assert georeport.request(coarse.receipt_number)["lat"] == 34.7515
    assert georeport.request(exact.receipt_number)["lat"] == 34.7512
    assert georeport.request(exact.receipt_number)["description"] == "駅前の穴"


def test_of_a_closed_report_the_update_is_the_day_it_was_closed(georeport: GeoReport, town: OpenTown) -> None:
    report = town.has(stage="done", closed_at=NOON, changed_at=NOON + timedelta(days=2))
    assert datetime.fromisoformat(georeport.request(report.receipt_number)["updated_datetime"]) == NOON


def test_a_lamp_is_found_by_the_number_of_its_pole(georeport: GeoReport, town: OpenTown) -> None:
    fields = {"attribute[POLE_NUMBER]": "本町-12"}
    filed = georeport.file(api_key=town.key, service_code="street_light", **fields)
    assert stored(filed["service_request_id"]).pole_number == "本町-12"
    assert refusal(georeport, api_key=town.key, service_code="hole", **fields) == (400, "lat")


def test_telephones_and_names_of_whoever_sent_it_are_not_kept(georeport: GeoReport, town: OpenTown) -> None:
    filed = georeport.file(
        api_key=town.key, service_code="hole", description="電話は090-1234-5678", email="hanako@mihon.example",
        first_name="花子", phone="090-1234-5678", address_string="駅前の本屋の前",
    )  # fmt: skip
    with reading() as session:
        row = session.execute(select(Report.__table__)).one()
    assert "5678" not in str(row)
    assert "hanako" not in str(row)
    assert stored(filed["service_request_id"]).place_words == "駅前の本屋の前"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"api_key": "wrong"}, (403, "api_key")),
        ({"api_key": ""}, (403, "api_key")),
        ({"service_code": "dragon"}, (404, "service_code")),
        ({"service_code": ""}, (400, "service_code")),
        ({"lat": "", "long": ""}, (400, "lat")),
        ({"lat": "ninety"}, (400, "lat")),
        ({"lat": "nan"}, (400, "lat")),
        ({"lat": "91"}, (400, "lat")),
        ({"description": "長" * 4001}, (400, "description")),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason_and_nothing_is_kept(
    fields: dict[str, str], expected: tuple[int, str], georeport: GeoReport, town: OpenTown
) -> None:
    good = {"api_key": town.key, "service_code": "hole", **PLACE}
    assert refusal(georeport, **(good | fields)) == expected
    with reading() as session:
        assert session.scalar(select(Report.id)) is None


def test_a_key_for_warnings_opens_nothing_here_and_a_stopped_one_nothing_at_all(
    georeport: GeoReport, town: OpenTown
) -> None:
    with transaction() as session:
        warnings = api_keys.make(session, "防災", "officer:1", NOON, Use.ALERTS).secret
        api_keys.revoke(session, "県の道路アプリ", "officer:1", NOON)
    for key in (warnings, town.key):
        assert refusal(georeport, api_key=key, service_code="hole", **PLACE) == (403, "api_key")


def test_a_key_that_files_too_fast_is_told_to_wait(georeport: GeoReport, town: OpenTown) -> None:
    for _ in range(60):
        town.has(channel="open311")
    assert refusal(georeport, api_key=town.key, service_code="hole", **PLACE) == (429, "too")
    town.clock.skip(seconds=61)
    georeport.file(api_key=town.key, service_code="hole", **PLACE)


def test_the_list_is_asked_by_kind_state_number_and_time(georeport: GeoReport, town: OpenTown) -> None:
    old = town.has()
    town.clock.skip(days=100)
    lamp, done, hidden = town.has("street_light"), town.has(stage="done"), town.has(is_shown=False)

    def numbers(**asked: str) -> list[str]:
        return [str(one["service_request_id"]) for one in georeport.requests(**asked)]

    assert numbers() == [done.receipt_number, lamp.receipt_number]
    assert numbers(status="closed") == [done.receipt_number]
    assert numbers(service_code="street_light,park") == [lamp.receipt_number]
    assert numbers(service_request_id=f"{old.receipt_number},{hidden.receipt_number}") == [old.receipt_number]
    start, end = (NOON - timedelta(days=1)).isoformat(), (NOON + timedelta(days=1)).isoformat()
    assert numbers(start_date=start, end_date=end) == [old.receipt_number]
    assert numbers(start_date=start) == [old.receipt_number]  # ninety days from there


@pytest.mark.parametrize(
    "asked", [{"status": "lost"}, {"start_date": "yesterday"}, {"end_date": "2026-11-20T12:00:00"}]
)
def test_a_question_that_cannot_be_understood_is_refused(asked: dict[str, str], georeport: GeoReport) -> None:
    with pytest.raises(RefusedError) as told:
        georeport.requests(**asked)
    assert told.value.status == 400


def test_a_token_leads_to_its_report_and_a_guess_to_none(georeport: GeoReport, town: OpenTown) -> None:
    report = town.has()
    assert georeport.by_token(report.token)["service_request_id"] == report.receipt_number
    for path in (georeport.by_token, georeport.request):
        with pytest.raises(RefusedError) as told:
            path("M-2026-999999")
        assert told.value.status == 404


def test_what_no_xml_may_hold_is_left_out(town: OpenTown) -> None:
    report = town.has(public_text="穴\x0b<b>&\ufffe")
    found = GeoReport(town.client, "xml").request(report.receipt_number)
    assert found["description"] == "穴<b>&"


def test_bytes_that_no_database_keeps_do_not_trouble_anybody(georeport: GeoReport, town: OpenTown) -> None:
    filed = georeport.file(api_key=town.key, service_code="hole", description="深い\x00穴", **PLACE)
    assert stored(filed["service_request_id"]).text == "深い穴"


def test_another_ending_is_no_page(town: OpenTown) -> None:
    assert town.client.get("/open311/v2/services.yaml").status_code == 404
