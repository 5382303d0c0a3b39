"""A small town's questions: some entries, one section, residents who ask and officers who look after it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from knowledge import asked, memory, worklist
from knowledge.ask import Direct, Finding, Offer, Unknown
from knowledge.asked import AskedQuestion
from knowledge.shelving import shelve
from knowledge.worklist import Case
from settings import SAMPLE_TOWN
from speech.languages import Language
from store import inbox
from store.database import reading, transaction
from store.inbox import Arrival
from tests.conftest import NOON
from tests.knowledge.entry_files import made
from town import residents, sections
from town.sections import read_sections

MONTHS = timedelta(days=90)
HANAKO, TARO = "U" + "a" * 32, "U" + "b" * 32
SEAL = made("seal", "印鑑登録", kind="procedure", section="citizens")
WASTE = made("waste", "粗大ごみ", kind="procedure", section="waste")
OFFICER = "officer:1"


def furnish() -> None:
    with transaction() as session:
        sections.load(session, read_sections(Path(SAMPLE_TOWN) / "sections.yaml"))
        shelve(session, [SEAL, WASTE])


def asks(
    words: str, finding: Finding | None = None, *, message_id: str = "M1", language: Language = Language.JA,
    now: datetime = NOON, is_work: bool = True,
) -> int:  # fmt: skip
    with transaction() as session:
        row = asked.note(session, words, language, [finding or Unknown()], message_id, now)
        if is_work:
            worklist.take_up(row, now + MONTHS)
        return row.id


def sends(asked_id: int, line_id: str = HANAKO, now: datetime = NOON) -> None:
    with transaction() as session:
        resident = residents.meet(session, line_id, now)
        worklist.send(session, session.get_one(AskedQuestion, asked_id), resident.id, now + MONTHS, now)


def row(asked_id: int) -> AskedQuestion:
    with reading() as session:
        return session.get_one(AskedQuestion, asked_id)


def direct(entry=SEAL) -> Finding:
    return Direct(entry, 0.9)


def offer(*found) -> Finding:
    return Offer(found, 0.6)


def arrives(message_id: str, line_id: str, now: datetime = NOON) -> None:
    with transaction() as session:
        inbox.put(session, [Arrival(f"E{message_id}", line_id, "message.text", {}, message_id=message_id)], now)


def cases(section: str | None = None) -> list[Case]:
    with reading() as session:
        return worklist.open_cases(session, section)


def learnt(question: str) -> str:
    with reading() as session:
        return memory.read(session).find(question)


def act(action: Callable[..., Any], asked_id: int, *arguments: object) -> Any:
    """As an officer's click does it: the case is looked for and dealt with in one transaction."""
    with transaction() as session:
        return action(session, worklist.find(session, asked_id), *arguments, OFFICER, NOON)
