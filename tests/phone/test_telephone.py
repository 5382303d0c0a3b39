"""What residents do on their telephones, through a real browser, the simulator's door and a bot that listens."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browsers import drawn_whole, until

WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=375, height=812)
Open = Callable[[str, ViewportSize], Page]
QUESTION = {"type": "text", "text": "いつ行きますか？"}


@pytest.fixture
def resident(line) -> str:
    return line.newcomer("花子")


def telephone(page: Page, resident: str) -> Locator:
    """A resident's telephone; on a narrow screen it is turned to first."""
    tab = page.locator(f".tab[data-resident={resident}]")
    if tab.is_visible():
        tab.click()
    return page.locator(f".phone[data-resident={resident}]")


def asking(*actions: dict[str, str]) -> dict[str, object]:
    return {**QUESTION, "quickReply": {"items": [{"type": "action", "action": action} for action in actions]}}


def test_a_resident_writes_and_the_bot_hears_it(open_page, line, bot, resident, screen):
    phone = telephone(open_page("/phone/", screen), resident)
    phone.get_by_label("メッセージ", exact=True).fill("住民票をコンビニで取りたい")
    phone.get_by_label("メッセージ", exact=True).press("Enter")
    expect(phone.locator(".row-resident .lm-text")).to_have_text("住民票をコンビニで取りたい")
    expect(phone.locator(".row-resident .read")).to_be_visible()
    heard = bot.hears(lambda event: event["type"] == "message" and event["source"]["userId"] == resident)
    assert heard["message"]["text"] == "住民票をコンビニで取りたい"
    line.push(resident, {"type": "text", "text": "コンビニで取れます。"})
    expect(phone.locator(".row-bot .lm-text")).to_have_text("コンビニで取れます。")


def test_each_telephone_shows_only_its_own_messages(open_page, line, resident):
    other = line.newcomer("太郎")
    page = open_page("/phone/", WIDE)
    line.push(other, {"type": "text", "text": "太郎さんへ"})
    expect(telephone(page, other).locator(".lm-text")).to_have_text("太郎さんへ")
    expect(telephone(page, resident).locator(".lm-text")).to_have_count(0)


def test_the_chat_is_still_there_after_a_reload(open_page, line, resident, samples):
    page = open_page("/phone/", WIDE)
    line.push(resident, QUESTION, samples["flex-card"])
    expect(telephone(page, resident).locator(".row")).to_have_count(2)
    page.reload()
    expect(telephone(page, resident).locator(".lm-text")).to_have_text(QUESTION["text"])
    expect(telephone(page, resident).locator(".lf-bubble")).to_be_visible()


def test_what_came_without_a_sound_carries_a_muted_bell(open_page, line, resident, screen):
    phone = telephone(open_page("/phone/", screen), resident)
    silent = {"to": resident, "messages": [{"type": "text", "text": "夜のお知らせ"}], "notificationDisabled": True}
    line.ask("/v2/bot/message/push", silent)
    line.push(resident, {"type": "text", "text": "避難してください"})
    expect(phone.locator(".row", has_text="夜のお知らせ").get_by_label("通知なし")).to_be_visible()
    expect(phone.locator(".row", has_text="避難してください")).to_be_visible()
    expect(phone.get_by_label("通知なし")).to_have_count(1)


def test_the_chat_is_read_once_the_line_stands_so_that_nothing_falls_between_the_two(browser, line):
    page, order = browser.new_page(), []
    page.on("response", lambda answer: order.append("the line stands") if answer.url.endswith("/stream") else None)
    page.on("request", lambda asked: order.append("the chat is asked for") if asked.url.endswith("/state") else None)
    page.goto(f"{line.url}/phone/")
    page.locator("main[aria-busy=false]").wait_for()
    assert order == ["the line stands", "the chat is asked for"]
    page.close()


def test_a_quick_reply_says_its_words_and_all_of_them_vanish(open_page, line, resident, screen):
    phone = telephone(open_page("/phone/", screen), resident)
    line.push(resident, asking({"type": "message", "label": "きょう", "text": "きょう行きます"}))
    phone.get_by_role("button", name="きょう").click()
    expect(phone.locator(".lm-quick")).to_have_count(0)
    expect(phone.locator(".row-resident .lm-text")).to_have_text("きょう行きます")


