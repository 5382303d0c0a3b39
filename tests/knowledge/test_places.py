"""Other towns: their affairs are theirs, but whoever comes from there or goes there is at the right door."""

import pytest

from knowledge.places import Places

HERE = Places("みほん市", "見本県", "Mihon", addresses=["みどりの家", "緑町児童館"])


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("大阪市の保育園の空き状況を教えて", "大阪市"),
        ("大阪市の転入届はどこに出しますか", "大阪市"),
        ("軽井沢町の指定ごみ袋", "軽井沢町"),
        ("横浜のごみの日", "横浜"),
        ("名古屋市役所の電話番号", "名古屋市"),
        ("よこはまし の ごみのひ", "よこはまし"),
        ("How do I get rid of bulky waste in Yokohama?", "Yokohama"),
        ("the ward office of Kyoto-shi", "Kyoto"),
        ("Como me matriculo na escola em Hamamatsu?", "Hamamatsu"),
        ("Thư viện thành phố Nagoya mở cửa mấy giờ?", "Nagoya"),
        ("名古屋市的垃圾怎么分类", "名古屋市"),
        ("となりの町の図書館は何時まで", "となりの町"),
        ("来月から松山市に引っ越します。松山市の保育園は空いていますか", "松山市"),
    ],
)
def test_another_towns_affairs_are_that_towns(question: str, place: str):
    assert HERE.read(question).elsewhere == place


@pytest.mark.parametrize(
    "question",
    [
        "みほん市のごみの日",
        "見本県の運転免許",
        "Mihon library",
        "緑町児童館の場所",
        "横浜市から引っ越してきました",
        "浜松市に転出する",
        "浜松市に引っ越すので手続きを教えて",
        "大阪の本籍の戸籍を取りたい",
        "京都市に住んでいたときは国保でした。こちらでも手続きが要りますか",
        "千葉市で要介護2でした。引っ越してきたらどうすればいいですか",
        "北海道の町にふるさと納税をしました",
        "となりの市の人も体育館を使えますか",
        "I moved here from Nagoya",
        "Vim de Nagoya, como registro meu endereço?",
        "Tôi chuyển từ Osaka đến",
        "从东京搬来,要办什么",
        "東京電力の電話番号",
        "juminhyo no torikata",
        "市町村の窓口",
        "県民税",
        "",
    ],
)
def test_a_name_alone_sends_nobody_away(question: str):
    assert HERE.read(question).elsewhere is None


def test_the_name_of_another_town_does_not_stand_in_the_way_of_the_search():
    assert HERE.read("横浜市から転入します").text == "他市から転入します"
    assert "nagoya" not in HERE.read("I moved here from Nagoya").text
    assert HERE.read("転入届").text == "転入届"
