"""Two officers in real browsers, residents on the simulator's telephones: a drill in a few presses, an order put right."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page

from store import testers
from store.database import transaction
from tests.journeys.broadcast_pages import OfficerAtTheDesk, Presses, goes_out
from tests.people import Resident, TownHall, texts
from tests.staff.in_a_browser import NARROW, enrol, invited, picture, sign_in
from tests.staff.the_desk import WIDE, Office, desk_of_the_sample_town, hired, open_office
from town import officers
from town.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MOST_PRESSES = 12
SitsDown = Callable[..., OfficerAtTheDesk]


@pytest.fixture
def office(hall: TownHall) -> Iterator[Office]:
    with open_office(desk_of_the_sample_town(lambda: datetime.now(UTC))) as opened:
        yield opened


@pytest.fixture
def new_browser(browser: Browser) -> Iterator[Callable[[], Page]]:
    """One of their own for everybody who asks."""
    with ExitStack() as closing:

        def opened() -> Page:
            context = browser.new_context(viewport=WIDE, locale="ja-JP", timezone_id="Asia/Tokyo")
            closing.callback(context.close)
            return context.new_page()

        yield opened


@pytest.fixture
def sits_down(new_browser: Callable[[], Page], office: Office, now: datetime) -> SitsDown:
    """An officer who has long had an account and a token, signed in."""

    def sit(name: str, *roles: Role) -> OfficerAtTheDesk:
        officer = hired(now - timedelta(hours=1), name, *roles)
        page = new_browser()
        sign_in(page, office, officer.email)
        return OfficerAtTheDesk(page, office)

    return sit


@pytest.fixture
def newly_sits_down(new_browser: Callable[[], Page], office: Office) -> SitsDown:
    """An officer who took up an invitation first."""

    def sit(name: str, *roles: Role) -> OfficerAtTheDesk:
        page = new_browser()
        enrol(page, office, invited(name, *roles))
        return OfficerAtTheDesk(page, office)

    return sit


def links(name: str, telephone: Resident, now: datetime) -> None:
    with transaction() as session:
        officer = officers.by_email(session, f"{name}@mihon.example")
        assert officer is not None
        testers.link(session, officer.id, telephone.id, now)


def test_a_first_time_officer_sends_a_drill_of_level_4_to_two_districts_in_twelve_presses(
    hall: TownHall, hanako: Resident, sits_down: SitsDown, now: datetime
) -> None:
    hanako.follows()
    before = hanako.phone()
    telephone = hall.newcomer("鈴木")
    press = Presses()
    sits_down("sato", Role.BROADCAST_DRAFTER).writes_a_drill(press)
    suzuki = sits_down("suzuki", Role.BROADCAST_APPROVER)
    links("suzuki", telephone, now)
    suzuki.approves_the_drill(press)
    assert press.count <= MOST_PRESSES, press.made
    goes_out(hall)
    drill = texts(telephone.phone())
    assert drill.startswith("【訓練】") and "川原" in drill and "山手" in drill and "これは訓練です" in drill
    assert hanako.phone() == before
    suzuki.page.set_viewport_size(NARROW)
    suzuki.page.reload()
    picture(suzuki.page, "training-sent")


def test_an_order_is_returned_approved_followed_to_the_telephones_and_put_right(
    hall: TownHall, hanako: Resident, maria: Resident, sits_down: SitsDown, newly_sits_down: SitsDown
) -> None:
    hanako.follows()
    maria.follows()
    maria.presses("Português")
    sato = newly_sits_down("sato", Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER)
    suzuki = sits_down("suzuki", Role.BROADCAST_APPROVER)

    sato.begins_an_order()
    sato.hears_what_is_missing()
    sato.fills_in_the_order()
    sato.submits()
    sato.may_not_approve_own_order()

    suzuki.returns_it("新田も危ないので足してください")
    sato.reads_why_and_adds("新田も危ないので足してください", "新田")
    sato.submits()
    suzuki.sees_who_will_read_it()
    suzuki.approves("警戒レベル4 避難指示")
    suzuki.follows_it_to_the_telephones(hall)
    assert "【警戒レベル4 避難指示】" in texts(hanako.phone()) and "Nível 4" in texts(maria.phone())

    sato.corrects_alone(wrong="避難所は本町小学校", right="避難所は中央公民館")
    goes_out(hall)
    put_right = texts(hanako.phone()[-1:])
    assert put_right.startswith("【訂正】") and "続いています" in put_right and "中央公民館" in put_right
    assert "CORREÇÃO" in texts(maria.phone()[-1:])
    sato.sees_the_correction_gone()
