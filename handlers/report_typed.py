"""Words typed where a report shows buttons: the button they name, or the one that a plain «はい» means there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from handlers.report_prompts import PROMPTS
from handlers.report_spoken import Talk
from handlers.report_steps import chosen
from handlers.turn import Desk
from speech.cards import Card, Carousel, Press, Say, Spoken
from speech.incoming import Pressed, Said, Text
from speech.languages import Language
from speech.phrases import phrase
from speech.short_answers import ShortAnswer, short_answers
from speech.squash import squashed

# What a short answer presses at a step. Where it is missing it may be meant either way, and is asked again:
# «いいえ» to «同じ通報がありませんか» says nothing.
MEANT: Mapping[str, Mapping[ShortAnswer, str]] = {
    "danger": {
        ShortAnswer.YES: "yes", ShortAnswer.THERE_IS: "yes", ShortAnswer.DANGER: "yes",
        ShortAnswer.NO: "no", ShortAnswer.THERE_IS_NOT: "no", ShortAnswer.SAFE: "no",
    },
    "photo": {ShortAnswer.NO: "next", ShortAnswer.THERE_IS_NOT: "next"},
    "outside": {
        ShortAnswer.YES: "yes", ShortAnswer.RIGHT: "yes", ShortAnswer.NO: "no", ShortAnswer.WRONG: "no",
    },
    "more": {ShortAnswer.NO: "next", ShortAnswer.THERE_IS_NOT: "next"},
    "alike": {ShortAnswer.WRONG: "other"},
    "confirm": {ShortAnswer.YES: "send", ShortAnswer.RIGHT: "send", ShortAnswer.SEND: "send"},
}  # fmt: skip
TELLING = frozenset({ShortAnswer.DANGER, ShortAnswer.SAFE})  # «危ない» also describes a place; «はい» never does


def understood(said: Said, step: str, talk: Talk) -> Said | None:
    """As if the button had been pressed, where the words can mean only one. None: an answer, but not one to this."""
    if not isinstance(said, Text):
        return said
    if named := _named(said.text, step, talk):
        return Pressed(named)
    answers = short_answers(said.text)
    if (meant := the_one(answers, MEANT.get(step, {}))) is not None:
        return Pressed(talk.labelled("", step, meant).data)
    return None if answers - TELLING else said


def way(said: Said, step: str, desk: Desk) -> str | None:
    """「戻る」「やめる」「とばす」, pressed or written in any of our languages."""
    if isinstance(said, Pressed):
        return chosen(said, step) if chosen(said, step) in ("back", "cancel") else None
    word = said.text.strip().casefold().rstrip("。.!") if isinstance(said, Text) else ""
    spoken = {
        "back": desk.phrase("report.say_back"),
        "cancel": desk.phrase("report.say_cancel"),
        "skip": desk.phrase("report.say_skip"),
    }
    return next((one for one, words in spoken.items() if word and word in words.casefold().split("|")), None)


def the_one(answers: Iterable[ShortAnswer], meant: Mapping[ShortAnswer, str]) -> str | None:
    """«はい、ないです» means two things, and so nothing."""
    values = {meant.get(one) for one in answers}
    return values.pop() if len(values) == 1 else None


def is_labelled(text: str, key: str) -> bool:
    """The words of a button, word for word, in any of our languages."""
    return squashed(text) in {squashed(phrase(key, language)) for language in Language}


def _named(text: str, step: str, talk: Talk) -> str | None:
    """What stands behind the button with these words: in their own language first, for the town's names are data."""
    said = squashed(text)
    for shown in (talk, *_in_every_language(talk)):
        found = {one.data for one in _buttons(PROMPTS[step](shown)) if squashed(one.label) == said}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _in_every_language(talk: Talk) -> Iterator[Talk]:
    """Read by nobody, and so no resident's: their button may have stood in another language than their words."""
    for language in Language:
        yield replace(talk, desk=replace(talk.desk, resident=None, guessed=language))


def _buttons(spoken: Iterable[Spoken]) -> Iterator[Press]:
    for one in spoken:
        match one:
            case Card(buttons=buttons, choices=choices):
                yield from (button for button in (*buttons, *choices) if isinstance(button, Press))
            case Carousel(cards=cards, choices=choices):
                yield from _buttons(cards)
                yield from (button for button in choices if isinstance(button, Press))
            case Say(choices=choices):
                yield from (button for button in choices if isinstance(button, Press))
