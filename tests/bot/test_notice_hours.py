"""What time alone does to notices."""

from datetime import datetime, timedelta
from pathlib import Path

from alerts import broadcasts, deciding
from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from bot.notice_hours import NoticeHours
from settings import SAMPLE_TOWN
from store.database import reading, transaction
from tests.alerts.desk_of_notices import a_draft, in_words, people_the_town
from tests.conftest import NOON, Clock
from town.profile import load_profile


def approved(send_at: datetime | None) -> int:
    with transaction() as session:
        town = people_the_town(session, NOON)
        notice: Broadcast = town.submitted(draft=a_draft(NOON, send_at=send_at))
        deciding.approve(session, notice.id, notice.revision, town.officers["suzuki"], "避難指示", NOON)
        return notice.id


def stage(number: int) -> str:
    with reading() as session:
        return session.get_one(Broadcast, number).stage


def look(clock: Clock, folder: Path = SAMPLE_TOWN) -> None:
    NoticeHours(load_profile(folder), clock).look(lambda: None)


def test_a_notice_leaves_at_its_hour(db: str, clock: Clock) -> None:
    number = approved(NOON + timedelta(hours=1))
    look(clock)
    assert stage(number) == Stage.APPROVED
    clock.skip(hours=1)
    look(clock)
    assert stage(number) == Stage.SENDING


def test_what_is_sent_is_found_to_be_sent(db: str, clock: Clock) -> None:
    number = approved(None)
    with transaction() as session:
        broadcasts.locked(session, number)
        session.connection().exec_driver_sql("UPDATE deliveries SET status = 'sent'")
    look(clock)
    assert stage(number) == Stage.SENT


def test_what_nobody_decides_lapses(db: str, clock: Clock) -> None:
    with transaction() as session:
        number = people_the_town(session, NOON).submitted(in_words()).id
    clock.skip(minutes=61)
    look(clock)
    assert stage(number) == Stage.LAPSED