def test_quick_replies_vanish_when_a_newer_message_comes(open_page, line, resident):
    phone = telephone(open_page("/phone/", WIDE), resident)
    line.push(resident, asking({"type": "message", "label": "きょう", "text": "きょう"}))
    expect(phone.locator(".lm-quick-reply")).to_have_count(1)
    line.push(resident, {"type": "text", "text": "すみません、きょうは休みでした。"})
    expect(phone.locator(".lm-quick-reply")).to_have_count(0)


def test_a_date_is_chosen_and_only_then_do_the_quick_replies_go(open_page, line, bot, resident):
    page = open_page("/phone/", WIDE)
    phone = telephone(page, resident)
    day = {"type": "datetimepicker", "label": "日を選ぶ", "data": "day", "mode": "date", "min": "2026-11-01"}
    line.push(resident, asking(day, {"type": "postback", "label": "やめる", "data": "stop", "displayText": "やめます"}))
    phone.get_by_role("button", name="日を選ぶ").click()
    page.get_by_role("dialog").locator("input").fill("2026-12-24")
    expect(phone.locator(".lm-quick-reply")).to_have_count(2)
    page.get_by_role("button", name="決める").click()
    assert bot.hears(lambda event: event.get("postback", {}).get("data") == "day")["postback"]["params"] == {
        "date": "2026-12-24"
    }
    phone.get_by_role("button", name="やめる").click()
    expect(phone.locator(".row-resident .lm-text")).to_have_text("やめます")
    expect(phone.locator(".lm-quick-reply")).to_have_count(0)


def test_buttons_of_a_card_reach_the_bot_and_a_telephone_number_is_shown(open_page, line, bot, resident, samples):
    page = open_page("/phone/", WIDE)
    page.clock.install()
    page.clock.pause_at("2100-01-01")  # what is shown for some seconds stays until it was looked at
    phone = telephone(page, resident)
    line.push(resident, samples["buttons"])
    phone.get_by_role("button", name="電話をかける").click()
    expect(page.locator(".toast")).to_contain_text("電話: 000-000-0101")
    phone.get_by_role("button", name="予約する").click()
    assert bot.hears(lambda e: e["type"] == "postback" and e["source"]["userId"] == resident)["postback"]["data"]


