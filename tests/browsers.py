"""A real browser, Debian's Chromium without a screen; absent, the stories that need it are skipped or fail."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.databases import absent

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nobody outside is asked: an invented address is unknown at once, with a network and without.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

PATIENCE = 90_000  # milliseconds: a busy machine is slow; that is no fault of the page

expect.set_options(timeout=PATIENCE)


def drawn_whole(page: Page) -> Page:
    """A page is there before all of it is: who looks too early sees half of it, or a picture's place without the picture."""
    page.wait_for_load_state()
    until(
        page,
        "[...document.images].every((one) => one.complete || one.loading === 'lazy') && document.fonts.status === 'loaded'",
    )
    return page


def until(page: Page, condition: str) -> None:
    """Wait for a condition in the page's own language. Playwright's own waiting reads it anew each time, which the
    pages' content security policy forbids from the second time on.
    """
    page.evaluate(f"""async () => {{
        for (const begun = Date.now(); !({condition}); await new Promise((go) => setTimeout(go, 50)))
            if (Date.now() - begun > {PATIENCE}) throw new Error('never became true');
    }}""")


@contextmanager
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(path).exists():
        absent("Chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=SWITCHES, timeout=PATIENCE)
        running.on("context", lambda context: context.set_default_timeout(PATIENCE))
        yield running
        running.close()
