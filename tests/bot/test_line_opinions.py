"""LINE is asked whether it would take a notice while the notice waits for its second person."""

from typing import Any

import pytest

from alerts import drafting, line_checks, notice_rings, releasing, rings
from alerts.broadcasts import Broadcast
from alerts.line_checks import Opinion
from alerts.rings import Reason, State
from alerts.stages import Stage
from alerts.written import Written
from bot.line_opinions import LineOpinions
from simulator.faults import Misfortune
from speech.languages import Language
from store import channel
from store.database import reading, transaction
from store.outbox import Delivery
from tests.alerts.desk_of_notices import TO_KAWARA, Town, a_draft, in_words, people_the_town
from tests.bot.post_room import PostRoom, nobody
from tests.conftest import NOON
from town.duty_rules import DutyRules
from town.officers import NotAllowedError, Officer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def too_long() -> Written:
    """Written by no template: LINE takes 5,000 characters."""
    said: dict[Language, list[dict[str, Any]]] = {one: [{"type": "text", "text": "避難指示"}] for one in Language}
    return in_words(messages=said | {Language.PT: [{"type": "text", "text": "あ" * 5001}]})


def submitted(written: Written) -> int:
    with transaction() as session:
        return people_the_town(session, NOON).submitted(written, is_judged=False).id


def look(room: PostRoom) -> None:
    LineOpinions(room.gateway, room.clock).look(nobody)


def opinion(number: int) -> str:
    with reading() as session:
        found = line_checks.find(session, number)
        return found.opinion if found else "never asked"


def officers(session: Any) -> Town:
    return Town(session, {one.name: one for one in session.query(Officer)})


def approve(room: PostRoom, number: int) -> None:
    with transaction() as session:
        officers(session).approves(session.get_one(Broadcast, number), at=room.clock())


def test_a_notice_that_line_would_take_is_approved(post_room: PostRoom):
    number = submitted(in_words())
    look(post_room)
    assert opinion(number) == Opinion.FIT
    approve(post_room, number)
    assert post_room.arrived() == 0  # nothing was sent by asking


def test_what_line_refuses_never_leaves_and_the_approver_reads_why(post_room: PostRoom):
    number = submitted(too_long())
    look(post_room)
    with pytest.raises(NotAllowedError, match=r"messages\[0\]\.text: Length must be between 0 and 5000"):
        approve(post_room, number)
    with reading() as session:
        assert session.query(Delivery).count() == 0
        assert session.get_one(Broadcast, number).stage == Stage.SUBMITTED


def test_mended_words_are_asked_about_anew(post_room: PostRoom):
    number = submitted(too_long())
    look(post_room)
    post_room.clock.skip(minutes=1)
    with transaction() as session:
        sato, notice = officers(session).officers["sato"], session.get_one(Broadcast, number)
        notice = drafting.edit(session, number, notice.revision, a_draft(NOON, TO_KAWARA), sato, post_room.clock())
        drafting.submit(session, number, notice.revision, in_words(), sato, post_room.clock())
    assert opinion(number) == Opinion.WAITING
    look(post_room)
    approve(post_room, number)


def test_an_answer_about_older_words_changes_nothing(post_room: PostRoom):
    number = submitted(too_long())
    with transaction() as session:
        [question] = line_checks.due(session, NOON)
        notice = session.get_one(Broadcast, number)
        line_checks.ask(session, notice, NOON.replace(minute=1))
    with transaction() as session:
        line_checks.settle(session, question, Opinion.REFUSED, "too long", NOON)
    assert opinion(number) == Opinion.WAITING


@pytest.mark.parametrize("misfortune", [Misfortune.SERVER_ERROR, Misfortune.UNAUTHORIZED])
def test_a_line_that_does_not_say_holds_nobody_up_and_is_asked_again(post_room: PostRoom, misfortune: Misfortune):
    number = submitted(in_words())
    post_room.suffers("validate_multicast", misfortune)
    look(post_room)
    assert opinion(number) == Opinion.WAITING
    with reading() as session:
        assert (channel.silent_since(session) is not None) == (misfortune is Misfortune.SERVER_ERROR)
    post_room.recovers()
    look(post_room)
    assert opinion(number) == Opinion.WAITING  # not at once
    post_room.clock.skip(seconds=31)
    look(post_room)
    assert opinion(number) == Opinion.FIT
    with reading() as session:
        assert channel.silent_since(session) is None


def test_what_presses_leaves_unjudged_and_a_refusal_that_comes_later_rings_the_approvers(post_room: PostRoom):
    number = submitted(too_long())
    approve(post_room, number)
    with reading() as session:
        assert session.get_one(Broadcast, number).stage == Stage.SENDING
    look(post_room)
    assert opinion(number) == Opinion.REFUSED
    for _ in range(2):
        with transaction() as session:
            notice_rings.look(session, DutyRules(), post_room.clock())
            found = [(one.reason, one.state) for one in rings.latest(session)]
    assert found == [(Reason.LINE_REFUSED, State.RINGING)]


@pytest.mark.parametrize(("words", "stage"), [("ごみの日", Stage.SENDING), ("あ" * 5001, Stage.CANCELLED)])
def test_an_ordinary_notice_is_approved_and_leaves_once_line_takes_it(post_room: PostRoom, words: str, stage: Stage):
    said: dict[Language, list[dict[str, Any]]] = {one: [{"type": "text", "text": words}] for one in Language}
    number = submitted(in_words(2, "避難指示", messages=said))
    approve(post_room, number)
    passes(post_room)
    with reading() as session:
        assert session.get_one(Broadcast, number).stage == Stage.APPROVED
    look(post_room)
    passes(post_room)
    with reading() as session:
        notice = session.get_one(Broadcast, number)
        assert notice.stage == stage
        assert stage == Stage.SENDING or "LINEがこの文を受け付けない" in str(notice.reason)
        assert not rings.latest(session), "nobody is woken for the bins"


def passes(room: PostRoom) -> None:
    """The clock looks for what is due."""
    with transaction() as session:
        releasing.release_due(session, room.clock(), lambda day: False)
        notice_rings.look(session, DutyRules(), room.clock())
