"""Open data of places as towns publish it: old headers, new headers, the national list; nothing is lost without a word."""

import json
from pathlib import Path

import pytest

from town import open_cells
from town.hazards import Hazard
from town.open_headings import plain_heading
from town.open_rows import EvacuationSiteRow, FacilityRow, ShelterRow
from town.open_tables import OpenTable, read_open_table
from town.table import TableRefusedError
from town.table_file import read_table

FACILITIES = (
    "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,名称_カナ,名称_通称,POIコード,住所,方書,緯度,経度,電話番号,内線番号,法人番号,"
    "団体名,利用可能曜日,開始時間,終了時間,利用可能日時特記事項,説明,バリアフリー情報,URL,備考\r\n"
    "229903,7,静岡県,みほん市,中央公民館,チュウオウコウミンカン,なかこう,,みほん市本町一丁目2番1号,2階,34.7507,138.2689,(000)000-0201,,,"
    "生涯学習課,,,,【開館時間】9:00～21:30 【休館日】月曜日,会議室を借りられます。,スロープ,https://mihon.example/kominkan,公民館\r\n"
)
HAZARDS = "洪水,崖崩れ、土石流及び地滑り,高潮,地震,津波,大規模な火事,内水氾濫,火山現象"
OLD_SITES = (
    f"NO,名称,名称_カナ,住所,方書,緯度,経度,標高,電話番号,内線番号,市区町村コード,都道府県名,市区町村名,災害種別_{HAZARDS.replace(',', ',災害種別_')},"
    "指定避難所との重複,想定収容人数,対象となる町会・自治会,URL,備考\r\n"
    "1,本町公園,ホンチョウコウエン,みほん市本町二丁目,,34.751,138.271,4.5,000-000-0400,,229903,静岡県,みほん市,,△,,○,○,◯,,,,300,本町会,,\r\n"
)
NEW_SITES = (
    "ID,名称,名称_カナ,名称_英字,所在地_全国地方公共団体コード,町字ID,所在地_連結表記,所在地_都道府県,所在地_市区町村,所在地_町字,所在地_番地以下,"
    f"建物名等(方書),緯度,経度,標高,電話番号,災害種別_{HAZARDS.replace(',', ',災害種別_')},想定収容人数,対象となる町会・自治会\n"
    "C1,みほん小学校,ミホンショウガッコウ,mihonshogakko,229903,,,静岡県,みほん市,本町三丁目,４－１,,34.752,138.272,4.2,,1.0,,1.0,1.0,,1.0,,,"
    "屋内1,191人／屋外20人(面積の1/2),\n"
).replace("屋内1,191人／屋外20人(面積の1/2)", '"屋内1,191人／屋外20人(面積の1/2)"')
NATIONAL_SITES = (
    f"NO,共通ID,都道府県名及び市町村名,施設・場所名,住所,{HAZARDS},指定避難所との住所同一,緯度,経度,備考\r\n"
    '1,E2299000001201,静岡県みほん市,"みほん\r\n高校",静岡県みほん市本町1,1,1,,1,,,1,,1,34.75,138.27,"南側\r\nのみ"\r\n'
)
NATIONAL_SHELTERS = (
    "NO,共通ID,都道府県名及び市町村名,施設・場所名,住所,指定緊急避難場所との住所同一,その他市町村長が必要と認める事項,受入対象者,緯度,経度,備考\r\n"
    "1,E2299000001111,静岡県みほん市,福祉センター,静岡県みほん市本町5,1,,高齢者で市が特定した方,34.75,138.27,\r\n"
)


def read(folder: Path, text: str, encoding: str = "utf-8-sig") -> OpenTable:
    (folder / "table.csv").write_bytes(text.encode(encoding))
    return read_open_table(read_table(folder / "table.csv"))


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16", "utf-16-be"])
def test_a_facility_is_read_with_its_hours_out_of_the_remark(tmp_path: Path, encoding: str):
    [hall] = read(tmp_path, FACILITIES, encoding).rows
    assert isinstance(hall, FacilityRow)
    assert (hall.line, hall.id, hall.code, hall.name, hall.other_name) == (2, "7", "229903", "中央公民館", "なかこう")
    assert (hall.full_address, hall.point) == ("みほん市本町一丁目2番1号 2階", (34.7507, 138.2689))
    assert (hall.phone, hall.hours, hall.closed) == ("000-000-0201", "9:00〜21:30", "月曜日")
    assert (hall.description, hall.barrier_free, hall.owner) == ("会議室を借りられます。", "スロープ", "生涯学習課")


def test_old_headers_of_evacuation_sites_keep_partly_apart(tmp_path: Path):
    table = read(tmp_path, OLD_SITES)
    [park] = table.rows
    assert table.dataset.name == "指定緊急避難場所一覧"
    assert isinstance(park, EvacuationSiteRow)
    assert park.hazards == {Hazard.EARTHQUAKE, Hazard.TSUNAMI, Hazard.LARGE_FIRE}
    assert park.partly == {Hazard.LANDSLIDE}
    assert (park.capacity, park.residents, park.is_shelter) == (300, "本町会", False)


def test_new_headers_join_the_address_and_add_up_the_people(tmp_path: Path):
    [school] = read(tmp_path, NEW_SITES).rows
    assert isinstance(school, EvacuationSiteRow)
    assert school.address == "静岡県みほん市本町三丁目４－１"
    assert school.hazards == {Hazard.FLOOD, Hazard.STORM_SURGE, Hazard.EARTHQUAKE, Hazard.LARGE_FIRE}
    assert (school.capacity, school.code, school.english) == (1211, "229903", "mihonshogakko")