def photo(colour: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(written, "JPEG")
    return written.getvalue()


def test_two_photos_sent_together_are_a_set(open_page, bot, resident):
    page = open_page("/phone/", WIDE)
    phone = telephone(page, resident)
    phone.locator("input[type=file][multiple]").set_input_files(
        [{"name": f"{one}.jpg", "mimeType": "image/jpeg", "buffer": photo(one)} for one in ("red", "blue")]
    )
    expect(phone.locator(".lm-image img")).to_have_count(2)
    until(page, "[...document.querySelectorAll('.lm-image img')].every((one) => one.naturalWidth === 64)")
    last = bot.hears(lambda e: e.get("message", {}).get("imageSet", {}).get("index") == 2)
    assert last["message"]["imageSet"]["total"] == 2


def test_a_message_taken_back_is_gone(open_page, bot, resident):
    page = open_page("/phone/", WIDE)
    phone = telephone(page, resident)
    phone.get_by_label("メッセージ", exact=True).fill("まちがえました")
    phone.get_by_label("送信").click()
    phone.locator(".row-resident .lm-text").click(button="right")
    page.get_by_role("menuitem", name="送信取消").click()
    expect(phone.get_by_text("メッセージの送信を取り消しました")).to_be_visible()
    expect(phone.get_by_text("まちがえました")).to_have_count(0)
    assert bot.hears(lambda e: e["type"] == "unsend" and e["source"]["userId"] == resident)


def test_a_blocked_bot_hears_nothing_until_it_is_unblocked(open_page, bot, resident):
    page = open_page("/phone/", WIDE)
    phone = telephone(page, resident)
    phone.get_by_label("トークの操作").click()
    page.get_by_role("menuitem", name="ブロック").click()
    expect(phone.get_by_label("メッセージ", exact=True)).to_be_disabled()
    assert bot.hears(lambda e: e["type"] == "unfollow" and e["source"]["userId"] == resident)
    phone.get_by_role("button", name="ブロックを解除").click()
    expect(phone.get_by_label("メッセージ", exact=True)).to_be_enabled()


def test_a_sticker_is_chosen_from_the_palette(open_page, bot, resident):
    phone = telephone(open_page("/phone/", WIDE), resident)
    phone.get_by_label("スタンプ", exact=True).click()
    phone.get_by_label("スタンプ 446-1990").click()
    sent = bot.hears(lambda e: e.get("message", {}).get("type") == "sticker" and e["source"]["userId"] == resident)
    assert (sent["message"]["packageId"], sent["message"]["stickerId"]) == ("446", "1990")


def test_three_dots_stand_until_the_answer_comes(open_page, line, resident):
    phone = telephone(open_page("/phone/", WIDE), resident)
    line.ask("/v2/bot/chat/loading/start", {"chatId": resident, "loadingSeconds": 60})
    expect(phone.locator(".dots")).to_be_visible()
    line.push(resident, QUESTION)
    expect(phone.locator(".lm-text")).to_be_visible()
    expect(phone.locator(".dots")).to_have_count(0)


def test_the_rich_menu_folds_speaks_and_turns_over(open_page, line, resident, screen):
    first, second = (publish_menu(line, alias, other) for alias, other in (("first", "second"), ("second", "first")))
    line.ask(f"/v2/bot/user/{resident}/richmenu/{first}", {})
    phone = telephone(open_page("/phone/", screen), resident)
    phone.get_by_role("button", name="手続き").click()
    expect(phone.locator(".row-resident .lm-text")).to_have_text("手続き")
    phone.get_by_role("button", name="裏へ").click()
    expect(phone.get_by_text("second")).to_be_visible()
    phone.get_by_role("button", name="second").click()
    expect(phone.locator(".menu-face")).to_be_hidden()
    assert first != second


def publish_menu(line, alias: str, other: str) -> str:
    half = {"y": 0, "width": 600, "height": 600}
    menu = {
        "size": {"width": 1200, "height": 600},
        "selected": True,
        "name": alias,
        "chatBarText": alias,
        "areas": [
            {"bounds": {"x": 0, **half}, "action": {"type": "message", "label": "手続き", "text": "手続き"}},
            {
                "bounds": {"x": 600, **half},
                "action": {"type": "richmenuswitch", "label": "裏へ", "richMenuAliasId": other, "data": "turn"},
            },
        ],
    }
    menu_id: str = line.ask("/v2/bot/richmenu", menu)["richMenuId"]
    picture = io.BytesIO()
    Image.new("RGB", (1200, 600), "#cfe0ee").save(picture, "PNG")
    line.ask(f"/v2/bot/richmenu/{menu_id}/content", picture.getvalue())
    try:
        line.ask("/v2/bot/richmenu/alias", {"richMenuAliasId": alias, "richMenuId": menu_id})
    except OSError:  # the other screen's turn has made the alias already
        line.ask(f"/v2/bot/richmenu/alias/{alias}", {"richMenuId": menu_id})
    return menu_id


def test_at_375_pixels_one_telephone_is_seen_and_nothing_sticks_out(open_page, line, resident, samples):
    page = open_page("/phone/", NARROW)
    phone = telephone(page, resident)
    for name in ("flex-carousel", "carousel", "imagemap", "flex-size-giga", "location", "text-markup", "quick-replies"):
        line.push(resident, samples[name])
    expect(phone.locator(".row-bot")).to_have_count(7)
    drawn_whole(page)
    assert page.locator(".phone:visible").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    sticking_out = phone.locator(".timeline").evaluate("one => one.scrollWidth - one.clientWidth")
    assert sticking_out <= 0


def test_a_new_resident_joins_by_name_and_language(open_page, bot):
    page = open_page("/phone/", WIDE)
    page.get_by_role("button", name="住民を増やす").click()
    page.get_by_label("名前").fill("Nguyễn")
    page.get_by_label("電話の言語").select_option("vi")
    page.get_by_role("button", name="友だちに追加").click()
    expect(page.get_by_role("region", name="Nguyễnさんの電話")).to_be_visible()
    expect(page.get_by_role("region", name="Nguyễnさんの電話")).to_contain_text("ベトナム語")
