"""What is understood of telegrams, written down by hand beforehand; and what is refused."""

import pytest

from alerts import jma_xml
from alerts.jma_telegram import InfoType, Reading, Status, Telegram
from alerts.jma_xml import TelegramError
from tests.alerts import jma_papers as papers
from tests.alerts.jma_papers import Envelope
from tests.alerts.jma_understood import ELSEWHERE, UNDERSTOOD

TRAINING, TEST = Envelope(status="訓練"), Envelope(status="試験")
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
