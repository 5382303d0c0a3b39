"""What a visitor looks for, read from the address: kind, state, district, a piece of the map, a language."""

from flask import request

from public.hall import the_hall
from reports.published import Looked
from reports.stages import CLOSED, OPEN, Stage
from speech.languages import Language
from town.calendar import to_jst

STATES = {"open": tuple(sorted(OPEN)), "closed": tuple(sorted(CLOSED))}


def language() -> Language:
    """`?lang=`, else the first of theirs that we speak."""
    asked = request.args.get("lang", "")
    if asked in list(Language):
        return Language(asked)
    best = request.accept_languages.best_match([one for one in Language if one is not Language.JA_EASY])
    return Language(best or Language.JA)


def looked() -> Looked:
    """What means nothing is passed over: a link may be old."""
    hall = the_hall()
    kind, state, district = (request.args.get(name, "") for name in ("kind", "state", "district"))
    return Looked(
        kinds=(kind,) if hall.rules.kind(kind) else (),
        stages=STATES.get(state, (Stage(state),) if state in list(Stage) else ()),
        district_id=district if district in {one.id for one in hall.town.districts} else "",
    )


def before_id() -> int | None:
    written = request.args.get("before", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def year_today() -> int:
    return to_jst(the_hall().now()).year
