"""Telegrams come in: each once, in their order, never a training, and what needs a person lies on the desk."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts import jma_telegrams, standing_orders
from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from store.database import reading, transaction
from tests.alerts import jma_papers as papers
from tests.alerts.jma_watch import at


def test_a_night_of_rain_goes_up_and_down_and_every_step_lies_on_the_desk_once(watch_on_both):
    watch = watch_on_both
    steps = [("10", "発表"), ("03", "発表"), ("43", "発表"), ("33", "発表"), ("43", "特別警報から危険警報"), ("03", "危険警報から警報"), ("10", "警報から注意報"), ("10", "解除")]  # fmt: skip
    for number, (code, status) in enumerate(steps):
        watch.agency.publish(f"rain{number}", papers.rain(code, status, at(number)))
        watch.poll()
    assert watch.drafts() == [
        "レベル３大雨警報 issued", "レベル４大雨危険警報 issued", "レベル５大雨特別警報 issued",
        "レベル４大雨危険警報 lowered", "レベル３大雨警報 lowered", "レベル２大雨注意報 lowered",
    ]  # fmt: skip
    assert watch.in_force() == []
    assert all(watch.agency.asked[f"rain{number}"] == 1 for number in range(len(steps)))


def test_a_draft_waits_for_two_people_and_carries_the_agencys_words_apart_from_the_towns(watch):
    watch.agency.publish("rain", papers.rain("43", envelope=at()))
    watch.poll()
    with reading() as session:
        (draft,) = session.scalars(select(Broadcast))
        assert (draft.stage, draft.submitted_by, draft.is_drill, draft.origin) == (Stage.SUBMITTED, None, False, "jma")
        said = {language.value: messages[0]["text"] for language, messages in draft.written.messages.items()}
    assert said["ja"].startswith(
        "【気象庁】レベル4大雨危険警報(警戒レベル4相当) 発表 みほん市全域\n発表: みほん地方気象台、11月20日 12:00"
    )
    assert "これは気象庁の発表です。みほん市が出す避難情報(避難指示など)とは別のものです。" in said["ja"]
    assert all("レベル4大雨危険警報" in text for language, text in said.items() if language in ("en", "zh", "pt", "vi"))


def test_nothing_new_costs_one_short_answer(watch):
    watch.poll()
    watch.poll()
    assert watch.agency.unchanged["extra"] >= 1
    assert watch.agency.asked["extra_l"] == 1


@pytest.mark.parametrize("status", ["訓練", "試験"])
def test_a_training_never_touches_what_is_in_force(watch, status):
    watch.agency.publish("real", papers.rain("43", envelope=at()))
    watch.poll()
    watch.agency.publish("five", papers.rain("33", envelope=at(1, status=status)))
    watch.agency.publish("lift", papers.rain("", envelope=at(2, status=status)))
    watch.agency.publish("cancel", papers.cancelled(papers.RAIN, at(3, status=status, info_type="取消")))
    assert len(watch.poll()) == 1
    assert watch.in_force() == [("heavy_rain", 4)]


def test_a_telegram_that_comes_too_late_changes_nothing(watch):
    watch.agency.publish("newer", papers.rain("33", envelope=at(5)))
    watch.agency.publish("older", papers.rain("03", envelope=at(3)))
    assert watch.poll(6) == ["レベル５大雨特別警報 issued"]
    assert watch.in_force() == [("heavy_rain", 5)]


def test_the_same_telegram_in_two_feeds_and_under_two_addresses_is_taken_once(watch):
    body = papers.rain("43", envelope=at())
    watch.agency.publish("one", body)
    watch.agency.publish("one", body, feed="eqvol")
    watch.agency.publish("other_address", body, feed="eqvol")
    assert watch.poll() == ["レベル４大雨危険警報 issued"]
    assert watch.agency.asked["one"] == 1


def test_a_cancelled_warning_was_never_there(watch_on_both):
    watch = watch_on_both
    watch.agency.publish("three", papers.rain("03", envelope=at()))
    watch.poll()
    watch.agency.publish("five", papers.rain("33", envelope=at(1)))
    watch.poll()
    watch.agency.publish("cancel", papers.cancelled(papers.RAIN, at(2, info_type="取消")))
    assert watch.poll()[-1] == "レベル５大雨特別警報 cancelled"
    assert watch.in_force() == [("heavy_rain", 3)]


def test_a_correction_is_told_only_where_the_town_is_concerned(watch):
    watch.agency.publish("three", papers.rain("03", envelope=at()))
    watch.poll()
    watch.agency.publish("same", papers.rain("03", envelope=at(1, info_type="訂正")))
    assert len(watch.poll()) == 1
    watch.agency.publish("other", papers.rain("43", envelope=at(2, info_type="訂正")))
    assert watch.poll()[-1] == "レベル４大雨危険警報 corrected"


def test_after_a_gap_only_what_still_stands_at_three_and_above_goes_to_officers(watch_on_both):
    watch = watch_on_both
    old = {"a": papers.rain("43", envelope=at(1)), "b": papers.rain("", envelope=at(30)),
           "c": papers.rain("09", envelope=at(2), title=papers.LANDSLIDE),
           "d": papers.rain("19", envelope=at(3), title=papers.SURGE),
           "e": papers.quake("4", envelope=at(4, event_id="20261120120400"))}  # fmt: skip
    for name, body in old.items():
        watch.agency.publish(name, body, in_minute=False)
    assert watch.poll(120) == ["レベル３土砂災害警報 issued"]
    assert set(watch.in_force()) == {("landslide", 3), ("storm_surge", 2), ("earthquake", None)}
    assert len(watch.poll()) == 1


def test_an_unknown_kind_is_kept_and_nothing_follows_from_it(watch):
    watch.agency.publish("new", papers.rain("33", title="新しい種類の情報", envelope=at()))
    watch.agency.publish("old", papers.rain("33", title="気象警報・注意報（Ｈ２７）", envelope=at()))
    assert watch.poll() == []
    assert [row.reading for row in watch.kept()] == ["unknown", "ignored"]


def test_quake_areas_come_first_and_cities_only_tell_more_when_they_were_shaken_harder(watch):
    watch.agency.publish("first", papers.quake("5-", title="震度速報", envelope=at(event_id="Q")), feed="eqvol")
    assert watch.poll() == ["震度５弱 issued"]
    watch.agency.publish("then", papers.quake("5-", envelope=at(1, event_id="Q", serial="1")), feed="eqvol")
    assert len(watch.poll()) == 1
    watch.agency.publish("more", papers.quake("6-", envelope=at(2, event_id="Q", serial="2")), feed="eqvol")
    assert watch.poll()[-1] == "震度６弱 issued"


def test_old_telegrams_are_forgotten_but_for_those_that_still_stand(watch_on_both):
    watch = watch_on_both
    for name, body in {"stands": papers.rain("43", envelope=at()), "ours": papers.quake("3", envelope=at(event_id="Q")),
                       "new": papers.rain("33", title="新しい種類の情報", envelope=at())}.items():  # fmt: skip
        watch.agency.publish(name, body)
    watch.poll()
    left = []
    for days in (32, 400):
        with transaction() as session:
            jma_telegrams.forget(session, watch.clock() + timedelta(days=days), 100)
        left.append([row.address.rpartition("/")[2] for row in watch.kept()])
    assert left == [["stands.xml", "ours.xml"], ["stands.xml", "ours.xml"]]
    watch.agency.publish("over", papers.rain("", envelope=at(1)))
    watch.poll()
    with transaction() as session:
        jma_telegrams.forget(session, watch.clock() + timedelta(days=400), 100)
    assert [row.address.rpartition("/")[2] for row in watch.kept()] == ["ours.xml", "over.xml"]


def test_a_tsunami_that_shrinks_to_a_forecast_went_down_and_a_false_eruption_leaves_nothing(watch):
    watch.agency.publish("wave", papers.tsunami("62", "00", envelope=at(event_id="1")), feed="eqvol")
    watch.poll()
    watch.agency.publish("small", papers.tsunami("72", "62", envelope=at(1, event_id="1")), feed="eqvol")
    assert watch.poll()[-1] == "津波予報（若干の海面変動） lowered"
    for name, code, info_type in (("first", "52", "発表"), ("better", "62", "訂正")):
        watch.agency.publish(
            name, papers.volcano(code, "噴火速報", at(2, event_id="V", info_type=info_type)), feed="eqvol"
        )
        watch.poll()
    watch.agency.publish("void", papers.cancelled("噴火速報", at(4, event_id="V", info_type="取消")), feed="eqvol")
    assert watch.poll()[-1] == "噴火したもよう cancelled"
    assert watch.in_force() == [("tsunami", None)]


def test_an_eruption_warning_by_a_code_nobody_listed_rings_is_read_by_people_and_never_goes_out_alone(watch_on_both):
    """From the crater's surroundings up to the 噴火警報 is no way down, and what is not confirmed gets no level."""
    watch = watch_on_both
    for minute, (code, name) in enumerate(
        [("02", "火口周辺警報"), ("01", "噴火警報"), ("05", "噴火予報"), ("04", "噴火予報：警報解除")]
    ):
        body = papers.volcano(code, envelope=at(minute, event_id="350"), name=name)
        watch.agency.publish(f"volcano{minute}", body, feed="eqvol")
        watch.poll()
        if minute == 1:
            assert watch.in_force() == [("volcano", None)]
    assert watch.drafts() == ["火口周辺警報 issued", "噴火警報 issued", "噴火予報 lowered"]
    assert watch.in_force() == []
    with reading() as session:
        near, told, forecast = session.scalars(select(Broadcast).order_by(Broadcast.id))
        assert [one.written.is_pressing for one in (near, told, forecast)] == [False, True, False]
        assert "警報(くわしい内容は、気象庁の発表を見てください)" in told.written.messages["ja"][0]["text"]
        assert "警報" not in forecast.written.messages["ja"][0]["text"]
    assert not {"unlisted", "volcano_01"} & set(standing_orders.kinds())
