"""«洪水のハザードマップ»: the town's own map is one tap away, in the nearest language, and never says «safe»."""

from dataclasses import replace

import pytest

from speech.hazard_map_words import asks_for_hazard_map
from speech.languages import Language
from tests.handlers.window import Heard, Window

ASKED = {
    Language.JA: "洪水のハザードマップを見たい",
    Language.JA_EASY: "こうずいの ハザードマップは どこですか",
    Language.EN: "Where can I see the flood hazard map?",
    Language.ZH: "洪水 灾害地图在哪里?",
    Language.PT: "Onde posso ver o mapa de risco de inundação?",
    Language.VI: "Xem bản đồ nguy cơ lũ lụt ở đâu?",
}
ENGLISH, JAPANESE = "https://mihon.example/en/hazard-map/", "https://mihon.example/bousai/hazard-map/"


def opened(heard: Heard) -> dict[str, str]:
    """Of the first message alone: the maps' own card."""
    bare = Heard(heard.spoken[:1], heard.messages[:1])
    return {one["label"]: one["uri"] for one in bare.buttons if one["type"] == "uri"}


@pytest.mark.parametrize(("language", "words"), ASKED.items())
def test_the_flood_map_is_asked_for_and_opens_in_the_nearest_language(
    window: Window, language: Language, words: str
) -> None:
    heard = window.of(language).says(words)
    address = {
        Language.JA: f"{JAPANESE}flood/",
        Language.JA_EASY: f"{JAPANESE}flood/",
        Language.PT: "https://mihon.example/pt/hazard-map/flood/",
    }.get(language, f"{ENGLISH}flood/")
    assert list(opened(heard).values()) == [address]
    assert {"maps:", "shelter:"} <= set(heard.data)


def test_every_map_stands_under_bousai_and_a_map_in_another_language_says_so(window: Window) -> None:
    assert "maps:" in window.presses("menu:disaster").data
    assert list(opened(window.presses("maps:"))) == ["洪水", "土砂災害", "津波", "高潮"]
    maps = opened(window.of(Language.VI).presses("maps:"))
    assert maps["lũ lụt (English)"] == f"{ENGLISH}flood/"
    assert [address for label, address in maps.items() if "日本語" in label] == [f"{JAPANESE}storm-surge/"]


def test_a_danger_without_a_map_is_said_to_have_none(window: Window) -> None:
    heard = window.says("火山のハザードマップ")
    assert "「火山" in heard.text and "登録がありません" in heard.text
    assert len(opened(heard)) == 4


def test_beside_the_shelters_only_where_nobody_must_run_at_once(window: Window) -> None:
    assert "maps:flood" in window.presses("shelter:flood:honcho").data
    assert "maps:inland_flood" not in window.presses("shelter:inland_flood:honcho").data, "the town has no such map"
    assert not [data for data in window.presses("shelter:tsunami:honcho").data if data.startswith("maps:")]


def test_a_town_without_maps_answers_from_its_library_and_shows_no_button(window: Window) -> None:
    town = window.house.town.model_copy(update={"hazard_maps": ()})
    bare = replace(window, house=replace(window.house, town=town))
    assert "maps:" not in bare.presses("menu:disaster").data
    assert "冊子" in bare.says("ハザードマップ").text
    assert bare.presses("maps:flood").phones, "a button older than the town's file"


@pytest.mark.parametrize("words", ["仙台市のハザードマップ", "ハザードマップの見方", "ハザードマップは紙でもらえますか", "洪水の避難所はどこ", "map of the library", "避難所の地図"])  # fmt: skip
def test_other_questions_remain_the_librarys(words: str) -> None:
    assert not asks_for_hazard_map(words)
