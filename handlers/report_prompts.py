"""What each step of a report asks, as cards."""

from collections.abc import Callable, Mapping

from handlers import disaster_first
from handlers.report_alike import side_by_side
from handlers.report_draft import Draft
from handlers.report_spoken import Talk
from handlers.report_steps import FIXABLE, keeper_of
from handlers.turn import Desk
from reports import announcing, likeness, photos, pins
from reports.kinds import Keeper, RoadChoice
from speech.cards import AskPhoto, AskPlace, Button, Call, Card, Open, Press, Row, Spoken
from speech.languages import FALLBACKS, Language


def danger(talk: Talk) -> list[Spoken]:
    desk = talk.desk
    buttons = (talk.press("report.danger_no", "danger", "no"), talk.press("report.danger_yes", "danger", "yes"))
    lead = f"{desk.phrase('report.danger_lead')}\n{desk.phrase('report.driving')}"
    return [Card(desk.phrase("report.danger_title"), lead, buttons=buttons, choices=talk.on("danger"))]


def kind(talk: Talk) -> list[Spoken]:
    desk, number = talk.desk, talk.dialogue_id
    buttons = tuple(
        Press(one.names.first_of(FALLBACKS[desk.language]), f"report:{number}:kind:{one.id}")
        for one in disaster_first.kinds(desk)
    )
    return [Card(desk.phrase("report.kind_title"), buttons=buttons, note=desk.phrase("report.ways"), choices=talk.on("kind"))]  # fmt: skip


def photo(talk: Talk) -> list[Spoken]:
    desk, count = talk.desk, len(talk.draft.photos)
    camera = (AskPhoto(desk.phrase("report.camera")),) if count < photos.MOST else ()
    key = "report.photo_next" if count else "report.photo_without"
    clear = (talk.press("report.photo_clear", "photo", "clear"),) if count else ()
    lead = desk.phrase("report.photo_count", count=count, most=photos.MOST) if count else desk.phrase("report.photo_lead", most=photos.MOST)  # fmt: skip
    buttons = (talk.press(key, "photo", "next"), *clear)
    return [Card(desk.phrase("report.photo_title"), lead, buttons=buttons, choices=talk.on("photo", *camera))]


def place(talk: Talk) -> list[Spoken]:
    desk = talk.desk
    found = talk.ground.kind(talk.draft.kind or "")
    pole = f"\n{desk.phrase('report.place_pole')}" if found and found.asks_pole_number else ""
    lead = f"{desk.phrase('report.place_lead')}{pole}\n{desk.phrase('report.driving')}"
    buttons = (talk.press("report.place_away", "place", "away"),)
    choices = talk.on("place", AskPlace(desk.phrase("report.place_map")))
    return [Card(desk.phrase("report.place_title"), lead, buttons=buttons, choices=choices)]


def away(talk: Talk) -> list[Spoken]:
    """「もうそこにいません」: the map can be moved there, and words are as good."""
    desk = talk.desk
    lead = desk.phrase("report.away_lead")
    buttons = pin_button(desk, dialogue_id=talk.dialogue_id)
    return [Card(desk.phrase("report.place_title"), lead, buttons=buttons, choices=talk.on("place", AskPlace(desk.phrase("report.place_map"))))]  # fmt: skip


def pin_button(desk: Desk, *, dialogue_id: int | None = None, report_id: int | None = None) -> tuple[Button, ...]:
    """The web map, for later and for who cannot find LINE's; nothing where the town has not said where its web is."""
    if desk.resident is None or not desk.reports.address:
        return ()
    key = pins.offer(desk.session, desk.resident.id, desk.now, dialogue_id=dialogue_id, report_id=report_id)
    return (Open(desk.phrase("report_pin.open"), desk.reports.address + pins.path(key)),)


def outside(talk: Talk) -> list[Spoken]:
    desk = talk.desk
    buttons = (talk.press("report.outside_no", "outside", "no"), talk.press("report.outside_yes", "outside", "yes"))
    lead = desk.phrase("report.outside_lead", town=desk.town_name)
    return [Card(desk.phrase("report.outside_title"), lead, buttons=buttons, choices=talk.on("outside"))]


def road(talk: Talk) -> list[Spoken]:
    desk = talk.desk
    buttons = tuple(talk.labelled(desk.phrase(f"report.road_{one.value}"), "road", one.value) for one in RoadChoice)
    return [Card(desk.phrase("report.road_title"), desk.phrase("report.road_lead"), buttons=buttons, choices=talk.on("road"))]  # fmt: skip


