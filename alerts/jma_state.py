"""What is in force in the town by the agency's word: for each area and hazard, in the order of Control/DateTime."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alerts.jma_areas import Standing
from alerts.jma_kinds import Kind, catalogue
from alerts.jma_telegram import AreaKind, InfoType, Telegram
from store.database import Record

RIVER_DIGITS = 12  # of a forecast area; a city has seven


class AreaState(Record):
    """`series`: telegrams that take each other's place. `in_force` and `before` hold one entry for each hazard."""

    __tablename__ = "jma_states"

    series: Mapped[str] = mapped_column(String(220), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(12), primary_key=True)
    area_name: Mapped[str] = mapped_column(String(80))
    type: Mapped[str] = mapped_column(String(8))
    office: Mapped[str] = mapped_column(String(120))
    sent_at: Mapped[datetime]
    reported_at: Mapped[datetime]
    telegram_id: Mapped[int] = mapped_column(ForeignKey("jma_telegrams.id"))
    in_force: Mapped[list[dict[str, Any]]]
    before: Mapped[list[dict[str, Any]]]  # what a cancellation brings back
    told: Mapped[list[dict[str, Any]]]  # what officers were last told of it


@dataclass(frozen=True)
class InForce:
    """One kind in force in one area."""

    hazard: str
    code: str
    name: str
    level: int | None
    grade: str | None
    rings: bool
    since: str
    until: str | None
    remark: str | None
    is_known: bool = True

    def is_over(self, now: datetime) -> bool:
        return self.until is not None and datetime.fromisoformat(self.until) <= now


class Way(StrEnum):
    ISSUED = "issued"  # new, raised or of another kind
    LOWERED = "lowered"
    LIFTED = "lifted"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Change:
    area_code: str
    area_name: str
    hazard: str
    way: Way
    before: InForce | None
    after: InForce | None

    @property
    def gravest(self) -> InForce:
        """What it is about: what is in force now, or what was; of a cancellation, what was cancelled."""
        found = self.before or self.after if self.way is Way.CANCELLED else self.after or self.before
        assert found is not None  # noqa: S101 - a change without either is never made
        return found


def apply(
    session: Session, telegram: Telegram, standings: Iterable[Standing], telegram_id: int, *, is_silent: bool
) -> list[Change]:
    """Take a telegram in and say what officers do not know yet; a silent one only changes the state.

    Training and tests change nothing, nor does a telegram that came too late.
    """
    if not telegram.is_real or telegram.type is None:
        return []
    if telegram.head.info_type is InfoType.CANCELLED:
        return _roll_back(session, telegram, telegram_id)
    found, standings = [], list(standings)
    if telegram.kind and telegram.kind.reads == "river":
        _drop_cities(session, telegram, standings)
    for one in standings:
        row = session.get(AreaState, (series(telegram), one.area_code), with_for_update=True)
        if row and telegram.head.sent_at < row.sent_at:
            continue
        row = row or _first(session, telegram, one)
        _write(row, telegram, one, telegram_id)
        if not is_silent:
            is_correction = telegram.head.info_type is InfoType.CORRECTED
            found += tell(row, Way.CORRECTED if is_correction else None)
    session.flush()
    return found


def _drop_cities(session: Session, telegram: Telegram, standings: Iterable[Standing]) -> None:
    """An older build kept a flood under its city; now that its rivers stand for themselves nothing would ever lift that."""
    old = delete(AreaState).where(
        AreaState.series == series(telegram), AreaState.sent_at <= telegram.head.sent_at,
        func.length(AreaState.area_code) < RIVER_DIGITS, AreaState.area_code.not_in([one.area_code for one in standings]),
    )  # fmt: skip
    session.execute(old)


def tell(row: AreaState, way: Way | None = None) -> list[Change]:
    """What changed since officers were last told; from here on they know."""
    old, new = ({one.hazard: one for one in kinds(written)} for written in (row.told, row.in_force))
    row.told = row.in_force
    return _changes(row, old, new, way)


def as_if_new(telegram: Telegram, standings: Iterable[Standing]) -> list[Change]:
    """What would be told if nothing had been in force before; no row is touched."""
    return [
        Change(one.area_code, one.area_name, hazard, Way.ISSUED, None, _in_force(hazard, kind, telegram, None))
        for one in standings
        for hazard, kind in one.kinds.items()
    ]


def untold(session: Session) -> list[AreaState]:
    """Areas whose state changed silently, held until the end of this transaction."""
    rows = session.scalars(select(AreaState).order_by(AreaState.series, AreaState.area_code).with_for_update())
    return [row for row in rows if row.told != row.in_force]


def _first(session: Session, telegram: Telegram, one: Standing) -> AreaState:
    row = AreaState(series=series(telegram), area_code=one.area_code, in_force=[], before=[], told=[])
    session.add(row)
    return row


