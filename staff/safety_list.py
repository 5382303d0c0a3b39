"""What residents told in a safety check, live: the list, the map, the counts, and marking what was read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from flask import abort, render_template, request
from sqlalchemy.orm import Session

from alerts import safety_checks, safety_entries, safety_watches
from alerts.safety_alarm import UNREAD_AFTER
from alerts.safety_checks import BROADCASTERS, PEOPLE, SafetyCheck
from alerts.safety_entries import PAGE, UNKNOWN, Condition, SafetyEntry
from staff import broadcast_form
from staff.desk import the_desk
from staff.notice_desk import district_names
from staff.pages import Answer, Page, back
from staff.visit import visit
from store.database import transaction
from town import officers
from town.map_tiles import MapTiles
from town.officers import NotAllowedError

WORDS = {Condition.TROUBLE: "困っている", Condition.LEAVING: "これから", Condition.SAFE: "避難した"}
LOOKS = {Condition.TROUBLE: "bad", Condition.LEAVING: "waiting", Condition.SAFE: "good"}
PINS = {Condition.TROUBLE: ("urgent", "!"), Condition.LEAVING: ("", "→"), Condition.SAFE: ("closed", "✓")}
NO_DISTRICT = "地区がわからない"


@dataclass(frozen=True)
class Line:
    """`is_late`: it has waited unread for so long that somebody is rung."""

    entry: SafetyEntry
    district: str
    words: list[str]
    reader: str
    is_late: bool

    @property
    def condition(self) -> Condition:
        return Condition(self.entry.condition)


@dataclass(frozen=True)
class Leaf:
    """One page of the list, counted from 1."""

    total: int
    number: int

    @classmethod
    def wished(cls, total: int) -> Self:
        """One that is no more shows the last."""
        return cls(total, max(1, min(request.args.get("page", 1, type=int), cls(total, 1).count)))

    @property
    def count(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def skipped(self) -> int:
        return (self.number - 1) * PAGE

    @property
    def last(self) -> int:
        return min(self.skipped + PAGE, self.total)


def safety_check(check_id: int) -> Answer:
    here = visit()
    with transaction() as session:
        check = _found(session, check_id)
        safety_watches.look(session, check.id, here.officer_id, here.now)
        leaf = Leaf.wished(safety_entries.count(session, check.id))
        entries = safety_entries.listed(session, check.id, skipped=leaf.skipped)
        _note_reading(session, check, entries)
        watches = safety_watches.of(session, check.id)
        mine = next((watch for watch, one in watches if one.id == here.officer_id), None)
        names = district_names(session)
        return render_template(
            "safety_check.html", leaf=leaf, unread=safety_entries.count_unread(session, check.id),
            late=safety_entries.count_unread(session, check.id, here.now - UNREAD_AFTER), check=check, is_open=check.is_open(here.now), lines=_lines(session, entries, names),
            table=_table(session, check, names), conditions=WORDS, looks=LOOKS, pins=PINS, tiles=MapTiles(), town=the_desk().town,
            watches=[(one.name, watch.is_there(here.now) and check.is_open(here.now)) for watch, one in watches],
            is_watched=bool(safety_watches.watching(session, check, here.now)), mine=mine,
            am_there=bool(mine and mine.is_there(here.now)), may_end=here.has(*BROADCASTERS),
            until=broadcast_form.local(check.until_at), seen_at=here.now.isoformat(), keep=the_desk().town.safety.keep,
            districts="・".join(names.get(one, one) for one in check.districts),
        )  # fmt: skip


def read(check_id: int, told_id: int) -> Answer:
    here = visit()
    with transaction() as session:
        check, entry = _found(session, check_id), safety_entries.find(session, told_id)
        if entry is None or entry.check_id != check.id:
            raise NotAllowedError("この知らせは、もうありません。")
        if not safety_entries.mark_read(session, entry, _seen_at(), here.officer_id, here.now):
            raise NotAllowedError("画面を開いたあとに、新しい内容が届いています。一覧を開き直して読んでください。")
        here.journal(session, "safety.marked_read", check.subject, entry=entry.id)
    return back("safety_check", None, check_id=check_id, page=request.form.get("page", 1, type=int))


def read_all(check_id: int) -> Answer:
    here = visit()
    with transaction() as session:
        check = _found(session, check_id)
        count = safety_entries.mark_all_read(session, check.id, _shown(), _seen_at(), here.officer_id, here.now)
        here.journal(session, "safety.marked_read", check.subject, entries=count)
    page = request.form.get("page", 1, type=int)
    return back("safety_check", f"{count}件を読んだことにしました。", check_id=check_id, page=page)


def _found(session: Session, check_id: int) -> SafetyCheck:
    if visit().powers.has_own_cases_only:
        raise NotAllowedError("安否確認の内容は、市の職員だけが見られます。")
    check = safety_checks.find(session, check_id)
    if check is None:
        abort(404)
    return check


def _note_reading(session: Session, check: SafetyCheck, entries: list[SafetyEntry]) -> None:
    """Opening the page is written down each time; its looking again by itself only when it brings something new."""
    since = _moment(request.args.get("since", ""))
    new = [one for one in entries if since is None or one.changed_at > since]
    if since is None or new:
        visit().journal(session, "safety.read", check.subject, entries=len(new))


def _lines(session: Session, entries: list[SafetyEntry], names: dict[str, str]) -> list[Line]:
    now, words = visit().now, safety_entries.words_of(session, entries)
    readers = officers.named(session, {one.read_by for one in entries if one.read_by})
    return [
        Line(
            one, names.get(one.district_id, NO_DISTRICT), words.get(one.id, []), readers.get(one.read_by or 0, ""),
            one.read_at is None and now - one.changed_at >= UNREAD_AFTER,
        )
        for one in entries
    ]  # fmt: skip


def _table(session: Session, check: SafetyCheck, names: dict[str, str]) -> list[tuple[str, dict[Condition, int]]]:
    counts = safety_entries.counts(session, check.id)
    rows = [(names.get(one, one), counts.get(one, {})) for one in check.districts]
    return [*rows, (NO_DISTRICT, counts[UNKNOWN])] if UNKNOWN in counts else rows


def _shown() -> list[int]:
    """What stood on the page that was pressed: what stands on another has nobody seen."""
    return [int(one) for one in request.form.get("shown", "").split(",") if one.isdecimal()][:PAGE]


def _seen_at() -> datetime:
    seen = _moment(request.form.get("seen_at", ""))
    if seen is None:
        raise NotAllowedError("画面を開き直してから、もう一度押してください。")
    return seen


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


_AT = "/safety/<int:check_id>"
PAGES = (
    Page("safety_check", _AT, safety_check, PEOPLE),
    Page("read_safety", f"{_AT}/entries/<int:told_id>/read", read, PEOPLE, ("POST",)),
    Page("read_all_safety", f"{_AT}/read", read_all, PEOPLE, ("POST",)),
)
