"""What a resident wishes to hear about: chosen in a few taps, and undone as easily."""

from sqlalchemy import select

from alerts import orders
from alerts.orders import Issued
from store.database import reading, transaction
from tests.conftest import NOON
from tests.people import Resident, texts
from town import subscriptions
from town.residents import Resident as Row


def number_of(person: Resident) -> int:
    with reading() as session:
        return session.scalars(select(Row.id).where(Row.line_id == person.id)).one()


def test_hanako_chooses_two_districts_and_a_topic_and_changes_her_mind(hanako: Resident) -> None:
    hanako.follows()
    assert "地区を選ぶ" in texts(hanako.presses_data("wish:districts"))
    hanako.presses("川原")
    assert "✓ 川原" in texts(hanako.presses("本町"))
    hanako.presses("✓ 本町")
    hanako.presses_data("wish:topics")
    assert "✓ 子育て" in texts(hanako.presses("子育て"))
    assert "保存しました" in texts(hanako.presses("これでよい"))
    with reading() as session:
        assert subscriptions.districts_of(session, number_of(hanako)) == {"kawara"}
        assert subscriptions.topics_of(session, number_of(hanako)) == {"childcare"}


def test_whoever_sets_a_district_hears_at_once_what_is_in_force_there(hanako: Resident) -> None:
    hanako.follows()
    with transaction() as session:
        orders.issue(session, Issued(("kawara",), "flood", "避難指示", 4, NOON, "市長", 1), ())
    assert "警戒レベル4 避難指示" in texts(hanako.presses_data("wish:district:kawara"))
    assert "避難指示" not in texts(hanako.presses_data("wish:district:honcho"))


def test_a_district_the_town_no_longer_has_changes_nothing(hanako: Resident) -> None:
    hanako.follows()
    assert "まだ何も選ばれていません" in texts(hanako.presses_data("wish:district:atlantis"))


def test_who_wants_to_says_what_a_district_is_and_reads_it_again(hanako: Resident) -> None:
    hanako.follows()
    hanako.presses_data("wish:districts")
    assert "川原は、あなたにとって" in texts(hanako.presses("川原"))
    assert "いまの選択:川原(実家)" in texts(hanako.presses("実家"))
    assert "いまの選択:本町・川原(実家)" in texts(hanako.presses("本町"))
    assert "川原(実家)" in texts(hanako.presses_data("menu:settings"))
    with transaction() as session:
        orders.issue(session, Issued(("kawara", "honcho"), "flood", "避難指示", 4, NOON, "市長", 1), ())
    in_force = texts(hanako.says("避難指示は出てる?"))
    assert "川原(実家)" in in_force and "本町(" not in in_force


def test_a_label_is_changed_or_taken_off_later(hanako: Resident) -> None:
    hanako.follows()
    hanako.presses_data("wish:district:kawara")
    hanako.presses("家")
    hanako.presses_data("wish:districts")
    assert "見えるのはあなただけ" in texts(hanako.presses("家・実家・職場の印"))
    hanako.presses_data("wish:label:kawara")
    assert "いまの選択:川原(職場)" in texts(hanako.presses("職場"))
    hanako.presses_data("wish:label:kawara")
    assert "いまの選択:川原" in (shown := texts(hanako.presses("印なし"))) and "職場)" not in shown


def test_a_label_goes_with_its_district_and_with_the_resident(hanako: Resident) -> None:
    hanako.follows()
    for district in ("kawara", "honcho"):
        hanako.presses_data(f"wish:district:{district}")
        hanako.presses_data(f"wish:label:{district}:home")
    hanako.presses_data("wish:district:kawara")
    with reading() as session:
        assert subscriptions.labels_of(session, number_of(hanako)) == {"honcho": "home"}
    hanako.blocks()
    with reading() as session:
        assert subscriptions.labels_of(session, number_of(hanako)) == {}
        assert subscriptions.districts_of(session, number_of(hanako)) == {"honcho"}


def test_a_label_nobody_offered_or_of_a_district_not_chosen_changes_nothing(hanako: Resident) -> None:
    hanako.follows()
    hanako.presses_data("wish:district:kawara")
    for data in ("wish:label:kawara:lover", "wish:label:honcho:home", "wish:label:atlantis", "wish:label:honcho"):
        hanako.presses_data(data)
    with reading() as session:
        assert subscriptions.labels_of(session, number_of(hanako)) == {}


def test_a_quiet_night_is_off_until_somebody_wishes_it(hanako: Resident, maria: Resident) -> None:
    hanako.follows()
    shown = texts(hanako.presses_data("wish:night"))
    assert "いまの選択:夜も音を鳴らす" in shown and "警戒レベル3以上" in shown
    hanako.presses("夜は音を鳴らさない")
    assert "夜は音を鳴らさない" in texts(hanako.presses_data("menu:settings"))
    assert "いまの選択:夜は音を鳴らさない" in texts(hanako.presses_data("wish:night:perhaps"))
    maria.follows()
    maria.presses("Português")
    assert "Com som à noite" in texts(maria.presses_data("wish:night"))
