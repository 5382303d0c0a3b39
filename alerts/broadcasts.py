"""Notices to many: the record of each, from the first word to the last telephone."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alerts.audience import Aim, Audience
from alerts.stages import GONE_OUT, Move, Stage, after
from alerts.written import Written
from store import journal
from store.database import Record, wake
from town.officers import NotAllowedError, Officer


class Origin(StrEnum):
    """Who wrote it. What a machine wrote never counts as one of the two people."""

    OFFICER = "officer"
    JMA = "jma"
    CAP = "cap"
    MAIL = "mail"


class Correcting(StrEnum):
    CORRECTION = "correction"  # 【訂正】: the order stands, something in the notice was wrong
    RETRACTION = "retraction"  # 【取消】: there is no such order


class Broadcast(Record):
    """`content` is what officers edit; `frozen` is what was submitted and will be sent, letter by letter."""

    __tablename__ = "broadcasts"
    __table_args__ = (
        UniqueConstraint("id", "is_drill"),  # deliveries point at both, so that no row can disagree
        # The correction of a drill is a drill, and that of a live notice is live.
        ForeignKeyConstraint(["corrects_id", "is_drill"], ["broadcasts.id", "broadcasts.is_drill"]),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    is_drill: Mapped[bool]  # the database refuses to change it
    stage: Mapped[str] = mapped_column(String(12), default=Stage.DRAFT, index=True)
    revision: Mapped[int] = mapped_column(default=1)
    section_id: Mapped[str] = mapped_column(String(40))
    origin: Mapped[str] = mapped_column(String(8))
    content: Mapped[dict[str, Any]]
    audience: Mapped[dict[str, Any]]
    frozen: Mapped[dict[str, Any] | None]
    drafted_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    drafted_at: Mapped[datetime]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    submitted_at: Mapped[datetime | None]
    asked_again_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(400))  # why it was returned, rejected or cancelled
    is_alone: Mapped[bool] = mapped_column(default=False)
    ratified_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    ratified_at: Mapped[datetime | None]
    ordered_by: Mapped[str | None] = mapped_column(String(80))  # 発令者
    ordered_at: Mapped[datetime | None]  # 決定時刻
    grounds: Mapped[str | None] = mapped_column(String(400))  # 根拠 (発令基準)
    document_number: Mapped[str | None] = mapped_column(String(80))  # 文書番号
    send_at: Mapped[datetime | None]
    repeats: Mapped[str | None] = mapped_column(String(8))
    repeats_until: Mapped[date | None]
    skips_closing_days: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[datetime | None]
    corrects_id: Mapped[int | None] = mapped_column(index=True)
    corrects_as: Mapped[str | None] = mapped_column(String(12))
    ends_order_ids: Mapped[list[str]] = mapped_column(default=list)
    recipient_count: Mapped[int | None]
    released_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def written(self) -> Written:
        """The frozen words. Only what was submitted has any."""
        if self.frozen is None:
            raise NotAllowedError("まだ承認に出されていません。")
        return Written.from_json(self.frozen)

    @property
    def is_for(self) -> Audience:
        return Audience.from_json(self.audience)

    @property
    def has_gone_out(self) -> bool:
        return Stage(self.stage) in GONE_OUT


class BroadcastVersion(Record):
    """Every content a draft ever had, and who wrote it."""

    __tablename__ = "broadcast_versions"

    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    audience: Mapped[dict[str, Any]]


class OvertakenEditError(NotAllowedError):
    """Somebody else changed it meanwhile."""

    def __init__(self) -> None:
        super().__init__("ほかの職員が先に変更しました。新しい内容を確かめて、もう一度操作してください。")


def locked(session: Session, broadcast_id: int, revision: int | None = None) -> Broadcast:
    """The notice, held until the end of this transaction. Raises NotAllowedError when it is not what they looked at."""
    broadcast = session.get(Broadcast, broadcast_id, with_for_update=True, populate_existing=True)
    if broadcast is None:
        raise NotAllowedError("この配信はありません。")
    if revision is not None and revision != broadcast.revision:
        raise OvertakenEditError
    return broadcast


def move(session: Session, broadcast: Broadcast, by: Move, officer: Officer | None, now: datetime) -> None:
    """Along one arrow of the table, and into the journal."""
    broadcast.stage = after(Stage(broadcast.stage), by)
    broadcast.revision += 1
    journal.write(
        session, now, actor=officer.actor if officer else "machine", action=f"broadcast.{by.value}",
        subject=f"broadcast:{broadcast.id}", revision=broadcast.revision, drill=int(broadcast.is_drill),
    )  # fmt: skip
    wake(session, "notices")  # somebody may have to be rung, or need not be any more


def find(session: Session, broadcast_id: int) -> Broadcast | None:
    return session.get(Broadcast, broadcast_id)


def listed(
    session: Session, *, is_drill: bool, stages: frozenset[Stage] | None = None, sections: frozenset[str] | None = None,
    limit: int = 100,
) -> list[Broadcast]:  # fmt: skip
    """Newest first; live notices and drills never in one list. A correction that only lies ready is not there yet."""
    is_begun = Broadcast.corrects_id.is_(None) | (Broadcast.stage != Stage.DRAFT) | (Broadcast.revision > 1)
    query = select(Broadcast).where(Broadcast.is_drill == is_drill, is_begun).order_by(Broadcast.id.desc()).limit(limit)
    if sections is not None:
        query = query.where(Broadcast.section_id.in_(sections))
    return list(session.scalars(query.where(Broadcast.stage.in_(stages)) if stages else query))


def versions(session: Session, broadcast_id: int) -> list[BroadcastVersion]:
    found = select(BroadcastVersion).where(BroadcastVersion.broadcast_id == broadcast_id)
    return list(session.scalars(found.order_by(BroadcastVersion.revision)))


def corrections_of(session: Session, broadcast_id: int) -> list[Broadcast]:
    return list(session.scalars(select(Broadcast).where(Broadcast.corrects_id == broadcast_id).order_by(Broadcast.id)))


def refuse_unfit_audience(is_drill: bool, audience: Audience) -> None:
    """A drill reaches testers, and a live notice never does."""
    if is_drill != (audience.aim is Aim.TESTERS):
        raise NotAllowedError(
            "訓練は、登録した試験者だけに送れます。" if is_drill else "試験者だけに送るのは、訓練のときだけです。"
        )
