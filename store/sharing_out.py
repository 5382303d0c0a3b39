"""Many telephones into rows of five hundred, inside the database: the LINE ids of a city never leave it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, ColumnElement, Integer, Select, String, case, func, insert, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import GenericFunction

from store.outbox import Delivery


class gathered(GenericFunction[Any]):  # noqa: N801  a function of SQL
    """A JSON array of a column's values."""

    type = JSON()
    inherit_cache = True


class new_key(GenericFunction[str]):  # noqa: N801
    """A new UUID for each row, of version 4 as LINE's X-Line-Retry-Key asks."""

    type = String()
    inherit_cache = True


@compiles(gathered, "postgresql")
def _json_agg(element: Any, compiler: Any, **more: Any) -> str:
    return f"json_agg({compiler.process(element.clauses, **more)})"


@compiles(gathered, "sqlite")
def _json_group_array(element: Any, compiler: Any, **more: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **more)})"


@compiles(new_key, "postgresql")
def _random_uuid(element: Any, compiler: Any, **more: Any) -> str:
    return "CAST(gen_random_uuid() AS VARCHAR)"


@compiles(new_key, "sqlite")
def _random_hex(element: Any, compiler: Any, **more: Any) -> str:
    hexadecimal = "lower(hex(randomblob({})))"
    parts = [hexadecimal.format(4), hexadecimal.format(2), f"'4' || substr({hexadecimal.format(2)}, 2)"]
    variant = f"substr('89ab', 1 + (random() & 3), 1) || substr({hexadecimal.format(2)}, 2)"
    return "(" + " || '-' || ".join([*parts, variant, hexadecimal.format(6)]) + ")"


@dataclass(frozen=True)
class Telephones:
    """A question to the database for LINE ids, in order of `position`; `reads` is the language each is told in, `silent`
    who is told without sound. Without `silent` a row keeps what its language says.
    """

    position: ColumnElement[int]
    line_id: ColumnElement[str]
    reads: ColumnElement[str]
    where: tuple[ColumnElement[bool], ...]
    silent: ColumnElement[bool] | None = None

    def in_rows(self, size: int, languages: Iterable[str]) -> Select[Any]:
        """`reads`, one of these languages, `silent` where it was asked, and `to`: a JSON array of at most `size` ids."""
        alike = {"reads": self.reads} | ({} if self.silent is None else {"silent": self.silent})
        place = func.row_number().over(partition_by=list(alike.values()), order_by=self.position)
        row = ((place - 1) // size).label("row")
        told = (self.line_id.label("line_id"), *(column.label(name) for name, column in alike.items()), row)
        each = select(*told).where(*self.where, self.reads.in_(languages)).subquery()
        apart = [each.c[name] for name in alike]
        return select(*apart, gathered(each.c.line_id).label("to")).group_by(*apart, each.c.row)


def promise(session: Session, to: Telephones, size: int, by_language: Mapping[str, dict[str, Any]]) -> int:
    """Rows of the outbox for `size` telephones each, all else of a row being the values of its language. Returns how
    many telephones.

    One statement: who changes their language meanwhile is told once, in the old or in the new one.
    """
    found = to.in_rows(size, by_language).subquery()
    names = next(iter(by_language.values()))
    values = {name: _of_language(found.c.reads, name, by_language) for name in names}
    if to.silent is not None:
        values["is_silent"] = found.c.silent
    rows = select(found.c.to, new_key().label("retry_key"), *(value.label(name) for name, value in values.items()))
    filled = insert(Delivery).from_select(["to", "retry_key", *values], rows)
    return sum(session.scalars(filled.returning(func.json_array_length(Delivery.to, type_=Integer))))


def _of_language(reads: ColumnElement[str], name: str, by_language: Mapping[str, dict[str, Any]]) -> Any:
    kind = Delivery.__table__.c[name].type
    return case(*((reads == language, literal(values[name], kind)) for language, values in by_language.items()))
