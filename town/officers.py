"""The officers of the town hall: who they are, in which section they sit, and until when."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, delete, func, or_, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from store.database import Record
from town.roles import EVERY_SECTION, FOR_CONTRACTORS, Powers, Role

FEWEST_ADMINISTRATORS = 2


class NotAllowedError(Exception):
    """What was asked may not be done; carries the sentence the officer reads."""


class Officer(Record):
    """Never deleted: the journal speaks of the number for ever."""

    __tablename__ = "officers"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it, nobody changes it

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    email: Mapped[str] = mapped_column(String(120), unique=True)  # small letters
    name: Mapped[str] = mapped_column(String(80))
    section_id: Mapped[str] = mapped_column(String(40))
    is_contractor: Mapped[bool]
    ends_on: Mapped[date | None]  # the last day the account works
    password_hash: Mapped[str | None] = mapped_column(String(200))
    added_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    roles: Mapped[list["OfficerRole"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="OfficerRole.role"
    )

    def works_on(self, today: date) -> bool:
        return self.disabled_at is None and (self.ends_on is None or today <= self.ends_on)

    @property
    def powers(self) -> Powers:
        return Powers(frozenset((Role(one.role), one.section_id) for one in self.roles), self.is_contractor)

    @property
    def actor(self) -> str:
        """How the journal names this officer."""
        return f"officer:{self.id}"


class OfficerRole(Record):
    __tablename__ = "officer_roles"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(24), primary_key=True)
    section_id: Mapped[str] = mapped_column(String(40), primary_key=True)  # EVERY_SECTION: all of them


def add(
    session: Session, now: datetime, *, email: str, name: str, section_id: str, ends_on: date | None = None,
    is_contractor: bool = False,
) -> Officer:  # fmt: skip
    """A new account without password or roles. Raises NotAllowedError where the address is taken."""
    if is_contractor and ends_on is None:
        raise NotAllowedError("委託先の職員には、契約が終わる日を入れてください。")
    if by_email(session, email):
        raise NotAllowedError("このメールアドレスの職員は、もう登録されています。")
    officer = Officer(
        email=plain_email(email), name=name.strip(), section_id=section_id, is_contractor=is_contractor,
        ends_on=ends_on, added_at=now,
    )  # fmt: skip
    session.add(officer)
    session.flush()
    return officer


def plain_email(email: str) -> str:
    return email.strip().casefold()


def find(session: Session, officer_id: int) -> Officer | None:
    return session.get(Officer, officer_id)


def by_email(session: Session, email: str) -> Officer | None:
    return session.scalar(select(Officer).where(Officer.email == plain_email(email)))


def all(session: Session) -> list[Officer]:  # noqa: A001 - read as `officers.all(session)`
    return list(session.scalars(select(Officer).order_by(Officer.disabled_at.is_not(None), Officer.name, Officer.id)))


def named(session: Session, ids: Iterable[int]) -> dict[int, str]:
    rows = session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(set(ids))))
    return {row.id: row.name for row in rows}


def working(session: Session, role: Role, today: date, section_id: str | None = None) -> list[Officer]:
    """Who holds the role (for this section, if one is named), has come through the door at least once, and works today."""
    covers = true() if section_id is None else OfficerRole.section_id.in_((EVERY_SECTION, section_id))
    return list(
        session.scalars(
            select(Officer)
            .where(
                Officer.roles.any((OfficerRole.role == role) & covers),
                Officer.disabled_at.is_(None),
                Officer.password_hash.is_not(None),
                or_(Officer.ends_on.is_(None), Officer.ends_on >= today),
            )
            .order_by(Officer.id)
        )
    )


def count_administrators(session: Session, today: date) -> int:
    """Accounts that are or may yet become administrators: also those whose invitation is still open."""
    return session.scalar(
        select(func.count(Officer.id)).where(
            Officer.roles.any(OfficerRole.role == Role.ADMINISTRATOR),
            Officer.disabled_at.is_(None),
            or_(Officer.ends_on.is_(None), Officer.ends_on >= today),
        )
    ) or 0  # fmt: skip


def grant(session: Session, officer: Officer, role: Role, section_id: str) -> bool:
    """Whether anything changed. Who may do so is decided by whoever calls."""
    if officer.is_contractor and role not in FOR_CONTRACTORS:
        raise NotAllowedError("委託先の職員に渡せる役割は、閲覧と通報の対応だけです。")
    if (role, section_id) in officer.powers.held:
        return False
    officer.roles.append(OfficerRole(officer_id=officer.id, role=role, section_id=section_id))
    session.flush()
    return True


def revoke(session: Session, officer: Officer, role: Role, section_id: str, today: date) -> bool:
    if (role, section_id) not in officer.powers.held:
        return False
    if role is Role.ADMINISTRATOR:
        _keep_two(session, officer, today)
    session.execute(
        delete(OfficerRole).where(
            OfficerRole.officer_id == officer.id, OfficerRole.role == role, OfficerRole.section_id == section_id
        )
    )
    session.expire(officer, ["roles"])
    return True


def disable(session: Session, officer: Officer, now: datetime, today: date) -> bool:
    if officer.disabled_at is not None:
        return False
    if officer.powers.has(Role.ADMINISTRATOR):
        _keep_two(session, officer, today)
    officer.disabled_at = now
    session.flush()
    return True


def _keep_two(session: Session, leaving: Officer, today: date) -> None:
    """Two administrators leaving at the same moment must not both find the other one still there."""
    session.execute(select(OfficerRole).where(OfficerRole.role == Role.ADMINISTRATOR).with_for_update())
    if not leaving.works_on(today):
        return
    if (
        len([one for one in working(session, Role.ADMINISTRATOR, today) if one.id != leaving.id])
        < FEWEST_ADMINISTRATORS
    ):
        raise NotAllowedError("管理者が2人より少なくなるため、できません。先に、別の管理者を決めてください。")