def _write(row: AreaState, telegram: Telegram, one: Standing, telegram_id: int) -> None:
    old = {kind.hazard: kind for kind in kinds(row.in_force)}
    new = [_in_force(hazard, kind, telegram, old.get(hazard)) for hazard, kind in one.kinds.items()]
    row.before, row.in_force = row.in_force, [asdict(kind) for kind in new]
    row.area_name, row.type, row.office = one.area_name, telegram.type or "", telegram.head.editorial_office
    row.sent_at, row.reported_at, row.telegram_id = telegram.head.sent_at, telegram.head.reported_at, telegram_id


def series(telegram: Telegram) -> str:
    """Warnings follow each other by their type; rivers, quakes and volcanoes by the event."""
    head, type_ = telegram.head, telegram.type or ""
    if telegram.kind is None or telegram.kind.reads in ("warnings", "tsunami", "trough", "headline"):
        return "VPHW" if type_.startswith("VPHW") else type_[:4] if type_.startswith("VYSE5") else type_
    return f"{'VXSE' if telegram.kind.reads == 'quake' else type_}:{head.event_id[:200]}"


def rivers(session: Session, telegram: Telegram) -> list[str]:
    """The forecast areas of this event that stand among the town's."""
    if telegram.kind is None or telegram.kind.reads != "river":
        return []
    return list(session.scalars(select(AreaState.area_code).where(AreaState.series == series(telegram))))


def in_force(session: Session, now: datetime) -> list[tuple[AreaState, InForce]]:
    """Everything in force now, the gravest first; what has a known end is gone by then."""
    found = [
        (row, kind)
        for row in session.scalars(select(AreaState).order_by(AreaState.series, AreaState.area_code))
        for kind in kinds(row.in_force)
        if not kind.is_over(now)
    ]
    return sorted(found, key=lambda one: -gravity(one[1]))


def gravity(kind: InForce) -> float:
    """By level; what has none stands by its grade. A tsunami warning stands with level 5.

    What nobody listed and yet rings stands with the warnings: never as if a warning had gone down to it.
    """
    if not kind.is_known and kind.rings:
        return 3.0
    grades = {"emergency": 5.0, "danger": 4.0, "warning": 3.0, "notice": 2.5, "advisory": 2.0}
    return float(kind.level) if kind.level else grades.get(kind.grade or "", 1.0)


def is_grave(kind: InForce) -> bool:
    """Level 4 and 5, every 特別警報 and 大津波警報, and the 津波警報, which has no level and lets nobody wait."""
    is_tsunami_warning = kind.hazard == "tsunami" and kind.grade == "warning"
    return is_tsunami_warning or gravity(kind) >= 4


def kinds(written: Iterable[Mapping[str, Any]]) -> list[InForce]:
    return [InForce(**one) for one in written]


def _in_force(hazard: str, told: AreaKind, telegram: Telegram, before: InForce | None) -> InForce:
    kind: Kind = told.kind or Kind("", "")
    is_same = before is not None and before.code == kind.code
    since = before.since if before and is_same else telegram.head.reported_at.isoformat()
    lasts = catalogue().lasts(telegram.kind) if telegram.kind else None
    until = told.until or (telegram.head.reported_at + lasts if lasts else None)
    return InForce(
        hazard, kind.code, kind.name, kind.level, kind.grade, kind.rings, since, until.isoformat() if until else None,
        told.remark, kind.is_known,
    )  # fmt: skip


def _changes(
    row: AreaState, old: Mapping[str, InForce], new: Mapping[str, InForce], way: Way | None = None
) -> list[Change]:
    found = []
    for hazard in dict.fromkeys([*new, *old]):
        before, after = old.get(hazard), new.get(hazard)
        if (before and before.code) == (after and after.code):
            continue
        told = Way.CANCELLED if way and after is None else way or _way(before, after)
        found.append(Change(row.area_code, row.area_name, hazard, told, before, after))
    return found


def _way(before: InForce | None, after: InForce | None) -> Way:
    if after is None:
        return Way.LIFTED
    return Way.LOWERED if before and gravity(after) < gravity(before) else Way.ISSUED


def _roll_back(session: Session, telegram: Telegram, telegram_id: int) -> list[Change]:
    """What was cancelled was never so: the areas stand as they did before it. Of an eruption or a quake nothing stays."""
    head, found = telegram.head, []
    query = select(AreaState).where(AreaState.series == series(telegram)).with_for_update()
    for row in session.scalars(query):
        is_anothers = not head.event_id and row.office != head.editorial_office
        if is_anothers or head.sent_at < row.sent_at:
            continue
        is_event = telegram.kind is not None and telegram.kind.lasts_hours is not None
        row.in_force, row.before = [] if is_event else row.before, []
        row.sent_at, row.reported_at, row.telegram_id = head.sent_at, head.reported_at, telegram_id
        found += tell(row, Way.CANCELLED)
    session.flush()
    return found
