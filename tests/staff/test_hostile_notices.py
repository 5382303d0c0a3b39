"""Whatever is typed into a notice stays words, and stays there: in its form, its page, its versions, its lists."""

import pytest

from tests.staff.notices import begins, does, fills_in, notice
from tests.staff.test_journal_pages import HARM

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FACTS = ("ordered_by", "grounds", "document_number")


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def test_what_is_typed_into_a_notice_is_never_obeyed(tanaka, suzuki, signed_in):
    first, second = signed_in(tanaka), signed_in(suzuki)
    number = begins(first, "ordinary")
    form = first.open(f"/staff/broadcasts/{number}/edit").get_data(as_text=True)
    fields = {part.split('"')[0] for part in form.split('name="')[1:]}
    typed = {name: HARM[:80] for name in fields if name.startswith("v-")} | dict.fromkeys(FACTS, HARM)
    seen = [fills_in(first, number, {**typed, "aim": "everyone", "when": "now", "then": "check"})]
    words = {name: "お知らせです" for name in typed if name.startswith("v-")} | {
        name: HARM[:60] for name in typed if name.startswith(("v-title", "v-text", "v-words", "v-body"))
    }
    seen.append(fills_in(first, number, {**words, "aim": "everyone", "when": "now", "then": "check"}))
    does(first, "submit", number)
    seen += [does(second, "approve", number, kind=HARM), does(second, "send-back", number, reason=HARM, is_final="0")]
    pages = ("", "/edit", "/edit?checked=1", "/history", "/copies", "/delivery", "/chronicle.csv")
    for browser in (first, second):
        seen += [browser.open(f"/staff/broadcasts/{number}{page}", follow_redirects=True) for page in pages]
        seen += [
            browser.open(page)
            for page in ("/staff/", "/staff/broadcasts", "/staff/broadcasts?show=shut", "/staff/orders")
        ]
    texts = [one.get_data(as_text=True) for one in seen if not str(one.content_type).startswith("text/csv")]
    assert any("&lt;script&gt;alert(1)" in text for text in texts), "the words are shown, as words"
    assert not any("<script>alert(1)" in text or "<img src=x" in text or text.strip() == "49" for text in texts)
    assert notice(number).revision > 1


@pytest.mark.parametrize("translated", [False, True])
def test_what_was_typed_stands_in_the_form_again(tanaka, signed_in, translated):
    browser = signed_in(tanaka)
    number = begins(browser, "ordinary")
    page = browser.open(f"/staff/broadcasts/{number}/edit").get_data(as_text=True)
    fields = {part.split('"')[0] for part in page.split('name="')[1:]}
    text = min(name for name in fields if f"{name}-en" in fields)
    typed = {text: "資源ごみの日が変わります。"} | ({f"{text}-en": "The day has changed."} if translated else {})
    fills_in(browser, number, {**typed, "aim": "everyone", "when": "now", "then": "save"})
    again = browser.open(f"/staff/broadcasts/{number}/edit").get_data(as_text=True)
    assert ">\n資源ごみの日が変わります。</textarea>" in again
    assert ("The day has changed.</textarea>" in again) is translated
