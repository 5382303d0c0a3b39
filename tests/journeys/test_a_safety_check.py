"""安否確認 from end to end: two people open it, two residents answer in two languages, and somebody reads it or is rung."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from alerts import safety_alarm, safety_checks, safety_entries, safety_watches
from alerts.broadcasts import Broadcast
from alerts.rings import Reason, Ring, State
from alerts.safety_checks import SafetyCheck
from alerts.safety_entries import SafetyEntry, SafetyWords
from store import testers
from store.database import transaction
from store.journal import JournalLine
from tests.alerts import asked_to_flee
from tests.alerts.asked_to_flee import MIHON, officer
from tests.alerts.desk_of_notices import OFFICERS
from tests.alerts.test_ringing import an_officer
from tests.people import Resident, TownHall, texts
from town.residents import Resident as ResidentRow
from town.roles import Role
from town.subscriptions import ResidentDistrict

NO_RESCUE = "このLINEでは救助を呼べません。命の危険は119へ(聞こえない方はNET119)"
WATCHED, NOT_WATCHED = "市が見ています", "今は見ていません"
TAKEN_ON = "受け付けました"


@pytest.fixture
def jiro(hall: TownHall) -> Resident:
    """He lives where nobody was told to flee."""
    return hall.newcomer("次郎")


@pytest.fixture
def tanaka(hall: TownHall) -> Resident:
    return hall.newcomer("田中")


@pytest.fixture
def asked(hall: TownHall, hanako: Resident, maria: Resident, jiro: Resident, tanaka: Resident, now: datetime) -> int:
    """The number of the check, open, its notice on the telephones; nobody watches yet."""
    for one in (hanako, maria, jiro, tanaka):
        one.follows()
    with transaction() as session:
        for name, roles in OFFICERS.items():
            an_officer(session, name, *roles)
        an_officer(session, "roads", Role.REPORT_HANDLER)
        testers.link(session, officer(session, "tanaka").id, tanaka.id, now)
        for line_id, district in (
            (hanako.id, "kawara"),
            (maria.id, "kawara"),
            (jiro.id, "minato"),
            (tanaka.id, "minato"),
        ):
            row = session.scalars(select(ResidentRow).where(ResidentRow.line_id == line_id)).one()
            row.language = "pt" if line_id == maria.id else "ja"
            session.add(ResidentDistrict(resident_id=row.id, district_id=district))
        asked_to_flee.order(session, now)
        check = asked_to_flee.prepared(session, now)
        number, notice_id = check.id, check.broadcast_id
    hall.worker.drains["urgent"]()
    assert NO_RESCUE not in texts(hanako.phone()), "nothing is sent that nobody approved"
    with transaction() as session:
        assert session.get_one(Broadcast, notice_id).stage == "submitted"
        asked_to_flee.approved(session, session.get_one(SafetyCheck, number), now)
    hall.worker.drains["urgent"]()
    return number


def rows() -> list[SafetyEntry]:
    with transaction() as session:
        return list(session.scalars(select(SafetyEntry).order_by(SafetyEntry.id)))


def words() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(SafetyWords.text).order_by(SafetyWords.id)))


def notices_are_looked_at(hall: TownHall) -> None:
    for bell in ("notices", "urgent", "letters"):
        hall.worker.drains[bell]()


def three_minutes_pass() -> None:
    with transaction() as session:
        for entry in session.scalars(select(SafetyEntry)):
            entry.changed_at -= timedelta(minutes=3)


def the_notice_reaches_who_was_told_to_flee(hanako: Resident, maria: Resident, jiro: Resident) -> None:
    seen = texts(hanako.phone()[-1:])
    assert seen.startswith(NO_RESCUE) and "【安否確認】川原" in seen and "市民課" not in seen
    assert "[避難した]\n[これから]\n[困っている]" in seen
    assert "(避難した)" in texts(maria.phone()[-1:]) and "119" in texts(maria.phone()[-1:])
    assert "安否確認" not in texts(jiro.phone())


def is_in_trouble_while_nobody_watches(hanako: Resident) -> None:
    said = texts(hanako.presses("困っている"))
    assert said.startswith(NO_RESCUE) and NOT_WATCHED in said and WATCHED not in said and TAKEN_ON not in said
    assert "000-" in said  # the town's own telephone


def somebody_begins_to_watch(check: int, now: datetime) -> None:
    with transaction() as session:
        asked_to_flee.watch(session, session.get_one(SafetyCheck, check), now)


def says_more_and_where(hanako: Resident) -> None:
    said = texts(hanako.says("足が悪くて歩けません"))
    assert said.startswith(NO_RESCUE) and WATCHED in said and NOT_WATCHED not in said
    said = texts(hanako.says("水が玄関まで来ました"))
    assert "119番" in said and WATCHED in said, "words of danger come first, and still reach whoever watches"
    place = hanako.hall.line.telephones.location(hanako.id, 34.75, 138.27, "みほん市川原1-2", None)
    assert WATCHED in texts(hanako.acts(place))


def is_about_to_leave(maria: Resident) -> None:
    said = texts(maria.presses("Vou sair (これから)"))
    assert "市が見ています" in said and "受け付け" not in said and "救助" not in said


def all_of_it_is_written_down() -> None:
    first, second = rows()
    assert (first.condition, first.district_id) == ("trouble", "kawara")
    assert words() == ["足が悪くて歩けません", "水が玄関まで来ました"]
    assert (first.latitude, first.longitude) == (34.75, 138.27)
    assert (second.condition, second.district_id) == ("leaving", "kawara")


def test_two_residents_tell_how_they_are_and_hear_whether_anybody_watches(
    hanako: Resident, maria: Resident, jiro: Resident, asked: int, now: datetime
) -> None:
    the_notice_reaches_who_was_told_to_flee(hanako, maria, jiro)
    is_in_trouble_while_nobody_watches(hanako)
    somebody_begins_to_watch(asked, now)
    says_more_and_where(hanako)
    is_about_to_leave(maria)
    all_of_it_is_written_down()

    maria.presses("Já saí (避難した)")
    maria.presses_data(f"safety:{asked}:safe")
    assert [one.condition for one in rows()] == ["trouble", "safe"], "a later answer takes the place of the earlier"


def test_who_lives_elsewhere_or_presses_too_late_is_told_kindly_and_nothing_is_kept(
    hall: TownHall, hanako: Resident, jiro: Resident, asked: int, now: datetime
) -> None:
    assert "あなたの選んだ地区のものではない" in texts(jiro.presses_data(f"safety:{asked}:trouble"))
    for data in (
        "safety:999:trouble",
        "safety:",
        f"safety:{asked}:other",
        f"safety:{asked}:at:honcho",
        "safety:１:safe",
    ):
        assert "何も書きとめていません" in texts(hanako.presses_data(data)), data
    with transaction() as session:
        session.execute(update(SafetyCheck).values(until_at=now - timedelta(seconds=1)))
    said = texts(hanako.presses_data(f"safety:{asked}:trouble"))
    assert said.startswith(NO_RESCUE) and "何も書きとめていません" in said
    assert rows() == []


def test_what_nobody_reads_rings_the_watcher_after_three_minutes_and_stops_when_it_is_read(
    hall: TownHall, hanako: Resident, tanaka: Resident, asked: int, now: datetime
) -> None:
    hanako.presses("困っている")
    notices_are_looked_at(hall)
    with transaction() as session:
        assert session.scalars(select(Ring).where(Ring.subject == f"safety:{asked}")).all() == []
    three_minutes_pass()
    notices_are_looked_at(hall)
    assert "「困っている」の知らせが3分以上読まれていません" in texts(tanaka.phone())
    notices_are_looked_at(hall)
    with transaction() as session:
        (ring,) = session.scalars(select(Ring).where(Ring.subject == f"safety:{asked}"))
        assert ring.reason == Reason.SAFETY_TROUBLE and ring.state == State.RINGING
        (entry,) = session.scalars(select(SafetyEntry))
        assert safety_entries.mark_read(session, entry, now, officer(session, "tanaka").id, now)
    notices_are_looked_at(hall)
    with transaction() as session:
        assert session.scalars(select(Ring).where(Ring.subject == f"safety:{asked}")).one().state == State.STOPPED


def test_a_message_taken_back_is_forgotten_and_after_the_event_only_numbers_are_left(
    hall: TownHall, hanako: Resident, maria: Resident, asked: int, now: datetime
) -> None:
    hanako.presses("困っている")
    events = hall.line.telephones.text(hanako.id, "足が痛い")
    hanako.acts(events)
    assert words() == ["足が痛い"]
    hanako.acts(hall.line.telephones.unsend(hanako.id, events[0]["message"]["id"]))
    assert words() == [] and rows()[0].condition == "trouble"
    maria.presses("Já saí (避難した)")
    with transaction() as session:
        safety_alarm.look(session, MIHON.safety.keep, now + timedelta(hours=6, days=6))
        assert len(session.scalars(select(SafetyEntry)).all()) == 2
        safety_alarm.look(session, MIHON.safety.keep, now + timedelta(hours=6, days=7))
        assert session.scalars(select(SafetyEntry)).all() == []
        check = session.get_one(SafetyCheck, asked)
        assert check.told_counts == {"safe": 1, "leaving": 0, "trouble": 1}
        line = session.scalars(select(JournalLine).where(JournalLine.action == "safety.emptied")).one()
        assert line.details == check.told_counts
        assert safety_checks.kept(session) == [] and safety_watches.watching(session, check, now) == []
