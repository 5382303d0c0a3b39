"""Every kind of message is drawn as LINE's rules say, measured in a real browser."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from simulator.contract import complaints_about
from tests.browsers import drawn_whole, until

NARROW = ViewportSize(width=375, height=812)
WIDE = ViewportSize(width=1280, height=900)
Open = Callable[[str, ViewportSize], Page]


@pytest.fixture(scope="module")
def gallery(open_for_all: Open) -> Page:
    """One for all stories that only measure."""
    return drawn_whole(open_for_all("/phone/gallery.html", WIDE))


@pytest.fixture(scope="module")
def touched(open_for_all: Open) -> Page:
    """Another one, for the stories that tap it or draw more on it."""
    return drawn_whole(open_for_all("/phone/gallery.html", WIDE))


def sizes(page: Page, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.eval_on_selector_all(
        selector, "all => all.map((one) => one.getBoundingClientRect().toJSON())"
    )
    assert found, selector
    return found


def widths(page: Page, selector: str) -> list[float]:
    return [box["width"] for box in sizes(page, selector)]


def test_the_simulator_would_take_every_sample(samples):
    refused = {
        name: complaints
        for name, message in samples.items()
        if (complaints := complaints_about("ValidateMessageRequest", {"messages": [message]}))
    }
    assert refused == {}


def test_every_kind_of_message_has_a_sample(samples):
    assert {message["type"] for message in samples.values()} >= {
        "text", "textV2", "sticker", "image", "video", "audio", "location", "imagemap", "template", "flex",
    }  # fmt: skip
    assert {m["template"]["type"] for m in samples.values() if m["type"] == "template"} == {
        "buttons", "confirm", "carousel", "image_carousel",
    }  # fmt: skip


def test_two_boxes_share_their_row_two_to_one(gallery):
    two, one = widths(gallery, "#flex-ratio .lf-body .lf-horizontal > *")
    assert two / one == pytest.approx(2, abs=0.02)


def test_a_text_of_flex_zero_takes_only_its_own_width_and_the_rest_is_shared(gallery):
    hello, two, three = widths(gallery, "#flex-natural .lf-body > .lf-box > *")
    assert hello < 60
    assert three / two == pytest.approx(1.5, abs=0.02)


def test_free_height_is_shared_two_to_three(gallery):
    rules = [box["top"] for box in sizes(gallery, "#flex-vertical .lf-separator")]
    line_of_text = 16 * 1.4
    assert (rules[2] - rules[1] - line_of_text) / (rules[1] - rules[0] - line_of_text) == pytest.approx(1.5, abs=0.1)


def test_gravity_moves_words_down(gallery):
    top, middle, bottom = (box["top"] for box in sizes(gallery, "#flex-gravity .lf-horizontal > .lf-text > .lf-words"))
    assert top < middle < bottom
    assert middle - top == pytest.approx(bottom - middle, abs=1)


def test_words_without_wrap_stay_on_one_line_and_end_in_dots(gallery):
    cut = gallery.locator("#flex-words .lf-words").nth(7)
    height, shown, whole, dots = cut.evaluate(
        "one => [one.clientHeight, one.clientWidth, one.scrollWidth, getComputedStyle(one).textOverflow]"
    )
    assert height == pytest.approx(16 * 1.4, abs=1)
    assert whole > shown
    assert dots == "ellipsis"


def test_three_lines_are_three_lines(gallery):
    clamped = gallery.locator("#flex-words .lf-clamp")
    assert clamped.evaluate("one => one.clientHeight") == pytest.approx(3 * 14 * 1.4, abs=1)
    assert clamped.evaluate("one => one.scrollHeight > one.clientHeight")


def test_line_spacing_lies_between_lines_only(gallery):
    spaced = gallery.locator("#flex-words .lf-text").nth(9)
    assert spaced.bounding_box()["height"] == pytest.approx(3 * 14 * 1.4 + 2 * 8, abs=1)


def test_words_that_may_shrink_fit(gallery):
    shrunk = gallery.locator("#flex-words .lf-words").nth(11)
    until(
        gallery, "(one => one.scrollWidth <= one.clientWidth)(document.querySelectorAll('#flex-words .lf-words')[11])"
    )
    assert shrunk.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") < 22


@pytest.mark.parametrize(
    ("size", "width"), [("nano", 120), ("micro", 160), ("deca", 220), ("hecto", 241), ("kilo", 260)]
)
def test_a_bubble_is_as_wide_as_its_size_says(gallery, size, width):
    assert widths(gallery, f"#flex-size-{size} .lf-bubble") == [width]


def test_a_giga_bubble_is_wider_than_a_mega_one(gallery):
    assert widths(gallery, "#flex-size-giga .lf-bubble")[0] > widths(gallery, "#flex-card .lf-bubble")[0] == 300


def test_three_bubbles_side_by_side_are_equally_tall_and_their_buttons_level(gallery):
    assert len({round(box["height"]) for box in sizes(gallery, "#flex-carousel .lf-bubble")}) == 1
    assert len({round(box["top"]) for box in sizes(gallery, "#flex-carousel .lf-button")}) == 1


def test_buttons_are_as_tall_as_their_height_says(gallery):
    assert [round(box["height"]) for box in sizes(gallery, "#flex-buttons .lf-button")] == [52, 40] * 3


def test_spacing_lies_between_components_and_not_before_the_first(gallery):
    boxes = sizes(gallery, "#flex-buttons .lf-button")
    assert [round(b["top"] - a["bottom"]) for a, b in pairwise(boxes)] == [4] * 5
    assert boxes[0]["top"] - sizes(gallery, "#flex-buttons .lf-bubble")[0]["top"] == pytest.approx(20, abs=1)


def test_a_picture_covers_its_ratio(gallery):
    hero = sizes(gallery, "#flex-card .lf-hero .lf-frame")[0]
    assert hero["width"] / hero["height"] == pytest.approx(20 / 9, abs=0.02)


def test_an_absolute_box_lies_on_the_picture(gallery):
    picture = sizes(gallery, "#flex-boxes .lf-frame")[0]
    label = gallery.get_by_text("新", exact=True).locator("xpath=../..").bounding_box()
    assert (label["x"] - picture["left"], label["y"] - picture["top"]) == pytest.approx((8, 8), abs=1)


def test_from_right_to_left_the_first_word_stands_on_the_right(gallery):
    first, second, _ = sizes(gallery, "#flex-rtl .lf-horizontal > *")
    assert first["left"] > second["left"]


def test_imagemap_areas_lie_over_their_quarters(gallery):
    whole = sizes(gallery, "#imagemap .lm-imagemap")[0]
    last = sizes(gallery, "#imagemap .lm-area")[3]
    assert last["left"] == pytest.approx(whole["left"] + whole["width"] / 2, abs=1)
    assert last["bottom"] == pytest.approx(whole["bottom"], abs=1)


def test_what_looks_like_markup_stays_words(gallery):
    assert "<script>" in gallery.locator("#text-markup .lm-text").inner_text()
    assert gallery.locator(".gallery script").count() == 0
    assert gallery.locator("#text-markup img").count() == 0
    assert gallery.title() == "メッセージの見本帳"


HOSTILE = "<img src=x onerror='document.title=1'>"
EVIL_ADDRESS = "javascript:document.title=1"
HOSTILE_MESSAGES: list[dict[str, Any]] = [
    {"type": HOSTILE},
    {"type": "text", "text": HOSTILE + EVIL_ADDRESS},
    {"type": "textV2", "text": "{a}", "substitution": {"a": {"type": HOSTILE}}},
    {"type": "sticker", "packageId": HOSTILE, "stickerId": HOSTILE, "keywords": [HOSTILE]},
    {"type": "image", "originalContentUrl": EVIL_ADDRESS, "previewImageUrl": EVIL_ADDRESS},
    {"type": "location", "title": HOSTILE, "address": HOSTILE, "latitude": 1, "longitude": 1},
    {"type": "template", "altText": HOSTILE, "template": {"type": HOSTILE}},
    {"type": "template", "altText": HOSTILE, "template": {"type": "confirm", "text": HOSTILE, "actions": [
        {"type": "uri", "label": HOSTILE, "uri": EVIL_ADDRESS}]}},
    {"type": "flex", "altText": HOSTILE, "contents": {"type": "bubble", "body": {
        "type": "box", "layout": "vertical", "backgroundColor": "url(x)", "paddingAll": "1px;color:red", "contents": [
            {"type": "text", "text": HOSTILE, "color": "red;background:url(x)"},
            {"type": "image", "url": EVIL_ADDRESS, "aspectRatio": HOSTILE, "size": HOSTILE},
            {"type": HOSTILE}]}}},
]  # fmt: skip


@pytest.mark.parametrize("message", HOSTILE_MESSAGES, ids=lambda message: message["type"][:8])
def test_nothing_in_a_message_is_ever_run(touched, message):
    found = touched.evaluate(
        """async (message) => {
            const { drawMessage } = await import("/assets/line-message/draw.js");
            const drawn = drawMessage(message, { onAction() {} });
            document.body.append(drawn);
            const addresses = [...drawn.querySelectorAll("[href],[src]")].map((one) => one.href || one.src);
            const handlers = [...drawn.querySelectorAll("*")].flatMap((one) => one.getAttributeNames());
            return [drawn.querySelectorAll("script").length, addresses, handlers.filter((one) => one.startsWith("on"))];
        }""",
        message,
    )
    assert found == [0, [], []]
    assert touched.title() == "メッセージの見本帳"


def test_a_preview_without_a_listener_can_be_tapped_without_harm(touched):
    touched.evaluate(
        """async () => {
            const { drawMessage } = await import("/assets/line-message/draw.js");
            const sample = { type: "template", altText: "?", template: { type: "confirm", text: "?", actions: [
                { type: "message", label: "はい", text: "はい" }, { type: "message", label: "いいえ", text: "いいえ" }] } };
            document.body.append(drawMessage(sample));
        }"""
    )
    touched.get_by_role("button", name="いいえ").last.click()


def test_a_card_can_be_used_with_the_keyboard(touched):
    touched.locator("#confirm button").first.focus()
    touched.keyboard.press("Enter")
    touched.get_by_text("message: はい").wait_for()


def test_at_375_pixels_nothing_sticks_out(open_page):
    page = drawn_whole(open_page("/phone/gallery.html", NARROW))
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    sticking_out = page.eval_on_selector_all(
        ".gallery :not(.lm-carousel *, .lm-quick *)",
        "all => all.filter((one) => one.getBoundingClientRect().right > 375.5).map((one) => one.className)",
    )
    assert sticking_out == []
