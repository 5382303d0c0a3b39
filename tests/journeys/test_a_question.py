"""Residents ask, and somebody answers: the main job of the house, from telephone to telephone."""

from datetime import date

from knowledge import entries
from simulator import events
from store.database import reading
from store.inbox import InboxEvent
from tests.people import Resident, TownHall, actions, texts


def test_hanako_wants_her_certificate_from_the_convenience_store(hanako: Resident):
    [answer] = hanako.says("住民票をコンビニで取りたい")
    assert answer["altText"].startswith("コンビニ")
    read = texts([answer])
    assert "出典" in read
    assert "担当: 市民課" in read
    kinds = {action["type"] for action in actions(answer)}
    assert {"uri", "postback"} <= kinds
    assert any(action.get("uri", "").startswith("tel:000-") for action in actions(answer))


def test_maria_chooses_her_language_and_keeps_it(maria: Resident):
    maria.follows()
    assert "português" in texts(maria.presses("Português")).casefold()
    assert "Mudança de endereço" in texts(maria.presses_data("menu:procedures"))
    maria.blocks()
    assert "Cidade" in texts(maria.follows())


def test_a_question_nobody_can_answer_ends_at_a_telephone(hanako: Resident):
    answer = hanako.says("シーラカンス")
    assert "答えを見つけられませんでした" in texts(answer)
    assert any(action.get("uri", "").startswith("tel:") for action in actions(answer))


def test_one_word_that_means_several_things_is_asked_back(hanako: Resident):
    read = texts(hanako.says("更新"))
    assert "いくつかの意味があります" in read
    assert "パスポートの申請・更新" in read


def test_another_city_is_told_apart_from_moving_here(hanako: Resident):
    assert "焼津市の窓口" in texts(hanako.says("焼津市の住民票"))
    assert "転入" in texts(hanako.says("焼津市から引っ越してきた"))


def test_every_published_entry_is_reached_in_four_taps(hanako: Resident, hall: TownHall):
    """The rich menu is the first tap; then only buttons that stand on the telephone are pressed."""
    reached, todo, seen = set(), [(f"menu:{area}", 1) for area in ("procedures", "my_number", "facilities", "disaster")], set()  # fmt: skip
    while todo:
        data, taps = todo.pop(0)
        if data in seen or taps > 4:
            continue
        seen.add(data)
        if data.startswith("entry:"):
            reached.add(data.removeprefix("entry:"))
            continue
        for action in actions(hanako.presses_data(data)):
            if action["type"] == "postback" and action["data"].startswith(("topic:", "entry:")):
                todo.append((action["data"], taps + 1))
    from_rows = {entry.id for entry in published_entries()}
    assert from_rows - reached == set()
    assert len(from_rows) >= 60


def published_entries() -> list:
    with reading() as session:
        return entries.published(session, date(2026, 11, 21))


def test_a_button_of_last_year_is_answered_kindly(hanako: Resident):
    assert "お見せできません" in texts(hanako.presses_data("entry:gone_long_ago"))
    assert texts(hanako.presses_data("topic:gone"))
    assert texts(hanako.presses_data("menu:gone"))
    assert texts(hanako.presses_data("someone elses button"))


def test_things_that_are_not_words_get_a_sensible_answer(hanako: Resident, hall: TownHall):
    phones = hall.line.telephones
    assert "何についてですか" in texts(hanako.acts(phones.location(hanako.id, 34.75, 138.27, None, None)))
    assert "スタンプ" in texts(hanako.acts(phones.sticker(hanako.id, "446", "1988")))
    assert "声" in texts(hanako.acts(phones.audio(hanako.id, 2000)))


def test_a_message_taken_back_is_forgotten(hanako: Resident, hall: TownHall):
    [said] = hall.line.telephones.text(hanako.id, "わたしの秘密")
    hanako.acts([said])
    hanako.acts(hall.line.telephones.unsend(hanako.id, said["message"]["id"]))
    with reading() as session:
        kept = [row.raw for row in session.query(InboxEvent).filter(InboxEvent.kind == "message.text")]
    assert kept == [None]


def test_a_taking_back_that_overtakes_its_message_is_obeyed(hanako: Resident, hall: TownHall):
    [said] = hall.line.telephones.text(hanako.id, "わたしの秘密")
    taken_back = hall.line.telephones.unsend(hanako.id, said["message"]["id"])
    hanako.acts(taken_back)
    assert hanako.acts([said]) == []


def test_in_a_group_only_a_direct_mention_is_answered(hall: TownHall, hanako: Resident):
    bot = hall.line.channel.bot_id
    group = {"type": "group", "groupId": "C" + "1" * 32, "userId": hanako.id}
    hall.line.platform.groups.add(group["groupId"])
    overheard = {**events.text("プールは何時から"), "mention": None}
    overheard.pop("mention")
    moment = hall.line.platform.now()
    named = {"mentionees": [{"index": 0, "length": 3, "type": "user", "userId": bot, "isSelf": True}]}
    asked = {**events.text("@窓口 プールは何時から"), "mention": named}
    hall.receives([events.message(group, moment, overheard)])
    hall.works()
    assert hall.line.platform.ledger.arrivals() == []
    hall.receives([events.message(group, moment, asked)])
    hall.works()
    [arrival] = hall.line.platform.ledger.arrivals()
    assert "プール" in texts(arrival.messages)
