"""Accounts and roles: who may change them, and what no single person can do."""

import re
from ipaddress import ip_network

import pyotp
import pytest

from store.database import reading, transaction
from store.journal import Looked, search
from tests.staff.the_desk import PASSWORD
from town import officer_factors, officer_proposals, officers
from town.officers import NotAllowedError, Officer
from town.roles import EVERY_SECTION, Role


@pytest.fixture
def three(hire):
    return [hire(name, Role.ADMINISTRATOR) for name in ("hanako", "taro", "jiro")]


def officer(email: str) -> Officer:
    with reading() as session:
        found = officers.by_email(session, f"{email}@mihon.example")
        assert found
        return found


def deeds(subject: str) -> list[str]:
    with reading() as session:
        return [line.action for line in search(session, Looked(subject=subject))]


def invite(browser, who: Officer) -> str:
    page = browser.send(f"/staff/officers/{who.id}/invite", at="/staff/").get_data(as_text=True)
    found = re.search(r"/staff/invitation/([\w-]+)", page)
    assert found
    return f"/staff/invitation/{found.group(1)}"


def test_an_officer_is_added_invited_and_sets_a_password_of_their_own(three, signed_in, browser_of):
    browser, theirs = signed_in(three[0]), browser_of()
    form = {"email": " Yuki@Mihon.example ", "name": "見本 ゆき", "section_id": "roads"}
    browser.send("/staff/officers/new", at="/staff/officers/new", **form)
    yuki = officer("yuki")
    link = invite(browser, yuki)
    answer = theirs.send(link, at=link, password=PASSWORD, again=PASSWORD)
    assert answer.location == "/staff/account/factors/new"
    assert theirs.is_in()
    assert deeds(yuki.actor)[:3] == ["signin.passed", "officer.invitation_taken", "officer.invited"]


@pytest.mark.parametrize("again", ["used", "three days later", "a newer one"])
def test_a_link_works_once_and_for_three_days(three, signed_in, browser_of, clock, hire, again):
    browser, yuki = signed_in(three[0]), hire("yuki", has_token=False)
    link = invite(browser, yuki)
    match again:
        case "used":
            first = browser_of()
            first.send(link, at=link, password=PASSWORD, again=PASSWORD)
        case "three days later":
            clock.skip(hours=73)
        case _:
            invite(browser, yuki)
    assert browser_of().open(link).status_code == 404


@pytest.mark.parametrize("role", [Role.BROADCAST_APPROVER, Role.ADMINISTRATOR])
def test_the_strongest_roles_need_a_second_administrator(three, signed_in, hire, role):
    hanako, taro, _ = three
    yuki = hire("yuki")
    first = signed_in(hanako)
    first.send(f"/staff/officers/{yuki.id}/grant", at="/staff/", role=role, section_id=EVERY_SECTION)
    assert not officer("yuki").powers.has(role)
    refused = first.send("/staff/proposals/1/approve", at="/staff/")
    assert "申請した本人は承認できません" in refused.get_data(as_text=True)
    assert not officer("yuki").powers.has(role)
    signed_in(taro).send("/staff/proposals/1/approve", at="/staff/")
    assert officer("yuki").powers.has(role)
    assert deeds("officer_proposal:1") == [
        "officer_proposal.applied", "officer_proposal.approved", "officer_proposal.made"
    ]  # fmt: skip


def test_nobody_approves_power_for_themselves(three, signed_in):
    hanako, taro, _ = three
    signed_in(hanako).send(f"/staff/officers/{taro.id}/grant", at="/staff/", role=Role.BROADCAST_APPROVER)
    signed_in(taro).send("/staff/proposals/1/approve", at="/staff/")
    assert not officer("taro").powers.has(Role.BROADCAST_APPROVER)


def test_an_ordinary_role_is_granted_at_once_and_for_one_section(three, signed_in, hire):
    yuki = hire("yuki")
    page = f"/staff/officers/{yuki.id}/grant"
    signed_in(three[0]).send(page, at="/staff/", role="answer_editor", section_id="roads")
    powers = officer("yuki").powers
    assert powers.covers(Role.ANSWER_EDITOR, "roads") and not powers.covers(Role.ANSWER_EDITOR, "citizens")


def test_the_last_two_administrators_stay(three, signed_in):
    hanako, taro, jiro = three
    browser = signed_in(hanako)
    browser.send(f"/staff/officers/{jiro.id}/disable", at="/staff/")
    assert officer("jiro").disabled_at
    for path, form in (("disable", {}), ("revoke", {"role": "administrator", "section_id": EVERY_SECTION})):
        answer = browser.send(f"/staff/officers/{taro.id}/{path}", at="/staff/", **form)
        assert "管理者が2人より少なくなる" in answer.get_data(as_text=True)
    assert officer("taro").disabled_at is None and officer("taro").powers.has(Role.ADMINISTRATOR)


def test_taking_an_administrators_tokens_away_needs_two(three, signed_in):
    hanako, taro, jiro = three
    signed_in(hanako).send(f"/staff/officers/{taro.id}/reset", at="/staff/")
    assert officer("taro").password_hash
    answer = signed_in(hanako).send(f"/staff/officers/{taro.id}/invite", at="/staff/")
    assert "認証を初期化" in answer.get_data(as_text=True)
    signed_in(jiro).send("/staff/proposals/1/approve", at="/staff/")
    with reading() as session:
        assert officer_factors.of(session, taro.id) == []
    assert officer("taro").password_hash is None


