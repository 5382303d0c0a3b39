"""What is understood of telegrams, written down by hand beforehand; and what is refused."""

from dataclasses import replace

import pytest

from alerts import jma_xml
from alerts.jma_telegram import InfoType, Layer, Reading, Status, Telegram
from alerts.jma_xml import TelegramError
from tests.alerts import jma_papers as papers
from tests.alerts.jma_papers import Envelope

CORRECTED, LATE = Envelope(info_type="訂正"), Envelope(info_type="遅延")
TRAINING, TEST = Envelope(status="訓練"), Envelope(status="試験")
RIVER = Envelope(event_id="820000000100", serial="2")
TRAINING_RIVER, CORRECTED_RIVER = replace(RIVER, status="訓練"), replace(RIVER, info_type="訂正")

# Telegram, its type, and of the sample town: hazard, level in force now, change, whether the roster is rung.
UNDERSTOOD = [
    (papers.rain("33"), "VPWW55", "heavy_rain", 5, "発表", True),
    (papers.rain("33", "継続"), "VPWW55", "heavy_rain", 5, "継続", True),
    (papers.rain("43"), "VPWW55", "heavy_rain", 4, "発表", True),
    (papers.rain("03"), "VPWW55", "heavy_rain", 3, "発表", True),
    (papers.rain("10"), "VPWW55", "heavy_rain", 2, "発表", False),
    (papers.rain("43", "特別警報から危険警報"), "VPWW55", "heavy_rain", 4, "特別警報から危険警報", True),
    (papers.rain("03", "危険警報から警報"), "VPWW55", "heavy_rain", 3, "危険警報から警報", True),
    (papers.rain("10", "警報から注意報"), "VPWW55", "heavy_rain", 2, "警報から注意報", False),
    (papers.rain("10", "解除"), "VPWW55", "heavy_rain", None, "解除", False),
    (papers.rain("03", envelope=CORRECTED), "VPWW55", "heavy_rain", 3, "発表", True),
    (papers.rain("43", envelope=LATE), "VPWW55", "heavy_rain", 4, "発表", True),
    (papers.rain("33", envelope=TRAINING), "VPWW55", "heavy_rain", 5, "発表", True),
    (papers.rain("39", title=papers.LANDSLIDE), "VPWW56", "landslide", 5, "発表", True),
    (papers.rain("49", title=papers.LANDSLIDE), "VPWW56", "landslide", 4, "発表", True),
    (papers.rain("09", title=papers.LANDSLIDE), "VPWW56", "landslide", 3, "発表", True),
    (papers.rain("29", title=papers.LANDSLIDE), "VPWW56", "landslide", 2, "発表", False),
    (papers.rain("38", title=papers.SURGE), "VPWW57", "storm_surge", 5, "発表", True),
    (papers.rain("48", title=papers.SURGE), "VPWW57", "storm_surge", 4, "発表", True),
    (papers.rain("08", title=papers.SURGE), "VPWW57", "storm_surge", 3, "発表", True),
    (papers.rain("19", title=papers.SURGE), "VPWW57", "storm_surge", 2, "発表", False),
    (papers.rain("35", title=papers.WIND), "VPWW58", "storm", None, "発表", True),
    (papers.rain("05", title=papers.WIND), "VPWW58", "storm", None, "発表", False),
    (papers.rain("15", title=papers.WIND), "VPWW58", "storm", None, "発表", False),
    (papers.rain("32", title=papers.WIND), "VPWW58", "snowstorm", None, "発表", True),
    (papers.rain("02", title=papers.WIND), "VPWW58", "snowstorm", None, "発表", False),
    (papers.rain("13", title=papers.WIND), "VPWW58", "snowstorm", None, "発表", False),
    (papers.rain("37", title=papers.WAVES), "VPWW59", "high_waves", None, "発表", True),
    (papers.rain("07", "継続", title=papers.WAVES), "VPWW59", "high_waves", None, "継続", False),
    (papers.rain("16", title=papers.WAVES), "VPWW59", "high_waves", None, "発表", False),
    (papers.rain("36", title=papers.SNOW), "VPWW60", "heavy_snow", None, "発表", True),
    (papers.rain("06", title=papers.SNOW), "VPWW60", "heavy_snow", None, "発表", False),
    (papers.rain("12", title=papers.SNOW), "VPWW60", "heavy_snow", None, "発表", False),
    (papers.rain("14", title=papers.OTHERS), "VPWW61", "thunder", None, "発表", False),
    (papers.rain("17", title=papers.OTHERS), "VPWW61", "snowmelt", None, "発表", False),
    (papers.rain("20", title=papers.OTHERS), "VPWW61", "dense_fog", None, "発表", False),
    (papers.rain("21", title=papers.OTHERS), "VPWW61", "dry_air", None, "発表", False),
    (papers.rain("22", title=papers.OTHERS), "VPWW61", "avalanche", None, "発表", False),
    (papers.rain("24", title=papers.OTHERS), "VPWW61", "frost", None, "発表", False),
    (papers.rain("26", title=papers.OTHERS), "VPWW61", "snow_accretion", None, "発表", False),
    (papers.river("20", "レベル２氾濫注意報（発表）"), "VXKO", "flood", 2, "発表", False),
    (papers.river("21", "レベル２氾濫注意報（警報解除）"), "VXKO", "flood", 2, "警報解除", False),
    (papers.river("31", "レベル３氾濫警報（継続）"), "VXKO", "flood", 3, "継続", True),
    (papers.river("30", "レベル３氾濫警報（発表）"), "VXKO", "flood", 3, "発表", True),
    (papers.river("41", "レベル４氾濫危険警報（発表）", TRAINING_RIVER), "VXKO", "flood", 4, "発表", True),
    (papers.river("31", "レベル３氾濫警報（継続）", CORRECTED_RIVER), "VXKO", "flood", 3, "継続", True),
    (papers.river("41", "レベル４氾濫危険警報（発表）"), "VXKO", "flood", 4, "発表", True),
    (papers.river("51", "レベル５氾濫特別警報（発表）"), "VXKO", "flood", 5, "発表", True),
    (papers.river("53", "レベル５氾濫特別警報（発表）"), "VXKO", "flood", 5, "発表", True),
    (papers.river("10", "氾濫注意報（解除）"), "VXKO", "flood", None, "解除", False),
    (papers.rain("1", title="竜巻注意情報"), "VPHW50", "tornado", None, "発表", False),
    (papers.rain("1", title="竜巻注意情報（目撃情報付き）"), "VPHW51", "tornado", None, "発表", False),
    (papers.bulletin("記録雨"), "VPBS50", "record_rain", None, "発表", True),
    (papers.quake("5-"), "VXSE53", "earthquake", None, "発表", True),
    (papers.quake("6+"), "VXSE53", "earthquake", None, "発表", True),
    (papers.quake("4"), "VXSE53", "earthquake", None, "発表", False),
    (papers.quake("", condition="震度５弱以上未入電"), "VXSE53", "earthquake", None, "発表", True),
    (papers.quake("7", envelope=TRAINING), "VXSE53", "earthquake", None, "発表", True),
    (papers.volcano("02"), "VFVO50", "volcano", None, "発表", False),
    (papers.volcano("04"), "VFVO50", "volcano", None, "発表", False),
    (papers.volcano("52", "噴火速報"), "VFVO56", "volcano", None, "発表", True),
    (papers.volcano("62", "噴火速報", CORRECTED), "VFVO56", "volcano", None, "発表", True),
]
# Where other areas than cities are spoken of: hazard, layer, code of the area, change, rung.
ELSEWHERE = [
    (papers.quake("5+", title="震度速報"), "VXSE51", "earthquake", Layer.QUAKE_AREA, "442", "発表", True),
    (papers.tsunami("53", "00", "巨大"), "VTSE41", "tsunami", Layer.TSUNAMI_AREA, "380", "発表", True),
    (papers.tsunami("52", "53"), "VTSE41", "tsunami", Layer.TSUNAMI_AREA, "380", "継続", True),
    (papers.tsunami("51", "52"), "VTSE41", "tsunami", Layer.TSUNAMI_AREA, "380", "引下げ", True),
    (papers.tsunami("62", "00", "１ｍ"), "VTSE41", "tsunami", Layer.TSUNAMI_AREA, "380", "発表", True),
    (papers.tsunami("71", "00"), "VTSE41", "tsunami", Layer.TSUNAMI_AREA, "380", "発表", False),
    (papers.tsunami("72", "62"), "VTSE41", "tsunami", Layer.TSUNAMI_AREA, "380", "引下げ", False),
    (papers.tsunami("60", "62"), "VTSE41", "tsunami", Layer.TSUNAMI_AREA, "380", "解除", False),
    (papers.tsunami("51", "00", envelope=TRAINING), "VTSE41", "tsunami", Layer.TSUNAMI_AREA, "380", "発表", True),
    (papers.bulletin("線状降水帯発生"), "VPBS50", "linear_rainband", Layer.REGION, "220010", "発表", True),
    (papers.bulletin("線状降水帯直前"), "VPBS50", "linear_rainband", Layer.REGION, "220010", "発表", True),
    (papers.bulletin("短時間大雪"), "VPBS50", "short_heavy_snow", Layer.REGION, "220010", "発表", False),
    (papers.trough("111"), "VYSE50", "nankai_trough", Layer.NATION, "", "発表", True),
    (papers.trough("120"), "VYSE50", "nankai_trough", Layer.NATION, "", "発表", True),
    (papers.trough("113"), "VYSE50", "nankai_trough", Layer.NATION, "", "発表", True),
    (papers.trough("130"), "VYSE50", "nankai_trough", Layer.NATION, "", "発表", True),
    (papers.trough("219", "南海トラフ地震関連解説情報"), "VYSE51", "nankai_trough", Layer.NATION, "", "発表", False),
    (papers.trough("190"), "VYSE50", "nankai_trough", Layer.NATION, "", "解除", True),
    (papers.trough("210", "南海トラフ地震関連解説情報"), "VYSE51", "nankai_trough", Layer.NATION, "", "発表", False),
    (papers.trough("200", "南海トラフ地震関連解説情報"), "VYSE52", "nankai_trough", Layer.NATION, "", "発表", False),
    (papers.trough("", "北海道・三陸沖後発地震注意情報"), "VYSE60", "hokkaido_sanriku", Layer.NATION, "", "発表", True),
]
OLD = [
    "気象特別警報・警報・注意報",
    "気象警報・注意報（Ｈ２７）",
    "土砂災害警戒情報",
    "記録的短時間大雨情報",
    "気象特別警報報知",
]


