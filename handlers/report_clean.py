"""A photo or a sentence of one's own case is taken back: one by one where there are several, or all of them."""

from handlers.turn import Desk
from reports import announcing, photos, reporter
from reports.photos import ReportPhoto
from reports.records import Report
from reports.reporter import Piece
from speech.cards import Card, Press, Row, Say, Spoken
from town.calendar import to_jst

MOST_SHOWN = 10  # buttons on one card; what is older goes with «all»


def answer(report: Report, what: str, desk: Desk) -> list[Spoken]:
    """«photos», «photo.34», «photo.all»; «clean», «words.1f0c9a2b», «words.all»."""
    about, _, which = what.partition(".")
    if about in ("photo", "photos"):
        return _photos(report, which, desk)
    return _words(report, which, desk)


def _photos(report: Report, which: str, desk: Desk) -> list[Spoken]:
    mine = photos.sent_to(desk.session, report.id, desk.resident.id if desk.resident else 0)
    is_all = which == "all" or (not which and len(mine) < 2)
    chosen = mine if is_all else [one for one in mine if str(one.id) == which]
    if not chosen and mine:
        return [_which_photo(report, mine, desk)]
    photos.destroy(desk.session, chosen, desk.now)
    return [Say(desk.phrase("report_mine.photos_gone", count=len(chosen)), (back_to(report, desk),))]


def _words(report: Report, which: str, desk: Desk) -> list[Spoken]:
    told = reporter.pieces(desk.session, report)
    chosen = next((one for one in told if one.key == which), None)
    if which == "all" or (not which and len(told) < 2):
        reporter.clean(desk.session, report, desk.now)
        return [Say(desk.phrase("report_mine.cleaned"), (back_to(report, desk),))]
    if chosen is None:
        return [_which_words(report, told, desk)]
    reporter.take_out(desk.session, report, chosen, desk.now)
    return [Say(desk.phrase("report_mine.one_cleaned"), (back_to(report, desk),))]


def _which_photo(report: Report, mine: list[ReportPhoto], desk: Desk) -> Card:
    buttons = []
    for number, one in enumerate(mine[:MOST_SHOWN], start=1):
        sent = to_jst(one.wanted_at)
        when = f"{sent.month}/{sent.day} {sent:%-H:%M}"
        label = desk.phrase("report_mine.one_photo", number=number, when=when)
        buttons.append(Press(label, f"report_own:{report.id}:photo.{one.id}"))
    everything = Press(desk.phrase("report_mine.all_photos"), f"report_own:{report.id}:photo.all")
    title = desk.phrase("report_mine.which_photo")
    return Card(title, buttons=(*buttons, everything), choices=(back_to(report, desk),))


def _which_words(report: Report, told: list[Piece], desk: Desk) -> Card:
    shown = told[:MOST_SHOWN]
    rows = tuple(Row(str(number), one.words) for number, one in enumerate(shown, start=1))
    buttons = tuple(
        Press(desk.phrase("report_mine.one_words", number=number), f"report_own:{report.id}:words.{one.key}")
        for number, one in enumerate(shown, start=1)
    )
    everything = Press(desk.phrase("report_mine.all_words"), f"report_own:{report.id}:words.all")
    title = desk.phrase("report_mine.which_words")
    return Card(title, rows=rows, buttons=(*buttons, everything), choices=(back_to(report, desk),))


def back_to(report: Report, desk: Desk) -> Press:
    return Press(desk.phrase("report.see"), f"{announcing.SEE}{report.id}")
