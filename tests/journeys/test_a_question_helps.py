"""«役に立ちましたか», from telephone to telephone, to the officer's desk and back."""

from datetime import UTC, datetime

from knowledge import asked, replies, worklist
from knowledge.asked import AskedQuestion, QuestionSender, State
from knowledge.replies import Letterhead
from store.database import reading, transaction
from tests.knowledge.sample_town import SampleTown
from tests.people import Resident, TownHall, texts
from town.profile import Profile

HEAD = Letterhead(Profile.minimal("みほん市", "000-000-0000"))


def log() -> list[AskedQuestion]:
    with reading() as session:
        return session.query(AskedQuestion).order_by(AskedQuestion.id).all()


def officer(action, *arguments) -> None:
    with transaction() as session:
        [case] = worklist.open_cases(session)
        action(session, worklist.find(session, case.id), *arguments, "officer:1", datetime.now(UTC))


def test_the_words_typed_after_an_answer_count_like_the_button(hanako: Resident, maria: Resident):
    hanako.says("住民票をコンビニで取りたい")
    maria.says("粗大ごみを出したい")
    assert "すみません" in texts(hanako.says("ちがいます"))
    hanako.says("違う")
    assert [one.is_helped for one in log()] == [False, None]


def test_a_question_is_sent_answered_and_forgotten(hanako: Resident, hall: TownHall):
    hanako.says("シーラカンスを飼いたい")
    hanako.presses("この質問を市に送る")
    assert "送りました" in texts(hanako.presses("送る"))
    officer(replies.answer, "水族館へお尋ねください。", HEAD)
    before = len(hanako.phone())
    hall.works()
    assert "水族館へお尋ねください。" in texts(hanako.phone()[before:])
    with reading() as session:
        assert session.query(QuestionSender).count() == 0
    assert [(one.text, one.state) for one in log()] == [(None, State.ANSWERED)]


def test_somebody_who_blocked_us_meanwhile_is_left_in_peace(hanako: Resident, hall: TownHall):
    hanako.says("シーラカンスを飼いたい")
    hanako.presses("この質問を市に送る")
    hanako.presses("送る")
    hanako.blocks()
    before = len(hanako.phone())
    officer(replies.answer, "水族館へお尋ねください。", HEAD)
    hall.works()
    assert len(hanako.phone()) == before


def test_what_an_officer_attached_is_answered_the_next_time(hanako: Resident, maria: Resident, sample_town: SampleTown):
    assert "見つけられませんでした" in texts(hanako.says("シーラカンスを飼いたい"))
    officer(worklist.attach, "dog_registration")
    sample_town.looks()
    assert "犬" in maria.says("シーラカンスを飼いたいです")[0]["altText"]
    assert "見つけられませんでした" in texts(maria.says("シーラカンスを飼いたくない"))


def test_a_question_taken_back_leaves_the_worklist(hanako: Resident, hall: TownHall):
    [said] = hall.line.telephones.text(hanako.id, "シーラカンスを飼いたい")
    hanako.acts([said])
    hanako.acts(hall.line.telephones.unsend(hanako.id, said["message"]["id"]))
    assert [(one.text, one.state) for one in log()] == [(None, State.TAKEN_BACK)]
    with reading() as session:
        assert asked.count_open(session) == 0


def test_a_button_of_somebody_elses_answer_counts_nothing(hanako: Resident, maria: Resident):
    hanako.says("住民票をコンビニで取りたい")
    [row] = log()
    maria.presses_data(f"helped:{row.id}.0123456789abcdef:no")
    assert [one.is_helped for one in log()] == [None]
