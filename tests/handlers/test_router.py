"""Who answers what: the table read from the top, one line for each thing a resident may say."""

import pytest

from handlers import router
from speech.incoming import (
    Followed,
    Overheard,
    Photo,
    Place,
    Pressed,
    Recording,
    Said,
    Sticker,
    TakenBack,
    Text,
    Unfollowed,
    Unreadable,
)
from tests.handlers.window import Window


@pytest.mark.parametrize(
    ("said", "route"),
    [
        (Text("火事です"), "danger.words"),
        (Text("メニュー 助けて"), "danger.words"),
        (Pressed("silent:fire"), "danger.silent"),
        (Text("うちに避難指示は出てる?"), "orders.asked"),
        (Text("避難指示とは"), "question"),
        (Pressed("orders:"), "orders.button"),
        (Text("今の警報は?"), "warnings.asked"),
        (Text("通行止めは?"), "told.asked"),
        (Pressed("told:water"), "told.button"),
        (Text("ハザードマップ"), "maps.asked"),
        (Pressed("maps:flood"), "maps.button"),
        (Pressed("warnings:"), "warnings.button"),
        (Text("近くの避難所"), "shelters.asked"),
        (Text("福岡市の避難所"), "question"),
        (Pressed("shelter:flood"), "shelters.button"),
        (Pressed("wish:districts"), "wishes"),
        (Text("設定"), "settings.word"),
        (Text("Settings "), "settings.word"),
        (Pressed("ring:1:taken"), "ring"),
        (Pressed("safety:1:trouble"), "safety.button"),
        (Text("md 7K2M 9QXF"), "telephone.link"),
        (Text("MD-C5DV-8C4W"), "telephone.link"),  # no cry for help, though «DV» is one
        (Followed(), "greeting"),
        (Followed(is_unblocked=True), "greeting"),
        (Unfollowed(), "farewell"),
        (TakenBack("1"), "unsend"),
        (Overheard(), "overheard"),
        (Pressed("contact:tax"), "contact"),
        (Pressed("contact:"), "contact"),
        (Pressed("language:pt"), "language.button"),
        (Text("Português"), "language.name"),
        (Text(" tiếng việt "), "language.name"),
        (Pressed("menu:reports"), "menu.reports"),
        (Pressed("report:begin"), "report.button"),
        (Pressed("report:7:kind:hole"), "report.button"),
        (Pressed("report_see:12"), "report.filed"),
        (Pressed("report_fixed:12:yes"), "report.filed"),
        (Text("家の前の道路に穴があいています"), "report.told"),
        (Text("道路に穴があいていたらどこに電話しますか"), "question"),
        (Text("道路の占用許可の手続き"), "question"),
        (Pressed("menu:disaster"), "menu.disaster"),
        (Pressed("menu:settings"), "menu.settings"),
        (Pressed("menu:procedures"), "menu.area"),
        (Pressed("menu:my_number"), "menu.area"),
        (Pressed("menu:facilities"), "menu.area"),
        (Pressed("menu:top"), "menu.top"),
        (Pressed("menu:gone"), "menu.top"),
        (Text("メニュー"), "menu.word"),
        (Text("MENU"), "menu.word"),
        (Text("戻る"), "menu.word"),
        (Text("メニューの読み方"), "question"),
        (Pressed("topic:moving"), "topic"),
        (Pressed("entry:moving_in"), "entry"),
        (Pressed("more:moving_in"), "entry.more"),
        (Pressed("slot:moving_in:bring"), "entry.slot"),
        (Pressed("life:birth::"), "life.button"),
        (Text("父が亡くなりました"), "life.told"),
        (Text("私の手続き一覧"), "life.told"),
        (Text("引っ越したら児童手当は?"), "question"),
        (Pressed("timeline:hazard:flood"), "timeline.button"),
        (Text("わたしの計画を見る"), "timeline.told"),
        (Text("マイ・タイムライン"), "question"),
        (Pressed("counter:moving_in:"), "counter"),
        (Pressed("helped:1.a1b2:no"), "helped.button"),
        (Text("ちがいます。"), "helped.told"),
        (Text("前の住所と違う"), "question"),
        (Pressed("send:1.a1b2:ask"), "question.send"),
        (Text("ありがとう！"), "small_talk"),
        (Text("こんにちは、住民票がほしい"), "question"),
        (Text("住民票"), "question"),
        (Text("死亡届"), "question"),
        (Text(""), "question"),
        (Photo("1"), "photo"),
        (Place(34.7, 138.2), "place"),
        (Sticker(), "sticker"),
        (Recording("audio"), "recording"),
        (Recording("video"), "recording"),
        (Recording("file"), "recording"),
        (Unreadable("telepathy"), "anything"),
        (Pressed("vendor:menu"), "anything"),
        (Pressed(""), "anything"),
    ],
    ids=repr,
)  # fmt: skip
def test_each_thing_said_has_one_who_answers(said: Said, route: str):
    assert router.choose(said).name == route


def test_every_line_of_the_table_can_be_reached():
    names = {route.name for route in (*router.SAFETY, *router.ROUTES)}
    reached = {router.choose(said).name for said in _examples()}
    assert names - reached == set()


def _examples() -> list[Said]:
    mark = next(mark for mark in test_each_thing_said_has_one_who_answers.pytestmark if mark.name == "parametrize")
    return [said for said, _ in mark.args[1]]


@pytest.mark.parametrize("said", [said for said in _examples() if not isinstance(said, Unfollowed | TakenBack | Overheard)], ids=repr)  # fmt: skip
def test_nobody_who_speaks_to_us_goes_without_an_answer(window: Window, said: Said):
    assert window.meets(said).messages


@pytest.mark.parametrize("said", [Unfollowed(), TakenBack("1"), Overheard()], ids=repr)
def test_who_did_not_speak_to_us_hears_nothing(window: Window, said: Said):
    assert window.meets(said).messages == []


@pytest.mark.parametrize("said", [Text("ごみは"), Text("火事です"), Text("English"), Text("メニュー")], ids=repr)
def test_a_group_is_answered_though_nobody_there_is_known(window: Window, said: Said):
    assert window.meets(said, is_group=True).messages


def test_in_a_group_nobody_sets_the_language_of_the_others(window: Window):
    heard = window.meets(Pressed("language:pt"), is_group=True)
    assert "ことばを" in heard.text
