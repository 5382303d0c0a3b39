"""Two officers in real browsers, residents on the simulator's telephones: a drill in a few presses, an order put right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from knowledge.topics import read_topics
from settings import COMMON
from staff import app as staff
from staff.desk import Desk
from store import testers
from store.database import transaction
from tests.people import Resident, TownHall, open_door, texts
from tests.staff.conftest import HASH, KEY, WIDE, Office, secret_of
from tests.staff.in_a_browser import NARROW, enrol, invited, look_at, picture, sign_in
from tests.staff.townspeople import sample_town
from town import officer_factors, officers
from town.numbers import load_numbers
from town.roles import EVERY_SECTION, Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MOST_PRESSES = 12


@dataclass
class Presses:
    """Whoever sits there presses; typing is not counted."""

    count: int = 0
    made: list[str] = field(default_factory=list)

    def __call__(self, what: Locator) -> None:
        self.made.append(what.inner_text().strip().splitlines()[0])
        what.click()
        self.count += 1


@pytest.fixture
def office(hall: TownHall) -> Iterator[Office]:
    door = Flask("desk behind a door")
    with open_door(door) as url:
        desk = Desk(
            key=KEY, address=url.replace("127.0.0.1", "localhost"), town=sample_town(), now=lambda: datetime.now(UTC),
            numbers=load_numbers(COMMON), topics=read_topics(COMMON),
        )  # fmt: skip
        staff.install(door, desk)
        yield Office(desk.address, desk)


@pytest.fixture
def sits_down(browser: Browser, office: Office, now: datetime) -> Iterator[Callable[..., Page]]:
    """An officer with an account and a token, signed in, at a browser of their own."""
    contexts: list[BrowserContext] = []

    def sit(name: str, *roles: Role) -> Page:
        long_ago = now - timedelta(hours=1)
        with transaction() as session:
            officer = officers.add(
                session, long_ago, email=f"{name}@mihon.example", name=f"見本 {name}", section_id="citizens"
            )
            officer.password_hash = HASH
            for role in roles:
                officers.grant(session, officer, role, EVERY_SECTION)
            secret = secret_of(officer.email)
            code = pyotp.TOTP(secret).at(long_ago)
            officer_factors.add_totp(session, KEY, officer, "トークン", secret, code, long_ago)
        page = opened(browser, contexts)
        sign_in(page, office, f"{name}@mihon.example")
        return page

    yield sit
    for context in contexts:
        context.close()


def opened(browser: Browser, contexts: list[BrowserContext]) -> Page:
    context = browser.new_context(viewport=WIDE, locale="ja-JP", timezone_id="Asia/Tokyo")
    contexts.append(context)
    return context.new_page()


def links(name: str, telephone: Resident, now: datetime) -> None:
    with transaction() as session:
        officer = officers.by_email(session, f"{name}@mihon.example")
        assert officer is not None
        testers.link(session, officer.id, telephone.id, now)


def goes_out(hall: TownHall) -> None:
    for bell in ("notices", "urgent", "notices"):
        hall.worker.drains[bell]()


def chooses(press: Callable[[Locator], None], page: Page) -> None:
    """An order for two districts, from lists alone."""
    for label in ("土砂災害", "川原", "山手", "大雨が続き", "本町小学校"):
        press(page.locator("label.check:visible", has_text=label).first)


def test_a_first_time_officer_sends_a_drill_of_level_4_to_two_districts_in_twelve_presses(
    hall: TownHall, hanako: Resident, sits_down: Callable[..., Page], now: datetime
) -> None:
    hanako.follows()
    before = hanako.phone()
    telephone = Resident(hall, hall.line.platform.add_resident("鈴木").id)
    press = Presses()
    sato = sits_down("sato", Role.BROADCAST_DRAFTER)
    press(sato.get_by_role("link", name="訓練 配信の練習"))
    press(sato.get_by_role("link", name="新しい訓練を作る"))
    press(sato.get_by_role("button", name="避難指示(警戒レベル4)").first)
    chooses(press, sato)
    picture(sato, "training-form")
    press(sato.get_by_role("button", name="内容を確かめる"))
    expect(sato.get_by_text("住民0人", exact=True)).to_be_visible()
    press(sato.get_by_role("button", name="承認に出す"))
    suzuki = sits_down("suzuki", Role.BROADCAST_APPROVER)
    links("suzuki", telephone, now)
    press(suzuki.get_by_role("link", name="内容を見る"))
    suzuki.get_by_label("この配信の種類を打ってください").fill("避難指示")
    press(suzuki.get_by_role("button", name="承認して、訓練を送る"))
    expect(suzuki.get_by_role("heading", name="住民0人に送信(訓練)")).to_be_visible()
    assert press.count <= MOST_PRESSES, press.made
    goes_out(hall)
    drill = texts(telephone.phone())
    assert drill.startswith("【訓練】") and "川原" in drill and "山手" in drill and "これは訓練です" in drill
    assert hanako.phone() == before
    suzuki.set_viewport_size(NARROW)
    suzuki.reload()
    picture(suzuki, "training-sent")


def test_an_order_is_returned_approved_followed_to_the_telephones_and_put_right(
    hall: TownHall, hanako: Resident, maria: Resident, office: Office, browser: Browser, sits_down: Callable[..., Page]
) -> None:
    hanako.follows()
    maria.follows()
    maria.presses("Português")
    contexts: list[BrowserContext] = []
    sato = opened(browser, contexts)
    enrol(sato, office, invited("sato", Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER))
    suzuki = sits_down("suzuki", Role.BROADCAST_APPROVER)
    sato.goto(f"{office.url}/staff/broadcasts/new")
    sato.get_by_role("button", name="避難指示(警戒レベル4)").first.click()
    sato.get_by_role("button", name="内容を確かめる").click()
    expect(sato.get_by_role("alert")).to_contain_text("まだ承認に出せません")
    look_at(sato, "form-with-faults")
    chooses(lambda what: what.click(), sato)
    sato.get_by_label("発令者").fill("市長")
    sato.get_by_label("根拠(発令基準)").fill("土砂災害警戒情報")
    expect(sato.locator("[data-kept]")).to_contain_text("自動で保存しました")
    sato.get_by_role("button", name="内容を確かめる").click()
    sato.get_by_role("button", name="承認に出す").click()
    expect(sato.get_by_text("承認に出した本人は承認できません")).to_be_visible()
    assert sato.get_by_role("button", name="承認して送る").count() == 0

    suzuki.reload()
    suzuki.get_by_role("link", name="内容を見る").click()
    suzuki.get_by_label("理由").fill("新田も危ないので足してください")
    suzuki.get_by_role("button", name="差し戻す").click()
    sato.reload()
    sato.get_by_role("link", name="書き直す").click()
    expect(sato.get_by_text("新田も危ないので足してください")).to_be_visible()
    sato.locator("label.check", has_text="新田").first.click()
    sato.get_by_role("button", name="内容を確かめる").click()
    sato.get_by_role("button", name="承認に出す").click()
    suzuki.reload()
    expect(suzuki.locator(".telephone", has_text="Português")).to_contain_text("1人")
    picture(suzuki, "broadcast-confirm")
    suzuki.get_by_label("この配信の種類を打ってください").fill("警戒レベル4 避難指示")
    suzuki.get_by_role("button", name="承認して送る").click()
    suzuki.get_by_role("link", name="届いた数を見る").click()
    expect(suzuki.get_by_text("2人中 0人分")).to_be_visible()
    goes_out(hall)
    expect(suzuki.get_by_text("2人中 2人分")).to_be_visible()  # the page looks again by itself
    look_at(suzuki, "delivery-live")
    picture(suzuki, "broadcast-delivery")
    assert "【警戒レベル4 避難指示】" in texts(hanako.phone()) and "Nível 4" in texts(maria.phone())

    sato.reload()
    sato.get_by_role("link", name="【訂正】を送る").click()
    sato.get_by_label("誤", exact=True).fill("避難所は本町小学校")
    sato.get_by_label("正", exact=True).fill("避難所は中央公民館")
    sato.get_by_role("button", name="内容を確かめる").click()
    sato.get_by_role("button", name="承認に出す").click()
    sato.get_by_label("この配信の種類を打ってください").fill("訂正")
    sato.get_by_role("button", name="承認して送る").click()
    goes_out(hall)
    put_right = texts(hanako.phone()[-1:])
    assert put_right.startswith("【訂正】") and "続いています" in put_right and "中央公民館" in put_right
    assert "CORREÇÃO" in texts(maria.phone()[-1:])
    sato.reload()
    look_at(sato, "correction-sent")
    contexts[0].close()