def of_home(telegram: Telegram):
    return next(one for one in telegram.areas if one.code == papers.HOME[0])


@pytest.mark.parametrize(("body", "type_", "hazard", "level", "change", "rings"), UNDERSTOOD)
def test_a_telegram_says_of_the_town_what_was_written_down_beforehand(body, type_, hazard, level, change, rings):
    telegram = jma_xml.read(body)
    told = of_home(telegram)
    assert (telegram.type, told.kind.hazard, told.level, told.change) == (type_, hazard, level, change)
    assert (told.kind.is_known, told.kind.rings and told.is_in_force) == (True, rings)


@pytest.mark.parametrize(("body", "type_", "hazard", "layer", "code", "change", "rings"), ELSEWHERE)
def test_coasts_regions_and_the_whole_country_are_spoken_of_by_their_own_codes(
    body, type_, hazard, layer, code, change, rings
):
    telegram = jma_xml.read(body)
    (told,) = telegram.areas
    assert (telegram.type, told.layer, told.code, told.kind.hazard) == (type_, layer, code, hazard)
    assert (told.change, told.kind.rings, told.level) == (change, rings, None)


def test_a_city_with_nothing_in_force_is_named_too():
    other = jma_xml.read(papers.rain("33")).areas[1]
    assert (other.code, other.kind, other.is_in_force) == (papers.OTHER[0], None, False)


