"""What officers do on the broadcast pages, in the stories of browsers without a screen."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from alerts.broadcasts import Broadcast
from store import testers
from store.database import transaction
from tests.staff.without_a_screen import Browser
from town.officers import Officer
from town.roles import Role

LIVE, TRAINING = "/staff/broadcasts", "/staff/training"
BROADCASTERS = (Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)
ORDER = {
    "v-hazard": "flood", "v-districts": ["honcho", "kawara"], "v-reason": "heavy_rain", "v-shelters": ["honcho_school"],
    "ordered_by": "市長", "grounds": "氾濫危険水位に達したため", "aim": "districts", "when": "now", "then": "check",
}  # fmt: skip


def has_a_telephone(officer: Officer, now: datetime) -> None:
    with transaction() as session:
        testers.link(session, officer.id, f"Utester{officer.id}", now)


def notice(broadcast_id: int) -> Broadcast:
    with transaction() as session:
        return session.scalars(select(Broadcast).where(Broadcast.id == broadcast_id)).one()


def begins(browser: Browser, template: str = "evacuation_order", at: str = LIVE) -> int:
    """Chooses a template; the number of the draft."""
    answer = browser.send(f"{at}/new", at=f"{at}/new", template=template)
    found = re.fullmatch(rf"{at}/(\d+)/edit", answer.location or "")
    assert found, answer.get_data(as_text=True)[:2000]
    return int(found[1])


def fills_in(
    browser: Browser, number: int, values: Mapping[str, Any] = ORDER, at: str = LIVE, **more: Any
) -> TestResponse:
    """Saves the form with everything an order needs, unless told otherwise."""
    kept = notice(number)
    expires = kept.expires_at or kept.drafted_at + timedelta(hours=6)
    words = {"revision": kept.revision, "v-ordered_at": local(kept.drafted_at), "expires_at": local(expires)}
    return browser.send(f"{at}/{number}/edit", at=f"{at}/{number}/edit", **{**words, **values, **more})


def local(moment: datetime) -> str:
    return f"{moment + timedelta(hours=9):%Y-%m-%dT%H:%M}"


def does(browser: Browser, deed: str, number: int, at: str = LIVE, **form: Any) -> TestResponse:
    """Presses a button of the notice's page, on which it stood as it is now."""
    words = {"revision": notice(number).revision, **form}
    return browser.send(f"{at}/{number}/{deed}", at=f"{at}/{number}", **words)


def reads(browser: Browser, path: str) -> str:
    """The words of a page, without what it is made of."""
    answer = browser.open(path, follow_redirects=True)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:2000]
    main = answer.get_data(as_text=True).split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def submitted(browser: Browser, at: str = LIVE, **words: Any) -> int:
    """The number of a notice that waits for its second person."""
    number = begins(browser, at=at)
    assert fills_in(browser, number, at=at, **words).location == f"{at}/{number}"
    assert does(browser, "submit", number, at=at).status_code == 303
    assert notice(number).stage == "submitted"
    return number
