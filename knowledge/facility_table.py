"""Public facilities as the standard open-data table 公共施設一覧: read into unpublished entries, and written from entries."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import HttpUrl, ValidationError
from sqlalchemy.orm import Session

from knowledge import desk_entries
from knowledge.entry_file import EntryFile, EntryText, Kind, Source
from knowledge.faq_table import PHONE
from knowledge.importing import Read
from knowledge.importing_rows import A_YEAR, LONGEST, Draft, RowRefusedError, TownHall, plain, title_of
from knowledge.worklist import UNREAD
from speech.languages import Language
from speech.masking import mask
from town.open_cells import phone
from town.open_cells import plain as half_width
from town.open_rows import FacilityRow
from town.open_tables import OpenTable
from town.profile import Profile

# The heading of 推奨データセット 公共施設一覧, in its order.
HEADER = (
    "都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "名称", "名称_カナ", "名称_通称", "POIコード", "住所", "方書", "緯度",
    "経度", "電話番号", "内線番号", "法人番号", "団体名", "利用可能曜日", "開始時間", "終了時間", "利用可能日時特記事項", "説明", "バリアフリー情報",
    "URL", "備考",
)  # fmt: skip
_KANA = re.compile(r"[ァ-ヶー・\s]+")


@dataclass(frozen=True)
class PageRead:
    """Where the whole table was read and when, if somebody says so; else its entries have no source yet."""

    url: HttpUrl
    read_on: date


def cells_of(entry: EntryFile, profile: Profile, here: TownHall) -> dict[str, str]:
    """What an export writes, by heading; what an entry does not know stays empty."""
    text = entry.texts[Language.JA]
    number, note = _phone_and_note(text.notes or "")
    kana = next((name for name in entry.aliases if _KANA.fullmatch(name)), "")
    latitude, longitude = entry.place or ("", "")
    spoken = (
        f"【開館時間】{_spoken(text.hours)}" if text.hours else "",
        f"【休館日】{_spoken(text.closed)}" if text.closed else "",
    )
    return {
        "都道府県コード又は市区町村コード": profile.municipality_code or "", "NO": entry.id,
        "都道府県名": profile.prefecture.ja if profile.prefecture else "", "市区町村名": profile.names.ja,
        "名称": _line(text.title), "名称_カナ": kana, "名称_通称": next((name for name in entry.aliases if name != kana), ""),
        "住所": _line(text.address or ""), "緯度": str(latitude), "経度": str(longitude), "電話番号": number,
        "団体名": here.section_name(entry.section), "利用可能日時特記事項": " ".join(filter(None, spoken)),
        "説明": _line(text.summary), "バリアフリー情報": _line(text.barrier_free or ""),
        "URL": "" if entry.source.url == UNREAD else str(entry.source.url), "備考": _line(note),
    }  # fmt: skip


def rows(entries: Iterable[EntryFile], profile: Profile, here: TownHall) -> Iterator[list[str]]:
    for entry in entries:
        if entry.kind is Kind.PUBLIC_FACILITY:
            cells = cells_of(entry, profile, here)
            yield [cells.get(name, "") for name in HEADER]


@dataclass(frozen=True)
class FacilityReader:
    """Makes entries of typed rows. `page`: where the table stands, when it was read by somebody."""

    profile: Profile
    here: TownHall
    page: PageRead | None
    today: date

    def read(self, session: Session, table: OpenTable) -> Iterator[Read]:
        """Every line in its order, the rejected ones among them."""
        refused = [Read(one.line, column=one.column, sentence=one.sentence) for one in table.rejected]
        taken = [self._read(session, row, table.dataset.name) for row in table.rows if isinstance(row, FacilityRow)]
        yield from sorted([*refused, *taken], key=lambda line: line.line)

    def _read(self, session: Session, row: FacilityRow, dataset: str) -> Read:
        try:
            return Read(row.line, self._draft(session, row, dataset))
        except RowRefusedError as refusal:
            return Read(row.line, column=refusal.column, sentence=str(refusal))

    def _draft(self, session: Session, row: FacilityRow, dataset: str) -> Draft:
        found = desk_entries.find(session, row.id) if row.id else None
        known = found[1] if found and found[1].kind is Kind.PUBLIC_FACILITY else None
        entry = self._entry(row, known.id if known else _id(row, dataset), known)
        if known and cells_of(known, self.profile, self.here) == cells_of(entry, self.profile, self.here):
            return Draft(known, is_dated=True, is_masked=False, is_same=True)
        words = (row.description, row.note)
        entry = _onto(known, entry) if known else entry
        return Draft(entry, is_dated=self.page is not None, is_masked=any(mask(one).kinds for one in words))

    def _entry(self, row: FacilityRow, entry_id: str, known: EntryFile | None) -> EntryFile:
        read_on = self.page.read_on if self.page else self.today
        section = self.here.sections.get(plain(row.owner), self.here.section)
        if not section:
            raise RowRefusedError("団体名", "町の課ではありません。--section で決めることもできます。")
        return EntryFile(
            id=entry_id, kind=Kind.PUBLIC_FACILITY, topic=self.here.topic, section=section, is_published=False,
            source=self._source(row, known), checked_on=read_on, review_by=read_on + A_YEAR,
            aliases=tuple(dict.fromkeys(name for name in (row.kana, row.other_name) if name)), place=row.point,
            texts={Language.JA: _text(row)},
        )  # fmt: skip

    def _source(self, row: FacilityRow, known: EntryFile | None) -> Source:
        """The row's own page, if it was read; without any the desk refuses to publish."""
        if known and row.url == str(known.source.url):
            return known.source
        if self.page is None:
            return Source(url=UNREAD, title="未確認", read_on=self.today)
        try:
            url = HttpUrl(row.url) if row.url else self.page.url
        except ValidationError:
            raise RowRefusedError("URL", "https:// から始まる住所を1つだけ書いてください。") from None
        return Source(url=url, title=row.name[:LONGEST], read_on=self.page.read_on)


