"""Every template there is, held against the guideline on evacuation information; and files that break it."""

import re
import shutil
from pathlib import Path

import pytest

from alerts.abolished import abolished_in, says_everybody_alone
from alerts.template_files import FOLDER, TemplateFileError, read_templates
from alerts.template_rules import INDOORS, WITH_LEVEL
from alerts.templates import PlaceholderKind, catalogue, choices_of
from alerts.written import SENT_AT, Effect
from speech.languages import Language
from tests.alerts.filled_in import MIHON, fitting, text, written

# 依頼にあるひな形: what a Japanese town needs, by id and what the approver types.
NEEDED = {
    "elderly_evacuation": "高齢者等避難", "evacuation_order": "避難指示", "emergency_safety": "緊急安全確保",
    "lifted": "解除", "shelter_opened": "避難所開設", "shelter_closed": "避難所閉鎖", "water_outage": "断水",
    "power_outage": "停電", "road_closed": "通行止め", "bear": "熊の出没", "suspicious_person": "不審者情報",
    "missing_person": "行方不明", "tsunami_order": "避難指示", "more_districts_3": "高齢者等避難",
    "more_districts_4": "避難指示", "more_districts_5": "緊急安全確保", "more_districts_tsunami": "避難指示",
    "shelter_changed": "避難所変更", "large_fire_order": "避難指示", "dam_release": "ダム緊急放流",
    "civil_protection": "国民保護情報", "nankai_trough": "南海トラフ地震臨時情報", "drill": "訓練", "ordinary": "お知らせ",
    "correction": "訂正", "retraction": "取消",
}  # fmt: skip
EVERY = [(id_, hazard) for id_ in NEEDED for hazard in catalogue()[id_].hazards or (None,)]
# A template whose shelters nobody in みほん市 is designated for cannot be filled in there.
FILLABLE = [
    (id_, hazard) for id_, hazard in EVERY
    if all(fitting(p, hazard) for p in catalogue()[id_].placeholders if p.kind is PlaceholderKind.SHELTERS)
]  # fmt: skip
WITH_A_LEVEL = [(id_, hazard) for id_, hazard in EVERY if catalogue()[id_].level]
ORDERS = [(id_, hazard) for id_, hazard in EVERY if catalogue()[id_].effect is Effect.ORDERS]


def test_every_template_a_town_needs_is_there():
    assert {id_: catalogue()[id_].kind for id_ in NEEDED} == NEEDED
    assert len({one.name for one in catalogue().values()}) == len(catalogue())


@pytest.mark.parametrize(("id_", "hazard"), FILLABLE)
def test_a_filled_template_speaks_six_languages_and_leaves_no_brace_open(id_: str, hazard: str | None):
    notice = written(id_, hazard, is_drill=catalogue()[id_].is_drill_only)
    for language in Language:
        said = text(notice, language)
        assert "{" not in said.replace(SENT_AT, "")
        assert SENT_AT in said  # the hour it left is always told
        assert "None" not in said
    assert len({text(notice, language) for language in Language}) == len(Language)


@pytest.mark.parametrize(("id_", "hazard"), WITH_A_LEVEL)
@pytest.mark.parametrize("is_drill", [False, True])
def test_kind_level_and_area_stand_within_the_first_forty_letters(id_: str, hazard: str, is_drill: bool):
    template = catalogue()[id_]
    for districts in (["kawara"], [one.id for one in MIHON.districts][:4], [one.id for one in MIHON.districts]):
        seen = text(written(id_, hazard, is_drill=is_drill, districts=districts))[:40]
        assert f"警戒レベル{template.level} {template.kind}" in seen
        assert ("みほん市全域" if len(districts) == 5 else "川原" if districts == ["kawara"] else "本町") in seen


@pytest.mark.parametrize(("id_", "hazard"), ORDERS)
def test_an_order_has_all_that_a_reader_needs(id_: str, hazard: str):
    said = text(written(id_, hazard, ordered_at="2026-11-21T15:20"))
    for part in ("みほん市", "11月21日 15:20", SENT_AT, "川原、港", "000-000-0100", "行動: ", "理由: "):
        assert part in said
    assert ("警戒レベル" in said) == (hazard in WITH_LEVEL)  # tsunami and fire have none


@pytest.mark.parametrize(("id_", "hazard"), FILLABLE)
def test_staying_indoors_is_for_flood_and_storm_surge_never_for_a_landslide(id_: str, hazard: str | None):
    said = text(written(id_, hazard, is_drill=catalogue()[id_].is_drill_only))
    if id_ in ("elderly_evacuation", "evacuation_order", "more_districts_3", "more_districts_4"):
        assert (INDOORS in said) == (hazard in ("flood", "storm_surge"))
    else:
        assert INDOORS not in said
    assert not says_everybody_alone(said)
    assert not abolished_in(said)


