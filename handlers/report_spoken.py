"""A conversation about a report at one of its steps, and the buttons that belong to it."""

from dataclasses import dataclass

from handlers.report_draft import Draft
from handlers.report_ground import TownGround
from handlers.turn import Desk
from speech.cards import Choice, Press


@dataclass(frozen=True)
class Talk:
    """A conversation at one step."""

    dialogue_id: int
    draft: Draft
    desk: Desk

    @property
    def ground(self) -> TownGround:
        return TownGround(self.desk)

    def press(self, key: str, step: str, value: str) -> Press:
        return self.labelled(self.desk.phrase(key), step, value)

    def labelled(self, label: str, step: str, value: str) -> Press:
        return Press(label, f"report:{self.dialogue_id}:{step}:{value}")

    def on(self, step: str, *first: Choice) -> tuple[Choice, ...]:
        """Quick replies: what this step wants, and the ways back and out."""
        ways = (self.press("report.back", step, "back"), self.press("report.cancel", step, "cancel"))
        return (*first, *(ways if step != "danger" else ways[1:]))
