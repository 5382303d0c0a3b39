"""A telegram of the Meteorological Agency, understood: its head, and what it says of each area."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alerts.jma_kinds import Kind, TelegramKind


class Status(StrEnum):
    """Only 通常 is real. What cannot be told apart is refused, never taken for real."""

    REAL = "通常"
    TRAINING = "訓練"
    TEST = "試験"


class InfoType(StrEnum):
    ISSUED = "発表"
    CORRECTED = "訂正"
    LATE = "遅延"
    CANCELLED = "取消"


class Reading(StrEnum):
    READ = "read"
    IGNORED = "ignored"  # the old set, said once more by the new one
    UNKNOWN = "unknown"  # stored and shown, never guessed


class Layer(StrEnum):
    CITY = "city"
    REGION = "region"  # 府県予報区, 一次細分区域, 市町村等をまとめた地域
    COAST_SECTION = "coast_section"  # 高潮予報区間
    RIVER = "river"
    QUAKE_AREA = "quake_area"
    TSUNAMI_AREA = "tsunami_area"
    VOLCANO = "volcano"
    NATION = "nation"


ISSUED, CONTINUED, LIFTED, LOWERED = "発表", "継続", "解除", "引下げ"
NOTHING_IN_FORCE = ("発表警報・注意報はなし", "なし")


@dataclass(frozen=True)
class AreaKind:
    """One kind in one area. `kind` is None where the telegram says that nothing is in force there.

    `change` is the telegram's own word (発表, 継続, 解除, 危険警報から警報 …), or ours where it has none.
    """

    layer: Layer
    code: str
    name: str
    kind: Kind | None
    change: str
    last_code: str | None = None
    until: datetime | None = None
    remark: str | None = None
    river_code: str | None = None  # of a flood forecast: the forecast area it is about, several in one city
    river: str | None = None

    @property
    def is_in_force(self) -> bool:
        return self.kind is not None and not self.kind.is_lift and self.change not in (LIFTED, *NOTHING_IN_FORCE)

    @property
    def level(self) -> int | None:
        """The level in force now; a lifted kind has none."""
        return self.kind.level if self.kind and self.is_in_force else None


@dataclass(frozen=True)
class Quake:
    origin_at: datetime | None
    place_code: str | None
    place: str | None
    magnitude: str | None  # as written: «Ｍ６．６», «Ｍ８を超える巨大地震»
    strongest: str | None  # of all areas
    remark_codes: tuple[str, ...] = ()  # 固定付加文, such as whether a tsunami is to be feared


@dataclass(frozen=True)
class Head:
    title: str  # Control/Title: what decides the kind of telegram
    sent_at: datetime  # Control/DateTime: what decides the order
    status: Status
    editorial_office: str
    publishing_office: str
    subject: str  # Head/Title
    reported_at: datetime
    target_at: datetime | None
    valid_until: datetime | None
    event_id: str
    info_type: InfoType
    serial: str
    headline: str


@dataclass(frozen=True)
class Telegram:
    head: Head
    kind: TelegramKind | None
    type: str | None
    reading: Reading
    areas: tuple[AreaKind, ...] = ()  # what the town acts on: cities, coasts, quake areas
    wider: tuple[AreaKind, ...] = ()  # regions, rivers, volcanoes: to be shown only
    quake: Quake | None = None
    notice: str | None = None  # Body/Text, such as the sentence of a cancellation

    @property
    def is_real(self) -> bool:
        return self.head.status is Status.REAL