def _onto(known: EntryFile, entry: EntryFile) -> EntryFile:
    """What the row says anew; everything the table has no column for stays."""
    said = {name: value for name, value in entry.texts[Language.JA] if value}
    text = known.texts[Language.JA].model_copy(update=said)
    fields = {name: getattr(entry, name) for name in ("section", "source", "checked_on", "review_by", "place")}
    aliases = tuple(dict.fromkeys((*entry.aliases, *known.aliases)))
    return known.model_copy(update={**fields, "aliases": aliases, "texts": {**known.texts, Language.JA: text}})


def _text(row: FacilityRow) -> EntryText:
    words = [mask(part).text for part in (row.description, row.note)]
    number = f"{PHONE}{row.phone}" if row.phone else ""
    notes = "\n".join(part for part in (number, words[1] if row.description else "") if part)
    summary = words[0] or words[1] or row.full_address
    if not summary:
        raise RowRefusedError("住所", "空です。説明も備考もない施設には、住所を書いてください。")
    told = {
        "説明": summary, "備考": notes, "住所": row.full_address, "利用可能日時特記事項": row.hours + row.closed,
        "バリアフリー情報": row.barrier_free, "名称": row.name, "名称_カナ": row.kana, "名称_通称": row.other_name,
    }  # fmt: skip
    if long := next((column for column, said in told.items() if len(said) > LONGEST), None):
        raise RowRefusedError(long, f"{len(told[long])}字あります。{LONGEST}字までにしてください。")
    return EntryText(
        title=title_of(row.name), summary=summary, address=row.full_address or None, hours=row.hours or None,
        closed=row.closed or None, barrier_free=row.barrier_free or None, notes=notes or None,
    )  # fmt: skip


def _id(row: FacilityRow, dataset: str) -> str:
    """The publisher's number within its list, so that a facility may be renamed; else its name and address."""
    key = f"{row.code}:{row.id}" if row.id else f"{row.name}:{row.full_address}"
    return f"facility_{hashlib.sha256(f'{dataset}:{key}'.encode()).hexdigest()[:12]}"


def _phone_and_note(notes: str) -> tuple[str, str]:
    first, _, rest = notes.partition("\n")
    number = first.removeprefix(PHONE)
    return (number, rest) if first.startswith(PHONE) and phone(number) == number else ("", notes)


def _spoken(hours: str) -> str:
    """As it comes back from the table, where brackets begin another word."""
    plain_hours = half_width(_line(hours)).translate({ord("【"): "〔", ord("】"): "〕"})
    return plain_hours.strip("、。 ").replace("~", "〜")


def _line(text: str) -> str:
    return " ".join(text.split())