@pytest.mark.parametrize("hazard", sorted(WITH_LEVEL))
def test_level_4_sends_everybody_out_of_dangerous_places_and_level_3_names_who_needs_time(hazard: str):
    assert "危険な場所から全員避難" in text(written("evacuation_order", hazard))
    assert "全員" not in text(written("elderly_evacuation", hazard))
    for who in ("高齢者", "障害のある方", "乳幼児", "妊婦", "支援をする方"):
        assert who in text(written("elderly_evacuation", hazard))


def test_level_5_sends_nobody_to_a_shelter():
    assert catalogue()["emergency_safety"].placeholder("shelters") is None
    assert "避難所への移動はかえって危険" in text(written("emergency_safety", "flood"))


def test_a_missing_person_has_no_name_and_no_face_but_a_page_that_expires_and_two_consents():
    template = catalogue()["missing_person"]
    assert not [one for one in template.placeholders if one.kind is PlaceholderKind.TEXT]
    required = {one.name for one in template.placeholders if one.is_required}
    assert {
        "page",
        "page_until",
        "police_consent",
        "police_consent_on",
        "family_consent",
        "family_consent_on",
    } <= required
    said = text(written("missing_person"))
    assert "11月23日まで" in said
    assert "同意" not in said  # kept on record, told to nobody


def test_only_what_lists_can_fill_may_go_alone_and_an_all_clear_never():
    alone = {one.id for one in catalogue().values() if one.may_go_alone}
    more = {f"more_districts_{which}" for which in (3, 4, 5, "tsunami")}
    assert alone == {"elderly_evacuation", "evacuation_order", "emergency_safety", "tsunami_order"} | more
    for id_ in set(NEEDED) - {"drill"}:
        assert written(id_).is_for_one_hand == (id_ in alone or id_ == "correction" or id_ == "retraction")
    for id_ in alone:
        assert not written(id_).has_free_text


def test_lists_come_from_the_town():
    order = catalogue()["evacuation_order"]
    listed = {one.kind: choices_of(one, MIHON) for one in order.placeholders}
    assert [one.value for one in listed[PlaceholderKind.DISTRICTS]] == [one.id for one in MIHON.districts]
    assert listed[PlaceholderKind.DISTRICTS][1].label == "川原(かわら)"
    assert {one.value for one in listed[PlaceholderKind.SHELTERS]} == {one.id for one in MIHON.places.shelters}
    assert [one.value for one in listed[PlaceholderKind.RIVER]] == ["mihon_river", "shinden_river"]
    assert [one.label for one in listed[PlaceholderKind.PHONE]] == ["000-000-0199", "000-000-0100"]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "told"),
    [
        ("evacuation_order", "危険な場所から全員避難してください。がけ", "全員避難してください。がけ", "全員避難"),
        ("evacuation_order", "がけや山、沢のそば", "屋内安全確保をして、沢のそば", "洪水と高潮だけ"),
        ("evacuation_order", '"避難指示"\nlevel', '"避難勧告"\nlevel', "はじめの行"),
        ("evacuation_order", "【警戒レベル4 避難指示】{where}", "【警戒レベル4 避難指示】", "{where}"),
        ("evacuation_order", '"flood", "inland', '"tsunami", "flood", "inland', "警戒レベルがあるのは"),
        ("evacuation_order", "is_pressing = true", "is_pressing = false", "is_pressing"),
        ("evacuation_order", "en = \"Level 4", "fr = \"Niveau 4", "words"),
        ("evacuation_order", '"shelters", "households?"', '"shelters?", "households?"', "避難所は、必ず"),
        ("evacuation_order", '"area", "reason", "action", "shelters", "contact"]\n\n', '"area", "reason", "action", "contact"]\n\n', "{shelters}"),
        ("evacuation_order", '"times", "area", "reason"', '"area", "reason"', "{ordered_at}"),
        ("elderly_evacuation", "乳幼児、", "", "乳幼児"),
        ("water_outage", "原因: {cause}", "原因: {because}", "{because}"),
        ("water_outage", '"cause", "since", "until?"', '"since", "until?"', "{cause}"),
        ("water_outage", 'id = "water_outage"', 'id = "water"', "ファイルの名前"),
        ("water_outage", "order = 200", "order = ", "TOML"),
        ("water_outage", "断水のあとの水", "避難勧告のあとの水", "廃止された言葉"),
        ("more_districts_4", 'like = "evacuation_order"', 'like = "evacuation"', "like"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_the_guideline_is_refused_by_name(
    tmp_path: Path, file: str, right: str, wrong: str, told: str
):
    for path in FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    spoilt = tmp_path / f"{file}.toml"
    before = spoilt.read_text(encoding="utf-8")
    after = re.sub(re.escape(right), lambda _: wrong, before)
    assert after != before
    spoilt.write_text(after, encoding="utf-8")
    with pytest.raises(TemplateFileError) as refused:
        read_templates(tmp_path)
    assert file in str(refused.value) or "more_districts" in str(refused.value)
    assert told in str(refused.value)


def test_the_files_as_they_are_can_be_read(tmp_path: Path):
    assert [one.id for one in read_templates()] == list(catalogue())
    assert read_templates(tmp_path) == []
