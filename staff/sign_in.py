"""Signing in: the password, then the second factor, then out again. Every knock is counted and written down."""

from flask import redirect, render_template, request, url_for
from flask import session as cookie

from staff.desk import the_desk
from staff.pages import Answer, Needs, Page, back, safe_next
from staff.visit import TOKEN, arrive, session_here, visit
from store.database import reading, transaction
from town import officer_factors, officer_sessions, officers, sign_in_attempts
from town.officer_factors import FactorKind
from town.officer_passwords import is_right
from town.officer_sessions import Stage
from town.officers import Officer
from town.roles import NEEDS_FACTOR

# One sentence for every reason: it tells nobody which addresses exist.
REFUSED = "ログインできませんでした。メールアドレスとパスワードを確かめてください。何度か続けて間違えると、15分ほど入れなくなります。"
WRONG_CODE = "番号が違うか、もう使われています。新しい番号を入れてください。"


def sign_in() -> Answer:
    goal = safe_next(request.values.get("next"))
    if visit().stage is Stage.OPEN:
        return redirect(goal)
    if request.method == "GET":
        return render_template("sign_in.html", goal=goal)
    officer = _let_past(request.form.get("email", ""), request.form.get("password", ""))
    if officer is None:
        return render_template("sign_in.html", goal=goal, sentence=REFUSED, email=request.form.get("email", "")), 401
    return _next_step(officer, goal)


def factor() -> Answer:
    """The one-time code, the passkey (its script asks `passkeys`), or a recovery code."""
    goal = safe_next(request.values.get("next"))
    if request.method == "GET":
        return _ask(goal)
    with transaction() as session:
        attempt = sign_in_attempts.knock(session, account_of(visit().email), visit().address, visit().now)
    kind = _shown(request.form.get("code", ""), request.form.get("recovery", ""))
    if kind is None:
        return _wrong_factor(goal)
    return welcome(kind, goal, attempt)


def welcome(kind: FactorKind | None, goal: str, attempt: int | None = None) -> Answer:
    """A new session under a new token: whatever the browser carried before is worth nothing now."""
    here = visit()
    with transaction() as session:
        officer_sessions.end(session, here.session_id, here.now)
        if attempt:
            sign_in_attempts.came_through(session, attempt)
        token = officer_sessions.begin(session, here.officer_id, Stage.OPEN, here.now, here.address, kind)
        action = "signin.recovery_used" if kind is FactorKind.RECOVERY else "signin.passed"
        here.journal(session, action, here.actor, factor=kind or "password")
    _carry(token)
    return redirect(goal, 303)


def sign_out() -> Answer:
    here = visit()
    if here.session_id:
        with transaction() as session:
            officer_sessions.end(session, here.session_id, here.now)
            here.journal(session, "signin.left", here.actor)
    cookie.clear()
    return back("sign_in", "ログアウトしました。")


def confirm() -> Answer:
    """The second factor once more, before something that cannot be undone."""
    here, goal = visit(), safe_next(request.values.get("next"))
    if request.method == "GET":
        return _ask(goal, is_confirmation=True)
    with transaction() as session:
        attempt = sign_in_attempts.knock(session, account_of(here.email), here.address, here.now)
    kind = _shown(request.form.get("code", ""), "")
    if kind is None:
        return _wrong_factor(goal, is_confirmation=True)
    confirmed(kind, attempt)
    return redirect(goal, 303)


def confirmed(kind: FactorKind, attempt: int | None = None) -> None:
    here = visit()
    with transaction() as session:
        officer_sessions.renew_factor(session_here(session), kind, here.now)
        if attempt:
            sign_in_attempts.came_through(session, attempt)
        here.journal(session, "signin.confirmed", here.actor, factor=kind)


