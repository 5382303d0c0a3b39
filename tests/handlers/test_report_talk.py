"""A report is told step by step: danger first, photos in sets, whose road it is, what was reported before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reports import followers, photo_links, photos
from reports.photos import PhotoState, ReportPhoto
from speech.incoming import Photo, Place
from tests.handlers.report_window import HONCHO, NATIONAL, SEA, begun, filed, neighbour, step, wanted
from tests.handlers.window import Window
from tests.reports.conftest import STATION
from town.calendar import JST

OPEN_WEB = "https://mihon.example"
ROADS, NIGHT = "000-000-0109", "000-000-0199"


def test_a_whole_report_by_words_without_a_photo(window: Window):
    heard = begun(window, "danger:no", "kind:hole", "photo:next")
    assert "今いる場所ではありません" in heard.text
    assert "運転中は操作しないでください" in heard.text
    heard = step(window, window.says("駅前の本屋の前"), "more:next")
    assert filed(window) == []
    heard = step(window, heard, "confirm:send")
    [report] = filed(window)
    assert (report.kind, report.place_words, report.resident_id) == ("hole", "駅前の本屋の前", 1)
    assert report.receipt_number in heard.text
    assert "はじめの連絡をします" in heard.text


def test_the_purpose_is_told_before_the_first_report_and_not_again(window: Window):
    assert "90日で切り離します" in begun(window).text
    step(window, window.presses("report:resume"), "danger:no", "kind:hole", "photo:next")
    step(window, window.says("駅前"), "more:next", "confirm:send")
    assert "切り離します" not in begun(window).text


def test_danger_is_asked_first_and_makes_the_report_urgent(window: Window):
    heard = begun(window, "danger:yes")
    assert {"tel:119", "tel:110", "tel:%239910"} <= set(heard.phones)
    assert "夜間" in heard.text
    step(window, heard, "kind:fallen", "photo:next")
    step(window, window.says("本町の橋"), "more:next", "confirm:send")
    assert filed(window)[0].is_urgent


def test_in_danger_the_town_is_rung_where_somebody_answers_now(window: Window):
    def called(day: datetime) -> list[str]:
        now = window.at(day.astimezone(UTC))
        numbers = [one.removeprefix("tel:") for one in step(now, now.presses("report:new"), "danger:yes").phones]
        return [one for one in numbers if one in (ROADS, NIGHT)]

    assert called(datetime(2026, 11, 20, 12, tzinfo=JST)) == [ROADS, NIGHT], "a Friday at noon"
    assert called(datetime(2026, 11, 20, 22, tzinfo=JST)) == [NIGHT]
    assert called(datetime(2026, 11, 23, 12, tzinfo=JST)) == [NIGHT], "a Monday, and 勤労感謝の日"


def test_a_set_of_photos_is_answered_once_and_wanted_in_the_same_breath(window: Window):
    begun(window, "danger:no", "kind:hole")
    assert window.meets(Photo("p1", "S", 3)).messages == []
    assert window.meets(Photo("p2", "S", 3)).messages == []
    assert wanted(window) == ["p1", "p2"]
    assert "写真が3枚あります" in window.meets(Photo("p3", "S", 3)).text
    step(window, window.presses("report:resume"), "photo:next")
    step(window, window.meets(HONCHO), "more:next", "confirm:send")
    assert len(photos.of_report(window.session, filed(window)[0].id)) == 3


def test_five_photos_are_enough(window: Window):
    begun(window, "danger:no", "kind:hole")
    heard = [window.meets(Photo(f"p{n}", "S", 7)) for n in range(7)][-1]
    assert "5枚までです" in heard.text
    assert len(wanted(window)) == 5


def test_a_national_road_has_another_keeper_who_is_named_with_telephone(window: Window):
    begun(window, "danger:no", "kind:hole", "photo:next")
    heard = window.meets(NATIONAL)
    assert "国道990号" in heard.text
    assert {"tel:000-000-0502", "tel:%239910"} <= set(heard.phones)
    step(window, heard, "pass_on", "more:next", "confirm:send")
    assert filed(window)[0].keeper_id == "national"


def test_outside_the_town_is_asked_not_rejected(window: Window):
    begun(window, "danger:no", "kind:hole", "photo:next")
    assert "外のようです" in window.meets(SEA).text
    heard = step(window, window.presses("report:resume"), "outside:no")
    assert "場所はどこですか" in heard.text
    step(window, window.meets(SEA), "outside:yes", "more:next", "confirm:send")
    assert len(filed(window)) == 1


def test_who_saw_the_same_joins_and_brings_photos_and_words(window: Window):
    case = neighbour(window)
    begun(window, "danger:no", "kind:hole")
    step(window, window.meets(Photo("p1")), "photo:next")
    window.meets(Place(*STATION))
    heard = window.says("昨日からあります")
    assert "約0m" in heard.text
    heard = step(window, heard, f"same{case.id}")
    assert case.receipt_number in heard.text
    assert (len(filed(window)), followers.of_report(window.session, case.id)) == (1, [1])
    assert [one.message_id for one in photos.of_report(window.session, case.id)] == ["p1"]
    assert case.receipt_number in window.presses("report:mine").text


def test_a_card_shows_a_photo_only_when_officers_have_let_everybody_see_it(window: Window):
    case = neighbour(window)
    window = replace(window, house=replace(window.house, reports=replace(window.house.reports, address=OPEN_WEB)))
    theirs, public = (photo_of(window, case.id, name) for name in ("a" * 40, "b" * 40))
    begun(window, "danger:no", "kind:hole", "photo:next")
    assert "image" not in str(step(window, window.meets(Place(*STATION)), "more:next").messages)
    photo_links.publish(window.session, public, window.now)
    photo_links.hand_out(window.session, theirs, window.now)
    [name] = photo_links.published(window.session)[case.id]
    card = window.presses("report:resume").messages[0]["contents"]["contents"][0]
    assert card["hero"]["url"] == f"{OPEN_WEB}/reports/photos/{name}-small.jpg"


def test_a_case_nearby_is_looked_at_more_closely_before_it_is_joined(window: Window):
    case = neighbour(window)
    other = neighbour(window)
    window = replace(window, house=replace(window.house, reports=replace(window.house.reports, address=OPEN_WEB)))
    case.public_text, case.is_place_rounded, case.stage, case.follower_count = "深い穴", False, "scheduled", 2
    for letter in "ab":
        photo_links.publish(window.session, photo_of(window, case.id, letter * 40), window.now)
    begun(window, "danger:no", "kind:hole", "photo:next")
    listed = step(window, window.meets(Place(*STATION)), "more:next")
    heard = step(window, listed, f"alike:look{case.id}")
    assert [one["type"] for one in heard.messages] == ["image", "image", "location", "flex"]
    assert all(words in heard.text for words in ("対応予定", "深い穴", "約0m", "2"))
    roughly = step(window, step(window, heard, "alike:list"), f"alike:look{other.id}")
    assert [one["type"] for one in roughly.messages] == ["flex"], "nobody has read it: no photo, no exact place"
    case.is_shown = False
    assert "深い穴" not in step(window, roughly, "alike:list").text, "hidden by an officer"
    assert (
        "同じ通報がありませんか"
        in window.presses(f"report:{listed.data[0].split(':')[1]}:alike:look999").messages[0]["altText"]
    )
    step(window, heard, f"alike:same{case.id}")
    assert followers.of_report(window.session, case.id) == [1]


def test_a_photo_that_was_refused_takes_nothing_else_with_it(window: Window):
    begun(window, "danger:no", "kind:hole")
    step(window, window.meets(Photo("p1")), "photo:next")
    window.says("駅前の本屋の前")
    [photo] = photos.of_draft(window.session, 1)
    photo.state, photo.reason = PhotoState.REFUSED, "heic"
    heard = step(window, window.presses("report:resume"), "more:next")
    assert "0枚" in heard.text
    step(window, heard, "confirm:send")
    assert filed(window)[0].place_words == "駅前の本屋の前"


def test_photos_that_look_alike_are_all_kept_and_told_once_before_it_is_sent(window: Window):
    begun(window, "danger:no", "kind:hole")
    step(window, window.meets(Photo("p1")), "photo:next")
    window.says("駅前の本屋の前")
    window.meets(Photo("p2"))
    for photo, fingerprint in zip(photos.of_draft(window.session, 1), (0b1011, 0b1111), strict=True):
        photo.state, photo.fingerprint = PhotoState.READY, fingerprint
    heard = step(window, window.presses("report:resume"), "more:next")
    assert "2枚\n同じに見える写真があります。どれも受け取っています。" in heard.text
    step(window, heard, "confirm:send")
    assert len(photos.of_report(window.session, filed(window)[0].id)) == 2


def photo_of(window: Window, report_id: int, name: str) -> ReportPhoto:
    photo = ReportPhoto(
        report_id=report_id, name=name, state=PhotoState.READY, wanted_at=window.now, next_try_at=window.now
    )
    window.session.add(photo)
    window.session.flush()
    return photo


def test_who_saw_something_else_files_anew(window: Window):
    neighbour(window)
    begun(window, "danger:no", "kind:hole", "photo:next")
    step(window, window.meets(Place(*STATION)), "more:next", "alike:other", "confirm:send")
    assert len(filed(window)) == 2


@pytest.mark.parametrize("forged", ["same999", "same", "samex", "same1 or 1=1"])
def test_a_case_that_was_not_shown_cannot_be_joined(window: Window, forged: str):
    case = neighbour(window)
    begun(window, "danger:no", "kind:hole", "photo:next")
    window.meets(Place(*STATION))
    heard = step(window, window.presses("report:resume"), "more:next")
    number = heard.data[0].split(":")[1]
    window.presses(f"report:{number}:alike:{forged}")
    assert followers.of_report(window.session, case.id) == []


def test_telephones_and_car_plates_are_blotted_out_with_a_word_of_warning(window: Window):
    begun(window, "danger:no", "kind:hole", "photo:next")
    window.says("静岡500あ12-34の車の前、本町3丁目5-2")
    heard = window.says("連絡は 090-0000-0000 か taro@mihon.example まで")
    assert "伏せました" in heard.text
    step(window, heard, "confirm:send")
    [report] = filed(window)
    told = f"{report.place_words}{report.text}"
    assert "本町3丁目5-2" in told
    assert not [secret for secret in ("12-34", "0000", "taro", "example") if secret in told]
