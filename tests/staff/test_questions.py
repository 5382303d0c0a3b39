"""Residents' questions at the desk: read by who answers for them, answered, attached, written, set aside."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge import asked, desk_entries, memory, worklist
from knowledge.ask import Direct, Finding, Unknown
from knowledge.asked import AskedQuestion
from knowledge.shelving import shelve
from speech.languages import Language
from store.database import reading, transaction
from store.journal import Looked, search
from store.outbox import Delivery
from tests.knowledge.entry_files import made
from town import residents
from town.roles import Role

FISH = "シーラカンスの飼い方"


@pytest.fixture(autouse=True)
def shelves(app):
    with transaction() as session:
        shelve(session, [made("move_in", title="転入届", section="citizens"), made("potholes", section="roads")])


@pytest.fixture
def ask(clock):
    """A resident asks; where they sent it to the town they wait for an answer."""

    def asked_(words: str, finding: Finding | None = None, sender: str | None = None) -> int:
        with transaction() as session:
            row = asked.note(session, words, Language.JA, [finding or Unknown()], f"m{words}", clock())
            keep = clock() + timedelta(days=90)
            worklist.take_up(row, keep)
            if sender:
                worklist.send(session, row, residents.meet(session, sender, clock()).id, keep, clock())
            return row.id

    return asked_


@pytest.fixture
def editor(hire, signed_in):
    return signed_in(hire("hanako", Role.ANSWER_EDITOR, section="general"))


def state(asked_id: int) -> str:
    with reading() as session:
        return session.get_one(AskedQuestion, asked_id).state


def test_equal_questions_are_one_line_and_reading_them_is_written_down(ask, editor):
    for _ in range(3):
        ask(FISH)
    page = editor.open("/staff/questions").get_data(as_text=True)
    assert page.count(FISH) == 1 and "3件" in page
    with reading() as session:
        assert search(session, Looked(action="questions."))[0].details == {"cases_count": 1}


def test_who_waits_is_answered_through_the_outbox(ask, editor):
    number = ask(FISH, sender="U1")
    answer = editor.send(f"/staff/questions/{number}/answer", at="/staff/", text="水族館におたずねください。")
    assert answer.location == "/staff/questions"
    assert state(number) == "answered"
    with reading() as session:
        delivery = session.scalars(select(Delivery)).one()
        assert "水族館におたずねください。" in str(delivery.messages) and delivery.to == ["U1"]


def test_attached_to_an_answer_the_words_are_remembered(ask, editor):
    number = ask("ひっこしてきたら")
    editor.send(f"/staff/questions/{number}/attach", at="/staff/", entry="move_in")
    with reading() as session:
        assert memory.read(session).find("ひっこしてきたら") == "move_in"
    assert state(number) == "attached"


def test_a_new_answer_begins_with_the_question(ask, editor):
    number = ask(FISH)
    place = editor.send(f"/staff/questions/{number}/write", at="/staff/", topic="moving").location
    with reading() as session:
        found = desk_entries.find(session, place.rsplit("/", 1)[1])
        assert found and found[1].texts["ja"].title == FISH and not found[1].is_published
    assert editor.open(place).status_code == 200


def test_a_question_is_set_aside_with_a_reason_only(ask, editor):
    number = ask(FISH)
    path = f"/staff/questions/{number}/aside"
    assert editor.send(path, at="/staff/", reason="because").status_code == 403
    assert state(number) == "open"
    editor.send(path, at="/staff/", reason="not_ours")
    assert state(number) == "set_aside"
    assert "対応が終わったか" in editor.send(path, at="/staff/", reason="not_ours").get_data(as_text=True)


def test_another_sections_question_stays_shut(ask, editor, clock):
    with reading() as session:
        found = desk_entries.find(session, "potholes")
        assert found
    number = ask("道に穴", Direct(found[1], 0.4))
    assert "道に穴" not in editor.open("/staff/questions").get_data(as_text=True)
    assert editor.open(f"/staff/questions/{number}").status_code == 403
    for path, form in (("attach", {"entry": "move_in"}), ("aside", {"reason": "known"}), ("answer", {"text": "x"}), ("write", {"topic": "moving"})):  # fmt: skip
        assert editor.send(f"/staff/questions/{number}/{path}", at="/staff/", **form).status_code == 403
    assert state(number) == "open"


def test_words_of_a_resident_never_become_markup(ask, editor):
    number = ask("<script>alert(1)</script>の手続き")
    for path in ("/staff/questions", f"/staff/questions/{number}"):
        page = editor.open(path).get_data(as_text=True)
        assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_figures_count_and_tell_no_words(ask, editor):
    ask(FISH)
    page = editor.open("/staff/figures").get_data(as_text=True)
    assert "答えられなかった" in page and FISH not in page
