"""The list of reports that everybody may open, with its map, and the page of one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlencode

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from public.hall import Hall, the_hall
from public.looking import before_id, language, looked
from public.pages import Answer, Page
from reports import photo_links
from reports.announcing import kind_name
from reports.published import PAGE, Shown, one, page
from reports.stages import Stage
from speech.languages import FALLBACKS, OWN_NAMES, Language
from speech.phrases import book, phrase
from store.database import reading
from town.calendar import to_jst

PREFIX = "public_reports."
HTML_TAGS = {Language.JA: "ja", Language.JA_EASY: "ja", Language.ZH: "zh-Hans"}
KEPT = ("lang", "kind", "state", "district")


@dataclass(frozen=True)
class Line:
    """One case, in words."""

    number: str
    kind: str
    stage: str
    is_open: bool
    district: str
    filed_on: str
    changed_on: str
    followers: int
    text: str | None
    passed_on_to: str | None
    latitude: float | None
    longitude: float | None
    photos: tuple[str, ...] = ()  # names of their addresses


def listing() -> Answer:
    hall, tongue = the_hall(), language()
    with reading() as session:
        found = page(session, looked(), before_id())
    lines = [_line(hall, each, tongue) for each in found[:PAGE]]
    further = _address({"before": str(found[PAGE - 1].id)}) if len(found) > PAGE else None
    return _rendered("public_reports.html", hall, tongue, lines=lines, further=further)


def case(number: str) -> Answer:
    hall, tongue = the_hall(), language()
    with reading() as session:
        found = one(session, number)
        names = photo_links.published(session, [found.id]) if found else {}
    if found is None:
        abort(404)
    line = replace(_line(hall, found, tongue), photos=tuple(names.get(found.id, ())))
    return _rendered("public_report.html", hall, tongue, line=line)


@cache
def words(tongue: Language) -> Mapping[str, str]:
    """All that the pages say, by the last part of its key."""
    keys = [key.removeprefix(PREFIX) for key in book(Language.JA) if key.startswith(PREFIX)]
    return {key: phrase(f"public_reports.{key}", tongue) for key in keys}


def _rendered(template: str, hall: Hall, tongue: Language, **more: object) -> Response:
    answer = Response(
        render_template(
            template, hall=hall, town=hall.town.names.first_of(FALLBACKS[tongue]), words=words(tongue), tongue=tongue,
            tag=HTML_TAGS.get(tongue, tongue.value), languages=OWN_NAMES, names=_names(hall, tongue),
            address=_address, asked=request.args, **more,
        ),
        mimetype="text/html",
    )  # fmt: skip
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _names(hall: Hall, tongue: Language) -> Mapping[str, list[tuple[str, str]]]:
    return {
        "kinds": [(each.id, each.names.first_of(FALLBACKS[tongue])) for each in hall.rules.kinds],
        "districts": [(each.id, each.names.first_of(FALLBACKS[tongue])) for each in hall.town.districts],
    }


def _address(changed: Mapping[str, str]) -> str:
    """The list as it is looked at now, with something changed."""
    kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return f"?{urlencode(kept | dict(changed))}"


def _line(hall: Hall, shown: Shown, tongue: Language) -> Line:
    district = next((each for each in hall.town.districts if each.id == shown.district_id), None)
    latitude, longitude = shown.point or (None, None)
    return Line(
        number=shown.receipt_number, kind=kind_name(hall.rules, shown.kind, tongue),
        stage=stage_name(shown.stage, tongue), is_open=shown.is_open,
        district=district.names.first_of(FALLBACKS[tongue]) if district else "",
        filed_on=f"{to_jst(shown.filed_at):%Y-%m-%d}", changed_on=f"{to_jst(shown.changed_at):%Y-%m-%d}",
        followers=shown.follower_count, text=shown.text, passed_on_to=shown.passed_on_to, latitude=latitude,
        longitude=longitude,
    )  # fmt: skip


def stage_name(stage: Stage, tongue: Language) -> str:
    return phrase(f"report_stage.{stage}", tongue)


PAGES = (
    Page("reports", "/reports", listing),
    Page("report", "/reports/<number>", case),
)