def test_the_national_list_has_bare_hazards_and_the_town_inside_its_numbers(tmp_path: Path):
    [school] = read(tmp_path, NATIONAL_SITES).rows
    assert isinstance(school, EvacuationSiteRow)
    assert (school.name, school.code, school.note, school.is_shelter) == ("みほん 高校", "229903", "南側 のみ", True)
    assert school.hazards == {Hazard.FLOOD, Hazard.LANDSLIDE, Hazard.EARTHQUAKE, Hazard.INLAND_FLOOD}


def test_the_national_shelters_promise_no_hazard(tmp_path: Path):
    [centre] = read(tmp_path, NATIONAL_SHELTERS).rows
    assert isinstance(centre, ShelterRow)
    assert (centre.is_evacuation_site, centre.takes) == (True, "高齢者で市が特定した方")


def test_a_towns_own_list_of_shelters_says_for_what_they_open(tmp_path: Path):
    head = "名称,住所,開設される災害の種類（地震・津波）,開設される災害の種類（風水害）,収容定員\n"
    table = read(tmp_path, f"{head}体育館,みほん市本町,○,,未定\n")
    [hall] = table.rows
    assert isinstance(hall, ShelterRow)
    assert (hall.opened_for, hall.capacity, hall.capacity_note) == (("地震・津波",), None, "未定")
    assert [remark.column for remark in table.remarks] == ["緯度", "収容定員"]


def test_geojson_of_the_national_list_is_the_same_as_its_csv(tmp_path: Path):
    flags = dict(zip(HAZARDS.split(","), "1 1  1   1 ".replace(" ", ",").split(","), strict=False))
    said = {"NO": 1, "共通ID": "E2299000001201", "施設・場所名": "みほん高校", "住所": "静岡県みほん市本町1", **flags}
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [138.27, 34.75]}, "properties": said}
    (tmp_path / "sites.json").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    [school] = read_open_table(read_table(tmp_path / "sites.json")).rows
    assert (school.name, school.point, school.line) == ("みほん高校", (34.75, 138.27), 1)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",みほん市,34.7,138.2,,,○", "名称", "空です"),
        ("公園,みほん市,34.7,,,,", "緯度", "数ではありません"),
        ("公園,みほん市,3.7,138.2,,,", "緯度", "日本の外"),
        ("公園,みほん市,34.7,138.2,,,調査中", "災害種別_洪水", "印"),
        ("公園,みほん市,34.7,138.2,,,○,余り", "", "列が多い"),
        ("広場,みほん市,34.7,138.2,,,○", "", "2 行目と同じ"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(tmp_path: Path, row: str, column: str, reason: str):
    head = "名称,住所,緯度,経度,地震,津波,災害種別_洪水"
    table = read(tmp_path, f"{head}\n広場,みほん市,34.7,138.2,,,○\n{row}\n")
    assert [one.name for one in table.rows] == ["広場"]
    [complaint] = table.rejected
    assert (complaint.line, complaint.column) == (3, column)
    assert reason in complaint.sentence


def test_two_places_at_one_address_are_two_when_their_numbers_differ(tmp_path: Path):
    head = "NO,名称,住所,緯度,経度\n"
    table = read(
        tmp_path, f"{head}1,公園,みほん市,34.7,138.2\n2,公園,みほん市,34.7,138.2\n1,広場,みほん市,34.7,138.2\n"
    )
    assert [row.id for row in table.rows] == ["1", "2"]
    assert [(one.line, one.sentence) for one in table.rejected] == [(4, "2 行目と同じ番号です。")]


def test_what_was_read_otherwise_than_written_is_said(tmp_path: Path):
    head = "NO,名称,住所,緯度,経度,電話番号,都道府県コード又は市区町村コード\n"
    table = read(tmp_path, f"{head}1,公園,みほん市,138.27,34.75,代表から内線,12\n2,広場,みほん市,,,,\n")
    assert [row.point for row in table.rows] == [(34.75, 138.27), None]
    assert [(one.line, one.column) for one in table.remarks] == [
        (2, "都道府県コード又は市区町村コード"), (2, "緯度"), (2, "電話番号"), (3, "緯度"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "plain"),
    [
        ("名称（必須）", "名称"), ("名称＿カナ", "名称_カナ"), ("都道府県コ―ド又は市区町村コ―ド", "都道府県コード又は市区町村コード"),
        ("telephone　number", "telephonenumber"), ("№", "no"), ("建物名等（方書）", "建物名等(方書)"), (" 名\n称 ", "名称"),
    ],
)  # fmt: skip
def test_headings_are_compared_without_what_offices_add(heading: str, plain: str):
    assert plain_heading(heading) == plain


@pytest.mark.parametrize(
    ("written", "code"),
    [("229903", "229903"), ("22990", "229903"), ("92011", "092011"), ("24202", "242021"), ("222127.0", "222127"), ("222128", None), ("x", None)],
)  # fmt: skip
def test_a_municipality_is_known_by_its_checking_digit(written: str, code: str | None):
    assert open_cells.municipality(written) == code


def test_a_table_of_something_else_is_refused(tmp_path: Path):
    for text in ("イベント名,開始日,名称\n祭り,2026-07-01,公園\n", "甲,乙\n1,2\n"):
        with pytest.raises(TableRefusedError, match="見出しを確かめて"):
            read(tmp_path, text)
