"""How many people a notice reaches, in which languages, and on whose telephone it looks how. Counts only, never names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from alerts import audience
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast
from alerts.written import Written
from speech.languages import FALLBACKS, OWN_NAMES, Language
from staff.desk import the_desk
from staff.preview import plain_words
from store import notices
from store.notices import HAVE_IT_OR_WILL
from town import drill_testers
from town.calendar import to_jst


@dataclass(frozen=True)
class Phone:
    """One language: how many will read it, and what stands on their telephone."""

    language: Language
    count: int
    messages: list[dict[str, Any]]
    is_untranslated: bool

    @property
    def name(self) -> str:
        return OWN_NAMES[self.language]

    @property
    def words(self) -> list[str]:
        return [plain_words(one) for one in self.messages]


@dataclass(frozen=True)
class Reach:
    """`counts` by the language residents chose. A notice to everyone also reaches friends whom we do not know."""

    aim: Aim
    is_drill: bool
    counts: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def resident_count(self) -> int:
        return 0 if self.is_drill else self.count

    @property
    def is_to_everyone(self) -> bool:
        return self.aim is Aim.EVERYONE


def of(session: Session, notice: Broadcast, written: Written | None) -> Reach:
    meant = notice.is_for
    is_pressing = written.is_pressing if written else meant.is_pressing
    return Reach(meant.aim, notice.is_drill, _counts(session, notice, Audience(meant.aim, meant.ids, is_pressing)))


def phones(written: Written, reach: Reach, now: datetime) -> list[Phone]:
    """Every language it is written in; who chose one that is missing is counted where they will read it."""
    counts = dict.fromkeys(written.messages, 0)
    for chosen, count in reach.counts.items():
        reads = next((one for one in FALLBACKS[Language(chosen)] if one in counts), Language.JA)
        counts[reads] = counts.get(reads, 0) + count
    clock = f"{to_jst(now):%-H:%M}"
    ordered = sorted(written.messages, key=list(Language).index)
    return [Phone(one, counts[one], written.at(one, clock), one in written.untranslated) for one in ordered]


def _counts(session: Session, notice: Broadcast, meant: Audience) -> dict[str, int]:
    match meant.aim:
        case Aim.TESTERS:
            return {Language.JA.value: len(drill_testers.at_work(session, the_desk().today))}
        case Aim.SAME:
            return _those_who_had(session, notice.corrects_id or 0)
    return audience.counts(session, meant)


def _those_who_had(session: Session, corrected_id: int) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in notices.progress(session, corrected_id):
        if one.status in HAVE_IT_OR_WILL:
            language = one.language or Language.JA.value
            counts[language] = counts.get(language, 0) + one.telephone_count
    return counts
