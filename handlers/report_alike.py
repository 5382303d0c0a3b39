"""Cases nearby, side by side, and one of them more closely: only the resident can say whether it is the same thing."""

from dataclasses import replace

from handlers.contact import section_name
from handlers.report_spoken import Talk
from handlers.turn import Desk
from reports import announcing, photo_links
from reports.duplicates import Likeness, Similar
from speech.cards import Card, Carousel, PhotoCard, PlaceCard, Press, Row, Spoken
from town import sections
from town.calendar import to_jst

MOST_PICTURES = 3  # with the place and the card five messages, LINE's most


def side_by_side(talk: Talk) -> list[Spoken]:
    """The first step: enough to know that it is something else."""
    desk, found = talk.desk, talk.ground.alike(talk.draft)
    pictures = _pictures(found, desk, "small")
    cards = tuple(replace(_card(one, talk), picture=pictures.get(one.report.id, ("",))[0]) for one in found)
    other = talk.press("report.alike_other", "alike", "other")
    ask = Card(desk.phrase("report.alike_none_title"), desk.phrase("report.alike_none"), buttons=(other,))
    return [Carousel(desk.phrase("report.alike_title"), (*cards, ask), choices=talk.on("alike", other))]


def closer(talk: Talk, number: str) -> list[Spoken]:
    """The second step: every photo that is published, the place where it may be shown, and how far the work is.
    Nothing of a case that was not among those shown.
    """
    found = talk.ground.alike(talk.draft)
    one = next((one for one in found if str(one.report.id) == number), None)
    if one is None:
        return []
    large, small = (_pictures([one], talk.desk, size).get(one.report.id, ()) for size in ("large", "small"))
    photos = [PhotoCard(url, preview) for url, preview in zip(large, small, strict=True)][:MOST_PICTURES]
    return [*photos, *_place(one, talk.desk), _closer_card(one, talk, is_only=len(found) == 1)]


def _closer_card(one: Similar, talk: Talk, *, is_only: bool) -> Card:
    desk, report = talk.desk, one.report
    state = Row(desk.phrase("report_mine.state"), desk.phrase(f"report_stage.{report.stage}"))
    waiting = [Row(desk.phrase("report.row_waiting"), str(report.follower_count))] if report.follower_count else []
    other = talk.press("report.alike_other", "alike", "other")
    away = other if is_only else talk.press("report.alike_list", "alike", "list")
    card = _card(one, talk)
    return replace(
        card, rows=(state, *card.rows, *waiting), buttons=(_same(one, talk), away), choices=talk.on("alike", away)
    )


def _card(one: Similar, talk: Talk) -> Card:
    desk, report = talk.desk, one.report
    day = to_jst(report.filed_at)
    weekday = desk.phrase(f"contact.weekday_{day.weekday()}")
    filed = desk.phrase("door.day", month=day.month, day=day.day, weekday=weekday)
    rows = [Row(desk.phrase("report.row_filed"), filed)]
    rows += [] if one.metres is None else [Row(desk.phrase("report.row_metres"), _metres(one, desk))]
    rows += [Row(desk.phrase("report.row_text"), report.public_text)] if report.public_text and report.is_shown else []
    section = section_name(sections.find(desk.session, report.section_id), desk)
    rows.append(Row(desk.phrase("report.row_section"), section))
    lead = desk.phrase("report.alike_likely" if one.likeness is Likeness.LIKELY else "report.alike_possible")
    look = talk.press("report.alike_look", "alike", f"look{report.id}")
    return Card(_name(one, desk), lead, rows=tuple(rows), buttons=(_same(one, talk), look))


def _same(one: Similar, talk: Talk) -> Press:
    return talk.press("report.alike_same", "alike", f"same{one.report.id}")


def _place(one: Similar, desk: Desk) -> list[Spoken]:
    """A place that is shown only roughly would lead astray."""
    point = one.report.point
    if point is None or one.metres is None or one.report.is_place_rounded or not one.report.is_shown:
        return []
    return [PlaceCard(_name(one, desk), _metres(one, desk), point.latitude, point.longitude)]


def _name(one: Similar, desk: Desk) -> str:
    return announcing.kind_name(desk.reports.rules, one.report.kind, desk.language)


def _metres(one: Similar, desk: Desk) -> str:
    return desk.phrase("report.metres", metres=one.metres or 0)


def _pictures(found: list[Similar], desk: Desk, size: str) -> dict[int, tuple[str, ...]]:
    """Only what everybody may see on the open web, oldest first."""
    if not desk.reports.address:
        return {}
    names = photo_links.published(desk.session, [one.report.id for one in found])
    return {
        id_: tuple(desk.reports.address + photo_links.path(one, size) for one in some) for id_, some in names.items()
    }
