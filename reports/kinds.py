"""What can be reported and how the town deals with it: the town's file `reports.yaml`, checked."""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, model_validator

from reports.stages import CLOSED, Stage
from town.shapes import Id, Name, Names, Phone, Strict, WebAddress, refuse_wrong_phones
from town.yaml_file import read_checked

FILE = "reports.yaml"
Hours = Annotated[str, Field(min_length=1, max_length=80)]
LONGEST_KEPT = 366
Days = Annotated[int, Field(ge=1, le=LONGEST_KEPT)]


class RoadChoice(StrEnum):
    """What a resident may answer where the map cannot decide: 「国道/県道/市道/わからない」."""

    NATIONAL = "national"
    PREFECTURE = "prefecture"
    TOWN = "town"
    UNKNOWN = "unknown"


class Kind(Strict):
    """One kind of damage. `days`: working days until a resident hears a first word. `managed_by`: who usually does
    when it is not the town (an id of `keepers`), told together with the receipt.
    """

    id: Id
    names: Names
    hints: Names | None = None  # what belongs here, in a few words
    section: Id
    days: Days
    due_days: Days  # calendar days until it should be done
    related: tuple[Id, ...] = ()  # kinds under which another resident may have reported the same thing
    asks_pole_number: bool = False  # the number on the lamp says where it stands better than any map
    managed_by: tuple[Id, ...] = ()
    is_published: bool = True
    keep_days: Days = 366  # words and photos, counted from closing
    only_in_disaster: bool = False  # offered while the town is in disaster mode


class Keeper(Strict):
    """Somebody else who manages roads or things in the town. `is_ours`: it is the town after all."""

    id: Id
    names: Names
    phone: Phone | None = None
    hours: Names | None = None
    road: RoadChoice | None = None  # which answer to 「国道/県道/市道」 means this one
    is_ours: bool = False
    is_sample: bool = False


class Rule(Strict):
    """The first rule whose conditions all hold names the section. A condition that is not written always holds."""

    kinds: tuple[Id, ...] = ()
    districts: tuple[Id, ...] = ()
    keepers: tuple[Id, ...] = ()
    is_urgent: bool | None = None
    is_open: bool | None = None  # whether the section that the kind names is open at this moment
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    section: Id


class Publishing(Strict):
    """Under which licence the list is open data, and how finely places are shown before an officer has read it."""

    licence: Name = "CC BY 4.0"
    licence_url: WebAddress = "https://creativecommons.org/licenses/by/4.0/deed.ja"
    publisher: Name | None = None


class Remembering(Strict):
    """How long the town remembers who reported. Words and photos have their days with each kind; `keep_days_of` shortens
    them for cases that ended so («not_ours: 90»).
    """

    unlink_days: Days = 90
    keep_days_of: dict[Stage, Days] = {}  # noqa: RUF012 - pydantic copies it

    @model_validator(mode="after")
    def _only_of_what_is_over(self) -> Self:
        if still_open := sorted(set(self.keep_days_of) - CLOSED):
            raise ValueError(f"keep_days_of の {still_open[0]} は、終わった状態ではありません")
        return self


class Urging(Strict):
    """An urgent case rings one after another; unopened for so long, it calls everybody who may open it."""

    unopened_minutes: Annotated[int, Field(ge=5, le=240)] = 15

    @property
    def unopened_after(self) -> timedelta:
        return timedelta(minutes=self.unopened_minutes)


class ReportRules(Strict):
    """Everything a town decides about reports. Without kinds nothing can be reported here."""

    kinds: Annotated[tuple[Kind, ...], Field(max_length=20)] = ()
    keepers: tuple[Keeper, ...] = ()
    routing: tuple[Rule, ...] = ()
    publishing: Publishing = Publishing()
    remembering: Remembering = Remembering()
    urgent: Urging = Urging()
    near_metres: Annotated[int, Field(ge=10, le=300)] = 50  # how far apart two reports of one thing may lie
    band_metres: Annotated[int, Field(ge=1, le=200)] = 15  # how near a road or a border a place cannot be decided
    asks_fixed_after_days: Days = 14

    @model_validator(mode="after")
    def _names_only_what_is_there(self) -> Self:
        kinds, keepers = [one.id for one in self.kinds], [one.id for one in self.keepers]
        for written, what in ((kinds, "kinds"), (keepers, "keepers")):
            if len(written) != len(set(written)):
                raise ValueError(f"{what} の id が重なっています")
        named = {id_ for one in self.kinds for id_ in one.related} | {id_ for one in self.routing for id_ in one.kinds}
        known = {id_ for one in self.kinds for id_ in one.managed_by} | {i for one in self.routing for i in one.keepers}
        if missing := (named - set(kinds)) or (known - set(keepers)):
            raise ValueError(f"{min(missing)} は、このファイルにありません")
        for one in self.keepers:
            refuse_wrong_phones(one.is_sample, (one.phone,))
        return self

    @property
    def is_open(self) -> bool:
        return bool(self.kinds)

    @property
    def has_samples(self) -> bool:
        """Whether somebody invented is named here: such rules may not go live."""
        return any(one.is_sample for one in self.keepers)

    def kind(self, kind_id: str) -> Kind | None:
        """None for a kind the town has given up; its old reports stay."""
        return next((one for one in self.kinds if one.id == kind_id), None)

    def offered(self, *, is_disaster: bool) -> list[Kind]:
        """What can be reported now; what only a disaster brings stands first then."""
        offered = [one for one in self.kinds if is_disaster or not one.only_in_disaster]
        return sorted(offered, key=lambda one: not one.only_in_disaster)

    def kin(self, kind_id: str) -> tuple[str, ...]:
        """The kind itself, and those that name it or that it names."""
        own = self.kind(kind_id)
        named = own.related if own else ()
        return (kind_id, *sorted({*named, *(one.id for one in self.kinds if kind_id in one.related)} - {kind_id}))

    def keep_days(self, kind_id: str, stage: Stage) -> int:
        """How long words and photos of a case are kept that ended so; a kind the town has given up keeps the longest."""
        own = self.kind(kind_id)
        kept = own.keep_days if own else LONGEST_KEPT
        return min(kept, self.remembering.keep_days_of.get(stage, kept))

    def keeper(self, keeper_id: str | None) -> Keeper | None:
        return next((one for one in self.keepers if one.id == keeper_id), None)

    def keeper_of(self, answered: RoadChoice) -> Keeper | None:
        """Whose road it is by the resident's own word; None for わからない, and an officer finds out."""
        return next((one for one in self.keepers if one.road is answered), None)

    @property
    def unlink_after(self) -> timedelta:
        return timedelta(days=self.remembering.unlink_days)


def read_report_rules(folder: Path | None) -> ReportRules:
    """A town without the file takes no reports. Raises TownFileError for a mistake in it."""
    if folder is None or not (folder / FILE).exists():
        return ReportRules()
    return read_checked(folder / FILE, TypeAdapter(ReportRules))
