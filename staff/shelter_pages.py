"""避難所 at the desk: which are open, full or closed, as residents are told from this moment on."""

from datetime import datetime

from flask import render_template, request

from alerts.shelter_notices import TELLS
from speech.languages import Language
from speech.phrases import phrase
from staff import shelter_drafts
from staff.pages import Answer, Page, back
from staff.visit import visit
from store.database import reading, transaction
from town import districts, shelters
from town.hazards import Hazard
from town.officers import NotAllowedError
from town.roles import Role
from town.shelters import Shelter, ShelterStatus

KEEPERS = (Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)
READERS = (*KEEPERS, Role.VIEWER, Role.REPORT_HANDLER, Role.ADMINISTRATOR)
# As officers say it, in the order of the buttons.
STATUSES = {
    ShelterStatus.OPEN: "開設",
    ShelterStatus.FULL: "満員",
    ShelterStatus.CLOSED: "閉鎖",
    ShelterStatus.UNKNOWN: "未確認",
}


def shelters_page() -> Answer:
    with reading() as session:
        every = shelters.all(session)
        names = {one.id: one.names["ja"] for one in districts.all(session)}
        grouped: dict[str, list[Shelter]] = {}
        for one in sorted(every, key=lambda one: one.district_id not in names):  # without a district: last
            grouped.setdefault(names.get(one.district_id or "", "地区なし"), []).append(one)
        counts = {status: sum(one.status == status for one in every) for status in STATUSES}
        written = shelter_drafts.can_be_written()
        can_tell = {status: sum(one.status == status and one.id in written for one in every) for status in STATUSES}
        return render_template(
            "shelters.html", grouped=grouped, counts=counts, can_tell=can_tell, statuses=STATUSES, hazards=_hazards(),
            may_keep=visit().has(*KEEPERS), told=list(TELLS), can_be_written=written,
        )  # fmt: skip


def set_status(shelter_id: str) -> Answer:
    """Whoever looked at an older page than the last change is told so: two officers may be on the telephone at once."""
    status = _wished()
    with transaction() as session:
        before = session.get(Shelter, shelter_id, with_for_update=True)
        if before is None:
            raise NotAllowedError("この避難所は、一覧にありません。画面を開き直してください。")
        if _mark(before.status_at) != request.form.get("seen", ""):
            raise NotAllowedError(
                f"{before.names['ja']}は、ほかの職員が「{STATUSES[ShelterStatus(before.status)]}」に変えました。画面を開き直してください。"
            )
        old = STATUSES[ShelterStatus(before.status)]
        shelters.set_status(session, shelter_id, status, visit().now)
        visit().journal(session, "shelter.status", f"shelter:{shelter_id}", before=old, after=STATUSES[status])
        name = before.names["ja"]
    return back("shelters", f"{name}を「{STATUSES[status]}」にしました。住民への案内は、いまから変わります。")


def _hazards() -> dict[Hazard, str]:
    return {hazard: phrase(f"hazard.{hazard}", Language.JA) for hazard in Hazard}


def _wished() -> ShelterStatus:
    try:
        return ShelterStatus(request.form.get("status", ""))
    except ValueError:
        raise NotAllowedError("開設・満員・閉鎖・未確認のどれかを選んでください。") from None


def _mark(status_at: datetime | None) -> str:
    return status_at.isoformat() if status_at else ""


PAGES = (
    *shelter_drafts.PAGES,
    Page("shelters", "/shelters", shelters_page, READERS),
    Page("set_shelter_status", "/shelters/<shelter_id>", set_status, KEEPERS, ("POST",)),
)
