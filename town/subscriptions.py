"""What residents asked to hear about: districts and topics, and nothing else about them."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import ForeignKey, String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record


class DistrictLabel(StrEnum):
    """What a district is to the one who chose it. Names: `district_label.…` in the phrasebook."""

    HOME = "home"
    PARENTS = "parents"
    WORK = "work"


class ResidentDistrict(Record):
    """Several for one person: home, parents, work. Who has none never said where they live."""

    __tablename__ = "resident_districts"

    resident_id: Mapped[int] = mapped_column(ForeignKey("residents.id", ondelete="CASCADE"), primary_key=True)
    district_id: Mapped[str] = mapped_column(
        ForeignKey("districts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    label: Mapped[str | None] = mapped_column(String(8))  # only the resident reads it; gone when they leave


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
    """These and no others. What stays keeps its label."""
    had = districts_of(session, resident_id)
    theirs = delete(ResidentDistrict).where(ResidentDistrict.resident_id == resident_id)
    session.execute(theirs.where(ResidentDistrict.district_id.not_in(ids)))
    session.add_all(ResidentDistrict(resident_id=resident_id, district_id=id_) for id_ in sorted(set(ids) - had))
    session.flush()


def label_district(session: Session, resident_id: int, district_id: str, label: str | None) -> None:
    """Nothing happens where they have not chosen that district."""
    one = update(ResidentDistrict).where(
        ResidentDistrict.resident_id == resident_id, ResidentDistrict.district_id == district_id
    )
    session.execute(one.values(label=label))


def labels_of(session: Session, resident_id: int) -> dict[str, str]:
    """By district, where they said anything."""
    found = select(ResidentDistrict.district_id, ResidentDistrict.label).where(
        ResidentDistrict.resident_id == resident_id, ResidentDistrict.label.is_not(None)
    )
    return {str(id_): str(label) for id_, label in session.execute(found)}


def forget_labels(session: Session, resident_id: int) -> None:
    """Whose parents live where is nobody's business once they have left; the districts wait for their coming back."""
    session.execute(update(ResidentDistrict).where(ResidentDistrict.resident_id == resident_id).values(label=None))


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
