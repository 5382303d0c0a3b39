"""The stages of a notice, and every move between them: a table one can read, and tested as a whole."""

from collections.abc import Mapping
from enum import StrEnum

from town.officers import NotAllowedError


class Stage(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    LAPSED = "lapsed"  # nobody decided in time
    DISCARDED = "discarded"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"


class Move(StrEnum):
    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    ADOPT = "adopt"
    RETURN = "return"
    REJECT = "reject"
    LAPSE = "lapse"
    APPROVE = "approve"
    SEND_ALONE = "send_alone"
    STANDING = "standing"  # by the word two people gave beforehand
    RELEASE = "release"
    FINISH = "finish"
    CANCEL = "cancel"


MOVES: Mapping[tuple[Stage, Move], Stage] = {
    (Stage.DRAFT,     Move.EDIT):       Stage.DRAFT,
    (Stage.RETURNED,  Move.EDIT):       Stage.DRAFT,
    (Stage.SUBMITTED, Move.EDIT):       Stage.DRAFT,      # what was submitted is frozen: a change begins anew
    (Stage.LAPSED,    Move.EDIT):       Stage.DRAFT,
    (Stage.DRAFT,     Move.SUBMIT):     Stage.SUBMITTED,
    (Stage.SUBMITTED, Move.WITHDRAW):   Stage.DRAFT,
    (Stage.DRAFT,     Move.DISCARD):    Stage.DISCARDED,
    (Stage.RETURNED,  Move.DISCARD):    Stage.DISCARDED,
    (Stage.LAPSED,    Move.DISCARD):    Stage.DISCARDED,
    (Stage.SUBMITTED, Move.ADOPT):      Stage.SUBMITTED,  # an officer stands for what a machine submitted
    (Stage.SUBMITTED, Move.RETURN):     Stage.RETURNED,
    (Stage.SUBMITTED, Move.REJECT):     Stage.REJECTED,
    (Stage.SUBMITTED, Move.LAPSE):      Stage.LAPSED,
    (Stage.SUBMITTED, Move.APPROVE):    Stage.APPROVED,
    (Stage.SUBMITTED, Move.SEND_ALONE): Stage.APPROVED,
    (Stage.SUBMITTED, Move.STANDING):   Stage.APPROVED,
    (Stage.APPROVED,  Move.RELEASE):    Stage.SENDING,
    (Stage.APPROVED,  Move.CANCEL):     Stage.CANCELLED,
    (Stage.SENDING,   Move.FINISH):     Stage.SENT,
    (Stage.SENDING,   Move.CANCEL):     Stage.CANCELLED,
}  # fmt: skip

OPEN = frozenset({Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED, Stage.SENDING})
GONE_OUT = frozenset({Stage.SENDING, Stage.SENT, Stage.CANCELLED})  # somebody may have it on the telephone

JAPANESE: Mapping[Stage, str] = {
    Stage.DRAFT: "下書き", Stage.SUBMITTED: "承認待ち", Stage.RETURNED: "差し戻し", Stage.REJECTED: "却下",
    Stage.LAPSED: "期限切れ", Stage.DISCARDED: "破棄", Stage.APPROVED: "承認済み", Stage.SENDING: "送信中",
    Stage.SENT: "送信済み", Stage.CANCELLED: "中止",
}  # fmt: skip


def after(stage: Stage, move: Move) -> Stage:
    """Where the move leads. Raises NotAllowedError where there is no such arrow."""
    if (stage, move) not in MOVES:
        raise NotAllowedError(
            f"この配信は「{JAPANESE[stage]}」なので、この操作はできません。画面を開き直してください。"
        )
    return MOVES[stage, move]
