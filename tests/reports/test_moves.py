"""Officers move a case, everybody who waits for it hears of it in their own language, and the reporter has a say."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from reports import fixed, followers, handling, history, moves, reporter
from reports.cells import Point
from reports.filing import Office
from reports.handling import Corrected
from reports.moves import By, Change, OvertakenCaseError
from reports.records import Report
from reports.stages import Move
from speech.languages import Language
from speech.phrases import book
from store import journal
from store.letters import Letter
from store.outbox import Delivery
from tests.conftest import NOON
from tests.reports.conftest import Town
from tests.reports.sample_town import mihon, profile
from town import officers, residents, sections
from town.officers import NotAllowedError, Officer, OfficerRole
from town.residents import Resident
from town.roles import Role

OFFICE = Office(mihon(), profile(), "https://desk.mihon.example")
LATER = NOON + timedelta(days=15)


@pytest.fixture
def sato(town: Town) -> By:
    sections.load(town.session, profile().sections)
    return By(hired(town, "sato", "roads"))


def hired(town: Town, name: str, section: str, *, is_contractor: bool = False) -> Officer:
    officer = officers.add(
        town.session, NOON, email=f"{name}@mihon.example", name=name, section_id=section, is_contractor=is_contractor,
        ends_on=NOON.date() if is_contractor else None,
    )  # fmt: skip
    officer.roles.append(OfficerRole(role=Role.REPORT_HANDLER, section_id=section))
    town.session.flush()
    return officer


def told(town: Town) -> list[tuple[str, str]]:
    """Who was told, and the first words on their telephone."""
    rows = town.session.scalars(select(Delivery).order_by(Delivery.id))
    return [(one.to[0], one.messages[0]["altText"]) for one in rows if one.to and one.messages]


def make(town: Town, report: Report, change: Change, by: By) -> Report:
    return moves.make(town.session, OFFICE, report.id, change, by, NOON)


def test_reporter_and_followers_hear_of_a_move_each_in_their_language(town: Town, sato: By) -> None:
    report = town.reports()
    town.session.get_one(Resident, town.jiro).language = "pt"
    followers.join(town.session, report, town.jiro, NOON)
    make(town, report, Change(Move.FINISH, "アスファルトで埋めました。"), sato)
    assert (report.stage, report.closed_at, report.first_word_at) == ("done", NOON, NOON)
    (hanako, first), (jiro, second) = told(town)
    assert (hanako, jiro) == ("Uhanako", "Ujiro")
    assert "穴や段差を直しました" in first
    assert "O buraco ou desnível foi consertado" in second
    row = town.session.scalars(select(Delivery)).first()
    assert row is not None
    assert "アスファルトで埋めました。" in str(row.messages)


def test_a_kind_without_words_of_its_own_gets_those_for_any(town: Town, sato: By) -> None:
    make(town, town.reports("park"), Change(Move.FINISH), sato)
    assert "対応が終わりました" in told(town)[0][1]


def test_whoever_blocked_us_is_not_written_to(town: Town, sato: By) -> None:
    residents.leave(town.session, "Uhanako", NOON)
    make(town, town.reports(), Change(Move.CHECK), sato)
    assert told(town) == []


def test_passing_on_says_to_whom_and_cannot_be_done_without(town: Town, sato: By) -> None:
    report = town.reports()
    with pytest.raises(NotAllowedError, match="だれに"):
        make(town, report, Change(Move.HAND_ON), sato)
    make(town, report, Change(Move.HAND_ON, to="県みほん土木事務所"), sato)
    assert (report.stage, report.passed_on_to) == ("passed_on", "県みほん土木事務所")
    assert "県みほん土木事務所" in told(town)[0][1]


@pytest.mark.parametrize("move", [Move.REFUSE, Move.GIVE_UP, Move.HOLD])
def test_nobody_is_sent_away_without_a_reason(move: Move, town: Town, sato: By) -> None:
    with pytest.raises(NotAllowedError, match="理由"):
        make(town, town.reports(), Change(move), sato)


def test_what_is_not_ours_says_who_said_so_and_whose_it_is(town: Town, sato: By) -> None:
    make(town, town.reports(), Change(Move.REFUSE, "私道です。", to="土地の持ち主"), sato)
    assert "道路課が確認したところ" in told(town)[0][1]
    assert "管理しているのは土地の持ち主です" in told(town)[0][1]


def test_two_officers_at_once_do_not_overwrite_each_other(town: Town, sato: By) -> None:
    report = town.reports()
    seen = By(sato.officer, report.revision)
    make(town, report, Change(Move.CHECK), seen)
    with pytest.raises(OvertakenCaseError):
        make(town, report, Change(Move.FINISH), seen)
    assert report.stage == "checking"


def test_another_section_and_a_contractor_see_only_their_own(town: Town, sato: By) -> None:
    report = town.reports()
    for stranger in (hired(town, "ono", "waste"), hired(town, "kogyo", "roads", is_contractor=True)):
        with pytest.raises(NotAllowedError, match="役割がありません"):
            make(town, report, Change(Move.CHECK), By(stranger))
    handling.assign(town.session, OFFICE, report.id, "roads", 3, sato, NOON)
    make(town, report, Change(Move.CHECK), By(town.session.get_one(Officer, 3)))
    assert report.stage == "checking"


def test_the_first_look_is_written_down_once(town: Town, sato: By) -> None:
    report = town.reports()
    handling.open_case(town.session, report.id, sato.officer, NOON)
    handling.open_case(town.session, report.id, sato.officer, LATER)
    assert report.opened_at == NOON
    actions = [line.action for line in journal.of_subject(town.session, f"report:{report.id}")]
    assert actions == ["report.opened", "report.filed"]


def test_a_case_given_to_another_section_is_announced_there_by_letter(town: Town, sato: By) -> None:
    report = town.reports("animal")
    handling.assign(town.session, OFFICE, report.id, "waste", None, sato, NOON)
    (letter,) = town.session.scalars(select(Letter))
    assert (letter.to, report.section_id) == ("waste@mihon.example", "waste")


def test_a_note_stays_at_the_desk_and_a_word_does_not(town: Town, sato: By) -> None:
    report = town.reports()
    handling.write_note(town.session, report.id, "私有地かもしれない", sato, NOON)
    assert (told(town), report.first_word_at) == ([], None)
    handling.say(town.session, OFFICE, report.id, "来週、工事をします。", sato, NOON)
    assert len(told(town)) == 1
    assert [line.is_public for line in history.of_report(town.session, report.id)] == [False, False, True]


def test_a_question_goes_to_the_reporter_alone_and_the_answer_comes_back_into_the_case(town: Town, sato: By) -> None:
    report = town.reports(point=None, place_words="駅前の本屋の前")
    followers.join(town.session, report, town.jiro, NOON)
    handling.ask(town.session, OFFICE, report.id, "どの本屋ですか。", sato, NOON)
    assert [who for who, _ in told(town)] == ["Uhanako"]
    assert reporter.open_question(town.session, report) is not None
    reporter.answer(town.session, OFFICE, report, NOON, text="みほん書店です", point=Point(34.76, 138.28))
    assert reporter.open_question(town.session, report) is None
    assert (report.district_id, report.point) == ("honcho", Point(34.76, 138.28))
    (letter,) = town.session.scalars(select(Letter))
    assert "通報者からの返事" in letter.subject
    assert "みほん書店" not in letter.body


def test_a_question_that_reaches_nobody_is_not_asked(town: Town, sato: By) -> None:
    report = town.reports()
    report.resident_id = None
    with pytest.raises(NotAllowedError, match="連絡できない"):
        handling.ask(town.session, OFFICE, report.id, "どこですか。", sato, NOON)


def test_merged_reporters_follow_the_other_case_and_nobody_is_lost(town: Town, sato: By) -> None:
    original, double, third = town.reports(), town.reports(), town.reports()
    double.resident_id = third.resident_id = town.jiro
    followers.join(town.session, double, town.hanako, NOON)
    handling.merge(town.session, OFFICE, third.id, double.id, sato, NOON)
    handling.merge(town.session, OFFICE, double.id, original.id, sato, NOON)
    assert (double.stage, third.duplicate_of_id, original.follower_count) == ("duplicate", original.id, 1)
    assert followers.of_report(town.session, original.id) == [town.jiro]  # Hanako is its reporter
    assert original.receipt_number in told(town)[-1][1]
    with pytest.raises(NotAllowedError, match="まとめる先"):
        handling.merge(town.session, OFFICE, original.id, double.id, sato, NOON)
    with pytest.raises(NotAllowedError, match="まとめる先"):
        handling.merge(town.session, OFFICE, original.id, original.id, sato, NOON)


def test_an_officer_puts_kind_and_place_right(town: Town, sato: By) -> None:
    report = town.reports("other")
    better = Corrected(kind="gutter", point=Point(34.73, 138.25), priority=2)
    handling.correct(town.session, OFFICE, report.id, better, sato, NOON)
    assert (report.kind, report.district_id, report.priority, report.is_urgent) == ("gutter", "shinden", 2, False)
    with pytest.raises(NotAllowedError, match="種類"):
        handling.correct(town.session, OFFICE, report.id, Corrected(kind="dragon"), sato, NOON)


def test_two_weeks_after_the_work_the_reporter_is_asked_once_and_a_no_opens_it_again(town: Town, sato: By) -> None:
    report = town.reports()
    make(town, report, Change(Move.FINISH, is_silent=True), sato)
    assert fixed.ask_due(town.session, OFFICE, NOON + timedelta(days=13)) == 0
    assert fixed.ask_due(town.session, OFFICE, LATER) == 1
    assert fixed.ask_due(town.session, OFFICE, LATER) == 0
    assert len(told(town)) == 1
    assert reporter.say_fixed(town.session, OFFICE, report, False, LATER)
    assert (report.stage, report.reopened_count, report.priority, report.closed_at) == ("checking", 1, 1, None)
    (letter,) = town.session.scalars(select(Letter))
    assert letter.subject.startswith("再開した通報")
    assert not reporter.say_fixed(town.session, OFFICE, report, False, LATER)  # the same button again


def test_a_yes_is_kept_and_opens_nothing(town: Town, sato: By) -> None:
    report = town.reports()
    make(town, report, Change(Move.FINISH), sato)
    assert not reporter.say_fixed(town.session, OFFICE, report, True, NOON)  # nobody has asked yet
    fixed.ask_due(town.session, OFFICE, LATER)
    assert reporter.say_fixed(town.session, OFFICE, report, True, LATER)
    assert (report.is_fixed, report.stage) == (True, "done")


def test_a_report_taken_back_before_anybody_saw_it_is_over(town: Town, sato: By) -> None:
    report = town.reports(text="うちの前です。花子")
    assert reporter.own(town.session, report.id, town.jiro) is None
    assert reporter.own(town.session, report.id, town.hanako) is report
    assert reporter.withdraw(town.session, report, NOON)
    assert (report.stage, report.text, report.resident_id, report.is_shown) == ("withdrawn", None, None, False)


def test_what_others_wait_for_goes_on_without_its_reporter(town: Town, sato: By) -> None:
    report = town.reports(text="うちの前です。花子")
    followers.join(town.session, report, town.jiro, NOON)
    assert not reporter.withdraw(town.session, report, NOON)
    assert (report.stage, report.text, report.resident_id) == ("received", None, None)
    make(town, report, Change(Move.CHECK), sato)
    assert [who for who, _ in told(town)] == ["Ujiro"]


def test_cleaning_takes_the_words_and_leaves_the_case(town: Town, sato: By) -> None:
    report = town.reports(text="花子です", place_words="花子の家の前")
    reporter.add_words(town.session, report, "電話は…", NOON)
    reporter.clean(town.session, report, NOON)
    assert (report.text, report.place_words, report.stage) == (None, None, "received")
    assert all(line.text is None for line in history.of_report(town.session, report.id))


def test_every_stage_that_is_announced_has_words(town: Town, sato: By) -> None:
    for language in Language:
        said = {
            key.split(".")[1] for key in book(language) if key.startswith("report_update.") and key.endswith(".any")
        }
        assert {"checking", "scheduled", "in_progress", "passed_on", "on_hold", "done", "not_ours", "duplicate", "cannot", "reopened", "word", "asked"} <= said  # fmt: skip
