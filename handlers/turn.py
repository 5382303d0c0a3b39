"""What every handler meets: the desk it may use and the shape it has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from alerts import disaster_switches
from knowledge.ask import Knowledge
from knowledge.life_events import LifeEvents
from reports.filing import Office
from reports.report_town import ReportTown
from speech.cards import Spoken
from speech.incoming import Incoming
from speech.languages import Language
from speech.phrases import phrase
from town.numbers import EmergencyNumbers
from town.profile import Profile
from town.residents import Resident


@dataclass(frozen=True)
class Desk:
    """`resident` is None in a group: nobody there has been written down. `guessed` is the language of their words."""

    session: Session
    knowledge: Knowledge
    town: Profile
    numbers: EmergencyNumbers
    now: datetime
    resident: Resident | None
    guessed: Language | None = None
    life_events: LifeEvents = LifeEvents()  # noqa: RUF009 - frozen
    reports: ReportTown = ReportTown()  # noqa: RUF009 - frozen
    desk_address: str = ""  # where officers sign in

    @property
    def language(self) -> Language:
        """What they chose; until they choose, what they write in."""
        chosen = self.resident.language if self.resident else None
        return Language(chosen) if chosen else self.guessed or Language.JA

    @cached_property
    def is_disaster(self) -> bool:
        """Asked once for each message: its whole answer is of one mind."""
        return disaster_switches.is_on(self.session)

    @property
    def report_office(self) -> Office:
        """Where reports are taken in."""
        return Office(self.reports, self.town, self.desk_address)

    @property
    def town_name(self) -> str:
        return self.town.names.first_of([self.language])

    def phrase(self, key: str, **values: object) -> str:
        return phrase(key, self.language, **values)


Handler = Callable[[Incoming, Desk], list[Spoken]]
