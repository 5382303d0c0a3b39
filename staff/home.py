"""The first page after signing in: what this officer can do here."""

from flask import render_template
from sqlalchemy.orm import Session

from alerts import broadcasts
from alerts.broadcasts import Broadcast
from alerts.stages import Stage
from staff import broadcast_words
from staff.menu import TILES
from staff.pages import Answer, Needs, Page
from staff.people import section_names
from staff.visit import visit
from store.database import reading
from town import officer_factors, officer_proposals
from town.roles import Role


def home() -> Answer:
    here = visit()
    with reading() as session:
        factors_count = len(officer_factors.of(session, here.officer_id))
        waiting_count = officer_proposals.count_waiting(session) if here.has(Role.ADMINISTRATOR) else 0
        names = section_names(session)
        waiting_notices = _waiting_notices(session)
    tiles = [(name, title, told) for name, title, told, needs in TILES if needs is None or here.has(*needs)]
    return render_template(
        "home.html",
        sections=names,
        tiles=tiles,
        factors_count=factors_count,
        waiting_count=waiting_count,
        waiting_notices=waiting_notices,
        title_of=broadcast_words.title_of,
    )


def _waiting_notices(session: Session) -> list[Broadcast]:
    """What waits for this officer's word, live before drills."""
    here = visit()
    if not here.has(Role.BROADCAST_APPROVER):
        return []
    sections = here.powers.sections(Role.BROADCAST_APPROVER)
    found = [
        one for is_drill in (False, True)
        for one in broadcasts.listed(session, is_drill=is_drill, stages=frozenset({Stage.SUBMITTED}), sections=sections)
    ]  # fmt: skip
    return [one for one in found if one.submitted_by != here.officer_id]


PAGES = (Page("home", "/", home, Needs.SESSION),)