def open_session(officer: Officer) -> Stage:
    """After a right password or an invitation: what comes next depends on what the officer has and may do."""
    here = visit()
    with transaction() as session:
        if officer_factors.of(session, officer.id):
            stage = Stage.FACTOR
        else:
            stage = Stage.ENROL if officer.powers.has(*NEEDS_FACTOR) else Stage.OPEN
        token = officer_sessions.begin(session, officer.id, stage, here.now, here.address)
        if stage is Stage.OPEN:
            here.journal(session, "signin.passed", officer.actor, factor="password")
    _carry(token)
    return stage


def proves_password(officer: Officer, password: str) -> bool:
    """The password of somebody who is already in; wrong ones count as wrong ones at the door."""
    here, account = visit(), account_of(officer.email)
    with transaction() as session:
        attempt = sign_in_attempts.knock(session, account, here.address, here.now)
    with reading() as session:
        is_locked = sign_in_attempts.is_locked(session, account, here.address, here.now)
    if is_locked or not is_right(officer, password):
        return False
    with transaction() as session:
        sign_in_attempts.came_through(session, attempt)
    return True


def _let_past(email: str, password: str) -> Officer | None:
    here, account = visit(), account_of(email)
    with transaction() as session:
        attempt = sign_in_attempts.knock(session, account, here.address, here.now)
    with reading() as session:
        is_locked = sign_in_attempts.is_locked(session, account, here.address, here.now)
        officer = officers.by_email(session, email)
    is_through = is_right(officer, password) and not is_locked
    may = officer is not None and officer.works_on(the_desk().today)
    with transaction() as session:
        if officer and is_through and may:
            if not officer_factors.of(session, officer.id):
                sign_in_attempts.came_through(session, attempt)
            return officer
        subject = officer.actor if officer else "officer:0"
        here.journal(session, "signin.locked" if is_locked else "signin.failed", subject)
    return None


def _next_step(officer: Officer, goal: str) -> Answer:
    stage = open_session(officer)
    return redirect(url_for("staff.factor", next=goal) if stage is Stage.FACTOR else goal, 303)


def _carry(token: str) -> None:
    cookie.clear()  # and with it the form token of whoever was here before
    cookie[TOKEN] = token
    arrive()


def _shown(code: str, recovery: str) -> FactorKind | None:
    here, key = visit(), the_desk().key
    with transaction() as session:
        if sign_in_attempts.is_locked(session, account_of(here.email), here.address, here.now):
            return None
        if recovery:
            is_known = officer_factors.use_recovery_code(session, key, here.officer_id, recovery, here.now)
            return FactorKind.RECOVERY if is_known else None
        return FactorKind.TOTP if officer_factors.use_code(session, key, here.officer_id, code, here.now) else None


def _wrong_factor(goal: str, *, is_confirmation: bool = False) -> Answer:
    here = visit()
    with transaction() as session:
        session_here(session).failures_count += 1
        here.journal(session, "signin.factor_failed", here.actor)
    arrive()
    if visit().stage is None:
        return back("sign_in", "続けて間違えたため、はじめからやり直してください。")
    return _ask(goal, is_confirmation=is_confirmation, sentence=WRONG_CODE), 401


def _ask(goal: str, *, is_confirmation: bool = False, sentence: str | None = None) -> str:
    with reading() as session:
        kinds = {one.kind for one in officer_factors.of(session, visit().officer_id)}
        has_codes = officer_factors.count_recovery_codes(session, visit().officer_id) > 0
    return render_template(
        "factor.html", goal=goal, kinds=kinds, has_codes=has_codes, is_confirmation=is_confirmation, sentence=sentence
    )


def account_of(email: str) -> str:
    return the_desk().key.fingerprint(f"account {officers.plain_email(email)[:120]}")


BOTH = ("GET", "POST")
PAGES = (
    Page("sign_in", "/sign-in", sign_in, Needs.NOTHING, BOTH),
    Page("factor", "/sign-in/factor", factor, Needs.PASSWORD, BOTH),
    Page("sign_out", "/sign-out", sign_out, Needs.NOTHING, ("POST",)),
    Page("confirm", "/confirm", confirm, Needs.SESSION, BOTH),
)
