"""「私の通報」: what residents see of their own cases, and what they can still do about them."""

import pytest

from reports import followers, history, photos, records
from reports.history import Happened
from reports.records import FiledReport, Report, note
from reports.stages import Stage
from speech.incoming import Photo, Place
from speech.languages import Language
from store.letters import Letter
from tests.handlers.window import Heard, Window
from tests.reports.conftest import STATION
from town.residents import Resident


@pytest.fixture
def case(window: Window) -> Report:
    window.resident()
    told = FiledReport(kind="hole", section_id="roads", resident_id=1, point=STATION, text="深い穴")
    return records.file(window.session, told, window.now)


def asks(window: Window, case: Report, question: str = "どちら側の車線ですか。") -> None:
    note(window.session, case, Happened.ASKED, window.now, is_public=True, text=question)


def happened(window: Window, case: Report) -> list[str]:
    return [line.happened for line in history.of_report(window.session, case.id)]


def presses(window: Window, heard: Heard, ending: str) -> Heard:
    return window.presses(next(data for data in heard.data if data.endswith(ending)))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("stage", list(Stage))
def test_ones_own_case_is_shown_in_every_stage_and_language(
    window: Window, case: Report, stage: Stage, language: Language
):
    case.stage = stage
    heard = window.of(language).presses("report:mine")
    assert case.receipt_number in heard.text
    assert f"report_see:{case.id}" in heard.data or f"report_reply:{case.id}" in heard.data


def test_who_has_none_is_shown_how_to_begin(window: Window):
    assert window.presses("report:mine").data == ["report:begin"] * 2


def test_words_and_photos_are_added_until_done(window: Window, case: Report):
    window.presses(f"report_reply:{case.id}")
    assert case.receipt_number in window.says("ガードレールの手前です。電話は 090-0000-0000").text
    assert window.meets(Photo("p1", "S", 2)).messages
    assert window.meets(Photo("p2", "S", 2)).messages == []
    assert len(photos.of_report(window.session, case.id)) == 2
    [added] = [line.text for line in history.of_report(window.session, case.id) if line.happened == Happened.ADDED]
    assert added is not None
    assert added.startswith("ガードレールの手前です。")
    assert "0000" not in added
    window.presses(f"report_own:{case.id}:done")
    window.says("住民票")
    assert happened(window, case).count(Happened.ADDED) == 1


def test_an_officers_question_is_shown_and_the_answer_goes_into_the_case(window: Window, case: Report):
    asks(window, case)
    assert "どちら側の車線ですか。" in window.presses(f"report_reply:{case.id}").text
    window.says("北行きです")
    assert happened(window, case)[-1] == Happened.ANSWERED
    assert "返事" in window.session.query(Letter).one().subject


def test_a_place_moves_the_case(window: Window, case: Report):
    asks(window, case)
    window.presses(f"report_reply:{case.id}")
    window.meets(Place(34.76, 138.28))
    assert case.point == (34.76, 138.28)
    assert happened(window, case)[-1] == Happened.ANSWERED


def test_taking_it_back_is_asked_once_more(window: Window, case: Report):
    window.presses(f"report_reply:{case.id}")
    window.meets(Photo("p1"))
    heard = window.presses(f"report_own:{case.id}:withdraw")
    assert case.stage == Stage.RECEIVED
    presses(window, heard, ":withdrawn")
    assert (case.stage, case.text, case.resident_id) == (Stage.WITHDRAWN, None, None)
    assert photos.of_report(window.session, case.id) == []
    assert case.receipt_number not in window.presses("report:mine").text


def test_a_case_others_wait_for_stays_and_only_its_reporter_goes(window: Window, case: Report):
    window.session.merge(Resident(id=2, line_id="U" + "b" * 32, is_following=True, met_at=window.now))
    followers.join(window.session, case, 2, window.now)
    heard = window.presses(f"report_own:{case.id}:withdrawn")
    assert "残ります" in heard.text
    assert (case.stage, case.resident_id) == (Stage.RECEIVED, None)


def test_photos_and_words_can_be_taken_back_alone(window: Window, case: Report):
    window.presses(f"report_reply:{case.id}")
    window.meets(Photo("p1"))
    assert "1枚消しました" in window.presses(f"report_own:{case.id}:photos").text
    window.presses(f"report_own:{case.id}:clean")
    assert (photos.of_report(window.session, case.id), case.text, case.stage) == ([], None, Stage.RECEIVED)


