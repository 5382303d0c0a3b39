"""The sections of the town hall: what a town writes about them, and the rows everything else refers to."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, TypeAdapter, model_validator
from sqlalchemy import JSON, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from store.database import Record
from town.calendar import OpeningRule
from town.reorganisation import successor
from town.shapes import Email, Id, LanguageCode, Name, Names, Phone, Strict, refuse_wrong_phones
from town.yaml_file import TownFileError, read_checked


class SectionFile(Strict):
    """One section as a town writes it. Without `hours` it is open when the town hall is."""

    id: Id
    is_sample: bool = False
    names: Names
    duties: Name
    phone: Phone
    fax: Phone | None = None
    email: Email | None = None
    floor: Annotated[int, Field(ge=-3, le=60)]
    room: Name
    hours: tuple[OpeningRule, ...] = ()
    phone_languages: tuple[LanguageCode, ...] = ("ja",)

    @model_validator(mode="after")
    def _phones_fit(self) -> Self:
        refuse_wrong_phones(self.is_sample, (self.phone, self.fax))
        return self


class Section(Record):
    __tablename__ = "sections"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    is_sample: Mapped[bool] = mapped_column(default=False)
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    duties: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(String(20))
    fax: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(120))
    floor: Mapped[int]
    room: Mapped[str] = mapped_column(String(80))
    hours: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    phone_languages: Mapped[list[str]] = mapped_column(JSON)

    def name_in(self, languages: Iterable[str]) -> str:
        return Names.model_validate(self.names).first_of(languages)

    def opening_rules(self) -> tuple[OpeningRule, ...]:
        """Its own rules; empty when it keeps the town hall's hours."""
        return tuple(OpeningRule.model_validate(rule) for rule in self.hours)


def read_sections(path: Path) -> tuple[SectionFile, ...]:
    sections = read_checked(path, TypeAdapter(tuple[SectionFile, ...]))
    if doubles := {one.id for one in sections if [other.id for other in sections].count(one.id) > 1}:
        raise TownFileError(f"{path}: 課の id「{min(doubles)}」が2回あります。")
    return sections


def load(session: Session, values: Sequence[SectionFile]) -> None:
    """Make the rows say what the files say. A sample row the files have dropped goes; a real one stays."""
    for position, value in enumerate(values):
        session.merge(as_row(value, position))
    kept = [value.id for value in values]
    session.execute(delete(Section).where(Section.is_sample, Section.id.not_in(kept)))
    session.flush()


def as_row(value: SectionFile, position: int) -> Section:
    written = value.model_dump(mode="json")
    written["names"] = value.names.model_dump(exclude_none=True)
    return Section(position=position, **written)


def as_file(row: Section) -> SectionFile:
    """The row as a town would have written it."""
    return SectionFile.model_validate({name: getattr(row, name) for name in SectionFile.model_fields})


def find(session: Session, section_id: str) -> Section | None:
    """The section, or whoever took over when it was closed."""
    seen: set[str] = set()
    wanted: str | None = section_id
    while wanted and wanted not in seen:
        if found := session.scalar(_NAMED, {"wanted": wanted}):
            return found
        seen.add(wanted)
        wanted = successor(session, wanted)
    return None


def all(session: Session) -> list[Section]:  # noqa: A001 - read as `sections.all(session)`
    """Every section, in the order the town wrote them."""
    return list(session.scalars(select(Section).order_by(Section.position, Section.id)))


_NAMED = select(Section).where(Section.id == bindparam("wanted"))  # built once: nearly every answer names a section
