"""An officer's own account: password, second factors, recovery codes."""

import segno
from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from staff.desk import the_desk
from staff.pages import Answer, Needs, Page, back
from staff.sign_in import proves_password, welcome
from staff.visit import officer_here, session_here, visit
from store import testers
from store.database import reading, transaction
from town import officer_factors, officer_sessions
from town.officer_factors import FactorKind
from town.officer_passwords import set_password
from town.officer_sessions import OfficerSession, Stage
from town.officers import NotAllowedError

TOTP, CODES = "totp ", "codes "  # what is sealed in the session until it has been used or shown


def account() -> Answer:
    here = visit()
    with reading() as session:
        return render_template(
            "account.html",
            factors=officer_factors.of(session, here.officer_id),
            codes_count=officer_factors.count_recovery_codes(session, here.officer_id),
            telephone=testers.of_officer(session, here.officer_id),
            sessions_count=officer_sessions.count_open(session, here.officer_id, here.now),
        )


def new_factor() -> Answer:
    """The token's secret is made here, kept sealed in the session, and counts once its first code was right."""
    here = visit()
    with transaction() as session:
        has_factors = bool(officer_factors.of(session, here.officer_id))
        if has_factors and not here.is_fresh:
            return back("confirm", next=url_for("staff.new_factor"))
        row = session_here(session)
        secret = _pending(row, TOTP) or officer_factors.new_secret()
        row.pending_secret = the_desk().key.seal(TOTP + secret)
    return _new_factor(secret, has_factors=has_factors)


def add_totp() -> Answer:
    here, key = visit(), the_desk().key
    with reading() as session:
        secret = _pending(session_here(session), TOTP)
        has_factors = bool(officer_factors.of(session, here.officer_id))
    if not secret:
        return back("new_factor")
    try:
        may_add(request.form.get("password", ""))
        with transaction() as session:
            officer = officer_here(session)
            factor = officer_factors.add_totp(
                session, key, officer, request.form.get("name", ""), secret, request.form.get("code", ""), here.now
            )
            session_here(session).pending_secret = None
            codes = written_down(session, factor.id)
    except NotAllowedError as refusal:
        return _new_factor(secret, has_factors=has_factors, sentence=str(refusal)), 400
    flash("二要素認証を登録しました。")
    return redirect(after_first(codes, FactorKind.TOTP), 303)


def remove_factor(factor_id: int) -> Answer:
    here = visit()
    with transaction() as session:
        held = officer_factors.of(session, here.officer_id)
        if len(held) < 2:
            raise NotAllowedError("最後の1つは消せません。先に、別の認証を登録してください。")
        if officer_factors.remove(session, here.officer_id, factor_id):
            here.journal(session, "officer.factor_removed", here.actor, factor_id=factor_id)
    return back("account", "二要素認証を1つ消しました。")


def new_codes() -> Answer:
    here = visit()
    with transaction() as session:
        if not officer_factors.of(session, here.officer_id):
            raise NotAllowedError("先に、二要素認証を登録してください。")
        codes = officer_factors.new_recovery_codes(session, the_desk().key, here.officer_id)
        here.journal(session, "officer.recovery_codes_made", here.actor)
    return redirect(after_first(codes, FactorKind.TOTP), 303)


def change_password() -> Answer:
    """Every other session of this officer ends: whoever knew the old one is out."""
    here = visit()
    with reading() as session:
        officer = officer_here(session)
    if not proves_password(officer, request.form.get("old", "")):
        return back("account", "いまのパスワードが違うため、変えませんでした。")
    with transaction() as session:
        officer = officer_here(session)
        set_password(officer, request.form.get("new", ""), (the_desk().town_name,))
        officer_sessions.end_all(session, here.officer_id, here.now, but=here.session_id)
        here.journal(session, "officer.password_changed", here.actor)
    return back("account", "パスワードを変えました。ほかの場所のログインは終わりました。")


def written_down(session: Session, factor_id: int) -> list[str]:
    """The first factor brings its recovery codes with it."""
    here = visit()
    here.journal(session, "officer.factor_added", here.actor, factor_id=factor_id)
    if officer_factors.count_recovery_codes(session, here.officer_id):
        return []
    here.journal(session, "officer.recovery_codes_made", here.actor)
    return officer_factors.new_recovery_codes(session, the_desk().key, here.officer_id)


def after_first(codes: list[str], kind: FactorKind) -> str:
    """Where to go on. Whoever was held at the door is in; new codes wait, sealed, to be shown once."""
    if visit().stage is Stage.ENROL:
        welcome(kind, "")
    if not codes:
        return url_for("staff.account")
    with transaction() as session:
        session_here(session).pending_secret = the_desk().key.seal(CODES + " ".join(codes))
    return url_for("staff.recovery_codes")


def recovery_codes() -> Answer:
    """They are gone from here as soon as they were shown."""
    with transaction() as session:
        row = session_here(session)
        written = _pending(row, CODES)
        row.pending_secret = None
    return render_template("recovery_codes.html", codes=written.split()) if written else back("account")


def may_add(password: str) -> None:
    """A further factor is vouched for by one that is there; the first one by the password. Raises NotAllowedError."""
    here = visit()
    with reading() as session:
        officer, has_factors = officer_here(session), bool(officer_factors.of(session, here.officer_id))
    if here.stage is Stage.ENROL:
        return
    if has_factors and not here.is_fresh:
        raise NotAllowedError("先に、いまの二要素認証で確認してください。")
    if not has_factors and not proves_password(officer, password):
        raise NotAllowedError("いまのパスワードが違います。")


def _pending(row: OfficerSession, beginning: str) -> str:
    written = the_desk().key.unseal(row.pending_secret or "") or ""
    return written.removeprefix(beginning) if written.startswith(beginning) else ""


def _new_factor(secret: str, *, has_factors: bool, sentence: str | None = None) -> str:
    here = visit()
    uri = officer_factors.setup_address(secret, here.email, the_desk().town_name)
    picture = segno.make(uri, error="m", micro=False).svg_inline(scale=4, border=2, omitsize=True)
    return render_template(
        "new_factor.html", picture=Markup(picture), secret=secret, sentence=sentence,  # noqa: S704 - drawn by us
        asks_password=not has_factors and here.stage is Stage.OPEN,
    )  # fmt: skip


PAGES = (
    Page("account", "/account", account, Needs.SESSION),
    Page("change_password", "/account/password", change_password, Needs.SESSION, ("POST",)),
    Page("recovery_codes", "/account/recovery-codes/new", recovery_codes, Needs.SESSION),
    Page("new_codes", "/account/recovery-codes", new_codes, Needs.SESSION, ("POST",), is_dangerous=True),
    Page("new_factor", "/account/factors/new", new_factor, Needs.ENROLMENT),
    Page("add_totp", "/account/factors/totp", add_totp, Needs.ENROLMENT, ("POST",)),
    Page(
        "remove_factor", "/account/factors/<int:factor_id>/remove", remove_factor, Needs.SESSION, ("POST",),
        is_dangerous=True,
    ),
)  # fmt: skip
