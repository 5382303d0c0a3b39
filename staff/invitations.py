"""The link of an invitation: the officer sets a password of their own and comes in."""

from flask import render_template, request

from staff.desk import the_desk
from staff.pages import Answer, Needs, Page, back, refused
from staff.sign_in import open_session
from staff.visit import visit
from store import journal
from store.database import reading, transaction
from town import officer_invitations, officer_passwords, officers
from town.officer_sessions import Stage
from town.officers import NotAllowedError, Officer

OVER = "この招待は使えません。期限(72時間)が過ぎたか、もう使われています。管理者に新しい招待を頼んでください。"


def invitation(token: str) -> Answer:
    officer = _invited(token)
    if officer is None:
        return refused(OVER, 404)
    if request.method == "GET":
        return render_template("invitation.html", officer=officer, token=token)
    try:
        _take(token, request.form.get("password", ""), request.form.get("again", ""))
    except NotAllowedError as refusal:
        return render_template("invitation.html", officer=officer, token=token, sentence=str(refusal)), 400
    stage = open_session(officer)
    if stage is Stage.FACTOR:
        return back("factor")
    return back("new_factor", "パスワードを決めました。続けて、二要素認証を登録してください。")


def _invited(token: str) -> Officer | None:
    with reading() as session:
        found = officer_invitations.find(session, token, visit().now)
        officer = officers.find(session, found.officer_id) if found else None
    return officer if officer and officer.works_on(the_desk().today) else None


def _take(token: str, password: str, again: str) -> None:
    now = visit().now
    if password != again:
        raise NotAllowedError("2回のパスワードが同じではありません。")
    with transaction() as session:
        found = officer_invitations.find(session, token, now)
        if found is None or not officer_invitations.take(session, found, now):
            raise NotAllowedError(OVER)
        officer = session.get_one(Officer, found.officer_id)
        officer_passwords.set_password(officer, password, (the_desk().town_name,))
        journal.write(session, now, actor=officer.actor, action="officer.invitation_taken", subject=officer.actor)


PAGES = (Page("invitation", "/invitation/<token>", invitation, Needs.NOTHING, ("GET", "POST")),)
