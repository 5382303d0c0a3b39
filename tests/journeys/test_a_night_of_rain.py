"""A night of heavy rain: from the agency's server to telephones in two districts and three languages, each word once."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from alerts import deciding
from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from settings import Settings
from store.database import reading, transaction
from tests.alerts import jma_papers as papers
from tests.alerts.jma_papers import Envelope
from tests.alerts.jma_server import Agency, an_agency
from tests.people import Resident, TownHall, texts
from town import officers, residents, subscriptions
from town.roles import EVERY_SECTION, Role

Sent = Callable[..., Envelope]


@pytest.fixture
def agency() -> Iterator[Agency]:
    with an_agency() as agency:
        yield agency


@pytest.fixture
def settings(settings: Settings, agency: Agency) -> Settings:
    return settings.model_copy(update={"jma_url": agency.address})


@pytest.fixture
def sent(now: datetime) -> Sent:
    """The night began a quarter of an hour before its story: what is half an hour old is only known, and no more told."""
    return partial(sent_after, now.replace(microsecond=0) - timedelta(minutes=15))


def sent_after(began: datetime, minute: float, **said: str) -> Envelope:
    at = began + timedelta(minutes=minute)
    return Envelope(sent_at=at.strftime("%Y-%m-%dT%H:%M:%SZ"), reported_at=at.isoformat(), **said)


def hire(now: datetime, *names: str) -> None:
    with transaction() as session:
        for name in names:
            officer = officers.add(session, now, email=f"{name}@mihon.example", name=name, section_id="disaster")
            for role in (Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER):
                officers.grant(session, officer, role, EVERY_SECTION)


def live_in(resident: Resident, district: str, now: datetime) -> None:
    with transaction() as session:
        found = residents.meet(session, resident.id, now)
        subscriptions.choose_districts(session, found.id, [district])


def two_people_say_yes() -> None:
    """Whatever the machine laid on the desk: one stands for it, another approves."""
    with transaction() as session:
        sato, suzuki = (officers.by_email(session, f"{name}@mihon.example") for name in ("sato", "suzuki"))
        for draft in session.scalars(select(Broadcast).where(Broadcast.stage == Stage.SUBMITTED)).all():
            now = datetime.now(UTC)
            stood_for = deciding.adopt(session, draft.id, draft.revision, sato, now)
            deciding.approve(session, draft.id, stood_for.revision, suzuki, draft.written.kind, now)


def a_minute_passes(hall: TownHall) -> None:
    """One look at the feeds; then the bells that ring every few seconds, until every notice has ended."""
    hall.worker.drains["feed"]()
    two_people_say_yes()
    for bell in ("notices", "urgent", "outbox") * 5:
        hall.worker.drains[bell]()
        if not are_notices_under_way():
            return
    raise AssertionError("a notice two people agreed to has not ended")


def are_notices_under_way() -> bool:
    with reading() as session:
        under_way = select(func.count(Broadcast.id)).where(Broadcast.stage.in_((Stage.APPROVED, Stage.SENDING)))
        return bool(session.scalar(under_way))


def told(resident: Resident, since: int) -> list[str]:
    """The first line of every relay that came, in the order of arrival."""
    return [line for m in resident.phone()[since:] if (line := texts([m]).splitlines()[0]) and ("気象庁" in line or "JMA" in line)]  # fmt: skip


def test_a_night_with_gaps_duplicates_disorder_a_training_and_a_cancellation(
    hall: TownHall, agency: Agency, hanako: Resident, maria: Resident, now: datetime, sent: Sent
) -> None:
    hire(now, "sato", "suzuki")
    nam = Resident(hall, hall.line.platform.add_resident("Nam", "vi").id)
    for resident, words in ((hanako, "日本語"), (maria, "português"), (nam, "tiếng việt")):
        resident.follows()
        resident.says(words)
    live_in(hanako, "honcho", now)
    live_in(maria, "kawara", now)
    before = {one.id: len(one.phone()) for one in (hanako, maria, nam)}
    a_minute_passes(hall)

    agency.publish("l2", papers.rain("10", envelope=sent(0)))
    a_minute_passes(hall)
    agency.publish("l3", papers.rain("03", envelope=sent(1)))
    began = (
        time.process_time()
    )  # of all threads together; by the clock on the wall it is measured in benchmarks/rain.py
    a_minute_passes(hall)
    assert time.process_time() - began < 5
    agency.publish("l4", papers.rain("43", envelope=sent(3)))
    agency.publish("l3_late", papers.rain("03", envelope=sent(2)))
    a_minute_passes(hall)
    agency.publish("drill", papers.rain("33", envelope=sent(4, status="訓練")))
    agency.publish("l4_again", papers.rain("43", envelope=sent(3)), feed="eqvol")
    a_minute_passes(hall)
    agency.broken = {"extra"}
    agency.publish("l5", papers.rain("33", envelope=sent(5)))
    a_minute_passes(hall)
    agency.broken = set()
    a_minute_passes(hall)
    agency.publish("wrong", papers.rain("39", title=papers.LANDSLIDE, envelope=sent(6)))
    a_minute_passes(hall)
    agency.publish("cancel", papers.cancelled(papers.LANDSLIDE, sent(7, info_type="取消")))
    agency.publish("down", papers.rain("10", "特別警報から注意報", sent(8)))
    a_minute_passes(hall)
    agency.publish("over", papers.rain("10", "解除", sent(9)))
    a_minute_passes(hall)

    steps = ["レベル3大雨警報(警戒レベル3相当) 発表", "レベル4大雨危険警報(警戒レベル4相当) 発表", "レベル5大雨特別警報(警戒レベル5相当) 発表", "レベル5土砂災害特別警報(警戒レベル5相当) 発表", "レベル5土砂災害特別警報(警戒レベル5相当) 取消し", "レベル2大雨注意報(警戒レベル2相当) 切り替え(引き下げ)"]  # fmt: skip
    japanese = [line for line in told(hanako, before[hanako.id]) if line.startswith("【気象庁】")]
    assert [line.removeprefix("【気象庁】").removesuffix(" みほん市全域") for line in japanese] == steps
    for resident, first in ((maria, "JMA: Alerta de perigo de chuva forte"), (nam, "JMA: Cảnh báo nguy hiểm mưa lớn")):
        own = [line for line in told(resident, before[resident.id]) if first in line]
        assert len(own) == 1
        assert "訓練" not in "".join(told(resident, before[resident.id]))
    assert len(told(hanako, before[hanako.id])) == 3 * len(steps)  # Japanese, やさしい日本語 and English in one message
    assert "Cảnh báo" not in "".join(told(maria, before[maria.id]))
    assert "気象庁" in texts(hanako.says("今の警報は?"))
