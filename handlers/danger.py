"""Words of danger: the right numbers at once, before anything else, and then the ordinary answer if there is one."""

import structlog

from handlers import question, shelters_asked
from handlers.turn import Desk
from knowledge.ask import Direct, Offer
from logs import type_and_place
from speech import shelter_words
from speech.cards import Call, Card, Press, Row, Say, Spoken, Tone
from speech.danger import Danger, apart_from_danger, find_danger
from speech.incoming import Incoming, Pressed, Said, Text
from speech.languages import FALLBACKS, Language
from speech.phrases import phrase
from town.numbers import Alternative, NumberHere, numbers_for

log = structlog.get_logger()

MOST_CALLS = 4  # on one card; more would hide the first
SURE_OF_THE_WHOLE = 0.6  # held against every cry for help of tests/speech/danger_sentences


def is_heard(said: Said) -> bool:
    return isinstance(said, Text) and bool(find_danger(said.text))


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """The card in the resident's language, and, if they wrote in another, in that one too. Never «was this helpful?»."""
    text = incoming.said.text if isinstance(incoming.said, Text) else ""
    dangers = find_danger(text)
    numbers = numbers_for(desk.numbers, dangers, desk.town)
    cards: list[Spoken] = [danger_card(dangers, numbers, language) for language in _languages(desk)]
    return [*cards, *_ordinary_answer(incoming, text, desk)]


def _ordinary_answer(incoming: Incoming, text: str, desk: Desk) -> list[Spoken]:
    """«火事の罹災証明は» has one, and so has «津波です、避難所は». Whatever goes wrong with it, the numbers go out now and not after the fifth try."""
    try:
        if shelter_words.asks_for_shelter(text):
            return shelters_asked.answer(incoming, desk)
        if found := _surely_asked(text, desk):
            return [Say(desk.phrase("card.ordinary_answer")), *question.say(found, desk)]
    except Exception as error:  # life first: the one broad catch below the doors
        log.error("danger.without_ordinary_answer", **type_and_place(error))
    return []


def _surely_asked(text: str, desk: Desk) -> Direct | None:
    """What the message asks besides: the words of danger taken out, it must still be what the whole of it may mean.

    «父が死にそう» is near to the notice of a death; nobody may be shown that.
    """
    rest = question.look_up(apart_from_danger(text), desk)
    if not isinstance(rest, Direct):
        return None
    match question.look_up(text, desk):
        case Direct(entry=whole, confidence=confidence):
            meant = {whole.id}
        case Offer(entries=offered, confidence=confidence):
            meant = {entry.id for entry in offered}
        case _:
            return None
    return rest if rest.entry.id in meant and confidence >= SURE_OF_THE_WHOLE else None


def silent(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«silent:fire»: the ways for somebody who cannot hear or speak on the telephone."""
    named = incoming.said.data.partition(":")[2] if isinstance(incoming.said, Pressed) else ""
    dangers = [Danger(named)] if named in list(Danger) else [Danger.HELP]
    ways = _alternatives(numbers_for(desk.numbers, dangers, desk.town))
    rows = tuple(
        Row(way.names.first_of(FALLBACKS[desk.language]), way.how.in_language(desk.language)) for way in ways
    )  # fmt: skip
    return [Card(desk.phrase("card.cannot_speak"), rows=rows, tone=Tone.DANGER)]


def danger_card(dangers: tuple[Danger, ...], numbers: list[NumberHere], language: Language) -> Card:
    """Short enough that headline and call button stand on the telephone together."""
    first = dangers[0]
    acts = [phrase(f"danger.{danger}.act", language) for danger in dangers[:2]]
    if language not in (Language.JA, Language.JA_EASY):
        acts.append(phrase("card.interpreter", language))
    calls = tuple(Call(_label(number, language), number.phone) for number in numbers[:MOST_CALLS])
    speechless = (Press(phrase("card.silent", language), f"silent:{first}"),) if _alternatives(numbers) else ()
    return Card(
        title=phrase(f"danger.{first}.headline", language),
        lead="\n".join([*acts, phrase("card.cannot_rescue", language)]),
        rows=(*_hours(numbers[:MOST_CALLS], language), *_in_japanese(numbers[:MOST_CALLS], language)),
        buttons=(*calls, *speechless),
        tone=Tone.DANGER,
    )


def _hours(numbers: list[NumberHere], language: Language) -> list[Row]:
    """Of the lines that advise; those that send somebody are always open."""
    return [
        Row(_label(number, language), "\n".join(lines))
        for number in numbers
        if not number.is_urgent
        and (lines := [_said(part, language) for part in (number.hours, number.note) if part])
    ]  # fmt: skip


def _in_japanese(numbers: list[NumberHere], language: Language) -> list[Row]:
    """Which of them to let a Japanese speaker ring."""
    if language in (Language.JA, Language.JA_EASY):
        return []
    phones = [number.phone for number in numbers if language not in number.languages]
    return [Row(phrase("contact.only_japanese", language), ", ".join(phones))] if phones else []


def _alternatives(numbers: list[NumberHere]) -> list[Alternative]:
    return list({one.id: one for number in numbers for one in number.alternatives}.values())


def _label(number: NumberHere, language: Language) -> str:
    name = number.names.first_of(FALLBACKS[language])
    return name if number.phone in name else f"{number.phone} {name}"


def _said(part: object, language: Language) -> str:
    spoken = getattr(part, "in_language", None)
    return str(spoken(language)) if spoken else str(part)


def _languages(desk: Desk) -> list[Language]:
    """Japanese beside a language that was only guessed: the guess may be wrong, and somebody near may help to read."""
    has_chosen = desk.resident is not None and desk.resident.language is not None
    return [desk.language] if has_chosen or desk.language is Language.JA else [desk.language, Language.JA]
