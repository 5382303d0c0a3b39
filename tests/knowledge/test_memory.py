"""What officers confirmed is answered by their entry, and nothing else is; loading files never takes it away."""

import pytest
from sqlalchemy import delete

from bot.answering import House
from knowledge import entries, memory
from knowledge.ask import Direct, Finding, Question
from knowledge.entries import EntryRow
from knowledge.memory import CannotRememberError
from knowledge.shelves import TownKnowledge
from knowledge.shelving import shelve
from knowledge.topics import Topic
from speech.languages import Language
from store.database import reading, transaction
from tests.conftest import NOON
from tests.knowledge.entry_files import made
from tests.knowledge.question_room import SEAL, WASTE

MOVING = Topic.model_validate({"id": "moving", "area": "procedures", "names": {"ja": "引っ越し"}})
SAID = "はんこを町に届けておきたい"


def confirm(text: str, entry_id: str = "seal") -> None:
    with transaction() as session:
        memory.confirm(session, text, "ja", entry_id, "officer:1", NOON)
        entries.announce_change(session)


def ask(text: str) -> Finding:
    return TownKnowledge(reading, (MOVING,), "みほん市").at(NOON).ask(Question(text, Language.JA, NOON))


def answered_by(text: str) -> str | None:
    found = ask(text)
    return found.entry.id if isinstance(found, Direct) else None


@pytest.mark.usefixtures("room")
class TestMemory:
    def test_a_confirmed_question_is_answered_also_in_other_politeness(self):
        assert answered_by(SAID) is None
        confirm(SAID)
        assert answered_by("はんこを町に届けておきたいのですが。") == "seal"

    @pytest.mark.parametrize(
        "other",
        [
            "はんこを町に届けたくない",
            "はんこを町から届けておきたい",
            "通帳を町に届けておきたい",
            "はんこを町に届けておきたいが費用は",
        ],
    )
    def test_a_question_that_is_only_near_is_not_captured(self, other: str):
        confirm(SAID)
        assert answered_by(other) is None

    def test_how_often_something_was_asked_moves_nothing(self):
        for number in range(30):
            confirm(f"{number}番目のはんこを町に届けておきたい")
        assert answered_by("31番目のはんこを町に届けておきたい") is None

    def test_the_last_confirmation_counts(self):
        confirm(SAID)
        confirm(SAID, "waste")
        assert answered_by(SAID) == "waste"

    def test_loading_the_files_anew_keeps_what_was_confirmed(self):
        confirm(SAID)
        with transaction() as session:
            shelve(session, [made("seal", "印鑑登録(改)", kind="procedure", section="citizens"), WASTE])
        assert answered_by(SAID) == "seal"

    def test_a_withdrawn_entry_takes_its_phrasings_to_sleep_and_wakes_them_again(self):
        confirm(SAID)
        with transaction() as session:
            shelve(session, [WASTE])
            memory.forget_removed(session)
        assert answered_by(SAID) is None
        with transaction() as session:
            shelve(session, [SEAL, WASTE])
        assert answered_by(SAID) == "seal"

    def test_removing_the_entry_removes_what_was_confirmed_for_it(self):
        confirm(SAID)
        confirm("大きいものを捨てたい", "waste")
        with transaction() as session:
            session.execute(delete(EntryRow).where(EntryRow.id == "seal"))
            assert memory.forget_removed(session) == 1
        with reading() as session:
            assert memory.of_entry(session, "seal") == []
            assert [one.text for one in memory.of_entry(session, "waste")] == ["大きいものを捨てたい"]

    def test_an_officer_takes_a_phrasing_back(self):
        confirm(SAID)
        with transaction() as session:
            [one] = memory.of_entry(session, "seal")
            assert memory.forget(session, one.id)
            assert not memory.forget(session, one.id)
            entries.announce_change(session)
        assert answered_by(SAID) is None

    @pytest.mark.parametrize("words", ["いくら?", "いつまで", "代理でもいい?", "どこで"])
    def test_a_question_that_lives_from_the_one_before_cannot_be_remembered(self, words: str):
        with pytest.raises(CannotRememberError, match="何について"):
            confirm(words)

    @pytest.mark.parametrize("words", ["", "?", "🙂"])
    def test_what_says_nothing_cannot_be_remembered(self, words: str):
        with pytest.raises(CannotRememberError):
            confirm(words)


def test_no_title_of_the_sample_town_is_captured_by_the_phrasings_of_another_entry(house: House):
    """Every phrasing the town wrote, confirmed as if by an officer, answers for its own entry alone."""
    with reading() as session:
        published = entries.published(session, NOON.date())
    wrote = {text: entry.id for entry in published for texts in entry.phrasings.values() for text in texts}
    learnt = memory.Memory({memory.likeness(text): entry_id for text, entry_id in wrote.items()})
    captured = {
        (text.title, entry.id, found)
        for entry in published
        for text in entry.texts.values()
        if (found := learnt.find(text.title)) not in ("", entry.id)
    }
    assert len(captured) <= len(published) * 0.01, captured
