"""The table of stages, as a whole."""

from itertools import product

import pytest

from alerts.stages import JAPANESE, MOVES, OPEN, Move, Stage, after
from town.officers import NotAllowedError


def reachable() -> set[Stage]:
    found, before = {Stage.DRAFT}, set[Stage]()
    while found != before:
        before = set(found)
        found |= {to for (stage, _), to in MOVES.items() if stage in before}
    return found


def test_every_stage_is_reached_and_every_move_is_made() -> None:
    assert reachable() == set(Stage)
    assert {move for _, move in MOVES} == set(Move)
    assert set(JAPANESE) == set(Stage)


def test_only_a_yes_leads_out_of_the_house() -> None:
    before_leaving = {stage for (stage, move), to in MOVES.items() if to is Stage.SENDING}
    assert before_leaving == {Stage.APPROVED}
    assert {move for (_, move), to in MOVES.items() if to is Stage.APPROVED} == {
        Move.APPROVE,
        Move.SEND_ALONE,
        Move.STANDING,
    }


def test_what_has_ended_stays_ended() -> None:
    for stage in (Stage.SENT, Stage.CANCELLED, Stage.REJECTED, Stage.DISCARDED):
        assert not [move for (begins, move) in MOVES if begins is stage]
        assert stage not in OPEN


@pytest.mark.parametrize(("stage", "move"), [pair for pair in product(Stage, Move) if pair not in MOVES])
def test_where_there_is_no_arrow_the_officer_reads_why(stage: Stage, move: Move) -> None:
    with pytest.raises(NotAllowedError, match=JAPANESE[stage]):
        after(stage, move)
