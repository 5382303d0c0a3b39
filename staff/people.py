"""Officers: who has an account, which roles they hold, and every change of it."""

from datetime import date
from typing import Any

from flask import render_template, request, url_for
from pydantic import ValidationError
from sqlalchemy.orm import Session

from staff.desk import the_desk
from staff.pages import Answer, Page, back
from staff.visit import officer_here, visit
from store import journal
from store.database import reading, transaction
from town import officer_factors, officer_invitations, officer_proposals, officers, sections
from town.officer_changes import Add, Change, Disable, Grant, Move, Reset, Revoke
from town.officers import NotAllowedError, Officer
from town.roles import EVERY_SECTION, JAPANESE, NEEDS_TWO_ADMINISTRATORS, Role

ADMINISTRATOR = (Role.ADMINISTRATOR,)
WAITS = "申請しました。別の管理者が承認すると有効になります。"


def people() -> Answer:
    here = visit()
    with transaction() as session:
        here.journal(session, "officers.read", "officers")
        everybody, invited = officers.all(session), officer_invitations.open_until(session, here.now)
        names = section_names(session)
    return render_template("people.html", people=everybody, invited=invited, sections=names, today=the_desk().today)


def person(officer_id: int) -> Answer:
    here = visit()
    with transaction() as session:
        officer = _found(session, officer_id)
        here.journal(session, "officer.read", officer.actor)
        told = _told(session, officer)
    return render_template("person.html", **told)


def new_person() -> Answer:
    with reading() as session:
        return render_template("new_person.html", sections=section_names(session))


def add_person() -> Answer:
    form = request.form
    try:
        change = Add(
            email=officers.plain_email(form.get("email", "")), name=form.get("name", ""),
            section_id=form.get("section_id", ""), is_contractor="is_contractor" in form,
            ends_on=day_in(form.get("ends_on", "")),
        )  # fmt: skip
    except ValidationError:
        raise NotAllowedError("メールアドレス・氏名・所属・終了日の書き方を確かめてください。") from None
    with transaction() as session:
        _known_section(session, change.section_id)
        officer_proposals.change(session, change, officer_here(session), visit().now)
        officer = officers.by_email(session, change.email)
    return back("person", "登録しました。役割を渡して、招待してください。", officer_id=officer.id if officer else 0)


def invite(officer_id: int) -> Answer:
    """The link is shown once, here, to be handed over. It works for three days."""
    here = visit()
    with transaction() as session:
        officer = _found(session, officer_id)
        if not officer.works_on(the_desk().today):
            raise NotAllowedError("無効になった職員は招待できません。")
        if officer.password_hash and officer.powers.has(*NEEDS_TWO_ADMINISTRATORS):
            raise NotAllowedError("承認者と管理者の入り直しには、「認証を初期化」を申請してください。")
        token = officer_invitations.invite(session, officer, here.now)
        here.journal(session, "officer.invited", officer.actor)
    link = the_desk().address + url_for("staff.invitation", token=token)
    return render_template("invited.html", officer=officer, link=link)


def grant(officer_id: int) -> Answer:
    role, section_id = _role_and_section()
    return _change(
        officer_id, lambda who: Grant(email=who.email, role=role, section_id=section_id), "役割を渡しました。"
    )


def revoke(officer_id: int) -> Answer:
    role, section_id = _role_and_section()
    return _change(
        officer_id, lambda who: Revoke(email=who.email, role=role, section_id=section_id), "役割を外しました。"
    )


def move(officer_id: int) -> Answer:
    form = request.form

    def moved(who: Officer) -> Change:
        name, section_id = form.get("name", ""), form.get("section_id", "")
        return Move(email=who.email, name=name, section_id=section_id, ends_on=day_in(form.get("ends_on", "")))

    return _change(officer_id, moved, "変更しました。")


def disable(officer_id: int) -> Answer:
    return _change(officer_id, lambda who: Disable(email=who.email), "無効にしました。ログインはすべて終わりました。")


def reset(officer_id: int) -> Answer:
    return _change(officer_id, lambda who: Reset(email=who.email), "認証を初期化しました。新しく招待してください。")


def day_in(text: str) -> date | None:
    """A day as a form writes it; nothing where nothing is written. Raises NotAllowedError."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise NotAllowedError("日付の書き方が違います。") from None


def section_names(session: Session) -> dict[str, str]:
    return {one.id: one.name_in(("ja",)) for one in sections.all(session)}


def _change(officer_id: int, changed: Any, done: str) -> Answer:
    with transaction() as session:
        officer = _found(session, officer_id)
        try:
            change: Change = changed(officer)
        except ValidationError:
            raise NotAllowedError("書き方が違うところがあります。もう一度確かめてください。") from None
        if isinstance(change, Move | Grant | Revoke) and change.section_id != EVERY_SECTION:
            _known_section(session, change.section_id)
        waiting = officer_proposals.change(session, change, officer_here(session), visit().now)
    return back("person", WAITS if waiting else done, officer_id=officer_id)


def _found(session: Session, officer_id: int) -> Officer:
    officer = officers.find(session, officer_id)
    if officer is None:
        raise NotAllowedError("この番号の職員はいません。")
    return officer


def _known_section(session: Session, section_id: str) -> None:
    if section_id not in section_names(session):
        raise NotAllowedError("その課はありません。")


def _role_and_section() -> tuple[Role, str]:
    try:
        return Role(request.form.get("role", "")), request.form.get("section_id", "") or EVERY_SECTION
    except ValueError:
        raise NotAllowedError("その役割はありません。") from None


def _told(session: Session, officer: Officer) -> dict[str, Any]:
    return {
        "officer": officer,
        "factors_count": len(officer_factors.of(session, officer.id)),
        "invited_until": officer_invitations.open_until(session, visit().now).get(officer.id),
        "sections": section_names(session),
        "roles": JAPANESE,
        "needs_two": NEEDS_TWO_ADMINISTRATORS,
        "works": officer.works_on(the_desk().today),
        "lines": journal.of_subject(session, officer.actor)[:20],
        "people": {one.actor: one.name for one in officers.all(session)},
    }


PAGES = (
    Page("people", "/officers", people, ADMINISTRATOR),
    Page("new_person", "/officers/new", new_person, ADMINISTRATOR),
    Page("add_person", "/officers/new", add_person, ADMINISTRATOR, ("POST",), is_dangerous=True),
    Page("person", "/officers/<int:officer_id>", person, ADMINISTRATOR),
    *(
        Page(
            f"{view.__name__}_person",
            f"/officers/<int:officer_id>/{view.__name__}",
            view,
            ADMINISTRATOR,
            ("POST",),
            True,
        )
        for view in (invite, grant, revoke, move, disable, reset)
    ),
)
