"""What residents asked to hear about: districts and topics, and nothing else about them."""

from collections.abc import Collection

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record


class ResidentDistrict(Record):
    """Several for one person: home, parents, work. Who has none never said where they live."""

    __tablename__ = "resident_districts"

    resident_id: Mapped[int] = mapped_column(ForeignKey("residents.id", ondelete="CASCADE"), primary_key=True)
    district_id: Mapped[str] = mapped_column(
        ForeignKey("districts.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ResidentTopic(Record):
    __tablename__ = "resident_topics"

    resident_id: Mapped[int] = mapped_column(ForeignKey("residents.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


def districts_of(session: Session, resident_id: int) -> set[str]:
    found = select(ResidentDistrict.district_id).where(ResidentDistrict.resident_id == resident_id)
    return set(session.scalars(found))


def topics_of(session: Session, resident_id: int) -> set[str]:
    return set(session.scalars(select(ResidentTopic.topic_id).where(ResidentTopic.resident_id == resident_id)))


def choose_districts(session: Session, resident_id: int, ids: Collection[str]) -> None:
    """These and no others."""
    session.execute(delete(ResidentDistrict).where(ResidentDistrict.resident_id == resident_id))
    session.add_all(ResidentDistrict(resident_id=resident_id, district_id=id_) for id_ in sorted(set(ids)))
    session.flush()


def choose_topics(session: Session, resident_id: int, ids: Collection[str]) -> None:
    session.execute(delete(ResidentTopic).where(ResidentTopic.resident_id == resident_id))
    session.add_all(ResidentTopic(resident_id=resident_id, topic_id=id_) for id_ in sorted(set(ids)))
    session.flush()


def count_by_district(session: Session) -> dict[str, int]:
    """Officers see counts only."""
    counted = select(ResidentDistrict.district_id, func.count()).group_by(ResidentDistrict.district_id)
    return {str(id_): int(count) for id_, count in session.execute(counted)}


def count_by_topic(session: Session) -> dict[str, int]:
    counted = select(ResidentTopic.topic_id, func.count()).group_by(ResidentTopic.topic_id)
    return {str(id_): int(count) for id_, count in session.execute(counted)}
