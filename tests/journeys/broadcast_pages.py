"""What two officers press and read on the broadcast pages: one writes, another approves, both see how far it came."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.people import TownHall
from tests.staff.in_a_browser import look_at, picture
from tests.staff.the_desk import Office


@dataclass
class Presses:
    """Whoever sits there presses; typing is not counted."""

    count: int = 0
    made: list[str] = field(default_factory=list)

    def __call__(self, what: Locator) -> None:
        self.made.append(what.inner_text().strip().splitlines()[0])
        what.click()
        self.count += 1


@dataclass
class OfficerAtTheDesk:
    """Somebody signed in, at a browser of their own."""

    page: Page
    office: Office

    def writes_a_drill(self, press: Presses) -> None:
        press(self.page.get_by_role("link", name="訓練 配信の練習"))
        press(self.page.get_by_role("link", name="新しい訓練を作る"))
        press(self.page.get_by_role("button", name="避難指示(警戒レベル4)").first)
        chooses(press, self.page)
        picture(self.page, "training-form")
        press(self.page.get_by_role("button", name="内容を確かめる"))
        expect(self.page.get_by_text("住民0人", exact=True)).to_be_visible()
        press(self.page.get_by_role("button", name="承認に出す"))

    def approves_the_drill(self, press: Presses) -> None:
        press(self.page.get_by_role("link", name="内容を見る"))
        self.page.get_by_label("この配信の種類を打ってください").fill("避難指示")
        press(self.page.get_by_role("button", name="承認して、訓練を送る"))
        expect(self.page.get_by_role("heading", name="住民0人に送信(訓練)")).to_be_visible()

    def begins_an_order(self) -> None:
        self.page.goto(f"{self.office.url}/staff/broadcasts/new")
        self.page.get_by_role("button", name="避難指示(警戒レベル4)").first.click()

    def hears_what_is_missing(self) -> None:
        self.page.get_by_role("button", name="内容を確かめる").click()
        expect(self.page.get_by_role("alert")).to_contain_text("まだ承認に出せません")
        look_at(self.page, "form-with-faults")

    def fills_in_the_order(self) -> None:
        chooses(lambda what: what.click(), self.page)
        self.page.get_by_label("発令者").fill("市長")
        self.page.get_by_label("根拠(発令基準)").fill("土砂災害警戒情報")
        expect(self.page.locator("[data-kept]")).to_contain_text("自動で保存しました")

    def submits(self) -> None:
        self.page.get_by_role("button", name="内容を確かめる").click()
        self.page.get_by_role("button", name="承認に出す").click()

    def may_not_approve_own_order(self) -> None:
        expect(self.page.get_by_text("承認に出した本人は承認できません")).to_be_visible()
        assert self.page.get_by_role("button", name="承認して送る").count() == 0

    def returns_it(self, why: str) -> None:
        self.page.reload()
        self.page.get_by_role("link", name="内容を見る").click()
        self.page.get_by_label("理由").fill(why)
        self.page.get_by_role("button", name="差し戻す").click()

    def reads_why_and_adds(self, why: str, district: str) -> None:
        self.page.reload()
        self.page.get_by_role("link", name="書き直す").click()
        expect(self.page.get_by_text(why)).to_be_visible()
        self.page.locator("label.check", has_text=district).first.click()

    def sees_who_will_read_it(self) -> None:
        self.page.reload()
        expect(self.page.locator(".telephone", has_text="Português")).to_contain_text("1人")
        picture(self.page, "broadcast-confirm")

    def approves(self, kind: str) -> None:
        self.page.get_by_label("この配信の種類を打ってください").fill(kind)
        self.page.get_by_role("button", name="承認して送る").click()

    def follows_it_to_the_telephones(self, hall: TownHall) -> None:
        self.page.get_by_role("link", name="届いた数を見る").click()
        expect(self.page.get_by_text("2人中 0人分")).to_be_visible()
        goes_out(hall)
        expect(self.page.get_by_text("2人中 2人分")).to_be_visible()  # the page looks again by itself
        look_at(self.page, "delivery-live")
        picture(self.page, "broadcast-delivery")

    def corrects_alone(self, *, wrong: str, right: str) -> None:
        self.page.reload()
        self.page.get_by_role("link", name="【訂正】を送る").click()
        self.page.get_by_label("誤", exact=True).fill(wrong)
        self.page.get_by_label("正", exact=True).fill(right)
        self.submits()
        self.approves("訂正")

    def sees_the_correction_gone(self) -> None:
        self.page.reload()
        look_at(self.page, "correction-sent")


def chooses(press: Callable[[Locator], None], page: Page) -> None:
    """An order for two districts, from lists alone."""
    for label in ("土砂災害", "川原", "山手", "大雨が続き", "本町小学校"):
        press(page.locator("label.check:visible", has_text=label).first)


def goes_out(hall: TownHall) -> None:
    for bell in ("notices", "urgent", "notices"):
        hall.worker.drains[bell]()