def test_one_photo_of_several_is_taken_back_and_a_stale_button_takes_no_other(window: Window, case: Report):
    window.presses(f"report_reply:{case.id}")
    for name in ("p1", "p2", "p3"):
        window.meets(Photo(name))
    asked = window.presses(f"report_own:{case.id}:photos")
    second = [data for data in asked.data if ":photo." in data][1]
    assert "1枚消しました" in window.presses(second).text
    assert [one.message_id for one in photos.of_report(window.session, case.id)] == ["p1", "p3"]
    assert second not in window.presses(second).data, "what is gone is offered no more"
    assert len(photos.of_report(window.session, case.id)) == 2
    window.presses(f"report_own:{case.id}:photo.{photos.of_report(window.session, case.id)[0].id}")
    window.presses(second)
    assert [one.message_id for one in photos.of_report(window.session, case.id)] == ["p3"]
    assert "1枚消しました" in window.presses(f"report_own:{case.id}:photo.all").text


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.DONE])
def test_one_sentence_is_taken_back_here_and_from_the_open_web(window: Window, case: Report, stage: Stage):
    case.text, case.public_text = "深い穴\n花子の家の前です", "花子の家の前の穴"
    window.presses(f"report_reply:{case.id}")
    window.says("夕方に見ました")
    case.stage = stage
    asked = presses(window, window.presses(f"report_see:{case.id}"), ":clean")
    assert all(words in asked.text for words in ("深い穴", "花子の家の前です", "夕方に見ました"))
    first, second, added = [data for data in asked.data if ":words." in data][:3]
    assert "ほかはそのまま" in window.presses(second).text
    assert (case.text, case.public_text) == ("深い穴", None)
    assert "どの言葉を消しますか" in window.presses(second).text, "gone already: nothing else goes"
    window.presses(added)
    window.presses(added)
    assert case.text == "深い穴", "the last one that is left does not go by the button of another"
    assert "夕方" not in str([line.text for line in history.of_report(window.session, case.id)])
    assert "消しました" in window.presses(first).text and case.text is None


@pytest.mark.parametrize(("answer", "stage"), [("yes", Stage.DONE), ("no", Stage.CHECKING)])
def test_whether_it_was_repaired_is_said_by_one_button(window: Window, case: Report, answer: str, stage: Stage):
    case.stage, case.asked_fixed_at = Stage.DONE, window.now
    window.presses(f"report_fixed:{case.id}:{answer}")
    assert (case.stage, case.is_fixed) == (stage, answer == "yes")


def test_what_was_not_asked_cannot_be_answered(window: Window, case: Report):
    assert "もう終わっています" in window.presses(f"report_fixed:{case.id}:no").text
    assert case.stage == Stage.RECEIVED


@pytest.mark.parametrize(
    "data",
    ["report_see:1", "report_reply:1", "report_fixed:1:no", "report_own:1:withdrawn", "report_own:1:photos",
     "report_own:x:withdrawn", "report_see:", "report_see:99999999999999999999", "report_fixed:", "report_own:²:clean"],
)  # fmt: skip
def test_somebody_elses_case_stays_closed(window: Window, data: str):
    window.session.merge(Resident(id=2, line_id="U" + "b" * 32, is_following=True, met_at=window.now))
    told = FiledReport(kind="hole", section_id="roads", resident_id=2, text="深い穴")
    case = records.file(window.session, told, window.now)
    heard = window.presses(data)
    assert "開けません" in heard.text
    assert "深い穴" not in heard.text
    assert (case.stage, case.resident_id) == (Stage.RECEIVED, 2)


def test_who_follows_a_case_sees_how_it_goes_and_nothing_of_its_reporter(window: Window):
    window.resident()
    window.session.merge(Resident(id=2, line_id="U" + "b" * 32, is_following=True, met_at=window.now))
    told = FiledReport(kind="hole", section_id="roads", resident_id=2, text="うちの前です", point=STATION)
    case = records.file(window.session, told, window.now)
    followers.join(window.session, case, 1, window.now)
    heard = window.presses(f"report_see:{case.id}")
    assert case.receipt_number in heard.text
    assert "うちの前" not in heard.text
    assert "report_own" not in "".join(heard.data)
