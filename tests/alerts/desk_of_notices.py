"""A town with officers, residents and testers, and the notices its officers write, for the stories of this room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from alerts import deciding, drafting, line_checks
from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast
from alerts.drafting import Draft
from alerts.written import SENT_AT, Effect, Written
from speech.languages import Language
from store import testers
from store.database import Record
from store.outbox import Delivery, Status
from tests.conftest import NOON
from town.districts import District
from town.officers import Officer, OfficerRole
from town.residents import Resident
from town.roles import EVERY_SECTION, Role
from town.subscriptions import ResidentDistrict

TO_KAWARA = Audience(Aim.DISTRICTS, ("kawara",))
DISTRICTS = ("honcho", "kawara", "minato")
# Who lives where: name, language, district. None: never said.
RESIDENTS = (
    ("Uhanako", None, "honcho"), ("Utaro", "ja", "kawara"), ("Umaria", "pt", "kawara"), ("Unam", "vi", None),
    ("Ujohn", "en", "minato"), ("Uanybody", None, None),
)  # fmt: skip
OFFICERS = {
    "sato": (Role.BROADCAST_DRAFTER,), "suzuki": (Role.BROADCAST_APPROVER,),
    "tanaka": (Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER), "viewer": (Role.VIEWER,),
}  # fmt: skip


@dataclass
class Town:
    """`officers` by name, for the session at hand."""

    session: Session
    officers: dict[str, Officer]

    def submitted(
        self, written: Written | None = None, draft: Draft | None = None, by: str = "sato", *, is_drill: bool = False,
        is_judged: bool = True,
    ) -> Broadcast:  # fmt: skip
        """A notice that waits for its second person since noon; LINE has said that it would take it."""
        officer = self.officers[by]
        aim = Audience(Aim.TESTERS) if is_drill else TO_KAWARA
        notice = drafting.begin(
            self.session, draft or a_draft(NOON, aim), "disaster", NOON, officer=officer, is_drill=is_drill
        )
        drafting.submit(self.session, notice.id, notice.revision, written or in_words(), officer, NOON)
        if is_judged:
            question = line_checks.Question(notice.id, NOON)
            line_checks.settle(self.session, question, line_checks.Opinion.FIT, None, NOON)
        return notice

    def approves(
        self, notice: Broadcast, by: str = "suzuki", typed: str = "避難指示", at: datetime | None = None
    ) -> Broadcast:
        return deciding.approve(self.session, notice.id, notice.revision, self.officers[by], typed, at or NOON)

    def line_takes_everything(self) -> None:
        waiting = update(Delivery).where(Delivery.status == Status.WAITING)
        self.session.execute(waiting.values(status=Status.SENT, finished_at=NOON))

    def deliveries(self, notice_id: int | None = None) -> list[Delivery]:
        query = select(Delivery).order_by(Delivery.next_try_at, Delivery.id)
        return list(self.session.scalars(query if notice_id is None else query.where(Delivery.notice_id == notice_id)))


def people_the_town(session: Session, now: datetime) -> Town:
    """Everything empty but for these people."""
    for table in reversed(Record.metadata.sorted_tables):
        if not table.name.startswith("journal"):  # nobody can empty the journal, not even here
            session.execute(delete(table))
    session.add_all(
        District(
            id=id_, position=0, is_sample=True, names={"ja": id_}, latitude=34.7, longitude=138.2, neighbourhoods=[]
        )
        for id_ in DISTRICTS
    )
    found = {name: _officer(session, name, roles, now) for name, roles in OFFICERS.items()}
    session.flush()
    for line_id, language, district in RESIDENTS:
        row = {"line_id": line_id, "language": language, "is_following": True, "met_at": now}
        number = session.execute(insert(Resident).values(row).returning(Resident.id)).scalar_one()
        if district:
            session.add(ResidentDistrict(resident_id=number, district_id=district))
    for number, name in enumerate(("sato", "suzuki")):
        testers.link(session, found[name].id, f"Utester{number}", now)
    session.flush()
    return Town(session, found)


def a_draft(now: datetime, audience: Audience = TO_KAWARA, **more: Any) -> Draft:
    values = {
        "content": {"template": "evacuation_order", "values": {}}, "ordered_by": "市長", "ordered_at": now,
        "grounds": "氾濫危険水位に達したため", "expires_at": now + timedelta(hours=12),
    } | more  # fmt: skip
    return Draft(audience=audience, **values)


def in_words(level: int | None = 4, kind: str = "避難指示", **more: Any) -> Written:
    """What a template would have made of it."""
    is_pressing = level is None or level >= 3
    said = {language: [{"type": "text", "text": f"{kind} {language} 送信 {SENT_AT}"}] for language in Language}
    values = {
        "template_id": "evacuation_order", "kind": kind, "level": level, "hazard": "flood", "is_pressing": is_pressing,
        "has_free_text": False, "districts": ("kawara",), "messages": said,
        "effect": Effect.ORDERS if is_pressing else Effect.NONE,
    } | more  # fmt: skip
    return Written(**values)


def _officer(session: Session, name: str, roles: tuple[Role, ...], now: datetime) -> Officer:
    officer = Officer(
        email=f"{name}@mihon.example", name=name, section_id="disaster", is_contractor=False, added_at=now,
        password_hash="x", roles=[OfficerRole(role=role, section_id=EVERY_SECTION) for role in roles],
    )  # fmt: skip
    session.add(officer)
    return officer
