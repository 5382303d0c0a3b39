"""«避難所はどこ»: from what, from where, open or full, as the crow flies, and at level 5 nobody is sent out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers import shelters_asked
from speech.incoming import Place, Text
from speech.languages import Language
from speech.shelter_words import asks_for_shelter, hazard_in
from store.dialogues import Dialogue
from tests.alerts import jma_papers as papers
from tests.alerts.jma_watch import at
from tests.conftest import NOON
from tests.handlers.hanging_over import comes, lives_in, order_to_flee
from tests.handlers.window import Window
from town import shelters
from town.hazards import Hazard
from town.shelters import ShelterStatus

AT_THE_HARBOUR = Place(34.7315, 138.2930)
ASKED = {
    Language.JA: "避難所はどこですか",
    Language.JA_EASY: "ひなんじょは どこですか",
    Language.EN: "Where is the nearest shelter?",
    Language.ZH: "最近的避难所在哪里",
    Language.PT: "Onde fica o abrigo mais próximo?",
    Language.VI: "Nơi lánh nạn gần nhất ở đâu?",
}


@pytest.mark.parametrize(("language", "words"), ASKED.items())
def test_in_an_unknown_danger_one_is_asked_from_what(window: Window, language: Language, words: str):
    heard = window.of(language).says(words)
    assert {f"shelter:{hazard}" for hazard in Hazard} <= set(heard.data)


@pytest.mark.parametrize(
    "words",
    [
        "福岡市の避難所",
        "避難所の持ち物",
        "避難所にペットは連れて行けますか",
        "福祉避難所とは",
        "animal shelter",
        "避難訓練はいつですか",
    ],
)
def test_what_only_mentions_a_shelter_remains_a_question_for_the_library(words: str):
    assert not asks_for_shelter(words)


@pytest.mark.parametrize(
    ("words", "hazard"),
    [
        ("津波のとき逃げる場所", "tsunami"),
        ("内水氾濫の避難所", "inland_flood"),
        ("where to evacuate in a typhoon", "flood"),
        ("避難所", None),
    ],
)
def test_the_disaster_is_heard_in_the_words(words: str, hazard: str | None):
    assert asks_for_shelter(words)
    assert hazard_in(words) == hazard


def test_a_place_sent_after_the_question_gives_the_nearest_for_that_hazard(window: Window):
    window.says("津波のとき逃げる場所")
    heard = window.meets(AT_THE_HARBOUR)
    assert heard.text.index("港津波避難タワー") < heard.text.index("本町小学校")
    assert "川原公民館" not in heard.text, "not designated for a tsunami"
    assert "直線距離\n70 m" in heard.text
    assert "開くのを待たず" in heard.text
    assert "開設:未確認" in heard.text


def test_the_place_may_come_before_the_hazard_and_is_forgotten_after_ten_minutes(window: Window):
    window.says("避難所")
    assert "shelter:landslide" in window.meets(AT_THE_HARBOUR).data
    assert "直線距離" in window.presses("shelter:landslide").text
    later = window.at(NOON + timedelta(minutes=11))
    assert "直線距離" not in later.presses("shelter:landslide").text


def test_where_somebody_is_goes_with_the_answer_or_with_the_question(window: Window):
    window.says("避難所")
    window.meets(AT_THE_HARBOUR)
    window.presses("shelter:landslide")
    assert [row.state for row in window.session.scalars(select(Dialogue))] == [{"hazard": "landslide"}]
    assert "直線距離" not in window.presses("shelter:flood").text, "it is asked for again"
    window.presses("shelter:ask")
    window.meets(AT_THE_HARBOUR)
    shelters_asked.forget_places(window.session, NOON + timedelta(minutes=11))
    assert not window.session.scalars(select(Dialogue)).all()


def test_in_the_middle_of_it_the_numbers_come_first_and_the_places_after_them(window: Window):
    heard = window.says("津波です、避難所はどこ")
    assert "tel:118" in heard.phones or "tel:119" in heard.phones
    assert "開くのを待たず" in heard.text


def test_only_where_a_distance_is_told_it_is_called_straight(window: Window):
    told = window.presses("shelter:tsunami:minato").text
    assert "水のある道" in told and "直線の距離" not in told
    assert "直線の距離です。道順ではありません。" in window.meets(AT_THE_HARBOUR).text


def test_a_place_nobody_asked_for_is_asked_about(window: Window):
    assert "直線距離" not in window.meets(AT_THE_HARBOUR).text


def test_an_order_in_force_says_from_what(window: Window):
    lives_in(window, "kawara")
    order_to_flee(window, "kawara", hazard="landslide", level=4)
    heard = window.says("避難所")
    assert "川原公民館" in heard.text
    assert "山手小学校" not in heard.text


def test_at_level_5_nobody_is_sent_out(window: Window):
    lives_in(window, "kawara")
    order_to_flee(window, "kawara", hazard="landslide", level=5)
    for heard in (window.says("避難所"), window.presses("shelter:landslide")):
        assert "外に出ず" in heard.text and "崖や川と反対側" in heard.text
        assert "川原公民館" not in heard.text
        assert "tel:119" in heard.phones


def test_at_level_5_of_one_danger_nobody_is_sent_through_it_because_of_another(window: Window):
    lives_in(window, "kawara")
    order_to_flee(window, "kawara", hazard="flood", level=5)
    shelters.set_status(window.session, "kawara_hall", ShelterStatus.OPEN, NOON)
    for data in ("shelter:landslide", "shelter:open"):
        heard = window.presses(data)
        assert "外に出ず" in heard.text and "川原公民館" not in heard.text
    assert "港津波避難タワー" in window.presses("shelter:tsunami:minato").text, "a tsunami lets nobody wait"


@pytest.mark.parametrize("language", Language)
def test_at_level_5_of_the_agency_nobody_is_sent_out_and_its_word_is_not_the_towns(window: Window, language: Language):
    comes(window, papers.rain("33", envelope=at(-5)))
    for data in ("shelter:flood", "shelter:landslide:honcho", "shelter:open"):
        heard = window.of(language).presses(data)
        assert "レベル5相当" in heard.text
        assert "緊急安全確保" not in heard.text and "本町小学校" not in heard.text
        assert heard.phones == ["tel:119"] and "maps" not in str(heard.buttons)
    assert "本町小学校" in window.presses("shelter:earthquake:honcho").text


def test_the_agencys_word_says_from_what_where_the_town_has_ordered_nothing(window: Window):
    lives_in(window, "kawara")
    comes(window, papers.rain("29", envelope=at(-9), title=papers.LANDSLIDE))
    assert "shelter:landslide" in window.says("避難所").data, "an advisory is no reason to flee yet"
    comes(window, papers.rain("09", envelope=at(-8), title=papers.LANDSLIDE))
    assert "川原公民館" in window.says("避難所").text
    comes(window, papers.quake("5+", envelope=at(-7, event_id="Q")))
    assert "shelter:earthquake" in window.says("避難所").data, "two dangers: one is asked"
    comes(window, papers.tsunami("51", "00", envelope=at(-6)))
    heard = window.says("避難所")
    assert "開くのを待たず" in heard.text and "津波" in heard.text


def test_at_level_5_somewhere_who_never_said_where_they_live_is_not_sent_out_either(window: Window):
    order_to_flee(window, "kawara", hazard="flood", level=5)
    window.presses("shelter:flood")
    assert "外に出ず" in window.meets(AT_THE_HARBOUR).text
    assert "外に出ず" not in window.presses("shelter:flood:honcho").text


def test_a_full_one_is_said_to_be_full_and_a_closed_one_is_left_out(window: Window):
    shelters.set_status(window.session, "honcho_school", ShelterStatus.FULL, NOON)
    shelters.set_status(window.session, "central_hall", ShelterStatus.CLOSED, NOON)
    text = window.presses("shelter:flood:honcho").text
    assert "満員です(11/20 12:00現在)" in text
    assert "中央公民館" not in text


def test_only_what_an_officer_opened_is_called_open(window: Window):
    assert "確かめられた避難所はありません" in window.presses("shelter:open").text
    shelters.set_status(window.session, "kawara_hall", ShelterStatus.OPEN, NOON)
    heard = window.presses("shelter:open")
    assert "川原公民館" in heard.text and "開いています(11/20 12:00現在)" in heard.text
    assert "本町小学校" not in heard.text


def test_a_welfare_shelter_that_takes_only_whom_the_town_sends_is_never_shown(window: Window):
    for hazard in Hazard:
        assert "福祉センター" not in window.presses(f"shelter:{hazard}:honcho").text
    shelters.set_status(window.session, "welfare_centre", ShelterStatus.OPEN, NOON)
    assert "福祉センター" not in window.presses("shelter:open").text


def test_where_nothing_is_listed_the_town_is_rung(window: Window):
    assert window.presses("shelter:volcano:honcho").phones
    for shelter in shelters.all(window.session):
        window.session.delete(shelter)
    window.session.flush()
    heard = window.meets(Text("避難所"))
    assert heard.phones and "119" in heard.text


def test_a_district_without_a_site_of_its_own_is_led_to_the_nearest(window: Window):
    lives_in(window, "minato")
    heard = window.presses("shelter:landslide")
    assert "中央公民館" in heard.text and "川原公民館" in heard.text
    assert "港津波避難タワー" not in heard.text and "直線距離" not in heard.text


def test_in_a_group_the_answer_does_not_depend_on_anybody(window: Window):
    assert "shelter:flood" in window.meets(Text("避難所"), is_group=True).data


@pytest.mark.parametrize("language", [Language.EN, Language.VI])
def test_who_reads_another_language_still_finds_the_sign_at_the_gate(window: Window, language: Language):
    assert "本町小学校" in window.of(language).presses("shelter:flood:honcho").text
