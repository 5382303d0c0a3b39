"""What an officer chose becomes words on telephones, or every wrong place is named at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from alerts import naming
from alerts.abolished import AbolishedWordError, abolished_words, refuse_abolished
from alerts.templates import catalogue
from alerts.wording import SHORT, UnfitError, in_words
from alerts.written import SENT_AT, Effect, Written
from speech.languages import Language
from tests.alerts.filled_in import MIHON, NOW, content, text, values_of, written
from town.districts import DistrictFile
from town.profile import Profile
from town.shapes import Names


def complaints(template_id: str, *, is_drill: bool = False, **instead: Any) -> dict[str | None, str]:
    with pytest.raises(UnfitError) as unfit:
        written(template_id, is_drill=is_drill, **instead)
    return {one.placeholder: one.sentence for one in unfit.value.complaints}


def test_a_flood_order_reads_as_the_town_would_say_it():
    said = text(
        written("evacuation_order", "flood", reason="river_danger", river="mihon_river", shelters=["honcho_school"])
    )
    assert said.split("\n")[:6] == [
        "【警戒レベル4 避難指示】川原、港",
        "みほん市は、洪水に関する警戒レベル4、避難指示を発令しました。",
        "発令: 11月21日 15:20(みほん市) 送信: {sent_at}",
        "対象: 川原、港(97世帯、97人)",
        "理由: みほん川の水位が氾濫危険水位に達したため(洪水)",
        "行動: 危険な場所から全員避難してください。避難所へ行くほうが危ないときは、浸水しない高い階に移る「屋内安全確保」をしてください。",
    ]


def test_what_the_desk_needs_stands_beside_the_words():
    notice = written("evacuation_order", "landslide")
    assert (notice.kind, notice.level, notice.hazard, notice.effect) == ("避難指示", 4, "landslide", Effect.ORDERS)
    assert (notice.is_pressing, notice.has_free_text, notice.districts) == (True, False, ("kawara", "minato"))
    assert Written.from_json(notice.as_json()) == notice
    assert "15:31" in notice.at(Language.VI, "15:31")[0]["text"]


def test_a_tsunami_has_no_level_and_its_own_danger_without_asking():
    notice = written("tsunami_order")
    assert (notice.kind, notice.level, notice.hazard, notice.is_pressing) == ("避難指示", None, "tsunami", True)


def test_names_carry_kana_and_romaji_in_every_language_but_japanese():
    notice = written(
        "evacuation_order", "flood", reason="river_danger", river="mihon_river", shelters=["honcho_school"]
    )
    assert "本町小学校(" not in text(notice)
    for language in set(Language) - {Language.JA}:
        said = text(notice, language)
        for name in (("川原", "かわら", "Kawara"), ("みほん川", "みほんがわ", "Mihon-gawa"),
                     ("本町小学校", "ほんちょうしょうがっこう", "Honcho Shogakko")):  # fmt: skip
            assert all(part in said for part in name)
    assert "Kawara (川原・かわら), Minato (港・みなと)" in text(notice, Language.PT)
    assert "川原(かわら・Kawara)、港(みなと・Minato)" in text(notice, Language.ZH)


def test_a_name_nobody_has_translated_stands_alone():
    assert naming.full_name(Names(ja="大字東"), None, Language.EN) == "大字東"


def test_every_wrong_place_is_named_at_once():
    wrong = complaints(
        "evacuation_order", hazard="flood", districts=[], ordered_at="2026-11-21T15:31", reason="slope_danger",
        shelters=["kawara_hall"], people="たくさん", contact="市役所",
    )  # fmt: skip
    assert wrong["districts"] == "「対象地区」を入れてください。"
    assert wrong["ordered_at"] == "「発令時刻」が、まだ来ていない日時です。"
    assert "この災害では選べません" in wrong["reason"]
    assert wrong["shelters"] == "「川原公民館」は、洪水のときに使えない避難所です。"
    assert set(wrong) == {"districts", "ordered_at", "reason", "shelters", "people", "contact"}


@pytest.mark.parametrize("name", ["hazard", "districts", "ordered_at", "reason", "shelters"])
@pytest.mark.parametrize("empty", [None, "", "  ", []])
def test_nothing_that_must_be_said_may_stay_open(name: str, empty: Any):
    assert set(complaints("evacuation_order", **{name: empty})) == {name}


def test_a_reason_that_speaks_of_a_river_needs_to_know_which():
    assert complaints("evacuation_order", reason="river_over", river="") == {
        "river": "選んだ内容には「川の名前」が要ります。"
    }
    assert "理由: 大雨が続き" in text(written("evacuation_order", reason="heavy_rain", river=""))


def test_what_may_stay_open_leaves_its_line_out_in_every_language():
    whole, bare = written("water_outage"), written("water_outage", until="", water_point=[], note="")
    for language in Language:
        assert len(text(bare, language).split("\n")) == len(text(whole, language).split("\n")) - 3
    assert "対象: 川原、港\n" in text(written("evacuation_order", households="", people=""))
    assert "000-000-0199" in text(written("evacuation_order", contact=""))  # the night desk, unless another is named


@pytest.mark.parametrize(("template", "name", "value"), [
    ("power_outage", "until", "2026-11-21T15:30"), ("power_outage", "until", "2025-12-01T09:00"),
    ("missing_person", "page_until", "2026-11-20"), ("ordinary", "on", "2026-11-20"),
])  # fmt: skip
def test_a_passed_date_is_refused_at_its_place(template: str, name: str, value: str):
    assert "過ぎています" in complaints(template, **{name: value})[name]


def test_today_has_not_passed():
    assert "11月21日" in text(written("ordinary", on="2026-11-21"))


@pytest.mark.parametrize(("name", "value"), [
    ("page", "http://mihon.example/p"), ("page", "javascript:alert(1)"), ("page", "https://mihon.example/a b"),
    ("page_until", "あした"), ("seen_at", "15:20"), ("police_consent", "no"), ("family_consent", ""),
    ("districts", ["atlantis"]), ("districts", [["kawara"]]), ("districts", {"kawara": 1, 2: 3}), ("contact", "119へ"),
])  # fmt: skip
def test_what_no_list_has_and_no_form_would_send_is_refused_too(name: str, value: Any):
    assert set(complaints("missing_person", **{name: value})) == {name}


def test_free_text_is_marked_where_nobody_translated_it():
    notice = written("water_outage", note={"ja": "給水車が来ます。", "en": "A water truck is coming."})
    assert notice.has_free_text
    assert notice.untranslated == (Language.JA_EASY, Language.ZH, Language.PT, Language.VI)
    assert "A water truck is coming." in text(notice, Language.EN)
    for language in notice.untranslated:
        assert "日本語のみ" in text(notice, language)
        assert "給水車が来ます。" in text(notice, language)
    assert "日本語のみ" not in text(notice) + text(notice, Language.EN)


def test_a_translation_without_its_japanese_is_refused():
    assert "日本語" in complaints("water_outage", note={"en": "A water truck is coming."})["note"]


@pytest.mark.parametrize(("words", "told"), [
    ("避難勧告を出しました。", "避難指示"), ("避難 準備・高齢者等避難開始です。", "高齢者等避難"),
    ("避難指示（緊急）です。", "避難指示"), ("全員避難してください。", "危険な場所から全員避難"),
    ("【訓練】です。", "訓練の印"), ("これは訓練です", "訓練の印"), ("あ\x00い", "使えない文字"), ("\ud800", "使えない文字"),
    ("{sent_at}", "使えない文字"), ("あ" * 201, "200文字まで"),
])  # fmt: skip
def test_words_that_cannot_be_said_are_refused_where_they_stand(words: str, told: str):
    assert told in complaints("water_outage", note=words)["note"]
    assert told in complaints("water_outage", note={"ja": "断水です。", "zh": words})["note"]


def test_the_same_words_may_be_practised_in_a_drill():
    assert "避難勧告" in text(written("water_outage", is_drill=True, note="昔は避難勧告と言いました。"))


def test_each_old_word_goes_on_its_own_day():
    refuse_abolished("避難勧告", date(2021, 5, 19))
    for one in abolished_words():
        refuse_abolished(f"町は{one.word}を出しました", one.since - timedelta(days=2000))
        with pytest.raises(AbolishedWordError, match=one.instead):
            refuse_abolished(f"町は{one.word}を出しました", one.since)
    refuse_abolished("避難指示、高齢者等避難、緊急安全確保", date(2030, 1, 1))


def test_braces_somebody_typed_stay_what_they_are():
    assert "{town}{0}{" in text(written("water_outage", note="{town}{0}{"))


@pytest.mark.parametrize("template_id", ["evacuation_order", "drill", "ordinary", "correction"])
def test_a_drill_says_so_at_both_ends_in_every_language(template_id: str):
    notice = written(template_id, is_drill=True)
    for language in Language:
        assert text(notice, language).startswith("【訓練】")
        assert text(notice, language).endswith("これは訓練です")
    assert "This is a drill." in text(notice, Language.EN).split("\n")[-1]


def test_the_template_for_drills_cannot_be_sent_in_earnest():
    assert "訓練だけ" in complaints("drill")[None]
    assert "訓練" not in text(written("evacuation_order"))


def test_a_correction_says_first_that_the_order_stands():
    notice = written("correction", wrong="川原小学校", right="本町小学校")
    said = text(notice)
    assert said.startswith("【訂正】警戒レベル4 避難指示は続いています")
    assert "川原" in said[:40]
    assert "誤: 川原小学校\n正: 本町小学校" in said
    assert (notice.kind, notice.level, notice.is_pressing, notice.effect) == ("訂正", 4, True, Effect.NONE)


def test_a_retraction_says_first_that_there_is_no_order():
    notice = written("retraction", about="tsunami_order")
    assert text(notice).startswith("【取消】津波の避難指示は出ていません")
    assert (notice.kind, notice.level, notice.is_pressing) == ("取消", None, True)


@pytest.mark.parametrize("template_id", ["correction", "retraction"])
def test_what_corrects_an_everyday_notice_speaks_of_no_order_in_any_language(template_id: str):
    notice = written(template_id, about="water_outage", wrong="1時", right="2時")
    assert "「断水」のお知らせ" in text(notice).split("\n")[0]
    assert not notice.is_pressing
    for language, word in ((Language.JA, "続いて"), (Language.JA, "出ていません"), (Language.EN, "order"),
                           (Language.PT, "ordem"), (Language.VI, "lệnh"), (Language.JA_EASY, "避難")):  # fmt: skip
        assert word not in text(notice, language)


def test_a_correction_of_nothing_and_one_without_its_area_are_refused():
    assert None in complaints("correction", about="never")
    assert None in complaints("correction", about="retraction")
    assert "対象地区" in complaints("correction", districts=[])["districts"]


def test_a_pressing_notice_stays_on_one_screen():
    names = [Names(ja=f"みほん市大字東山手{number}丁目") for number in range(40)]
    districts = tuple(
        DistrictFile(id=f"d{number}", names=one, centre=(34.7, 138.2)) for number, one in enumerate(names)
    )
    town = MIHON.model_copy(update={"districts": districts})
    values = values_of(catalogue()["evacuation_order"], "flood", districts=[one.id for one in districts][:39])
    with pytest.raises(UnfitError, match=f"日本語{SHORT}文字まで"):
        in_words({"template": "evacuation_order", "values": values}, town, is_drill=False, now=NOW)
    few = {**values, "districts": ["d1", "d2", "d3"]}
    fits = in_words({"template": "evacuation_order", "values": few}, town, is_drill=False, now=NOW)
    assert "みほん市大字東山手1丁目ほか2地区" in text(fits)[:40]


def test_a_town_that_wrote_no_lists_has_nothing_to_choose_but_can_still_be_warned():
    town = Profile.minimal("架空町", "000-000-0100").model_copy(update={"districts": MIHON.districts})
    level_5 = content("emergency_safety", "landslide", river="", contact="")
    assert "架空町" in text(in_words(level_5, town, is_drill=False, now=NOW))
    with pytest.raises(UnfitError, match="町の一覧にない"):
        in_words(content("evacuation_order"), town, is_drill=False, now=NOW)


@pytest.mark.parametrize("wrong", [{}, {"template": "no"}, {"template": "bear"}, {"template": "bear", "values": []}, {"template": None, "values": {}}])  # fmt: skip
def test_a_draft_that_names_no_template_is_told_so(wrong: dict[str, Any]):
    with pytest.raises(UnfitError, match="ひな形がありません"):
        in_words(wrong, MIHON, is_drill=False, now=NOW)


def test_the_hour_of_sending_waits_until_it_leaves():
    assert SENT_AT in text(written("road_closed"))
