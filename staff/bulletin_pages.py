"""気象庁の発表 at the desk: what is in force by hazard, what came in, when the feeds were read, and any of it as a drill."""

from datetime import datetime
from typing import NamedTuple

from flask import render_template, request
from sqlalchemy.orm import Session

from alerts import jma_intake, jma_polls, jma_state, jma_telegrams, jma_words, jma_xml, standing_orders
from alerts.jma_areas import districts_of, is_ours
from alerts.jma_intake import Town
from alerts.jma_state import AreaState, InForce
from alerts.jma_telegram import AreaKind
from alerts.jma_telegrams import KeptTelegram
from alerts.jma_xml import TelegramError
from speech.languages import Language
from staff.desk import the_desk
from staff.menu import BROADCASTERS
from staff.pages import Answer, Page, back
from staff.visit import officer_here, visit
from store.database import reading, transaction
from town.officers import NotAllowedError
from town.roles import Role

READERS = (*BROADCASTERS, Role.VIEWER, Role.ADMINISTRATOR)
WHOLE = "町の全域"
READINGS = {"read": "", "ignored": "旧電文(読まない設定)", "unknown": "知らない種類", "refused": "読めない電文"}


class Shown(NamedTuple):
    row: AreaState
    kind: InForce
    since: datetime
    where: list[str]


def bulletins() -> Answer:
    with reading() as session:
        now = visit().now
        found = jma_state.in_force(session, now)
        return render_template(
            "bulletins.html", town=the_desk().town, hazards=_by_hazard(found), districts=_by_district(found),
            polls=jma_polls.all_(session), silent={row.feed for row in jma_polls.silent(session, now)},
            came=jma_telegrams.latest(session), readings=READINGS, now=now,
            standing=standing_orders.relays(session), kinds=standing_orders.kinds(),
            may_order=visit().has(*BROADCASTERS), may_approve=visit().has(Role.BROADCAST_APPROVER),
        )  # fmt: skip


def bulletin(telegram_id: int) -> Answer:
    """What was understood of one telegram, of the town's own areas."""
    with reading() as session:
        kept = _found(session, telegram_id)
        return render_template(
            "bulletin.html", kept=kept, areas=_own_areas(kept), readings=READINGS, may_replay=visit().has(*BROADCASTERS)
        )


def replay(telegram_id: int) -> Answer:
    """The same words under 【訓練】, for testers only: two people decide on them as on any drill."""
    town = the_desk().town
    if town.jma is None:
        raise NotAllowedError("町の設定(profile.yaml)に、気象庁の区域コードがありません。")
    with transaction() as session:
        kept = _found(session, telegram_id)
        made = jma_intake.replay(session, Town(town, town.jma), telegram_id, visit().now)
        if not made:
            raise NotAllowedError("この電文からは、町の区域の下書きができません。")
        visit().journal(session, "jma.replayed", f"bulletin:{kept.id}", drafts=len(made))
    return back(
        "training_broadcasts",
        f"訓練の下書きを{len(made)}件作りました。引き受けて、別の職員が承認すると試験者に届きます。",
    )


def propose() -> Answer:
    with transaction() as session:
        standing_orders.propose(session, request.form.get("kind", ""), officer_here(session), visit().now)
    return back("bulletins", "申請しました。別の承認者が承認すると、この種類は人を待たずに伝わります。")


def approve_standing(standing_id: int) -> Answer:
    with transaction() as session:
        standing_orders.approve(session, standing_id, officer_here(session), visit().now)
    return back("bulletins", "承認しました。この種類の発表は、届くとすぐに住民へ伝わります。")


def end_standing(standing_id: int) -> Answer:
    with transaction() as session:
        standing_orders.end(session, standing_id, officer_here(session), visit().now)
    return back("bulletins", "やめました。この種類の発表も、2人の承認を待ちます。")


def _by_hazard(found: list[tuple[AreaState, InForce]]) -> dict[str, list[Shown]]:
    """By hazard in Japanese, the gravest hazard first."""
    told: dict[str, list[Shown]] = {}
    for row, kind in found:
        told.setdefault(_named(kind), []).append(Shown(row, kind, datetime.fromisoformat(kind.since), _where(row)))
    return told


def _by_district(found: list[tuple[AreaState, InForce]]) -> dict[str, list[str]]:
    """What is in force for the whole town, then what only some districts lie in; in the town's order of districts."""
    told: dict[str, list[str]] = {one: [] for one in (WHOLE, *(each.names.ja for each in the_desk().town.districts))}
    for row, kind in found:
        is_city = row.area_name == the_desk().town.names.ja or not row.area_name
        for where in _where(row):
            told[where].append(_named(kind) if is_city else f"{_named(kind)}({row.area_name})")
    return {where: list(dict.fromkeys(names)) for where, names in told.items() if names}


def _where(row: AreaState) -> list[str]:
    """The districts that say they lie there; where none does it is shown for the whole town."""
    return [one.names.ja for one in districts_of(row.area_code, the_desk().town.districts)] or [WHOLE]


def _named(kind: InForce) -> str:
    return jma_words.named(kind.hazard, kind.code, kind.name, Language.JA)


def _own_areas(kept: KeptTelegram) -> list[AreaKind]:
    jma = the_desk().town.jma
    if kept.xml is None or jma is None:
        return []
    try:
        telegram = jma_xml.read(kept.xml, reads_old=True)
    except TelegramError:
        return []
    return [one for one in telegram.areas if is_ours(one, jma)]


def _found(session: Session, telegram_id: int) -> KeptTelegram:
    kept = jma_telegrams.find(session, telegram_id)
    if kept is None:
        raise NotAllowedError("この電文はありません。")
    return kept


PAGES = (
    Page("bulletins", "/bulletins", bulletins, READERS),
    Page("bulletin", "/bulletins/<int:telegram_id>", bulletin, READERS),
    Page("propose_standing", "/bulletins/standing", propose, BROADCASTERS, ("POST",)),
    Page(
        "approve_standing",
        "/bulletins/standing/<int:standing_id>/approve",
        approve_standing,
        (Role.BROADCAST_APPROVER,),
        ("POST",),
        is_dangerous=True,
    ),
    Page("end_standing", "/bulletins/standing/<int:standing_id>/end", end_standing, BROADCASTERS, ("POST",)),
    Page("replay_bulletin", "/bulletins/<int:telegram_id>/replay", replay, BROADCASTERS, ("POST",)),
)
