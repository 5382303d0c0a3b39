"""Views of the list of cases that an officer has given a name."""

from collections.abc import Mapping

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.officers import NotAllowedError, Officer

LONGEST_NAME = 30
MOST = 20


class SavedView(Record):
    """`asked`: the filters as they stand in the address of the list. It shows what they find on the day it is opened."""

    __tablename__ = "report_views"
    __table_args__ = (Index(None, "officer_id", "name", unique=True), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    asked: Mapped[dict[str, str]] = mapped_column(JSON)


def of_officer(session: Session, officer_id: int) -> list[SavedView]:
    return list(session.scalars(select(SavedView).where(SavedView.officer_id == officer_id).order_by(SavedView.name)))


def save(session: Session, officer: Officer, name: str, asked: Mapping[str, str]) -> SavedView:
    """Under a name that is there already the new filters stand. Raises NotAllowedError with what is wrong."""
    plain, mine = name.strip(), of_officer(session, officer.id)
    if not plain or len(plain) > LONGEST_NAME:
        raise NotAllowedError(f"一覧の名前を{LONGEST_NAME}文字までで書いてください。")
    found = next((one for one in mine if one.name == plain), None)
    if found is None and len(mine) >= MOST:
        raise NotAllowedError(f"名前を付けた一覧は{MOST}までです。使わないものを消してください。")
    view = found or SavedView(officer_id=officer.id, name=plain)
    view.asked = dict(asked)
    session.add(view)
    session.flush()
    return view


def drop(session: Session, officer: Officer, view_id: int) -> None:
    """Another officer's stays where it is."""
    view = session.get(SavedView, view_id)
    if view is None or view.officer_id != officer.id:
        raise NotAllowedError("その一覧はありません。")
    session.delete(view)
