"""Every word anybody or any machine ever wrote, replaced by words that would like to be more than words."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from store.database import Record

# One text with everything in it: whichever place it comes to, some part of it fits there. `harm` would be called.
# The control characters are those that a resident may type and XML has no place for.
HARM = (
    "{start}{mark}\"'`></textarea></title></style></script></select>"
    "<script>harm(1)</script><img src=x onerror=harm(1)><svg onload=harm(1)><a href=javascript:harm(1)>x</a>"
    "<base href=//harm.example/><meta http-equiv=refresh content=0;url=//harm.example/>"
    "<iframe srcdoc='<script>parent.harm(1)</script>'></iframe><form action=//harm.example></form>"
    "<style>*{{}}</style><p id=harm style=color:red onclick=harm(1)>{{{{7*7}}}}${{7*7}}\u2028\x0b\ufffe"
)
TITLE = "{start}{mark}\"'><script>harm(1)</script>"  # 60 letters
LINK = "https://harm.example/{mark}\"'><script>harm(1)</script>"  # what must begin like an address
MARK = "k{}k"  # by which a text is found again

# What our own program chose: keys, states, hashes, names of files, numbers of others. All else is poisoned, so a column
# that is new is poisoned too, and whoever adds a code says so here. «*.x»: x of every table.
CODES = {
    # who, what, where: names of rows and of lists in the program
    "*.id", "*.line_id", "*.section_id", "*.district_id", "*.entry_id", "*.topic_id", "*.kind", "*.stage", "*.state",
    "*.status", "*.origin", "*.language", "*.role", "*.way", "*.verdict", "*.hazard", "*.part", "*.happened", "*.channel",
    "*.reading", "*.type", "*.info_type", "*.feed", "*.use", "*.condition", "*.seen", "*.how", "*.what", "*.opinion",
    "*.token", "*.message_id", "*.retry_key", "*.once_key", "*.event_id", "*.occasion", "*.lane", "*.confirmed_by",
    "*.written_by", "*.filed_by", "*.district", "*.repeats", "*.corrects_as",
    "*.token_hash", "*.key_hash", "*.body_hash", "*.content_hash", "*.file_hash", "*.plan_hash", "*.hash",
    "*.password_hash", "*.fingerprint", "*.sealed_secret", "*.credential_id", "*.challenge", "*.pending_secret",
    "entries.topic", "keeper_id", "reports.receipt_number", "reports.keeper_id", "report_photos.name",
    "report_photo_links.name", "report_photos.reason", "rings.reason", "rings.subject", "rings.page", "rings.roles",
    "rings.spared", "channel_pauses.reason", "safety_checks.districts", "entry_reviews.told_stage", "chores.name",
    "sign_in_attempts.account", "officer_sessions.factor_kind", "shelters.status", "jma_states.series",
    "jma_states.area_code", "jma_states.in_force", "jma_states.before", "jma_states.told", "sections.hours",
    "sections.phone", "sections.phone_languages", "jma_telegrams.address", "broadcasts.audience", "broadcast_versions.audience",
    "broadcasts.ends_order_ids", "asked_questions.best_entry_id", "asked_questions.entry_ids", "deliveries.to",
    "timelines.hazards", "timelines.place", "officers.email", "report_erasures.batch", "confirmed_phrasings.likeness",
}  # fmt: skip
SHAPES = {"names": TITLE, "url": LINK, "neighbourhoods": TITLE, "title": TITLE}
# Within JSON: what the program reads by name.
CODE_KEYS = {
    "template", "template_id", "type", "kind", "hazard", "districts", "shelters", "effect", "ordered_at", "untranslated",
    "size", "weight", "layout", "color", "margin", "spacing", "what", "role", "section_id", "email", "section", "topic", "id",
    "read_on", "checked_on", "review_by", "origin", "days", "from", "to", "view", "reason",
}  # fmt: skip


def poison(session: Session, start: str) -> dict[str, str]:
    """Which column each mark stands in. `start`: with what the words begin."""
    made = _Poison(start)
    for table in Record.metadata.sorted_tables:
        words = [one for one in table.columns if _is_of_words(one)]
        if not words or table.name.startswith("journal"):  # nobody changes the journal, not even here
            continue
        for row in session.execute(sa.select(table)).mappings():
            new = {one.name: made.of(row[one.name], str(one), SHAPES.get(one.name, HARM)) for one in words}
            key = sa.and_(*(one == row[one.name] for one in table.primary_key.columns))
            session.execute(sa.update(table).where(key).values(new))
    return made.marks


def _is_of_words(column: sa.Column[Any]) -> bool:
    is_text = isinstance(column.type, sa.String | sa.JSON)
    return is_text and not {f"*.{column.name}", str(column)} & CODES and not column.foreign_keys


class _Poison:
    def __init__(self, start: str) -> None:
        self.marks: dict[str, str] = {}
        self._start = start

    def of(self, value: Any, where: str, shape: str) -> Any:
        match value:
            case str() if value:
                mark = MARK.format(len(self.marks) + 1)
                self.marks[mark] = where
                return shape.format(mark=mark, start=self._start)
            case dict():
                return {name: self._inner(name, inner, where, shape) for name, inner in value.items()}
            case list():
                return [self.of(inner, where, shape) for inner in value]
        return value

    def _inner(self, name: str, inner: Any, where: str, shape: str) -> Any:
        return inner if name in CODE_KEYS else self.of(inner, where, SHAPES.get(name, shape))
