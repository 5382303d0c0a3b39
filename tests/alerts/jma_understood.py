"""What is understood of the agency's telegrams, written down by hand: of the sample town, its coast, region and country."""

from dataclasses import replace

from alerts.jma_telegram import Layer
from tests.alerts import jma_papers as papers
from tests.alerts.jma_papers import Envelope

CORRECTED, LATE, TRAINING = Envelope(info_type="訂正"), Envelope(info_type="遅延"), Envelope(status="訓練")
RIVER = Envelope(event_id="820000000100", serial="2")
TRAINING_RIVER, CORRECTED_RIVER = replace(RIVER, status="訓練"), replace(RIVER, info_type="訂正")
IS_RUNG, IS_NOT = True, False

# Title, type of the telegram, hazard; then the codes by which the roster is rung and those by which it is not, with the
# level in force now.
WARNINGS = [
    (papers.RAIN, "VPWW55", "heavy_rain", {"33": 5, "43": 4, "03": 3}, {"10": 2}),
    (papers.LANDSLIDE, "VPWW56", "landslide", {"39": 5, "49": 4, "09": 3}, {"29": 2}),
    (papers.SURGE, "VPWW57", "storm_surge", {"38": 5, "48": 4, "08": 3}, {"19": 2}),
    (papers.WIND, "VPWW58", "storm", {"35": None}, {"05": None, "15": None}),
    (papers.WIND, "VPWW58", "snowstorm", {"32": None}, {"02": None, "13": None}),
    (papers.WAVES, "VPWW59", "high_waves", {"37": None}, {"16": None}),
    (papers.SNOW, "VPWW60", "heavy_snow", {"36": None}, {"06": None, "12": None}),
    (papers.OTHERS, "VPWW61", "thunder", {}, {"14": None}),
    (papers.OTHERS, "VPWW61", "snowmelt", {}, {"17": None}),
    (papers.OTHERS, "VPWW61", "dense_fog", {}, {"20": None}),
    (papers.OTHERS, "VPWW61", "dry_air", {}, {"21": None}),
    (papers.OTHERS, "VPWW61", "avalanche", {}, {"22": None}),
    (papers.OTHERS, "VPWW61", "frost", {}, {"24": None}),
    (papers.OTHERS, "VPWW61", "snow_accretion", {}, {"26": None}),
]
# Code, change and envelope of a rain warning; level in force now.
RAIN_GOES_ON = [
    (("33", "継続"), 5, IS_RUNG),
    (("43", "特別警報から危険警報"), 4, IS_RUNG),
    (("03", "危険警報から警報"), 3, IS_RUNG),
    (("10", "警報から注意報"), 2, IS_NOT),
    (("10", "解除"), None, IS_NOT),
    (("03", "発表", CORRECTED), 3, IS_RUNG),
    (("43", "発表", LATE), 4, IS_RUNG),
    (("33", "発表", TRAINING), 5, IS_RUNG),
]
# Code, title, change, level in force now.
RIVERS = [
    ("20", "レベル２氾濫注意報", "発表", 2, IS_NOT),
    ("21", "レベル２氾濫注意報", "警報解除", 2, IS_NOT),
    ("30", "レベル３氾濫警報", "発表", 3, IS_RUNG),
    ("31", "レベル３氾濫警報", "継続", 3, IS_RUNG),
    ("41", "レベル４氾濫危険警報", "発表", 4, IS_RUNG),
    ("51", "レベル５氾濫特別警報", "発表", 5, IS_RUNG),
    ("53", "レベル５氾濫特別警報", "発表", 5, IS_RUNG),
    ("10", "氾濫注意報", "解除", None, IS_NOT),
]
# What knows no level: telegram, its type, hazard.
WITHOUT_LEVEL = [
    (papers.rain("1", title="竜巻注意情報"), "VPHW50", "tornado", IS_NOT),
    (papers.rain("1", title="竜巻注意情報（目撃情報付き）"), "VPHW51", "tornado", IS_NOT),
    (papers.bulletin("記録雨"), "VPBS50", "record_rain", IS_RUNG),
    (papers.quake("5-"), "VXSE53", "earthquake", IS_RUNG),
    (papers.quake("6+"), "VXSE53", "earthquake", IS_RUNG),
    (papers.quake("4"), "VXSE53", "earthquake", IS_NOT),
    (papers.quake("", condition="震度５弱以上未入電"), "VXSE53", "earthquake", IS_RUNG),
    (papers.quake("7", envelope=TRAINING), "VXSE53", "earthquake", IS_RUNG),
    (papers.volcano("02"), "VFVO50", "volcano", IS_NOT),
    (papers.volcano("04"), "VFVO50", "volcano", IS_NOT),
    (papers.volcano("52", "噴火速報"), "VFVO56", "volcano", IS_RUNG),
    (papers.volcano("62", "噴火速報", CORRECTED), "VFVO56", "volcano", IS_RUNG),
]
# Code now and before, height, envelope; change.
TSUNAMI = [
    (("53", "00", "巨大"), "発表", IS_RUNG),
    (("52", "53"), "継続", IS_RUNG),
    (("51", "52"), "引下げ", IS_RUNG),
    (("62", "00", "１ｍ"), "発表", IS_RUNG),
    (("71", "00"), "発表", IS_NOT),
    (("72", "62"), "引下げ", IS_NOT),
    (("60", "62"), "解除", IS_NOT),
    (("51", "00", "３ｍ", TRAINING), "発表", IS_RUNG),
]
BULLETINS = [
    ("線状降水帯発生", "linear_rainband", IS_RUNG),
    ("線状降水帯直前", "linear_rainband", IS_RUNG),
    ("短時間大雪", "short_heavy_snow", IS_NOT),
]
# Code and title; type of the telegram, change.
TROUGH = [
    (("111",), "VYSE50", "発表", IS_RUNG),
    (("120",), "VYSE50", "発表", IS_RUNG),
    (("113",), "VYSE50", "発表", IS_RUNG),
    (("130",), "VYSE50", "発表", IS_RUNG),
    (("190",), "VYSE50", "解除", IS_RUNG),
    (("219", "南海トラフ地震関連解説情報"), "VYSE51", "発表", IS_NOT),
    (("210", "南海トラフ地震関連解説情報"), "VYSE51", "発表", IS_NOT),
    (("200", "南海トラフ地震関連解説情報"), "VYSE52", "発表", IS_NOT),
]
# Telegram, its type, and of the sample town: hazard, level in force now, change, whether the roster is rung.
UNDERSTOOD = [
    *(
        (papers.rain(code, title=title), type_, hazard, level, "発表", is_rung)
        for title, type_, hazard, *both in WARNINGS
        for is_rung, codes in zip((IS_RUNG, IS_NOT), both, strict=True)
        for code, level in codes.items()
    ),
    *((papers.rain(*said), "VPWW55", "heavy_rain", level, said[1], is_rung) for said, level, is_rung in RAIN_GOES_ON),
    (papers.rain("07", "継続", title=papers.WAVES), "VPWW59", "high_waves", None, "継続", IS_NOT),
    *((papers.river(code, f"{title}（{said}）"), "VXKO", "flood", level, said, is_rung) for code, title, said, level, is_rung in RIVERS),
    (papers.river("41", "レベル４氾濫危険警報（発表）", TRAINING_RIVER), "VXKO", "flood", 4, "発表", IS_RUNG),
    (papers.river("31", "レベル３氾濫警報（継続）", CORRECTED_RIVER), "VXKO", "flood", 3, "継続", IS_RUNG),
    *((body, type_, hazard, None, "発表", is_rung) for body, type_, hazard, is_rung in WITHOUT_LEVEL),
]  # fmt: skip
# Where other areas than cities are spoken of: hazard, layer, code of the area, change, rung.
ELSEWHERE = [
    (papers.quake("5+", title="震度速報"), "VXSE51", "earthquake", Layer.QUAKE_AREA, "442", "発表", IS_RUNG),
    *((papers.tsunami(*said), "VTSE41", "tsunami", Layer.TSUNAMI_AREA, "380", *change) for said, *change in TSUNAMI),
    *((papers.bulletin(name), "VPBS50", hazard, Layer.REGION, "220010", "発表", is_rung) for name, hazard, is_rung in BULLETINS),
    *((papers.trough(*said), type_, "nankai_trough", Layer.NATION, "", *change) for said, type_, *change in TROUGH),
    (papers.trough("", "北海道・三陸沖後発地震注意情報"), "VYSE60", "hokkaido_sanriku", Layer.NATION, "", "発表", IS_RUNG),
]  # fmt: skip
