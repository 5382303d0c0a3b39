"""One row of a town's FAQ table made into an unpublished entry, or the column and the sentence why it cannot be."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pydantic import HttpUrl, TypeAdapter, ValidationError

from knowledge.entry_file import EntryFile, EntryText, Kind, Source
from knowledge.worklist import UNREAD
from speech.languages import Language
from speech.masking import mask

A_YEAR = timedelta(days=365)
LONGEST = 600
LONGEST_TITLE = 60
_URL = TypeAdapter(HttpUrl)
_ENTRY_ID = re.compile(r"[a-z][a-z0-9_]{2,59}")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?")


class RowRefusedError(ValueError):
    """One row cannot be taken: in which column (質問, 回答 …), and a sentence."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(frozen=True)
class TownHall:
    """What a row's words may mean here; names as the town writes them, to ids. An empty default refuses the row."""

    sections: Mapping[str, str]
    topics: Mapping[str, str]
    section: str = ""
    topic: str = ""
    section_names: Mapping[str, str] = field(default_factory=dict)  # ids to names, for what is written out
    topic_names: Mapping[str, str] = field(default_factory=dict)

    def section_name(self, section_id: str) -> str:
        return self.section_names.get(section_id, section_id)

    def topic_name(self, topic_id: str) -> str:
        return self.topic_names.get(topic_id, topic_id)


@dataclass(frozen=True)
class Draft:
    """`is_dated`: the row says when its page was read. `is_masked`: a number was blotted out.

    `is_same`: the row says what its entry says already. `seen`: of an exported row, the state it was exported from.
    """

    entry: EntryFile
    is_dated: bool
    is_masked: bool
    is_same: bool = False
    seen: int | None = None


def read_row(cells: Mapping[str, str], here: TownHall, today: date) -> Draft:
    """Raises RowRefusedError."""
    question, answer = (_text(cells, field, name) for field, name in (("question", "質問"), ("answer", "回答")))
    phone = mask(cells.get("phone", ""))
    checked_on = _day(cells.get("checked_on", ""), today)
    read_on = checked_on or today
    entry = EntryFile(
        id=_id(cells.get("entry", ""), cells.get("id", ""), cells["question"]), kind=Kind.GENERAL, is_published=False,
        topic=_named(cells.get("topic", ""), here.topics, here.topic, "分類", "--topic"),
        section=_named(cells.get("section", ""), here.sections, here.section, "担当課", "--section"),
        source=_source(cells.get("url", ""), checked_on, today), checked_on=read_on, review_by=read_on + A_YEAR,
        phrasings={Language.JA: (question,)},
        texts={Language.JA: EntryText(title=title_of(question), summary=answer, notes=_phone(phone.text))},
    )  # fmt: skip
    masked = question != cells["question"] or answer != cells["answer"] or bool(phone.kinds)
    return Draft(entry, checked_on is not None, masked)


def _text(cells: Mapping[str, str], field: str, name: str) -> str:
    text = mask(cells[field]).text
    if not text:
        raise RowRefusedError(name, "空です。")
    if len(text) > LONGEST:
        raise RowRefusedError(name, f"{len(text)}字あります。{LONGEST}字までに分けてください。")
    return text


def title_of(question: str) -> str:
    """The whole question is kept among the phrasings."""
    line = " ".join(question.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def _phone(phone: str) -> str | None:
    if len(phone) > LONGEST - 3:
        raise RowRefusedError("電話", "長すぎます。")
    return f"電話 {phone}" if phone else None


def _id(entry_id: str, number: str, question: str) -> str:
    """The town's own number where there is one, so that a question may be reworded; else the question itself.

    A row that was exported elsewhere keeps the id it had there.
    """
    if entry_id:
        if not _ENTRY_ID.fullmatch(entry_id):
            raise RowRefusedError("項目ID", "英小文字で始まる、英小文字と数字と _ の3〜60字です。")
        return entry_id
    key = f"id:{number}" if number else f"question:{''.join(plain(question).split())}"
    return f"faq_{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _named(name: str, known: Mapping[str, str], default: str, column: str, option: str) -> str:
    if not name and not default:
        raise RowRefusedError(column, f"空です。{option} で決めることもできます。")
    if name and plain(name) not in known:
        raise RowRefusedError(column, f"「{mask(name).text[:40]}」は町のデータにありません。")
    return known[plain(name)] if name else default


def _day(written: str, today: date) -> date | None:
    if not written:
        return None
    found = _DATE.fullmatch(plain(written))
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or day > today:
        raise RowRefusedError("確認日", "日付は 2026-04-01 のように、今日までの日を書いてください。")
    return day


def _source(url: str, checked_on: date | None, today: date) -> Source:
    """Without one the desk refuses to publish the entry (desk_entries.publish)."""
    if not url:
        return Source(url=UNREAD, title="未確認", read_on=today)
    if checked_on is None:
        raise RowRefusedError("確認日", "URL のある行には、そのページを確かめた日も書いてください。")
    try:
        return Source(url=_URL.validate_python(url), title="町のページ", read_on=checked_on)
    except ValidationError:
        raise RowRefusedError("URL", "https:// から始まる住所を1つだけ書いてください。") from None


def plain_names(names: Mapping[str, str]) -> dict[str, str]:
    return {plain(name): value for name, value in names.items()}


def plain(text: str) -> str:
    """For comparing names that people wrote."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
