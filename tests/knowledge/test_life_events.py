"""Until when there is time, for whom a step is, and what residents say when something has happened to them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entry_file import EntryFile
from knowledge.life_events import Due, LifeEvent, LifeEvents, Step, read_life_events
from knowledge.tellings import event_told
from settings import COMMON
from speech.languages import Language
from speech.limits import POSTBACK_DATA, QUICK_REPLY_LABEL, graphemes
from tests.knowledge.entry_files import shipped
from town.yaml_file import TownFileError

EVENTS = read_life_events(COMMON)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def never(_: date) -> bool:
    return False


@pytest.mark.parametrize(
    ("due", "start", "last"),
    [
        (Due(days=14), date(2026, 11, 16), date(2026, 11, 30)),  # 転入届: the day itself is not counted
        (Due(days=14, counts_first_day=True), date(2026, 11, 17), date(2026, 11, 30)),  # 出生届: it is
        (Due(days=7, counts_first_day=True), date(2026, 11, 16), date(2026, 11, 23)),  # the 22nd is a Sunday
        (Due(days=10, moves_to_open_day=False), date(2026, 11, 18), date(2026, 11, 28)),  # a Saturday, on line
        (Due(months=3, counts_first_day=True), date(2026, 4, 10), date(2026, 7, 9)),
        (Due(months=3), date(2026, 11, 30), date(2027, 3, 1)),  # February has no 30th, and its 28th is a Sunday
        (Due(months=3, counts_first_day=True, moves_to_open_day=False), date(2026, 11, 30), date(2027, 2, 28)),
        (Due(months=10), date(2026, 4, 1), date(2027, 2, 1)),
    ],
)
def test_a_deadline_is_counted_as_the_law_counts(due: Due, start: date, last: date):
    assert due.last_day(start, is_weekend) == last


@given(start=DAYS, days=st.integers(1, 120), counts=st.booleans())
def test_there_are_never_fewer_days_than_the_law_gives(start: date, days: int, counts: bool):
    due = Due(days=days, counts_first_day=counts)
    plain, moved = due.last_day(start, never), due.last_day(start, is_weekend)
    assert plain == start + timedelta(days=days - counts)
    assert plain <= moved <= plain + timedelta(days=2)
    assert not is_weekend(moved)


@given(start=DAYS, months=st.integers(1, 36), counts=st.booleans())
def test_months_end_on_the_same_day_or_with_the_month(start: date, months: int, counts: bool):
    last = Due(months=months, counts_first_day=counts).last_day(start, never)
    assert last.day in (start.day, start.day - 1) or (last + timedelta(days=1)).day == 1
    assert timedelta(days=28 * months - 1) <= last - start <= timedelta(days=31 * months)


def test_who_is_not_sure_is_shown_the_step():
    step = Step(entry="nhi_join", only_if=("nhi",), unless=("company",))
    assert step.applies({"nhi": "u", "company": "u"})
    assert step.applies({})
    assert not step.applies({"nhi": "n"})
    assert not step.applies({"nhi": "y", "company": "y"})


@pytest.mark.parametrize("event", [one for one in EVENTS.events if one.questions], ids=lambda event: event.id)
def test_every_question_changes_the_list(event: LifeEvent):
    for asked in event.questions:
        assert event.steps_for({asked.id: "y"}) != event.steps_for({asked.id: "n"}), asked.id


@pytest.mark.parametrize("event", EVENTS.events, ids=lambda event: event.id)
def test_every_step_leads_to_an_entry_and_every_choice_to_an_event(event: LifeEvent):
    known = {one.id for one in shipped()}
    assert {step.entry for step in event.steps} - known == set()
    assert all(EVENTS.find(one) for one in event.choices)


@pytest.mark.parametrize("event", EVENTS.events, ids=lambda event: event.id)
def test_a_name_fits_a_button_and_all_answers_fit_its_data(event: LifeEvent):
    for language in Language:
        assert graphemes(event.names.in_language(language)) <= QUICK_REPLY_LABEL
    assert len(f"life:{event.id}:2026-11-16:yyyy") <= POSTBACK_DATA


def test_a_deadline_of_the_list_is_the_one_the_entry_tells():
    """«14日以内» in the entry and 14 in the list; whoever changes one is told of the other."""
    by_id: dict[str, EntryFile] = {one.id: one for one in shipped(COMMON)}
    for event in EVENTS.events:
        for step in event.steps:
            if step.due and step.due.days:
                text = by_id[step.entry].texts[Language.JA]
                assert f"{step.due.days}日" in f"{text.when} {text.summary}", (event.id, step.entry)


def test_beside_an_entry_stands_the_event_it_begins():
    assert EVENTS.with_entry("birth_notice") is EVENTS.find("birth")
    assert EVENTS.with_entry("moving_in") is EVENTS.find("moving_in_from")
    assert EVENTS.with_entry("dv_consultation") is None
    assert EVENTS.find("moving_inside") not in EVENTS.to_choose_from()


def test_a_towns_own_event_takes_the_place_of_the_common_one(tmp_path: Path):
    sentence = "{ja: a, ja_easy: a, en: a, zh: a, pt: a, vi: a}"
    (tmp_path / "life_events.yaml").write_text(
        f"- {{id: birth, names: {sentence}, lead: {sentence}, steps: [{{entry: made_up}}]}}", encoding="utf-8"
    )
    found = read_life_events(COMMON, tmp_path)
    assert [step.entry for event in found.events if event.id == "birth" for step in event.steps] == ["made_up"]
    assert len(found.events) == len(EVENTS.events)
    assert LifeEvents().to_choose_from() == ()


@pytest.mark.parametrize(
    "wrong", ["steps: []", "steps: [{entry: a_b_c, only_if: [nobody_asked]}]", "steps: [{entry: a_b_c, due: {}}]"]
)
def test_a_file_that_cannot_work_is_refused_with_its_line(tmp_path: Path, wrong: str):
    sentence = "{ja: a, ja_easy: a, en: a, zh: a, pt: a, vi: a}"
    (tmp_path / "life_events.yaml").write_text(f"- {{id: birth, names: {sentence}, lead: {sentence}, {wrong}}}")
    with pytest.raises(TownFileError, match="1行目"):
        read_life_events(tmp_path)


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("引っ越します", "moving"), ("来月引っ越すんですが、何が必要ですか？", "moving"), ("ひっこし", "moving"),
        ("12月に引っ越します", "moving"), ("こんど ひっこしします", "moving"), ("引越しの手続きを教えて", "moving"),
        ("転出します", "moving_away"), ("結婚しました！", "marriage"), ("離婚を考えています", "divorce"),
        ("赤ちゃんが生まれた", "birth"), ("うちの娘が生まれました👶", "birth"), ("まごがうまれました", "birth"),
        ("父が亡くなりました", "bereavement"), ("昨日、母が亡くなったんですが、どうすればいいですか", "bereavement"),
        ("ちちがなくなりました", "bereavement"), ("会社を辞めたんだけど", "leaving_job"), ("就職が決まりました", "new_job"),
        ("I'm moving next month", "moving"), ("My wife gave birth", "birth"), ("my father passed away", "bereavement"),
        ("I lost my job. What should I do?", "leaving_job"), ("我要搬家", "moving"), ("我爸爸去世了", "bereavement"),
        ("Meu pai faleceu", "bereavement"), ("Vou me mudar no mês que vem", "moving"), ("minha filha nasceu!", "birth"),
        ("Tôi mới sinh con", "birth"), ("toi sap ve nuoc", "moving_away"), ("Bố tôi mất rồi", "bereavement"),
    ],
)  # fmt: skip
def test_what_somebody_tells_is_understood(words: str, event: str):
    assert event_told(words) == event


@pytest.mark.parametrize(
    "words",
    ["引っ越したら児童手当は?", "引っ越しのごみ", "焼津市から引っ越してきた", "母が死にそう", "犬が死んだ", "出生届", "婚姻届の書き方",
     "離婚届の証人", "父が亡くなったので口座を止めたい", "国保をやめたい", "moving company", "baby food", "住民票", "", "あ" * 5000,
     "退職金の税金", "結婚式場", "I want to move my booking", "parto", "nghỉ"],
)  # fmt: skip
def test_what_asks_something_of_its_own_is_left_to_the_search(words: str):
    assert event_told(words) is None
