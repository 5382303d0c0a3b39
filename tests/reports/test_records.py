"""A report is kept once, has a number of its own, and others may follow it."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest

from reports import followers, history, records
from reports.records import FiledReport
from reports.stages import CLOSED, JAPANESE, MOVES, OPEN, Move, Stage, after
from store import journal
from store.database import reading, transaction
from tests.conftest import NOON
from tests.reports.conftest import Town
from town import residents
from town.officers import NotAllowedError


def test_a_report_gets_the_next_number_of_its_year(town: Town) -> None:
    first, second = town.reports(), town.reports(kind="lamp")
    assert (first.receipt_number, second.receipt_number) == ("M-2026-000001", "M-2026-000002")
    new_year = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)  # midnight in Japan
    third = records.file(town.session, FiledReport(kind="hole", section_id="roads"), new_year)
    assert third.receipt_number == "M-2027-000001"
    assert records.by_receipt(town.session, "M-2026-000002") is second


def test_the_token_opens_the_case_and_cannot_be_guessed_from_the_number(town: Town) -> None:
    first, second = town.reports(), town.reports()
    assert len(first.token) == 24
    assert first.token != second.token
    assert records.by_token(town.session, first.token) is first


def test_filing_is_the_first_line_of_the_history_and_stands_in_the_journal_without_words(town: Town) -> None:
    report = town.reports(text="駅前の穴です", is_urgent=True)
    (line,) = history.of_report(town.session, report.id)
    assert (line.happened, line.stage, line.is_public) == ("filed", "received", False)
    (entry,) = journal.of_subject(town.session, f"report:{report.id}")
    assert (entry.actor, entry.action, entry.details) == ("line", "report.filed", {})


def test_whoever_saw_the_same_follows_it_once(town: Town) -> None:
    report = town.reports()
    assert followers.join(town.session, report, town.jiro, NOON)
    assert not followers.join(town.session, report, town.jiro, NOON)
    assert not followers.join(town.session, report, town.hanako, NOON)  # it is her own
    assert report.follower_count == 1
    assert followers.followed_by(town.session, town.jiro) == [report]
    assert followers.leave(town.session, report, town.jiro)
    assert (report.follower_count, followers.of_report(town.session, report.id)) == (0, [])


def test_my_reports_are_mine_alone(town: Town) -> None:
    report = town.reports()
    assert records.of_resident(town.session, town.hanako) == [report]
    assert records.of_resident(town.session, town.jiro) == []
    assert records.count_of(town.session, town.hanako) == 1


def test_two_who_file_and_join_at_the_same_moment_are_both_counted(db: str) -> None:
    with transaction() as session:
        report_id = records.file(session, FiledReport(kind="hole", section_id="roads"), NOON).id
        ids = [residents.follow(session, f"U{n}", NOON).id for n in range(4)]
    start = Barrier(4)

    def take_part(resident_id: int) -> None:
        start.wait()
        with transaction() as session:
            records.file(session, FiledReport(kind="hole", section_id="roads"), NOON)
        with transaction() as session:
            followers.join(session, session.get_one(records.Report, report_id), resident_id, NOON)

    threads = [Thread(target=take_part, args=(one,)) for one in ids]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with reading() as session:
        assert session.get_one(records.Report, report_id).follower_count == 4
        assert records.by_receipt(session, "M-2026-000005") is not None


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_a_way_out_but_taking_back_is_for_good(stage: Stage) -> None:
    ways = {move for before, move in MOVES if before is stage}
    if stage is Stage.WITHDRAWN:
        assert ways == set()
    elif stage in CLOSED:
        assert ways == {Move.REOPEN}
    else:
        assert {Move.FINISH, Move.HAND_ON, Move.MERGE, Move.REFUSE, Move.GIVE_UP} <= ways
    assert JAPANESE[stage]


def test_every_stage_can_be_reached() -> None:
    assert set(MOVES.values()) | {Stage.RECEIVED} == set(Stage)
    assert OPEN.isdisjoint(CLOSED)


def test_a_move_without_an_arrow_is_refused_with_the_stage_it_stands_in() -> None:
    with pytest.raises(NotAllowedError, match="完了"):
        after(Stage.DONE, Move.START)
    with pytest.raises(NotAllowedError, match="対応中"):
        after(Stage.IN_PROGRESS, Move.WITHDRAW)
