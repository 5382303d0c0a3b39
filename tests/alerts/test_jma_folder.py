"""Real and official telegrams beside the repository, where they lie; written-by-hand ones in it tell the same stories."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from alerts import jma_intake, jma_xml
from alerts.jma_intake import Town
from alerts.jma_state import AreaState
from alerts.jma_telegram import AreaKind, Reading
from alerts.jma_telegrams import KeptTelegram
from alerts.jma_xml import TelegramError
from store.database import transaction
from tests.alerts import jma_papers as papers
from tests.alerts.jma_understood import ELSEWHERE, UNDERSTOOD
from tests.alerts.jma_watch import PROFILE

HERE = Path(__file__)
FOLDER = HERE.parents[2] / "../shared/data/jma"
FILES = sorted(FOLDER.rglob("*.xml"))
WRITTEN_DOWN = [
    [column.strip() for column in line.split("|")]
    for line in HERE.with_name("understood.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
SENT = re.compile(rb"<DateTime>([^<]+)</DateTime>")
LONG = 50_000
# A town that every telegram speaks of, but for one quake area and one coast.
EVERYWHERE = PROFILE.jma and PROFILE.jma.model_copy(update={"city_prefixes": tuple("01234"), "quake_area": "442"})
is_here = pytest.mark.skipif(not FILES, reason="the telegrams do not lie beside this repository")


@is_here
def test_every_telegram_of_the_folder_can_be_read_and_its_kind_is_known():
    found = {path.name: _reading(path) for path in FILES}
    assert {name: read for name, read in found.items() if read not in ("read", "ignored")} == {}


def _reading(path: Path) -> str:
    try:
        return jma_xml.read(path.read_bytes()).reading.value
    except TelegramError as error:
        return str(error)


@is_here
@pytest.mark.parametrize("expected", WRITTEN_DOWN, ids=lambda expected: expected[0])
def test_a_real_telegram_says_what_was_written_down_beforehand(expected):
    name, type_, status, info_type, sent_at, in_force, told = expected
    telegram = jma_xml.read(next(path for path in FILES if path.name == name).read_bytes())
    head = telegram.head
    assert (telegram.reading, telegram.type, head.status, head.info_type) == (Reading.READ, type_, status, info_type)
    assert head.sent_at == datetime.fromisoformat(sent_at).replace(tzinfo=UTC)
    if in_force != "-":
        assert sum(one.is_in_force for one in telegram.areas) == int(in_force)
    assert {one.strip() for one in told.split(";") if one} <= {_written(one) for one in telegram.areas}


def _written(one: AreaKind) -> str:
    kind = (one.kind.hazard, one.kind.code, one.level) if one.kind else (None, None, None)
    return " ".join(str(word or "-") for word in (one.code, *kind, one.change))


def written_by_hand() -> list[bytes]:
    old = papers.rain("03", title="気象警報・注意報（Ｈ２７）")
    return [body for body, *_ in (*UNDERSTOOD, *ELSEWHERE)] + [old]


def of_the_folder() -> list[bytes]:
    """But for those of a thousand places, which tell of a quake what the short ones tell too."""
    return [path.read_bytes() for path in FILES if path.stat().st_size < LONG]


@pytest.mark.parametrize("those", [written_by_hand, pytest.param(of_the_folder, marks=is_here)])
def test_all_of_them_come_in_one_after_the_other_and_no_training_stands(
    db: str, those: Callable[[], list[bytes]]
) -> None:
    """Each a minute after it was sent, in a town every one of them speaks of: what they hold fits into both databases."""
    assert EVERYWHERE is not None
    town = Town(PROFILE, EVERYWHERE)
    drafts = 0
    bodies = sorted((_sent_at(body), body) for body in those())
    for number, (sent_at, body) in enumerate(bodies):
        at = sent_at + timedelta(minutes=1)
        with transaction() as session:
            drafts += len(jma_intake.take(session, town, f"http://mihon.example/{number}.xml", body, at))
    with transaction() as session:
        kept = session.scalars(select(KeptTelegram)).all()
        trainings = {one.id for one in kept if one.status != "通常"}
        assert (len(kept), {one.reading for one in kept}) == (len(bodies), {"read", "ignored"})
        assert trainings and not trainings & set(session.scalars(select(AreaState.telegram_id)))
    assert drafts > 10


def _sent_at(body: bytes) -> datetime:
    found = SENT.search(body)
    assert found
    return datetime.fromisoformat(found[1].decode())