def test_one_city_may_stand_under_two_advisories_at_once():
    both = papers.warnings(papers.OTHERS, [(papers.HOME, [("14", "発表"), ("20", "解除")])])
    told = jma_xml.read(both).areas
    assert [(one.kind.hazard, one.is_in_force) for one in told] == [("thunder", True), ("dense_fog", False)]


def test_a_city_two_gauges_speak_of_is_told_once():
    assert [one.code for one in jma_xml.read(papers.river("41", "みほん（発表）")).areas] == [papers.HOME[0]]


@pytest.mark.parametrize(("envelope", "status"), [(TRAINING, Status.TRAINING), (TEST, Status.TEST)])
def test_a_training_looks_like_a_training(envelope, status):
    telegram = jma_xml.read(papers.rain("33", envelope=envelope))
    assert (telegram.head.status, telegram.is_real) == (status, False)


@pytest.mark.parametrize("title", [papers.RAIN, "震源・震度に関する情報", "津波警報・注意報・予報a", "噴火速報", "南海トラフ地震臨時情報", "震度速報"])  # fmt: skip
def test_a_cancellation_holds_a_sentence_and_no_area(title):
    telegram = jma_xml.read(papers.cancelled(title, Envelope(info_type="取消", event_id="20260901145800")))
    assert (telegram.head.info_type, telegram.areas) == (InfoType.CANCELLED, ())
    assert telegram.notice == "先ほどの電文を取り消します。"


