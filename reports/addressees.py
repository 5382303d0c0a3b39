"""To whom a letter about cases goes: their section, and, where it has no address, whoever stands above it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from store import letters
from town import officers, sections
from town.calendar import to_jst
from town.profile import Profile
from town.roles import Role


@dataclass(frozen=True)
class Addressees:
    """No address at all: nobody can have a letter, and nobody may be counted as told."""

    section_name: str
    addresses: tuple[str, ...]
    are_above: bool = False


def find(session: Session, section_id: str, town: Profile, now: datetime) -> Addressees:
    section = sections.find(session, section_id)
    name = section.name_in(("ja",)) if section else section_id
    if section and section.email and letters.is_address(section.email):
        return Addressees(name, (section.email,))
    return Addressees(name, _above(session, town, now), are_above=True)


def _above(session: Session, town: Profile, now: datetime) -> tuple[str, ...]:
    """The town's address for sections that have none, or else the administrators: they can name somebody."""
    general = town.reviewing.letters_to
    if general and letters.is_address(general):
        return (general,)
    working = officers.working(session, Role.ADMINISTRATOR, to_jst(now).date())
    return tuple(one.email for one in working if letters.is_address(one.email))


def why(to: Addressees) -> tuple[str, ...]:
    """What whoever stands above is told beneath the letter; nothing to the section itself."""
    if not to.are_above:
        return ()
    return (
        "",
        f"{to.section_name}には使えるメールアドレスがないため、こちらへお知らせしています。担当の人に伝えてください。",
        "課の送り先は sections.yaml の email、ない課の分は profile.yaml の reviewing: letters_to: に書けます。",
    )
