"""The house is killed at every seam of the road, and LINE's own book tells what the residents saw of it."""

from datetime import timedelta

import pytest

from simulator.faults import Fault, Misfortune
from store.outcomes import TOKEN_SURELY_LIVES
from tests.road.conftest import LineClock
from tests.road.lives import QUESTIONS, RESIDENTS, MortalTown

DEATHS = (  # the seam, and at which of the twelve events
    ("webhook.storing", 1), ("webhook.stored", 4), ("inbox.claimed", 5), ("answer.promised", 6),
    ("answer.stored", 7), ("line.calling", 1), ("line.answered", 6), ("outbox.tried", 8),
)  # fmt: skip
LEASES_ARE_OVER = 35.0  # seconds: more than any lease of an event or a reply, less than a reply token surely lives
TOKEN_IS_OLD = 70.0


def assert_everybody_was_told_once(town: MortalTown) -> None:
    """Answered exactly once, or visibly uncertain; and what no death fell upon came in the order of asking."""
    answers, uncertain, interrupted = town.answers(), town.uncertain(), town.interrupted()
    assert len(answers) == RESIDENTS * QUESTIONS
    assert {event for event, times in answers.items() if times > 1} == set()
    assert {event for event, times in answers.items() if times == 0} - uncertain == set()
    assert town.pushes() == 0
    for resident, asked in town.asked.items():
        in_order = [event for event in asked if event not in interrupted and answers[event]]
        assert [event for event in town.heard(resident) if event not in interrupted] == in_order


@pytest.mark.parametrize(("seam", "occurrence"), DEATHS)
def test_killed_at_a_seam_the_house_opens_again_and_answers_each_event_once(town, seam, occurrence):
    first = town.begins(seam, occurrence)
    with town.residents_ask():
        first.ends_by_kill()
        town.begins(ahead=LEASES_ARE_OVER)
    town.comes_to_rest()
    assert_everybody_was_told_once(town)
    # Where the machine was so slow that the tokens were old by then, «uncertain» is the truth.
    assert town.uncertain() == set() or town.lasted() + timedelta(seconds=LEASES_ARE_OVER) >= TOKEN_SURELY_LIVES


@pytest.mark.parametrize("seam", ["webhook.stored", "inbox.claimed", "answer.stored", "line.answered"])
def test_two_deaths_in_a_row_are_no_worse_than_one(town, seam):
    first = town.begins(seam, 4)
    with town.residents_ask():
        first.ends_by_kill()
        town.begins(seam, 2, ahead=LEASES_ARE_OVER).ends_by_kill()
        town.begins(ahead=2 * LEASES_ARE_OVER)
    town.comes_to_rest()
    assert_everybody_was_told_once(town)


@pytest.mark.parametrize("seam", ["line.calling", "line.answered"])
def test_killed_while_line_took_the_answer_and_hung_up_nobody_is_told_twice(town, seam):
    town.line.platform.faults.add(Fault("reply", Misfortune.DROP_AFTER, calls_left=4))
    first = town.begins(seam, 3)
    with town.residents_ask():
        first.ends_by_kill()
        town.begins(ahead=LEASES_ARE_OVER)
    town.comes_to_rest()
    assert_everybody_was_told_once(town)


@pytest.mark.parametrize("misfortune", [Misfortune.LATENCY, Misfortune.LATENCY_AFTER])
def test_killed_while_line_was_still_thinking_nobody_is_told_twice(town, misfortune):
    """The answers under way at the death arrive after it, beside those of the next life."""
    town.line.platform.faults.add(Fault("reply", misfortune, seconds=0.3))
    first = town.begins("line.calling", 5)
    with town.residents_ask():
        first.ends_by_kill()
        town.begins(ahead=LEASES_ARE_OVER)
    town.comes_to_rest()
    assert_everybody_was_told_once(town)


def test_what_line_has_and_we_never_heard_of_is_uncertain_once_its_token_is_old(town):
    first = town.begins("line.answered", 3)
    with town.residents_ask():
        first.ends_by_kill()
        last = town.begins(ahead=TOKEN_IS_OLD)
    town.comes_to_rest()
    assert_everybody_was_told_once(town)
    assert len(town.uncertain()) >= 1
    assert f'madoguchi_deliveries{{status="uncertain"}} {len(town.uncertain())}.0' in last.figures()


def test_what_line_may_have_and_has_not_is_uncertain_and_never_pushed(town, line_clock: LineClock):
    """Killed before the call, and back too late for the token: nobody can know, so nobody is told a second time."""
    first = town.begins("line.calling")
    with town.residents_ask(residents=1, questions=1):
        first.ends_by_kill()
        line_clock.ahead = TOKEN_IS_OLD
        last = town.begins(ahead=TOKEN_IS_OLD)
    town.comes_to_rest()
    assert set(town.answers()) == town.uncertain()
    assert len(town.line.platform.ledger) == 0
    assert 'madoguchi_deliveries{status="uncertain"} 1.0' in last.figures()


def test_what_was_certainly_not_said_is_pushed_when_the_token_is_dead(town, line_clock: LineClock):
    first = town.begins("inbox.claimed")
    with town.residents_ask(residents=1, questions=1):
        first.ends_by_kill()
        line_clock.ahead = TOKEN_IS_OLD
        town.begins(ahead=TOKEN_IS_OLD)  # the death may have come before LINE heard «200»
    town.comes_to_rest()
    assert town.sent_again or town.pushes() == 1  # sent again, the token lives again
    assert town.pushes() + sum(town.answers().values()) == len(town.line.platform.ledger) == 1