@pytest.mark.parametrize("title", OLD)
def test_the_old_set_is_recognised_and_left_unless_the_setting_says_so(title):
    body = papers.rain("03", title=title)
    assert jma_xml.read(body).reading is Reading.IGNORED
    assert jma_xml.read(body, reads_old=True).reading is Reading.READ


def test_what_nobody_listed_is_shown_and_never_guessed():
    assert jma_xml.read(papers.rain("33", title="新しい種類の情報")).reading is Reading.UNKNOWN
    told = of_home(jma_xml.read(papers.rain("47")))
    assert (told.kind.is_known, told.kind.hazard, told.level) == (False, "heavy_rain", None)
    assert of_home(jma_xml.read(papers.rain("42", title=papers.WIND))).kind.hazard is None


@pytest.mark.parametrize(
    ("body", "rings"),
    [
        (papers.volcano("01", name="噴火警報"), True),
        (papers.volcano("03", name="噴火警報（周辺海域）"), True),
        (papers.volcano("77", envelope=Envelope(event_id="350", subject="火山名　みほん岳　噴火警報（居住地域）")), True),
        (papers.volcano("05", name="噴火予報"), False),
        (papers.rain("42", title=papers.WIND), False),
        (papers.river("54", "レベル５氾濫特別警報（発表）").replace("<Name>みほん<".encode(), "<Name>レベル５氾濫特別警報<".encode()), True),
    ],
)  # fmt: skip
def test_a_code_nobody_listed_has_no_level_and_rings_by_the_telegrams_own_words(body, rings):
    kind = of_home(jma_xml.read(body)).kind
    assert (kind.is_known, kind.level, kind.grade, kind.rings) == (False, None, None, rings)


def test_the_title_decides_also_in_half_width():
    assert jma_xml.read(papers.rain("33", title="気象警報・注意報(R06)(大雨)")).type == "VPWW55"


@pytest.mark.parametrize(
    ("title", "type_"), [("震源に関する情報", "VXSE52"), ("顕著な地震の震源要素更新のお知らせ", "VXSE61")]
)
def test_where_a_quake_was_is_understood_though_no_place_is_named_that_felt_it(title, type_):
    telegram = jma_xml.read(papers.hypocentre(title))
    assert (telegram.type, telegram.areas, telegram.quake.place, telegram.quake.strongest) == (
        type_,
        (),
        "駿河湾",
        None,
    )


def test_a_quake_tells_where_it_was_and_what_is_said_about_tsunami():
    quake = jma_xml.read(papers.quake("5-")).quake
    assert (quake.place, quake.magnitude, quake.strongest) == ("駿河湾", "Ｍ６．６", "5-")
    assert quake.remark_codes == ("0215", "0241")


ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "{}">]>'
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
HOSTILE = {
    "a bomb of entities": f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">{LOL}]><a>&l8;</a>'.encode(),
    "a file of ours": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "an address elsewhere": b'<!DOCTYPE a SYSTEM "http://mihon.example/x.dtd"><a/>',
    "a swollen text": ENTITY.format("A" * 100_000).encode() + b"<a>" + b"&x;" * 1000 + b"</a>",
    "another alphabet": papers.rain("33").decode().encode("cp932", "replace"),
    "two bytes a letter": papers.rain("33").decode().encode("utf-16"),
    "cut in the middle": papers.rain("33")[:700],
    "nothing": b"",
    "a web page": b"<html><body>503</body></html>",
    "fifty megabytes": b"<a>" + b" " * 50_000_000 + b"</a>",
    "a million rooms in rooms": b"<a>" * 1_000_000,
    "no status": papers.rain("33").replace("<Status>通常</Status>".encode(), b""),
    "a status nobody knows": papers.rain("33").replace("通常".encode(), "本番".encode()),
    "no hour": papers.rain("33").replace(b"2026-09-01T06:00:00Z", b"yesterday"),
    "an hour without its zone": papers.rain("33").replace(b"2026-09-01T06:00:00Z", b"2026-09-01T06:00:00"),
    "an unheard information type": papers.rain("33").replace("<InfoType>発表".encode(), "<InfoType>予告".encode()),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_and_broken_bytes_are_refused_in_one_sentence(name):
    with pytest.raises(TelegramError) as refused:
        jma_xml.read(HOSTILE[name])
    assert str(refused.value).endswith("。")
