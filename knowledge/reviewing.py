"""The nightly look at old entries: owners are told, and what nobody confirmed is withdrawn, a few a day, never safety."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import structlog
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from knowledge import entries, reviews
from knowledge.reviews import Stage, Standing
from store import letters
from store.letters import LetterError, Words
from town.review_rules import ReviewRules
from town.sections import Section
from town.shapes import Id, Strict
from town.yaml_file import read_checked

log = structlog.get_logger()

MOST_LINES = 60  # of one letter
HEADINGS = {
    Stage.WITHDRAWN: "取り下げたもの(住民には「担当課へお電話を」と案内しています)",
    Stage.OVERDUE: "確認時期を過ぎたもの(住民にもそう表示しています)",
    Stage.AHEAD: "もうすぐ確認時期のもの",
}
_ORDER = (None, Stage.AHEAD, Stage.OVERDUE, Stage.WITHDRAWN)


class SafetyEntries(Strict):
    """What is never withdrawn by itself: old advice with a warning is better than none when it burns."""

    topics: tuple[Id, ...] = ()
    entries: tuple[Id, ...] = ()

    def holds(self, standing: Standing) -> bool:
        return standing.topic in self.topics or standing.entry_id in self.entries


@lru_cache
def read_safety() -> SafetyEntries:
    path = Path(__file__).parent / "data/common/never_withdrawn.yaml"
    return read_checked(path, TypeAdapter(SafetyEntries))


@dataclass(frozen=True)
class Night:
    """What one night decides: which entries are withdrawn, and which stage each owner now hears of."""

    withdrawn: tuple[Standing, ...]
    stages: Mapping[str, Stage]
    news: frozenset[str]  # sections that have not heard of this yet


def stage(standing: Standing, today: date, rules: ReviewRules) -> Stage | None:
    if standing.withdrawn_on:
        return Stage.WITHDRAWN
    if today > standing.review_by:
        return Stage.OVERDUE
    return Stage.AHEAD if today >= standing.review_by - timedelta(days=rules.ahead_days) else None


def decide(found: Sequence[Standing], today: date, rules: ReviewRules, safety: SafetyEntries) -> Night:
    """Pure. `found` comes oldest review first, and so the oldest go first."""
    places = max(0, rules.most_a_day - sum(one.withdrawn_on == today for one in found))
    grace = timedelta(days=rules.grace_days)
    due = [one for one in found if not one.withdrawn_on and today > one.review_by + grace and not safety.holds(one)]
    withdrawn = due[:places]
    stages = {one.entry_id: now for one in found if (now := stage(one, today, rules))}
    stages |= {one.entry_id: Stage.WITHDRAWN for one in withdrawn}
    news = {one.section_id for one in found if _ORDER.index(stages.get(one.entry_id)) > _ORDER.index(one.told)}
    return Night(tuple(withdrawn), stages, frozenset(news))


def work(session: Session, now: datetime, today: date, rules: ReviewRules, sections: Iterable[Section]) -> Night:
    """Do one night, all or nothing. A second time on the same day changes nothing."""
    found = reviews.standings(session, today)
    night = decide(found, today, rules, read_safety())
    for one in night.withdrawn:
        reviews.withdraw(session, one, today, now)
    if night.withdrawn:
        entries.announce_change(session)
    by_id = {section.id: section for section in sections}
    for section_id in sorted(night.news):
        own = [one for one in found if one.section_id == section_id and one.entry_id in night.stages]
        section = by_id.get(section_id)
        if not _tell(session, section_id, (section and section.email) or rules.letters_to, own, night, now, today):
            continue  # tried again tomorrow: somebody may have an address by then
        for one in own:
            reviews.mark_told(session, one, night.stages[one.entry_id])
    log.info("review.done", withdrawn=len(night.withdrawn), sections=len(night.news))
    return night


def _tell(
    session: Session, section_id: str, to: str | None, own: list[Standing], night: Night, now: datetime, today: date
) -> bool:  # fmt: skip
    """Whether anybody has a letter now."""
    words = Words("review", f"【確認のお願い】LINE案内の見直し {len(own)}件", digest(own, night.stages))
    try:
        letters.write(session, to or "", words, now, once_key=f"review:{section_id}:{today}")
    except LetterError:
        log.warning("review.no_address", section=section_id, entries=len(own))
        return False
    return True


def digest(own: Sequence[Standing], stages: Mapping[str, Stage]) -> str:
    """One letter for all entries of a section: titles, dates and links, nothing of any resident."""
    lines = [
        "LINEの案内の内容が今も正しいか、出典と見比べて確認してください。",
        "正しければ次の確認日を、違えば新しい内容を登録してください。",
    ]
    by_stage = sorted(own, key=lambda one: (-_ORDER.index(stages[one.entry_id]), one.review_by, one.entry_id))
    for now, group in groupby(by_stage[:MOST_LINES], key=lambda one: stages[one.entry_id]):
        lines += ["", f"■ {HEADINGS[now]}"]
        lines += [f"・{one.title} ({one.entry_id}) 確認期限 {one.review_by}\n  {one.source_url}" for one in group]
    if len(own) > MOST_LINES:
        lines += ["", f"ほかに{len(own) - MOST_LINES}件あります。"]
    return "\n".join([*lines, "", "確認の記録: madoguchi review confirm 項目ID --until 次の確認日", ""])
