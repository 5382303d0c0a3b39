"""Who is on duty, from a town's CSV, and the hours for which nobody is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import journal
from store.database import reading, transaction
from tests.alerts.desk_of_notices import people_the_town
from tests.conftest import NOON
from town import officers, roster, roster_file
from town.roles import Role
from town.roster import Planned, Span

APPROVER = Role.BROADCAST_APPROVER
HEAD = "日付,開始,終了,メール,順番\n"


def read(text: str, now: datetime = NOON) -> roster_file.Read:
    with reading() as session:
        return roster_file.read(text.encode(), officers.all(session), APPROVER, now)


@pytest.fixture
def town(db: str) -> None:
    with transaction() as session:
        people_the_town(session, NOON)


def put(text: str, now: datetime = NOON) -> int:
    found = read(HEAD + text, now)
    assert not found.errors
    with transaction() as session:
        return roster.replace(session, found.planned, "officer:1", now)


def on_duty(at: datetime, *roles: Role) -> list[str]:
    with reading() as session:
        return [one.name for one in roster.on_duty(session, roles or (APPROVER,), at)]


def test_a_night_shift_ends_the_next_morning(town: None) -> None:
    put("2026-11-20,17:15,8:30,suzuki@mihon.example,1")
    assert on_duty(NOON) == []
    assert on_duty(datetime(2026, 11, 20, 8, 15, tzinfo=UTC)) == ["suzuki"]
    assert on_duty(datetime(2026, 11, 20, 23, 29, tzinfo=UTC)) == ["suzuki"]
    assert on_duty(datetime(2026, 11, 20, 23, 30, tzinfo=UTC)) == []


def test_who_has_the_first_turn_is_rung_first_and_who_lacks_the_role_never(town: None) -> None:
    put(
        "2026/11/20,12:00,20:00,tanaka@mihon.example,2\n2026/11/20,12:00,20:00,suzuki@mihon.example,1\n"
        "2026/11/20,12:00,20:00,sato@mihon.example,1\n"
    )
    assert on_duty(NOON) == ["suzuki", "tanaka"]
    assert on_duty(NOON, Role.BROADCAST_DRAFTER) == ["sato", "tanaka"]


def test_who_left_the_town_hall_is_on_no_duty(town: None) -> None:
    put("2026-11-20,12:00,20:00,suzuki@mihon.example,1")
    with transaction() as session:
        leaving = officers.by_email(session, "suzuki@mihon.example")
        assert leaving
        officers.disable(session, leaving, NOON, NOON.date())
    assert on_duty(NOON) == []


def test_a_file_says_the_whole_of_the_days_it_names_and_nothing_of_others(town: None) -> None:
    put("2026-11-21,8:30,17:15,suzuki@mihon.example,1\n2026-11-22,8:30,17:15,suzuki@mihon.example,1")
    assert put("2026-11-21,8:30,17:15,tanaka@mihon.example,1") == 1
    morning = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
    assert on_duty(morning) == ["tanaka"]
    assert on_duty(morning + timedelta(days=1)) == ["suzuki"]
    with reading() as session:
        assert [line.details["shifts"] for line in journal.of_subject(session, "roster")] == [1, 2]


def test_what_is_over_is_left_alone(town: None) -> None:
    put("2026-11-20,6:00,9:00,sato@mihon.example,1", NOON - timedelta(days=1))
    found = read(HEAD + "2026-11-20,6:00,9:00,suzuki@mihon.example,1\n2026-11-20,13:00,17:00,suzuki@mihon.example,1")
    assert (found.past_count, len(found.planned)) == (1, 1)
    assert put("2026-11-20,13:00,17:00,suzuki@mihon.example,1") == 0


def test_gaps_are_told(town: None) -> None:
    put("2026-11-20,12:00,18:00,suzuki@mihon.example,1\n2026-11-20,20:00,0:00,tanaka@mihon.example,1")
    with reading() as session:
        left = roster.gaps(session, (APPROVER,), NOON, NOON + timedelta(hours=14))
    six = NOON + timedelta(hours=6)
    assert left == [
        Span(six, six + timedelta(hours=2)),
        Span(NOON + timedelta(hours=12), NOON + timedelta(hours=14)),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2026-13-01,8:30,17:15,suzuki@mihon.example,1", "「日付」は"),
        ("2026-11-21,8時,17:15,suzuki@mihon.example,1", "「開始」は"),
        ("2026-11-21,8:30,25:00,suzuki@mihon.example,1", "「終了」は"),
        ("2026-11-21,8:30,17:15,nobody@mihon.example,1", "このメールアドレスの職員はいません"),
        ("2026-11-21,8:30,17:15,,1", "「メール」が空です"),
        ("2026-11-21,8:30,17:15,suzuki@mihon.example,first", "「順番」は"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_wrong_line_is_named_and_nothing_is_taken(town: None, line: str, sentence: str) -> None:
    found = read(HEAD + line)
    assert not found.planned
    assert len(found.errors) == 1 and found.errors[0].startswith("2行目: ") and sentence in found.errors[0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_stands_two_shifts_at_once(town: None) -> None:
    found = read(HEAD + "2026-11-21,8:30,17:15,suzuki@mihon.example,1\n2026-11-21,12:00,13:00,suzuki@mihon.example,2")
    assert found.errors == ("3行目: 同じ人の当番が、ほかの行と重なっています。",)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_could_not_answer_a_ring_is_named(town: None) -> None:
    found = read(HEAD + "2026-11-21,8:30,17:15,sato@mihon.example,1")
    assert len(found.planned) == 1
    assert found.notes == ("satoさんには「配信の承認」の役割がないので、その呼び出しは届きません。",)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\n1,2\n", b"x" * 300_000, b"", b'"\x00', b"\x81\n"])
def test_what_is_no_roster_is_refused_in_a_sentence(town: None, content: bytes) -> None:
    with reading() as session:
        found = roster_file.read(content, officers.all(session), APPROVER, NOON)
    assert not found.planned and found.errors


def test_the_example_is_a_roster_in_shift_jis_too(db: str) -> None:
    with transaction() as session:
        for name in ("hanako", "taro"):
            officers.add(session, NOON, email=f"{name}@mihon.example", name=name, section_id="disaster")
        found = roster_file.read(roster_file.EXAMPLE.encode("cp932"), officers.all(session), APPROVER, NOON)
    assert [one.turn for one in found.planned] == [1, 2]
    assert not found.errors


HOURS = st.integers(min_value=0, max_value=48)
SPANS = st.lists(st.tuples(HOURS, HOURS).map(sorted), max_size=8)


@given(SPANS)
def test_a_moment_is_in_a_gap_or_on_somebodys_shift_never_both(spans: list[list[int]]) -> None:
    standing = [Span(NOON + timedelta(hours=a), NOON + timedelta(hours=b)) for a, b in spans]
    until = NOON + timedelta(hours=48)
    left = roster.holes(standing, NOON, until)
    for half in range(96):
        moment = NOON + timedelta(minutes=30 * half)
        is_stood = any(one.starts_at <= moment < one.ends_at for one in standing)
        assert is_stood != any(one.starts_at <= moment < one.ends_at for one in left)


@given(st.binary(max_size=400))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    found = roster_file.read(content, (), APPROVER, NOON)
    assert not found.planned


def test_days_of_a_plan_are_those_in_japan() -> None:
    late = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert [str(day) for day in roster.days_of([Planned(1, Span(late, late + timedelta(hours=1)), 1)])] == [
        "2026-11-21"
    ]
