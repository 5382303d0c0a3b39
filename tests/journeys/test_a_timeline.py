"""マイ・タイムライン over the wire: made by tapping, shown in the night of the order, gone when she leaves."""

from sqlalchemy import func, select

from alerts import orders
from alerts.orders import Issued
from store.database import reading, transaction
from store.timelines import Timeline
from tests.conftest import NOON
from tests.people import Resident, texts


def test_hanako_plans_on_a_dry_day_and_reads_it_in_the_rain(hanako: Resident) -> None:
    hanako.follows()
    hanako.presses_data("wish:district:kawara")
    hanako.says("マイ・タイムライン")
    hanako.presses("作る")
    hanako.presses("洪水")
    hanako.presses("次へ(とばせます)")
    hanako.presses("小さい子ども")
    hanako.presses("次へ(とばせます)")
    assert "警戒レベル3(高齢者等避難)が出たら始める" in texts(hanako.presses("近くの避難場所"))
    with transaction() as session:
        orders.issue(session, Issued(("kawara",), "flood", "高齢者等避難", 3, NOON, "市長", 1), ())
    told = texts(hanako.says("うちに避難指示は出てる?"))
    assert told.index("警戒レベル3 高齢者等避難") < told.index("あなたの計画では、いまが避難を始める時です")
    hanako.blocks()
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Timeline)) == 0