def keeper(talk: Talk) -> list[Spoken]:
    """Whose road it is, with telephone and hours; and that the town passes it on all the same."""
    desk, found = talk.desk, keeper_of(talk.draft, talk.ground)
    if found is None:
        return []
    standing = desk.reports.standing(talk.draft.point) if talk.draft.point else None
    is_japanese = desk.language in (Language.JA, Language.JA_EASY)
    written = (standing.road_name if is_japanese else standing.road_romaji) if standing else None
    road_name = written or desk.phrase("report.keeper_road")
    name = found.names.first_of(FALLBACKS[desk.language])
    calls: tuple[Button, ...] = (Call(desk.phrase("card.call", name=name), found.phone),) if found.phone else ()
    buttons = (talk.press("report.keeper_pass_on", "keeper", "pass_on"), *calls, Call("#9910", "#9910"))
    lead = desk.phrase("report.keeper_lead", road=road_name, keeper=name, town=desk.town_name)
    title = desk.phrase("report.keeper_title", keeper=name)
    return [Card(title, lead, rows=_hours(found, desk), buttons=buttons, note=desk.phrase("report.keeper_9910"), choices=talk.on("keeper"))]  # fmt: skip


def more(talk: Talk) -> list[Spoken]:
    desk, text = talk.desk, talk.draft.text
    rows = (Row(desk.phrase("report.row_text"), text),) if text else ()
    clear = (talk.press("report.more_clear", "more", "clear"),) if text else ()
    buttons = (talk.press("report.more_next", "more", "next"), *clear)
    return [Card(desk.phrase("report.more_title"), desk.phrase("report.more_lead"), rows=rows, buttons=buttons, choices=talk.on("more"))]  # fmt: skip


def confirm(talk: Talk) -> list[Spoken]:
    desk = talk.desk
    fixes = tuple(talk.labelled(desk.phrase(f"report.fix_{one}"), "confirm", f"fix.{one}") for one in FIXABLE)
    buttons = (talk.press("report.send", "confirm", "send"), *fixes, talk.press("report.cancel", "confirm", "cancel"))
    note = desk.phrase("report.confirm_note")
    return [Card(desk.phrase("report.confirm_title"), rows=told_rows(talk), buttons=buttons, note=note, choices=talk.on("confirm"))]  # fmt: skip


PROMPTS: Mapping[str, Callable[[Talk], list[Spoken]]] = {
    "danger": danger, "kind": kind, "photo": photo, "place": place, "outside": outside, "road": road,
    "keeper": keeper, "more": more, "alike": side_by_side, "confirm": confirm,
}  # fmt: skip


def told_rows(talk: Talk) -> tuple[Row, ...]:
    """Everything an officer will read."""
    desk, draft = talk.desk, talk.draft
    kind_name = announcing.kind_name(desk.reports.rules, draft.kind or "", desk.language)
    found = keeper_of(draft, talk.ground)
    rows = [Row(desk.phrase("report.row_urgent"), desk.phrase("report.urgent"))] if draft.is_urgent else []
    rows += [
        Row(desk.phrase("report.row_kind"), kind_name),
        Row(desk.phrase("report.row_photos"), _photos_in_words(draft, desk)),
        Row(desk.phrase("report.row_place"), place_in_words(draft, desk)),
    ]
    rows += [Row(desk.phrase("report.row_text"), draft.text)] if draft.text else []
    rows += [Row(desk.phrase("report.row_keeper"), found.names.first_of(FALLBACKS[desk.language]))] if found else []
    return tuple(rows + _others(draft, desk))


def _photos_in_words(draft: Draft, desk: Desk) -> str:
    """Two that look alike are both kept: only the resident knows whether they are the same."""
    count = desk.phrase("report.photos", count=len(draft.photos))
    sent = photos.of_draft(desk.session, desk.resident.id) if desk.resident else []
    return f"{count}\n{desk.phrase('report_photo.twice')}" if likeness.holds_twins(sent) else count


def place_in_words(draft: Draft, desk: Desk) -> str:
    if draft.pole_number:
        return desk.phrase("report.pole", number=draft.pole_number)
    if draft.point is None:
        return draft.place_words or ""
    return desk.phrase("report.point", latitude=f"{draft.point.latitude:.5f}", longitude=f"{draft.point.longitude:.5f}")


def _others(draft: Draft, desk: Desk) -> list[Row]:
    """«信号は警察です»: said where the kind is often somebody else's."""
    found = desk.reports.rules.kind(draft.kind or "")
    keepers = [one for id_ in (found.managed_by if found else ()) if (one := desk.reports.rules.keeper(id_))]
    lines = [f"{one.names.first_of(FALLBACKS[desk.language])} {one.phone or ''}".strip() for one in keepers]
    return [Row(desk.phrase("report.row_others"), "\n".join(lines))] if lines else []


def _hours(found: Keeper, desk: Desk) -> tuple[Row, ...]:
    words = found.hours.first_of(FALLBACKS[desk.language]) if found.hours else ""
    lines = "\n".join(one for one in (found.phone or "", words) if one)
    return (Row(desk.phrase("report.row_phone"), lines),) if lines else ()
