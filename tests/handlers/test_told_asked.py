"""«通行止めは?»: the notices officers sent, word for word with their hour; and no notice is never «there is none»."""

from datetime import datetime, timedelta

import pytest

from alerts.audience import Aim, Audience
from alerts.broadcasts import Broadcast, Correcting, Origin
from alerts.stages import Stage
from alerts.wording import in_words
from handlers import told_asked
from speech.incoming import Text
from speech.languages import Language
from tests.alerts.filled_in import MIHON, content
from tests.conftest import NOON
from tests.handlers.window import Window

ASKED = {
    Language.JA: "いま通行止めの道はどこ?",
    Language.JA_EASY: "つうこうどめは どこですか",
    Language.EN: "Which roads are closed now?",
    Language.ZH: "现在哪里封路?",
    Language.PT: "Quais ruas interditadas agora?",
    Language.VI: "Bây giờ đường nào bị cấm?",
}


def sent(window: Window, template: str, at: datetime = NOON, *, is_drill: bool = False, **more: object) -> Broadcast:
    filled = content(template, **more)
    words = in_words(filled, MIHON, is_drill=is_drill, now=at)
    aim = Audience(Aim.TESTERS) if is_drill else Audience(Aim.EVERYONE)
    notice = Broadcast(
        is_drill=is_drill, stage=Stage.SENT, section_id="disaster", origin=Origin.OFFICER, content=filled, audience=aim.as_json(),
        frozen=words.as_json(), drafted_at=at, released_at=at, ends_order_ids=[],
    )  # fmt: skip
    window.session.add(notice)
    window.session.flush()
    return notice


@pytest.mark.parametrize(("language", "words"), ASKED.items())
def test_in_every_language_the_notice_is_told_with_its_hour_and_never_as_all(
    window: Window, language: Language, words: str
) -> None:
    sent(window, "road_closed", NOON - timedelta(hours=2))
    heard = window.of(language).says(words)
    assert "11/20 10:00" in heard.text and "12:00" in heard.text
    assert len(heard.messages) == 2


def test_a_road_may_be_named_a_road(window: Window) -> None:
    sent(window, "road_closed")
    for words in ("通行止めの道路は?", "通行止めの道", "通れない道は?"):
        assert len(window.says(words).messages) == 2, words


@pytest.mark.parametrize(("language", "words"), ASKED.items())
def test_no_notice_is_not_said_to_be_no_closed_road(window: Window, language: Language, words: str) -> None:
    heard = window.of(language).says(words)
    assert "12:00" in heard.text and heard.phones
    assert "安全" not in heard.text and "safe" not in heard.text


def test_water_is_not_a_road_and_a_drill_is_neither(window: Window) -> None:
    sent(window, "water_outage")
    sent(window, "road_closed", is_drill=True)
    assert "断水" in window.says("給水所はどこですか").text
    assert "断水" in window.presses("told:water").text
    assert window.says("通行止めは?").phones, "nothing told: the telephone instead"


def test_what_is_over_taken_back_or_put_right_is_told_as_it_stands_now(window: Window) -> None:
    ended = f"{NOON - timedelta(minutes=1):%Y-%m-%dT%H:%M}+00:00"
    sent(window, "road_closed", NOON - timedelta(hours=3), until=ended)
    assert window.says("通行止めは?").phones
    wrong = sent(window, "road_closed", NOON - timedelta(hours=2))
    right = sent(window, "road_closed", NOON - timedelta(hours=1))
    right.corrects_id, right.corrects_as = wrong.id, Correcting.CORRECTION
    text = window.says("通行止めは?").text
    assert "11/20 11:00" in text and "11/20 10:00" not in text
    right.corrects_as = Correcting.RETRACTION
    assert window.says("通行止めは?").phones
    assert window.at(NOON + timedelta(days=15)).says("通行止めは?").phones


@pytest.mark.parametrize("words", ["倒木で道路が通行止めです", "通行止めの許可申請はどこ", "断水とは", "給水管の工事はどこに頼みますか", "祭りの交通規制はいつ"])  # fmt: skip
def test_a_report_and_a_procedure_are_no_question_for_notices(words: str) -> None:
    assert not told_asked.is_asked(Text(words))
