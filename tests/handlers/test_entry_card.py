"""One entry as a card: the resident's language or the nearest, what is needed on line, whom to ring, where it is from."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.entry_card import FIRST, MORE
from knowledge import entries
from knowledge.entry_file import EntryFile
from knowledge.shelves import Shelves
from knowledge.topics import Topic
from speech.languages import Language
from speech.phrases import phrase
from tests.handlers.window import Heard, Window, every_language
from tests.thoroughness import tries

EVERY_SLOT = (*FIRST, *MORE)


def made(texts: dict[str, dict[str, object]], **more: object) -> EntryFile:
    return EntryFile.model_validate({
        "id": "made_up", "kind": "public_facility", "topic": "made_up", "section": "tax",
        "source": {"url": "https://www.digital.go.jp/x", "title": "見本", "read_on": "2026-11-20"},
        "checked_on": "2026-11-20", "review_by": "2027-11-20", "texts": texts, **more,
    })  # fmt: skip


class OnlyThis:
    """A library with one shelf."""

    def __init__(self, *found: EntryFile) -> None:
        topic = Topic.model_validate({"id": "made_up", "area": "procedures", "names": {"ja": "見本"}})
        self._shelves = Shelves(list(found), (topic,), "みほん市")

    def at(self, now: datetime) -> Shelves:
        return self._shelves


def with_entries(window: Window, *found: EntryFile) -> Window:
    return replace(window, house=replace(window.house, knowledge=OnlyThis(*found)))


def shown(window: Window, entry: EntryFile, language: Language = Language.JA) -> Heard:
    return with_entries(window, entry).of(language).presses("entry:made_up")


def test_who_has_a_text_in_their_language_reads_it(window: Window):
    entry = made({"ja": {"title": "題", "summary": "本文"}, "vi": {"title": "Tên", "summary": "Nội dung"}})
    heard = shown(window, entry, Language.VI)
    assert "Nội dung" in heard.text
    assert "本文" not in heard.text


@every_language
def test_who_has_none_reads_the_nearest_and_is_told_when_that_is_japanese(window: Window, language: Language):
    heard = shown(window, made({"ja": {"title": "題", "summary": "本文"}}), language)
    is_told = phrase("question.japanese_only", language) in heard.text
    assert "本文" in heard.text
    assert is_told is (language is not Language.JA)


@pytest.mark.parametrize("language", [Language.ZH, Language.PT, Language.VI])
def test_english_stands_in_before_japanese(window: Window, language: Language):
    entry = made({"ja": {"title": "題", "summary": "本文"}, "en": {"title": "Title", "summary": "Text"}})
    assert "Text" in shown(window, entry, language).text


@every_language
@pytest.mark.parametrize(("card", "signature"), [(False, False), (True, False), (True, True)])
def test_what_the_way_on_line_asks_for_is_told_before_one_sets_out(
    window: Window, language: Language, card: bool, signature: bool
):
    online = {"url": "https://mihon.example/", "needs_card": card, "needs_signature": signature}
    heard = shown(window, made({"ja": {"title": "題", "summary": "本文"}}, online=online), language)
    assert phrase("slot.online_possible", language) in heard.text
    assert (phrase("slot.needs_card", language) in heard.text) is card
    assert (phrase("slot.needs_signature", language) in heard.text) is signature
    assert heard.buttons[0]["uri"] == "https://mihon.example/"


def test_a_way_that_is_not_on_line_does_not_claim_to_be(window: Window):
    heard = shown(window, made({"ja": {"title": "題", "summary": "本文"}}))
    assert "オンライン" not in heard.text


def test_a_call_centre_stands_beside_the_section(window: Window):
    centre = {"name": "見本ダイヤル", "phone": "#9110", "hours": "9:00-17:00"}
    heard = shown(window, made({"ja": {"title": "題", "summary": "本文"}}, call_centre=centre))
    assert heard.phones == ["tel:%239110", "tel:000-000-0102"]


def test_where_it_is_from_when_it_was_checked_and_who_answers_for_it_stand_below(window: Window):
    heard = shown(window, made({"ja": {"title": "題", "summary": "本文"}}, legal_basis="見本法第1条"))
    assert "出典: 見本(2026-11-20 確認)" in heard.text
    assert "担当: 税務課" in heard.text
    assert "見本法第1条" in heard.text


def test_a_section_the_town_does_not_have_means_the_town_hall(window: Window):
    heard = shown(window, made({"ja": {"title": "題", "summary": "本文"}}, section="gone"))
    assert heard.phones == ["tel:000-000-0100"]
    assert "contact:gone" in heard.data


def test_what_is_related_can_be_pressed_and_what_is_gone_cannot(window: Window):
    entry = made({"ja": {"title": "題", "summary": "本文"}}, related=["other_one", "long_gone"])
    other = entry.model_copy(update={"id": "other_one", "related": ()})
    data = with_entries(window, entry, other).presses("entry:made_up").data
    assert "entry:other_one" in data
    assert "entry:long_gone" not in data


@pytest.mark.parametrize("slot", EVERY_SLOT)
def test_every_slot_a_town_fills_in_can_be_read(window: Window, slot: str):
    value: object = ["いち", "に"] if slot in ("bring", "steps") else "いち"
    heard = shown(window, made({"ja": {"title": "題", "summary": "本文", slot: value}}))
    assert phrase(f"slot.{slot}", Language.JA) in heard.text
    assert "いち" in heard.text


def test_a_long_entry_has_a_second_card_with_the_rest(window: Window):
    text = {"title": "題", "summary": "本文", "who": "だ" * 300, "steps": ["まず行く"], "notes": "気をつける"}
    heard = shown(window, made({"ja": text}))
    assert "まず行く" not in heard.text
    more = with_entries(window, made({"ja": text})).presses("more:made_up")
    assert "1. まず行く" in more.text
    assert "気をつける" in more.text
    assert "more:made_up" in heard.data


@pytest.mark.parametrize("data", ["entry:gone", "entry:", "more:gone", "topic:gone"])
def test_a_button_of_last_year_leads_to_a_person_or_the_menu(window: Window, data: str):
    heard = window.presses(data)
    assert heard.phones or any(one.startswith("menu:") for one in heard.data)


LINES = st.text(alphabet='あ漢a&<"\n👨‍👩‍👧é\u0301', min_size=1, max_size=600).filter(lambda text: text.strip() != "")
TITLES = st.text(alphabet="あ漢W👨‍👩‍👧é\u0301", min_size=1, max_size=60).filter(lambda text: text.strip() != "")
LISTS = st.lists(LINES, max_size=40)


@st.composite
def huge_entries(draw: st.DrawFn) -> EntryFile:
    text: dict[str, object] = {"title": draw(TITLES), "summary": draw(LINES)}
    for slot in EVERY_SLOT:
        text[slot] = draw(LISTS) if slot in ("bring", "steps") else draw(st.none() | LINES)
    online = {"url": "https://mihon.example/" + "a" * draw(st.integers(0, 900)), "needs_card": True}
    centre = {"name": draw(LINES), "phone": "0120-00-0000", "hours": draw(LINES)}
    return made({"ja": text}, online=online, call_centre=centre, legal_basis=draw(LINES), section=draw(st.sampled_from(["tax", "gone"])))  # fmt: skip


@settings(deadline=None, max_examples=tries(80), suppress_health_check=list(HealthCheck))
@given(entry=huge_entries(), language=st.sampled_from(Language), data=st.sampled_from(["entry:", "more:", "topic:"]))
def test_however_much_a_town_writes_line_takes_it(window: Window, entry: EntryFile, language: Language, data: str):
    """The window holds every answer against LINE's rules."""
    heard = with_entries(window, entry).of(language).presses(f"{data}made_up")
    assert heard.phones


@settings(deadline=None, max_examples=tries(40), suppress_health_check=list(HealthCheck))
@given(title=TITLES, count=st.integers(1, 120))
def test_however_many_entries_a_shelf_holds_line_takes_it(window: Window, title: str, count: int):
    one = made({"ja": {"title": title, "summary": "本文"}})
    shelf = [one.model_copy(update={"id": f"made_up_{number}"}) for number in range(count)]
    heard = with_entries(window, *shelf).presses("topic:made_up")
    assert len({data for data in heard.data if data.startswith("entry:")}) == min(count, 96) or count == 1


def published(window: Window) -> list[EntryFile]:
    return entries.published(window.session, date(2026, 11, 20))


def test_there_is_something_to_show(window: Window):
    assert len(published(window)) >= 60
