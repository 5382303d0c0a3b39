"""What the stories of a report share: places of the sample town, and the buttons pressed one after another."""

from sqlalchemy import select

from reports import records
from reports.photos import PhotoState, ReportPhoto
from reports.records import FiledReport, Report
from speech.incoming import Place
from tests.handlers.window import Heard, Window
from tests.reports.conftest import STATION
from town.residents import Resident

HONCHO, NATIONAL, SEA = Place(34.7600, 138.2800), Place(34.7571, 138.2720), Place(34.60, 138.27)


def step(window: Window, heard: Heard, *endings: str) -> Heard:
    """Press, one after another, the button whose data ends so."""
    for ending in endings:
        heard = window.presses(next(data for data in heard.data if data.endswith(ending)))
    return heard


def begun(window: Window, *endings: str) -> Heard:
    return step(window, window.presses("report:begin"), *endings)


def filed(window: Window) -> list[Report]:
    return list(window.session.scalars(select(Report).order_by(Report.id)))


def wanted(window: Window) -> list[str | None]:
    return [one.message_id for one in window.session.scalars(select(ReportPhoto)) if one.state == PhotoState.WANTED]


def neighbour(window: Window, **more: object) -> Report:
    """Somebody else's open case at the station."""
    jiro = Resident(id=2, line_id="U" + "b" * 32, is_following=True, met_at=window.now)
    window.session.merge(jiro)
    told = FiledReport(kind="hole", section_id="roads", resident_id=2, point=STATION, **more)  # type: ignore[arg-type]
    return records.file(window.session, told, window.now)
