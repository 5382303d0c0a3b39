"""The way from the page about マイ・タイムライン to one's own."""

from handlers.turn import Desk
from speech.cards import Press
from store import timelines

ENTRY = "my_timeline"


def beside(entry_id: str, desk: Desk) -> tuple[Press, ...]:
    """«Make» or «see»; nothing in a group, where nobody's plan is anybody's business."""
    if entry_id != ENTRY or desk.resident is None:
        return ()
    has_one = timelines.find(desk.session, desk.resident.id) is not None
    return (Press(desk.phrase("timeline.see" if has_one else "timeline.make"), "timeline:"),)
