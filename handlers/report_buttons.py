"""Which button of a report leads where."""

from collections.abc import Callable, Mapping

from handlers import report_mine, report_offer, report_pin, report_talk
from handlers.turn import Desk, Handler
from reports import announcing
from speech.cards import Spoken
from speech.incoming import Incoming, Pressed

FILED: Mapping[str, Handler] = {
    announcing.SEE:   report_mine.see,
    announcing.REPLY: report_mine.reply,
    announcing.FIXED: report_mine.fixed,
    "report_own:":    report_mine.change,
    report_pin.SHOWN: report_pin.take,
}  # fmt: skip

WRITTEN: Mapping[str, Callable[[Desk], list[Spoken]]] = {
    "begin":  report_talk.begin_or_resume,
    "new":    report_talk.begin,
    "resume": report_talk.resume,
    "mine":   report_mine.listed,
}  # fmt: skip


def filed(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«report_see:12»: of a case that has its number."""
    data = _pressed(incoming)
    return next(handler for beginning, handler in FILED.items() if data.startswith(beginning))(incoming, desk)


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«report:begin», «report:offer:yes», and of the conversation «report:7:kind:hole»."""
    word = _pressed(incoming).split(":")[1]
    if word == "offer":
        return report_offer.answer(incoming, desk)
    if word in WRITTEN:
        return WRITTEN[word](desk)
    return report_talk.take(incoming, desk) if word.isdigit() else report_talk.home(desk)


def _pressed(incoming: Incoming) -> str:
    return incoming.said.data if isinstance(incoming.said, Pressed) else ""
