"""A telegram comes in: kept once, the state moved, and what officers must see drafted for their desk, all or nothing."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from alerts import (
    drafting,
    jma_areas,
    jma_rules,
    jma_state,
    jma_telegrams,
    jma_xml,
    machine_drafts,
    standing_orders,
    wording,
)
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast, Origin
from alerts.drafting import Draft
from alerts.jma_rules import Said
from alerts.jma_state import Change
from alerts.jma_telegram import Reading, Telegram
from alerts.jma_xml import TelegramError
from alerts.machine_drafts import Handed, MachineDraft
from store import journal
from town.officers import NotAllowedError
from town.profile import JmaAreas, Profile

STALE_AFTER = timedelta(minutes=30)
MOST_AHEAD = timedelta(minutes=10)  # a telegram of tomorrow would make every one of today too late
SENDER = "気象庁"


@dataclass(frozen=True)
class Town:
    """The town with the codes the agency knows it by."""

    profile: Profile
    areas: JmaAreas
    reads_old: bool = False


def take(session: Session, town: Town, address: str, body: bytes, now: datetime) -> list[Broadcast]:
    """Returns the drafts that came of it. Raises nothing about the bytes: what cannot be believed is kept as refused."""
    if jma_telegrams.is_seen(session, address):
        return []
    try:
        telegram = _believed(body, town, now)
    except TelegramError as refusal:
        jma_telegrams.refuse(session, address, body, str(refusal), now)
        return []
    is_again = jma_telegrams.is_known(session, body)
    standings = jma_areas.standings(telegram, town.areas, jma_state.rivers(session, telegram))
    is_ours = bool(standings) or (telegram.reading is Reading.READ and not telegram.areas)
    kept = jma_telegrams.keep(session, address, body, telegram, now, is_ours=is_ours)
    if is_again:
        return []
    is_silent = now - telegram.head.sent_at > STALE_AFTER
    changes = jma_state.apply(session, telegram, standings, kept.id, is_silent=is_silent)
    said = Said(telegram.head.publishing_office, telegram.head.reported_at)
    told = jma_rules.together(one for one in changes if jma_rules.drafts(one))
    found = [_draft(session, town, one, said, kept.id, now) for one in told]
    return [draft for draft in found if draft]


def tell_what_stands(session: Session, town: Town, now: datetime) -> list[Broadcast]:
    """After a gap: what became so while nobody looked and still stands goes to officers, the rest is only known."""
    found = []
    for row in jma_state.untold(session):
        said = Said(row.office, row.reported_at)
        for change in jma_state.tell(row):
            after = change.after
            if after and not after.is_over(now) and jma_rules.is_pressing(change):
                found.append(_draft(session, town, change, said, row.telegram_id, now, is_fresh=False))
    return [draft for draft in found if draft]


def replay(session: Session, town: Town, telegram_id: int, now: datetime) -> list[Broadcast]:
    """Any kept telegram once more as a drill: the same words under 【訓練】, for testers only; the state stays."""
    kept = jma_telegrams.find(session, telegram_id)
    if kept is None or kept.xml is None:
        return []
    telegram = jma_xml.read(kept.xml, reads_old=True)
    said = Said(telegram.head.publishing_office, telegram.head.reported_at)
    changes = jma_state.as_if_new(telegram, jma_areas.standings(telegram, town.areas))
    told = jma_rules.together(one for one in changes if jma_rules.drafts(one))
    return [_begin(session, town, one, said, now, is_drill=True) for one in told]


def _believed(body: bytes, town: Town, now: datetime) -> Telegram:
    telegram = jma_xml.read(body, reads_old=town.reads_old)
    if telegram.head.sent_at > now + MOST_AHEAD:
        raise TelegramError("電文の日時が、今より先です。")
    return telegram


def _draft(
    session: Session, town: Town, change: Change, said: Said, telegram_id: int, now: datetime, *, is_fresh: bool = True
) -> Broadcast | None:
    handed = Handed(Origin.JMA, SENDER, jma_rules.identifier(change, telegram_id))
    if machine_drafts.find(session, handed):
        return None
    broadcast = _begin(session, town, change, said, now, is_drill=False)
    if jma_rules.is_pressing(change) and (is_fresh or jma_rules.goes_out_late(change)):
        _send_if_ordered(session, broadcast, change, now)
    session.add(
        MachineDraft(
            origin=handed.origin, sender=handed.sender, identifier=handed.identifier, broadcast_id=broadcast.id,
            content_hash=hashlib.sha256(repr(broadcast.content).encode()).hexdigest(), received_at=now,
        )
    )  # fmt: skip
    journal.write(
        session, now, actor="machine", action="jma.drafted", subject=f"broadcast:{broadcast.id}",
        telegram=telegram_id,
    )  # fmt: skip
    return broadcast


def _send_if_ordered(session: Session, broadcast: Broadcast, change: Change, now: datetime) -> None:
    """What may not leave stays on the desk, where somebody is rung for it."""
    order = standing_orders.of_kind(session, jma_rules.kind_value(change))
    if order:
        try:
            with session.begin_nested():
                standing_orders.send(session, broadcast, order, now)
        except NotAllowedError as refusal:
            session.refresh(broadcast)
            broadcast.reason = str(refusal)


def _begin(session: Session, town: Town, change: Change, said: Said, now: datetime, *, is_drill: bool) -> Broadcast:
    """Frozen at once, so that two people only have to read it; nobody counts as its writer."""
    content = jma_rules.content(change, said, [one.id for one in town.profile.districts])
    kind = change.gravest
    written = replace(
        wording.in_words(content, town.profile, is_drill=is_drill, now=now),
        kind=kind.name, level=kind.level if change.after else None, has_free_text=False,
        is_quiet_at_night=jma_rules.is_quiet_at_night(change),
    )  # fmt: skip
    audience = Audience(Aim.TESTERS if is_drill else Aim.EVERYONE, (), written.is_pressing)
    draft = Draft(content=content, audience=audience, expires_at=now + jma_rules.FIT_FOR)
    broadcast = drafting.begin(
        session, draft, town.profile.notices.drafts_section, now, officer=None, is_drill=is_drill, origin=Origin.JMA
    )
    return drafting.submit(session, broadcast.id, broadcast.revision, written, None, now)
