"""What a resident takes back in LINE goes out of the draft and out of the case, and the officer reads that it did."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import router
from handlers.report_draft import Draft
from handlers.report_steps import told
from reports import history, photos, records, sayings
from reports.history import Happened
from reports.photos import PhotoState, ReportPhoto
from reports.records import Report
from reports.sayings import Saying
from speech.incoming import Incoming, Photo, Place, Said, TakenBack, Text
from store import journal
from tests.handlers.report_window import begun, filed, neighbour, step
from tests.handlers.window import HANAKO, Heard, Window
from tests.reports.conftest import STATION


def sends(window: Window, said: Said, message_id: str) -> Heard:
    incoming = Incoming("E1", HANAKO, window.now, said, message_id=message_id)
    return window.rendered(router.answer(incoming, window.desk(window.resident())))


def takes_back(window: Window, *message_ids: str) -> None:
    for one in message_ids:
        incoming = Incoming("E2", HANAKO, window.now, TakenBack(one))
        assert router.answer(incoming, window.desk()) == []


def written(window: Window) -> Heard:
    """A draft of one photo, a place and two sentences, at its end."""
    begun(window, "danger:no", "kind:hole")
    step(window, sends(window, Photo("p1"), "p1"), "photo:next")
    sends(window, Text("花子の家の前"), "m1")
    sends(window, Text("とても深い"), "m2")
    return sends(window, Text("電話は 090-0000-0000 です"), "m3")


def unsent(window: Window, case: Report) -> list[int | None]:
    return [one.photo_id for one in history.of_report(window.session, case.id) if one.happened == Happened.UNSENT]


def test_out_of_a_draft_that_is_not_finished(window: Window):
    written(window)
    takes_back(window, "m2", "p1")
    heard = window.presses("report:resume")
    assert "電話は" in heard.text and "花子の家の前" in heard.text
    assert "深い" not in heard.text
    assert photos.of_draft(window.session, 1) == []
    takes_back(window, "m1")
    assert "場所はどこですか" in window.presses("report:resume").text
    step(window, window.says("駅前"), "confirm:send")
    [case] = filed(window)
    assert case.place_words == "駅前"
    assert case.text is not None and "深い" not in case.text


def test_out_of_a_case_that_is_filed_with_words_and_photo(window: Window):
    step(window, written(window), "confirm:send")
    [case] = filed(window)
    case.public_text = "とても深い穴です"
    takes_back(window, "m2", "m1", "p1")
    assert (case.place_words, case.public_text) == (None, None)
    assert case.text is not None and "深い" not in case.text and case.text.startswith("電話は")
    photo = window.session.get_one(ReportPhoto, 1, populate_existing=True)
    assert (photo.state, photo.message_id) == (PhotoState.DESTROYED, None)
    assert unsent(window, case) == [None, None, 1]
    actions = [line.action for line in journal.of_subject(window.session, f"report:{case.id}")]
    assert actions.count("report.unsent") == 3
    takes_back(window, "m2", "p1", "nobody's")  # LINE may say it twice
    assert len(unsent(window, case)) == 3


def test_out_of_what_was_added_later_or_brought_to_anothers_case(window: Window):
    case = neighbour(window)
    begun(window, "danger:no", "kind:hole", "photo:next")
    sends(window, Place(*STATION), "m1")
    sends(window, Text("昨日からあります"), "m2")
    step(window, sends(window, Text("花子です"), "m3"), f"same{case.id}")
    takes_back(window, "m3")
    told_ = [one.text for one in history.of_report(window.session, case.id) if one.happened == Happened.ADDED]
    assert told_ == ["昨日からあります"]
    mine = records.file(window.session, records.FiledReport("hole", "roads", resident_id=1), window.now)
    window.presses(f"report_reply:{mine.id}")
    sends(window, Text("ガードレールの手前"), "m9")
    takes_back(window, "m9")
    assert "ガードレール" not in str([one.text for one in history.of_report(window.session, mine.id)])


@pytest.mark.parametrize("what", [Text("道路に穴があいています"), Photo("p1")])
def test_a_question_about_what_was_taken_back_is_asked_no_more(window: Window, what: Text | Photo):
    message_id = what.message_id if isinstance(what, Photo) else "m1"
    sends(window, what, message_id)
    takes_back(window, message_id)
    heard = window.presses("report:offer:yes")
    step(window, heard, "danger:no")
    state: dict[str, Any] = window.session.connection().exec_driver_sql("SELECT state FROM dialogues").scalar_one()
    assert "穴" not in str(state).encode().decode("unicode_escape")
    assert photos.of_draft(window.session, 1) == []


def test_words_that_were_put_right_before_filing_are_kept_nowhere(window: Window):
    heard = step(window, written(window), "fix.place")
    assert "場所はどこですか" in heard.text
    step(window, sends(window, Text("駅前の本屋の前"), "m8"), "confirm:send")
    kept = [one.words for one in window.session.query(Saying)]
    assert "花子の家の前" not in kept and "駅前の本屋の前" in kept
    [case] = filed(window)
    sayings.forget(window.session, case.id)
    assert window.session.query(Saying).count() == 0


@given(st.lists(st.tuples(st.sampled_from(("穴", "大きな穴", "穴\n大きな", "深い")), st.booleans()), max_size=6))
def test_whatever_is_taken_back_in_whatever_order_the_rest_stays(said: list[tuple[str, bool]]):
    draft = Draft()
    for number, (word, _) in enumerate(said):
        before, draft = draft, told(draft, Text(word)) or draft
        draft = draft.heard(before, f"m{number}")
    for number, (_, is_taken) in enumerate(said):
        draft = draft.unsaid(f"m{number}") if is_taken else draft
    left = "\n".join(word for word, is_taken in said if not is_taken)
    assert sorted((draft.text or "").splitlines()) == sorted(left.splitlines())
    assert len(draft.sayings) == sum(not is_taken for _, is_taken in said)
