"""One entry, many channels: what an officer copies into the loudspeakers' script, the carriers' mail, X and Lアラート."""

import pytest

from alerts.channels import MAIL_BODY, MAIL_TITLE, X_WEIGHT, Channel, CopyBox, copy_boxes, x_weight
from alerts.templates import catalogue
from alerts.wording import UnfitError
from alerts.written import SENT_AT
from tests.alerts.filled_in import MIHON, NOW, content

EVERYWHERE = [one.id for one in MIHON.districts]


def boxes(
    template_id: str, hazard: str | None = None, *, is_drill: bool = False, **instead: object
) -> dict[Channel, CopyBox]:
    filled = content(template_id, hazard, **instead)
    return {one.channel: one for one in copy_boxes(filled, MIHON, is_drill=is_drill, now=NOW)}


def test_the_loudspeakers_say_short_sentences_twice():
    lines = boxes("evacuation_order", "flood")[Channel.RADIO].text.split("\n")
    assert lines[:2] == ["緊急放送、緊急放送。", "こちらは、みほん市です。"]
    first, second = "\n".join(lines[2:-1]).split("\nくり返します。\n")
    assert first == second
    assert "みほん市は、洪水に関する警戒レベル4、避難指示を発令しました。" in first
    assert "危険な場所から全員避難してください。" in first
    assert "対象の地区は、川原、港です。" in first
    assert all(line.endswith("。") and len(line) <= 60 for line in lines)


@pytest.mark.parametrize("template_id", list(catalogue()))
def test_what_is_read_aloud_has_no_addresses_brackets_or_colons(template_id: str):
    said = boxes(template_id, is_drill=True)[Channel.RADIO].text
    assert said.startswith("訓練放送、訓練放送。")
    assert said.endswith("これは訓練です。")
    assert not [mark for mark in ("https://", "【", "(", ":", SENT_AT, "_") if mark in said]


def test_a_clock_is_read_as_hours_and_minutes():
    said = boxes("power_outage", since="2026-11-21T13:05", until="2026-11-21T17:00")[Channel.RADIO].text
    assert "11月21日 13時5分から、始まっています。" in said
    assert "11月21日 17時ごろまでの見込みです。" in said


def test_a_retraction_on_the_loudspeakers_never_sounds_like_the_order():
    said = boxes("retraction")[Channel.RADIO].text
    assert "取消のお知らせです。" in said
    assert "避難指示のお知らせです" not in said
    assert "避難指示は出ていません。" in said


@pytest.mark.parametrize("is_drill", [False, True])
@pytest.mark.parametrize("template_id", [one.id for one in catalogue().values() if one.is_pressing])
def test_the_carriers_mail_fits_and_still_says_what_to_do(template_id: str, is_drill: bool):
    mail = boxes(template_id, is_drill=is_drill, districts=EVERYWHERE)[Channel.AREA_MAIL]
    assert mail.title and len(mail.title) <= MAIL_TITLE
    assert len(mail.text) == mail.length <= MAIL_BODY == mail.most
    template = catalogue()[template_id]
    if template.level:
        assert f"警戒レベル{template.level} {template.kind}" in mail.text
        assert "行動: " in mail.text
    assert "みほん市" in mail.text
    assert mail.text.startswith("【訓練】") == mail.text.endswith("これは訓練です") == is_drill


def test_what_does_not_press_wakes_nobody_by_the_carriers_mail():
    assert Channel.AREA_MAIL not in boxes("water_outage")


@pytest.mark.parametrize("template_id", list(catalogue()))
def test_a_post_on_x_fits(template_id: str):
    post = boxes(template_id, is_drill=True, districts=EVERYWHERE)[Channel.X]
    assert x_weight(post.text) == post.length <= X_WEIGHT
    assert post.text.startswith("【訓練】")
    assert post.text.endswith("これは訓練です")
    assert SENT_AT not in post.text


def test_x_weighs_a_full_width_letter_twice_and_any_address_as_23():
    assert x_weight("あ" * 140) == x_weight("a" * 280) == X_WEIGHT
    assert x_weight(f"見る https://mihon.example/{'long/' * 40}") == 4 + 1 + 23
    assert x_weight("“é”\nが") == 3 + 1 + 2


def test_l_alert_gets_fields_by_the_names_of_the_national_model():
    fields = dict(
        boxes("evacuation_order", "flood", reason="river_danger", river="mihon_river")[Channel.L_ALERT].fields
    )
    assert fields["発令区分"] == "避難指示"
    assert (fields["発令・解除区分"], fields["警戒レベル"], fields["災害種別"]) == ("発令", "4", "洪水")
    assert (fields["地方公共団体コード"], fields["市区町村名"]) == ("229903", "みほん市")
    assert fields["発令・解除理由"] == "みほん川の水位が氾濫危険水位に達したため"
    assert fields["避難行動指針"].startswith("危険な場所から全員避難")
    assert (fields["対象世帯数"], fields["種別"]) == ("97世帯", "通常")


def test_l_alert_hears_of_an_end_as_an_end_and_of_a_drill_as_a_drill():
    ended = dict(boxes("lifted", "flood", is_drill=True)[Channel.L_ALERT].fields)
    assert (ended["発令・解除区分"], ended["種別"]) == ("解除", "訓練")
    assert "警戒レベル" not in dict(boxes("tsunami_order")[Channel.L_ALERT].fields)


def test_nothing_is_copied_that_could_not_be_sent():
    with pytest.raises(UnfitError):
        boxes("evacuation_order", districts=[])
