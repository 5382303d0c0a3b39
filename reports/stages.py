"""The stages of a report, and every move between them: a table one can read, and tested as a whole."""

from collections.abc import Mapping
from enum import StrEnum

from town.officers import NotAllowedError


class Stage(StrEnum):
    RECEIVED = "received"
    CHECKING = "checking"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    PASSED_ON = "passed_on"  # somebody else manages the place, and has been told
    ON_HOLD = "on_hold"
    DONE = "done"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"
    CANNOT = "cannot"
    WITHDRAWN = "withdrawn"  # taken back before anybody went to see


class Move(StrEnum):
    CHECK = "check"
    SCHEDULE = "schedule"
    START = "start"
    HAND_ON = "hand_on"
    HOLD = "hold"
    FINISH = "finish"
    REFUSE = "refuse"
    MERGE = "merge"
    GIVE_UP = "give_up"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


OPEN = frozenset({Stage.RECEIVED, Stage.CHECKING, Stage.SCHEDULED, Stage.IN_PROGRESS, Stage.PASSED_ON, Stage.ON_HOLD})
CLOSED = frozenset(Stage) - OPEN
HANDLED = frozenset({Stage.PASSED_ON, Stage.DONE, Stage.NOT_OURS, Stage.DUPLICATE, Stage.CANNOT})  # 対応した: answered
# While nobody has gone to see, the reporter's word is all there is of the case.
UNSEEN = frozenset({Stage.RECEIVED, Stage.CHECKING})

_LEADS_TO: Mapping[Move, tuple[frozenset[Stage], Stage]] = {
    Move.CHECK:    (OPEN - {Stage.CHECKING},                       Stage.CHECKING),
    Move.SCHEDULE: (OPEN,                                          Stage.SCHEDULED),  # again: another day
    Move.START:    (OPEN - {Stage.IN_PROGRESS},                    Stage.IN_PROGRESS),
    Move.HAND_ON:  (OPEN,                                          Stage.PASSED_ON),  # again: to somebody else
    Move.HOLD:     (OPEN - {Stage.ON_HOLD},                        Stage.ON_HOLD),
    Move.FINISH:   (OPEN,                                          Stage.DONE),
    Move.REFUSE:   (OPEN,                                          Stage.NOT_OURS),
    Move.MERGE:    (OPEN,                                          Stage.DUPLICATE),
    Move.GIVE_UP:  (OPEN,                                          Stage.CANNOT),
    Move.REOPEN:   (CLOSED - {Stage.WITHDRAWN},                    Stage.CHECKING),
    Move.WITHDRAW: (UNSEEN,                                        Stage.WITHDRAWN),
}  # fmt: skip

MOVES: Mapping[tuple[Stage, Move], Stage] = {
    (before, move): after for move, (befores, after) in _LEADS_TO.items() for before in befores
}

JAPANESE: Mapping[Stage, str] = {
    Stage.RECEIVED: "受付", Stage.CHECKING: "確認中", Stage.SCHEDULED: "対応予定", Stage.IN_PROGRESS: "対応中",
    Stage.PASSED_ON: "引き継ぎ", Stage.ON_HOLD: "保留", Stage.DONE: "完了", Stage.NOT_OURS: "市の管理外",
    Stage.DUPLICATE: "重複", Stage.CANNOT: "対応できない", Stage.WITHDRAWN: "取り下げ",
}  # fmt: skip


def after(stage: Stage, move: Move) -> Stage:
    """Where the move leads. Raises NotAllowedError where there is no such arrow."""
    if (stage, move) not in MOVES:
        raise NotAllowedError(
            f"この通報は「{JAPANESE[stage]}」なので、この操作はできません。画面を開き直してください。"
        )
    return MOVES[stage, move]
