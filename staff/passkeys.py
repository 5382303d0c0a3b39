"""Passkeys and hardware keys: what the browser is asked, and whether its answer is true (WebAuthn)."""

import json
from typing import Any

from flask import Response as Json
from flask import flash, jsonify, request
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from staff.account import after_first, may_add, written_down
from staff.desk import the_desk
from staff.pages import Answer, Needs, Page, safe_next
from staff.sign_in import account_of, confirmed, welcome
from staff.visit import officer_here, session_here, visit
from store.database import transaction
from town import officer_factors, sign_in_attempts
from town.officer_factors import Factor, FactorKind
from town.officer_sessions import Stage
from town.officers import NotAllowedError

WRONG = "この鍵では確認できませんでした。もう一度試すか、別の方法を使ってください。"
TO_SIGN_IN, TO_ENROL = "sign in ", "enrol "


def passkey_options() -> Answer:
    """For signing in or confirming: only keys of the officer who gave the password."""
    with transaction() as session:
        keys = officer_factors.passkeys(session, visit().officer_id)
        options = generate_authentication_options(rp_id=the_desk().host, allow_credentials=_described(keys))
        session_here(session).challenge = TO_SIGN_IN + bytes_to_base64url(options.challenge)
    return _json(options_to_json(options))


def passkey_answer() -> Answer:
    here = visit()
    with transaction() as session:
        attempt = sign_in_attempts.knock(session, account_of(here.email), here.address, here.now)
        challenge = _take_challenge(session, TO_SIGN_IN)
    try:
        with transaction() as session:
            if sign_in_attempts.is_locked(session, account_of(here.email), here.address, here.now):
                raise NotAllowedError(WRONG)
            _check(session, challenge)
    except (WebAuthnException, NotAllowedError, ValueError, KeyError, TypeError):
        return _refused()
    goal = safe_next(request.args.get("next"))
    if here.stage is Stage.OPEN:
        confirmed(FactorKind.PASSKEY, attempt)
    else:
        welcome(FactorKind.PASSKEY, goal, attempt)
    return jsonify(next=goal)


def new_passkey_options() -> Answer:
    here = visit()
    may_add(request.form.get("password", ""))
    with transaction() as session:
        held = officer_factors.passkeys(session, here.officer_id)
        options = generate_registration_options(
            rp_id=the_desk().host, rp_name=f"{the_desk().town_name} 窓口", user_name=here.email,
            user_id=the_desk().key.fingerprint(f"passkey {here.officer_id}").encode(), user_display_name=here.name,
            exclude_credentials=_described(held),
        )  # fmt: skip
        session_here(session).challenge = TO_ENROL + bytes_to_base64url(options.challenge)
    return _json(options_to_json(options))


def add_passkey() -> Answer:
    here, said = visit(), request.get_json(silent=True) or {}
    with transaction() as session:
        challenge = _take_challenge(session, TO_ENROL)
    try:
        proved = verify_registration_response(
            credential=said, expected_challenge=challenge, expected_rp_id=the_desk().host,
            expected_origin=the_desk().address,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return _refused()
    name = request.args.get("name", "")
    with transaction() as session:
        factor = officer_factors.add_passkey(
            session, officer_here(session), name, bytes_to_base64url(proved.credential_id),
            proved.credential_public_key, proved.sign_count, here.now,
        )  # fmt: skip
        codes = written_down(session, factor.id)
    flash("パスキーを登録しました。")
    return jsonify(next=after_first(codes, FactorKind.PASSKEY))


def _check(session: Session, challenge: bytes) -> None:
    """Raises when the answer is not one of this officer's keys speaking about this very challenge."""
    said: Any = request.get_json(silent=True)
    if not isinstance(said, dict):
        raise NotAllowedError(WRONG)
    keys = officer_factors.passkeys(session, visit().officer_id)
    key = next((one for one in keys if one.credential_id == said["id"]), None)
    if key is None or key.public_key is None:
        raise NotAllowedError(WRONG)
    proved = verify_authentication_response(
        credential=said, expected_challenge=challenge, expected_rp_id=the_desk().host,
        expected_origin=the_desk().address, credential_public_key=key.public_key,
        credential_current_sign_count=key.sign_count or 0,
    )  # fmt: skip
    officer_factors.use_passkey(session, key, proved.new_sign_count, visit().now)


def _take_challenge(session: Session, purpose: str) -> bytes:
    """It answers once, right or wrong, and only what it was made for: signing in must not enrol another's key."""
    row = session_here(session)
    challenge, row.challenge = row.challenge, None
    if not challenge or not challenge.startswith(purpose):
        raise NotAllowedError(WRONG)
    return base64url_to_bytes(challenge.removeprefix(purpose))


def _refused() -> Answer:
    here = visit()
    with transaction() as session:
        session_here(session).failures_count += 1
        here.journal(session, "signin.factor_failed", here.actor)
    return jsonify(sentence=WRONG), 400


def _described(keys: list[Factor]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id)) for one in keys if one.credential_id
    ]


def _json(written: str) -> Json:
    return jsonify(json.loads(written))


PAGES = (
    Page("passkey_options", "/passkey/options", passkey_options, Needs.HALFWAY, ("POST",)),
    Page("passkey_answer", "/passkey/answer", passkey_answer, Needs.HALFWAY, ("POST",)),
    Page("new_passkey_options", "/account/factors/passkey/options", new_passkey_options, Needs.ENROLMENT, ("POST",)),
    Page("add_passkey", "/account/factors/passkey", add_passkey, Needs.ENROLMENT, ("POST",)),
)
