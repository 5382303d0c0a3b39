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