def test_a_contractors_account_ends_with_the_contract(hire, browser_of, clock):
    last_day = clock().date()
    outside = hire("outside", Role.REPORT_HANDLER, is_contractor=True, ends_on=last_day)
    browser = browser_of()
    browser.sign_in(outside)
    assert browser.is_in()
    clock.skip(hours=12)  # the next day in Japan
    assert not browser.is_in()
    assert browser.sign_in(outside).status_code == 401


def test_a_contractor_cannot_become_an_editor(hire, clock):
    outside = hire("outside", is_contractor=True, ends_on=clock().date())
    with pytest.raises(NotAllowedError), transaction() as session:
        officers.grant(session, session.get_one(Officer, outside.id), Role.ANSWER_EDITOR, "roads")


def test_a_role_bound_to_a_network_rests_elsewhere_and_an_approver_works_from_home(desk, hire, browser_of, clock):
    assert desk.shut_from("203.0.113.1") == frozenset()
    bound = {Role.ADMINISTRATOR: "10.1.0.0/16"}
    desk.networks.update({role: (ip_network(one),) for role, one in bound.items()})
    both = hire("hanako", Role.ADMINISTRATOR, Role.BROADCAST_APPROVER)
    inside, home = browser_of("10.1.2.3"), browser_of("203.0.113.1")
    inside.sign_in(both)
    home.sign_in(both)
    assert inside.open("/staff/officers").status_code == 200
    assert home.open("/staff/officers").status_code == 403
    assert "配信の承認" in home.open("/staff/").get_data(as_text=True).split("いまは使えない役割")[0]


def test_a_role_that_needs_a_token_waits_for_one(hire, browser_of):
    browser = browser_of()
    browser.sign_in(hire("hanako", Role.BROADCAST_APPROVER, has_token=False))
    assert browser.open("/staff/").location == "/staff/account/factors/new"
    assert browser.open("/staff/account").location == "/staff/account/factors/new"


def test_a_recovery_code_opens_the_door_once_and_confirms_nothing(hire, browser_of, desk):
    hanako = hire("hanako", Role.ADMINISTRATOR)
    with transaction() as session:
        codes = officer_factors.new_recovery_codes(session, desk.key, hanako.id)
    for is_first in (True, False):
        browser = browser_of()
        browser.send("/staff/sign-in", email=hanako.email, password=PASSWORD)
        at = "/staff/sign-in/factor"
        browser.send(at, at=at, recovery=codes[0].lower().replace("-", " "))
        assert browser.is_in() is is_first
        if is_first:
            assert browser.open("/staff/officers").status_code == 200
            asked = browser.send("/staff/officers/new", at="/staff/")
            assert asked.location.startswith("/staff/confirm")


def test_without_a_token_the_first_one_is_vouched_for_by_the_password(hire, browser_of):
    browser = browser_of()
    browser.sign_in(hire("hanako", Role.VIEWER, has_token=False))
    at = "/staff/account/factors/new"
    page = browser.open(at).get_data(as_text=True)
    secret = re.search(r'class="secret">(\w+)<', page)
    assert secret
    code = pyotp.TOTP(secret.group(1)).at(browser.clock())
    refused = browser.send("/staff/account/factors/totp", at=at, code=code, name="x", password="wrong")
    assert refused.status_code == 400
    done = browser.send("/staff/account/factors/totp", at=at, code=code, name="x", password=PASSWORD)
    assert done.location == "/staff/account/recovery-codes/new"


def test_a_second_token_is_vouched_for_by_the_first(hire, signed_in, clock):
    browser = signed_in(hire("hanako", Role.VIEWER))
    assert browser.open("/staff/account/factors/new").status_code == 200
    clock.skip(minutes=6)
    assert browser.open("/staff/account/factors/new").location.startswith("/staff/confirm")


def test_the_last_token_cannot_be_thrown_away(hire, signed_in):
    hanako = hire("hanako", Role.VIEWER)
    browser = signed_in(hanako)
    with reading() as session:
        factor_id = officer_factors.of(session, hanako.id)[0].id
    assert browser.send(f"/staff/account/factors/{factor_id}/remove", at="/staff/").status_code == 403


def test_a_new_password_ends_every_other_session(hire, signed_in):
    hanako = hire("hanako", Role.VIEWER)
    here, elsewhere = signed_in(hanako), signed_in(hanako)
    new = "yanagi no shita 2 dojou"
    here.send("/staff/account/password", at="/staff/account", old=PASSWORD, new=new)
    assert here.is_in() and not elsewhere.is_in()


def test_the_old_password_cannot_be_guessed_at_a_desk_left_open(hire, signed_in, clock):
    hanako = hire("hanako", Role.VIEWER)
    browser = signed_in(hanako)
    clock.skip(seconds=1)
    for _ in range(6):
        browser.send("/staff/account/password", at="/staff/account", old="wrong", new="yanagi no shita 2 dojou")
    browser.send("/staff/account/password", at="/staff/account", old=PASSWORD, new="yanagi no shita 2 dojou")
    assert officer("hanako").password_hash == hanako.password_hash


def test_a_rejected_proposal_changes_nothing(three, signed_in, hire):
    yuki = hire("yuki")
    signed_in(three[0]).send(f"/staff/officers/{yuki.id}/grant", at="/staff/", role="administrator")
    signed_in(three[1]).send("/staff/proposals/1/reject", at="/staff/")
    signed_in(three[2]).send("/staff/proposals/1/approve", at="/staff/")
    assert not officer("yuki").powers.roles
    with reading() as session:
        assert officer_proposals.count_waiting(session) == 0
