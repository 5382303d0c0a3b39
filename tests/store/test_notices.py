"""One notice to many: Japanese leaves first, drills reach testers only, a correction reaches who had it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from store import notices, outbox, testers
from store.database import reading, transaction
from store.notices import Parcel
from store.outbox import Delivery, Status, Way
from tests.conftest import NOON

WORDS = [{"type": "text", "text": "避難指示"}]
pytestmark = pytest.mark.usefixtures("db")


def rows() -> list[Delivery]:
    with reading() as session:
        return list(session.scalars(select(Delivery).order_by(Delivery.id)))


def set_all(**values: Any) -> None:
    with transaction() as session:
        session.execute(update(Delivery).values(**values))


def a_drill(line_id: str, **more: Any) -> None:
    """A row as somebody with bad luck or bad intent might write it."""
    values = {
        "way": "push", "to": [line_id], "messages": WORDS, "retry_key": "k", "is_urgent": True, "status": "waiting",
        "attempts": 0, "may_have_arrived": False, "created_at": NOON, "next_try_at": NOON, "is_drill": True,
    } | more  # fmt: skip
    with transaction() as session:
        session.execute(insert(Delivery).values(**values))


def a_tester(line_id: str = "Utester", officer_id: int = 1) -> int:
    with transaction() as session:
        return testers.link(session, officer_id, line_id, NOON).id


def test_japanese_leaves_before_the_other_languages() -> None:
    with transaction() as session:
        notices.multicast(session, ["Uvi"], Parcel(1, WORDS, "vi", turn=2), NOON)
        notices.multicast(session, ["Upt"], Parcel(1, WORDS, "pt", turn=1), NOON)
        notices.multicast(session, ["Uja"], Parcel(1, WORDS, "ja"), NOON)
    order = []
    for _ in range(3):
        with transaction() as session:
            claimed = outbox.claim(session, NOON + timedelta(seconds=1), urgent=True)
        order += [claimed.language] if claimed else []
    assert order == ["ja", "pt", "vi"]


def test_a_drill_is_one_push_for_each_tester() -> None:
    a_tester("Uone", 1)
    a_tester("Utwo", 2)
    with transaction() as session:
        notices.drill(session, testers.all(session), Parcel(3, WORDS), NOON)
    assert [(row.way, row.to, row.is_drill) for row in rows()] == [("push", ["Uone"], True), ("push", ["Utwo"], True)]


def test_the_database_refuses_a_drill_to_somebody_who_is_no_tester() -> None:
    tester = a_tester()
    for wrong in ({"tester_id": None}, {"tester_id": tester, "way": "multicast"}, {"tester_id": tester + 1}):
        with pytest.raises(DBAPIError):
            a_drill("Utester", **wrong)
    for to in (["Uresident"], ["Utester", "Uresident"], []):
        with pytest.raises(DBAPIError):
            a_drill("", tester_id=tester, to=to)
    assert rows() == []


def test_the_database_refuses_to_turn_a_drill_to_other_telephones() -> None:
    a_drill("Utester", tester_id=a_tester())
    for change in ({"to": ["Uresident"]}, {"is_drill": False}, {"way": "broadcast"}, {"tester_id": None}):
        with pytest.raises(DBAPIError):
            set_all(**change)
    set_all(to=None)  # forgetting is allowed
    assert rows()[0].to is None


def test_a_telephone_belongs_to_one_officer_at_a_time() -> None:
    a_tester("Ushared", 1)
    a_tester("Ushared", 2)
    with reading() as session:
        assert [(one.officer_id, one.line_id) for one in testers.all(session)] == [(2, "Ushared")]


def test_who_is_no_longer_linked_receives_no_drill() -> None:
    a_tester("Ugone", 1)
    with transaction() as session:
        testers.unlink(session, 1)
        notices.drill(session, testers.all(session), Parcel(3, WORDS), NOON)
    assert rows() == []


def test_stopping_leaves_alone_what_has_gone() -> None:
    with transaction() as session:
        notices.multicast(session, [f"U{n}" for n in range(1200)], Parcel(5, WORDS, "ja"), NOON)
        notices.multicast(session, ["Uother"], Parcel(6, WORDS, "ja"), NOON)
        first = session.scalars(select(Delivery).order_by(Delivery.id)).first()
        assert first
        first.status = Status.SENT
    with transaction() as session:
        assert notices.stop(session, 5, NOON) == 2
        assert not notices.is_on_the_way(session, 5)
        assert notices.is_on_the_way(session, 6)
        told = {(one.status, one.telephone_count) for one in notices.progress(session, 5)}
    assert told == {(Status.SENT, 500), (Status.STOPPED, 700)}


def test_stopping_tells_what_line_may_have_from_what_certainly_reached_nobody() -> None:
    with transaction() as session:
        notices.multicast(session, [f"U{n}" for n in range(1200)], Parcel(5, WORDS, "ja"), NOON)
        session.scalars(select(Delivery).order_by(Delivery.id)).first().may_have_arrived = True  # type: ignore[union-attr]
    with transaction() as session:
        assert notices.stop(session, 5, NOON) == 2
        assert {(one.status, one.telephone_count) for one in notices.progress(session, 5)} == {
            (Status.UNCERTAIN, 500), (Status.STOPPED, 700)
        }  # fmt: skip
        notices.to_those_who_had(session, 5, {"ja": Parcel(6, WORDS, "ja")}, NOON)
    assert [row.to for row in rows() if row.notice_id == 6] == [[f"U{n}" for n in range(500)]]


def test_a_correction_goes_to_exactly_those_who_may_have_the_notice_or_will() -> None:
    with transaction() as session:
        for name, status in (
            ("sent", Status.SENT), ("uncertain", Status.UNCERTAIN), ("sending", Status.SENDING),
            ("refused", Status.REFUSED), ("stopped", Status.STOPPED), ("split", Status.SPLIT), ("waiting", Status.WAITING),
        ):  # fmt: skip
            notices.multicast(session, [f"U{name}"], Parcel(7, WORDS, "en"), NOON)
            session.scalars(select(Delivery).order_by(Delivery.id.desc())).first().status = status  # type: ignore[union-attr]
    with transaction() as session:
        assert (
            notices.to_those_who_had(session, 7, {"en": Parcel(8, WORDS, "en"), "ja": Parcel(8, WORDS, "ja")}, NOON)
            == 4
        )
    told = [row.to for row in rows() if row.notice_id == 8]
    assert told == [["Usent"], ["Uuncertain"], ["Usending"], ["Uwaiting"]]


def test_a_correction_of_a_broadcast_is_a_broadcast_and_of_a_drill_a_drill() -> None:
    tester = a_tester()
    with transaction() as session:
        notices.broadcast(session, Parcel(7, WORDS, "ja"), NOON)
        notices.drill(session, testers.all(session), Parcel(9, WORDS, "ja"), NOON)
    set_all(status=Status.SENT)
    with transaction() as session:
        for corrected, correction in ((7, 8), (9, 10)):
            notices.to_those_who_had(session, corrected, {"ja": Parcel(correction, WORDS, "ja")}, NOON)
    found = {row.notice_id: (row.way, row.to, row.tester_id) for row in rows() if row.notice_id in (8, 10)}
    assert found == {8: (Way.BROADCAST, [], None), 10: (Way.PUSH, ["Utester"], tester)}


def test_what_line_refused_goes_once_more_as_a_new_request() -> None:
    with transaction() as session:
        notices.multicast(session, ["Uone"], Parcel(7, WORDS, "ja"), NOON)
    before = rows()[0].retry_key
    set_all(status=Status.REFUSED, finished_at=NOON)
    with transaction() as session:
        assert notices.try_refused_again(session, 7, NOON) == 1
    assert (rows()[0].status, rows()[0].finished_at) == (Status.WAITING, None)
    assert rows()[0].retry_key != before
