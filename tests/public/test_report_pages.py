"""Everybody may read the list of reports, its map and its data: what an officer has read, and never more."""

import csv
import io
import json
from xml.etree import ElementTree as Xml

import pytest

from reports.cells import Point
from speech.languages import OWN_NAMES, Language
from tests.public.conftest import STATION, OpenTown

PATHS = ("/reports", "/reports.geojson", "/reports.csv", "/reports/feed.rss", "/reports/feed/honcho.rss", "/open311/v2/requests.xml")  # fmt: skip


def test_the_list_says_what_where_and_how_far(town: OpenTown) -> None:
    report = town.has(follower_count=3)
    page = town.text("/reports")
    for words in (report.receipt_number, "路面の穴・段差", "受付", "本町", "駅前の穴", "同じ通報 3", "CC BY 4.0"):
        assert words in page
    assert report.receipt_number in town.text(f"/reports/{report.receipt_number}")


@pytest.mark.parametrize("path", PATHS)
def test_what_a_resident_wrote_is_nowhere_before_an_officer_has_read_it(path: str, town: OpenTown) -> None:
    report = town.has(public_text=None, is_place_rounded=True)
    told = town.text(path)
    assert report.receipt_number in told
    assert "花子" not in told
    assert "34.7512" not in told
    assert report.token not in told


@pytest.mark.parametrize("path", PATHS)
def test_what_is_hidden_taken_back_or_joined_to_another_is_not_listed(path: str, town: OpenTown) -> None:
    gone = [town.has(is_shown=False), town.has(stage="withdrawn")]
    double = town.has(stage="duplicate")
    told = town.text(path)
    assert not any(one.receipt_number in told for one in gone)
    assert (double.receipt_number in told) == path.startswith("/open311")
    assert town.client.get(f"/reports/{gone[0].receipt_number}").status_code == 404


def test_the_list_is_narrowed_by_kind_state_and_district(town: OpenTown) -> None:
    lamp, done = town.has("street_light"), town.has(stage="done")
    assert lamp.receipt_number not in town.text("/reports?kind=hole")
    assert done.receipt_number not in town.text("/reports?state=open")
    assert lamp.receipt_number not in town.text("/reports?district=minato")
    assert lamp.receipt_number in town.text("/reports?kind=dragon&state=lost&before=x")  # an old link


def test_twenty_on_a_page_and_a_way_to_the_next(town: OpenTown) -> None:
    numbers = [town.has().receipt_number for _ in range(21)]
    first = town.text("/reports")
    assert numbers[0] not in first
    assert "次の20件" in first
    second = town.text("/reports?before=2")
    assert numbers[0] in second
    assert "次の20件" not in second


@pytest.mark.parametrize("language", list(Language))
def test_the_page_speaks_every_language_and_links_to_the_others(language: Language, town: OpenTown) -> None:
    town.has()
    page = town.text(f"/reports?lang={language}")
    assert all(name in page for name in OWN_NAMES.values())
    assert ("駅前の穴" in page) and ("{" not in page.replace("{z}/{x}/{y}", ""))


def test_the_browsers_own_language_is_taken_up(town: OpenTown) -> None:
    assert "Relatos" not in town.text("/reports")
    assert "Avisos sobre ruas" in town.text("/reports", headers={"Accept-Language": "pt-BR,pt;q=0.9"})


def test_the_map_gets_what_lies_in_its_window_and_no_more(town: OpenTown) -> None:
    here = town.has()
    town.has(point=Point(34.78, 138.25))
    found = json.loads(town.text("/reports.geojson?bbox=138.26,34.74,138.28,34.76"))
    assert [one["id"] for one in found["features"]] == [here.receipt_number]
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [STATION.longitude, STATION.latitude]}
    for wrong in ("1,2,3", "a,b,c,d", "10,10,5,5", "nan,0,1,1"):
        assert town.client.get(f"/reports.geojson?bbox={wrong}").status_code == 400


def test_the_data_carries_its_licence_and_every_case(town: OpenTown) -> None:
    town.has(public_text='=HYPERLINK("x")')
    town.has(point=None)
    found = json.loads(town.text("/reports.geojson"))
    assert (found["license"], found["attribution"], len(found["features"])) == ("CC BY 4.0", "みほん市", 2)
    assert found["features"][1]["geometry"] is None
    rows = list(csv.DictReader(io.StringIO(town.text("/reports.csv").removeprefix("\ufeff"))))
    assert [row["種類"] for row in rows] == ["路面の穴・段差", "路面の穴・段差"]
    assert (rows[0]["内容"], rows[0]["ライセンス"]) == ('\'=HYPERLINK("x")', "CC BY 4.0")


def test_an_empty_town_still_answers_in_every_form(town: OpenTown) -> None:
    assert "当てはまる通報はありません" in town.text("/reports")
    assert json.loads(town.text("/reports.geojson"))["features"] == []
    assert len(town.text("/reports.csv").splitlines()) == 1


def test_a_district_has_news_of_its_own(town: OpenTown) -> None:
    report = town.has()
    titles = [one.text for one in Xml.fromstring(town.text("/reports/feed/honcho.rss")).iter("title")]
    assert titles[0] == "本町 — みほん市"
    assert report.receipt_number in str(titles[1])
    assert report.receipt_number not in town.text("/reports/feed/minato.rss")
    assert town.client.get("/reports/feed/atlantis.rss").status_code == 404


def test_nothing_foreign_is_loaded_but_the_tiles(town: OpenTown) -> None:
    answer = town.client.get("/reports")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "img-src 'self' data: https://cyberjapandata.gsi.go.jp" in policy
    page = answer.get_data(as_text=True)
    assert "<style" not in page and "style=" not in page
    for path, status in (
        ("leaflet/leaflet-src.esm.js", 200),
        ("leaflet/../../../settings.py", 404),
        ("secrets/x", 404),
    ):
        with town.client.get(f"/public/assets/{path}") as found:
            assert found.status_code == status
