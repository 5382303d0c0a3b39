"""The desk in a real browser: an officer's first day, every page by axe and on a narrow screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from knowledge import entries
from store.database import transaction
from tests.knowledge.entry_files import made
from tests.staff.in_a_browser import enrol, invited, look_at, sign_in
from tests.staff.the_desk import PASSWORD, Office
from town.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def reads_the_invitation(page: Page, office: Office, token: str) -> None:
    """The first password that comes to mind is refused."""
    page.goto(f"{office.url}/staff/invitation/{token}")
    look_at(page, "invitation")
    page.get_by_label("新しいパスワード").fill("password1234")
    page.get_by_label("もう一度").fill("password1234")
    page.get_by_role("button", name="決める").click()
    page.get_by_role("alert").filter(has_text="よく使われる言葉").wait_for()


def puts_the_recovery_codes_away(page: Page) -> list[str]:
    expect(page.locator(".codes li")).to_have_count(10)
    codes = page.locator(".codes li").all_inner_texts()
    assert all(re.fullmatch(r"[2-9A-Z]{5}-[2-9A-Z]{5}", one) for one in codes)
    look_at(page, "recovery-codes")
    page.get_by_role("link", name="保管しました").click()
    return codes


def sees_them_only_once(page: Page, office: Office) -> None:
    page.goto(f"{office.url}/staff/account/recovery-codes/new")
    assert page.url.endswith("/staff/account")


def signs_out(page: Page) -> None:
    page.get_by_role("button", name="ログアウト").click()
    page.wait_for_url("**/staff/sign-in")


def types_the_password(page: Page, office: Office) -> None:
    page.goto(f"{office.url}/staff/")
    look_at(page, "sign-in")
    page.get_by_label("メールアドレス").fill("hanako@mihon.example")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/sign-in/factor"))
    look_at(page, "factor")


def uses_a_recovery_code(page: Page, code: str) -> None:
    page.get_by_text("復旧コードを使う").click()
    page.get_by_label("復旧コード", exact=True).fill(code)
    page.get_by_role("button", name="復旧コードで入る").click()


def test_a_first_day_from_the_invitation_to_the_first_page(office, context):
    page = context.new_page()
    token = invited("hanako", Role.ADMINISTRATOR)
    reads_the_invitation(page, office, token)
    assert enrol(page, office, token), "the secret of a token to type by hand"
    codes = puts_the_recovery_codes_away(page)
    page.wait_for_url(f"{office.url}/staff/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("見本 hanakoさん")
    sees_them_only_once(page, office)
    signs_out(page)
    page.goto(f"{office.url}/staff/invitation/{token}")
    expect(page.locator("main")).to_contain_text("この招待は使えません")
    types_the_password(page, office)
    uses_a_recovery_code(page, codes[3])
    page.wait_for_url(f"{office.url}/staff/")


def test_a_security_key_is_enrolled_signs_in_and_confirms(office, context):
    page = context.new_page()
    keys = context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}},
    )
    enrol(page, office, invited("hanako", Role.ADMINISTRATOR))
    page.goto(f"{office.url}/staff/account/factors/new")
    look_at(page, "new-factor")
    page.locator("#key-name").fill("青い鍵")
    page.get_by_role("button", name="鍵を登録する").click()
    page.get_by_text("パスキーを登録しました").wait_for()
    expect(page.locator("main")).to_contain_text("青い鍵")
    look_at(page, "account")
    page.get_by_role("button", name="ログアウト").click()
    page.get_by_label("メールアドレス").fill("hanako@mihon.example")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="次へ").click()
    page.get_by_role("button", name="パスキー・セキュリティキーを使う").click()
    page.get_by_text("見本 hanakoさん、").wait_for()
    page.goto(f"{office.url}/staff/confirm?next=/staff/journal")
    look_at(page, "confirm")
    page.get_by_role("button", name="パスキー・セキュリティキーを使う").click()
    page.wait_for_url("**/staff/journal")


def test_a_draft_waits_when_the_page_was_closed(office, context, hire):
    hire("hanako", *Role)
    with transaction() as session:
        entries.save(session, made("move_in", section="citizens"), origin="desk")
    page = context.new_page()
    sign_in(page, office, "hanako@mihon.example")
    page.goto(f"{office.url}/staff/answers/move_in")
    page.locator(".phone-screen .lm").wait_for()
    page.get_by_label("費用").fill("300円")
    page.close()
    page = context.new_page()
    page.goto(f"{office.url}/staff/answers/move_in")
    page.get_by_role("button", name="書きかけに戻す").click()
    expect(page.get_by_label("費用")).to_have_value("300円")
    page.locator(".phone-screen").get_by_text("300円").wait_for()
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("保存しました。").wait_for()
    expect(page.locator("[data-draft]")).to_be_hidden()
