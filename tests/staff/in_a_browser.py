"""What the stories in a real browser share: the desk behind a door, axe, the two sizes of a screen, and the way in."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pyotp
from playwright.sync_api import Page, ViewportSize

from store.database import transaction
from tests.browsers import drawn_whole, until
from tests.databases import absent
from tests.staff.the_desk import PASSWORD, WIDE, Office, secret_of
from town import officer_invitations, officers
from town.roles import Role

AXE = Path(__file__).parents[2] / "assets/vendor/axe-core/axe.min.js"
NARROW = ViewportSize(width=375, height=812)
PAPER = ViewportSize(width=703, height=1032)  # A4 within its margins of 12 mm, at 96 points an inch
TAGS = "runOnly: {type: 'tag', values: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}"
WITHOUT_COLOURS = ", rules: {'color-contrast': {enabled: false}}"
DOCS_PICTURES = Path(__file__).parents[2] / "docs/pictures"
PICTURES = os.environ.get("DESK_PICTURES")  # a folder; each page looked at is drawn there


def complaints(page: Page, *, looks_at_colours: bool = True) -> list[str]:
    """What axe finds on the page once it stands whole."""
    drawn_whole(page)
    if not AXE.exists():
        absent("axe-core")
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {{{TAGS}{'' if looks_at_colours else WITHOUT_COLOURS}}})")
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


def look_at(page: Page, name: str, sizes: tuple[ViewportSize, ...] = (WIDE, NARROW)) -> None:
    """No complaint of axe, nothing sticking out, wide and narrow; drawn where somebody wants to see it."""
    for size in sizes:
        page.set_viewport_size(size)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{size['width']}.png", full_page=True)
        # Colours are the slowest to look at, and no narrower on a telephone.
        assert complaints(page, looks_at_colours=size is sizes[0]) == [], f"{name} {size['width']}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], f"{name} {size['width']}"
    page.set_viewport_size(WIDE)


def look_at_paper(page: Page, name: str) -> None:
    """The same page on A4: nothing sticks out, nothing of the screen around it is printed."""
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-paper.png", full_page=True)
    assert complaints(page) == [], f"{name} on paper"
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"], f"{name} on paper"
    for around in ("header.top", "footer.foot", ".no-print"):
        assert not any(one.is_visible() for one in page.locator(around).all()), f"{around} of {name}"
    page.emulate_media(media="screen")
    page.set_viewport_size(WIDE)


def invited(name: str, *roles: Role) -> str:
    """The token of an invitation."""
    now = datetime.now(UTC)
    with transaction() as session:
        officer = officers.add(session, now, email=f"{name}@mihon.example", name=f"見本 {name}", section_id="citizens")
        for role in roles:
            officers.grant(session, officer, role, "*")
        return officer_invitations.invite(session, officer, now)


def enrol(page: Page, office: Office, token: str) -> str:
    """From the link to the first page; returns the secret of the token."""
    page.goto(f"{office.url}/staff/invitation/{token}")
    page.get_by_label("新しいパスワード").fill(PASSWORD)
    page.get_by_label("もう一度").fill(PASSWORD)
    page.get_by_role("button", name="決める").click()
    page.get_by_text("読み取れないとき").click()
    secret = page.locator(".secret").inner_text()
    page.get_by_label("6桁の番号").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="登録する", exact=True).click()
    page.wait_for_url("**/staff/account/recovery-codes/new")
    return secret


def sign_in(page: Page, office: Office, email: str) -> None:
    page.goto(f"{office.url}/staff/")
    page.get_by_label("メールアドレス").fill(email)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="次へ").click()
    page.get_by_label("6桁の番号").fill(pyotp.TOTP(secret_of(email)).now())
    page.get_by_role("button", name="確認する").click()
    page.wait_for_url(f"{office.url}/staff/")


def picture(page: Page, name: str) -> None:
    """For the docs; kept only when somebody asks for new ones: `make screenshots`."""
    if os.environ.get("SCREENSHOTS") == "1":
        until(page, "document.fonts.status === 'loaded'")
        page.screenshot(path=DOCS_PICTURES / f"{name}.png")
