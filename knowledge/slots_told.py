"""What an entry says to an asked slot or a stated case: its own field, its own sentences, or nothing. Nothing is made up."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import regex

from knowledge.entry_file import EntryFile, EntryText, Kind
from knowledge.slots import COMPUTED, conditions, slots
from knowledge.words import normalise
from speech.languages import FALLBACKS, Language

_SENTENCE = regex.compile(r"[^。！？\n]+[。！？]?|\n")
_LATIN_SENTENCE = regex.compile(r"(?<=[.!?])\s+(?=[\p{Lu}\p{Lt}0-9¥])|\n")
_ASIAN = (Language.JA, Language.JA_EASY, Language.ZH)
MOST_SENTENCES = 3
# In the order one would read them to somebody who asks one thing.
_READ = (
    "who", "when", "where", "bring", "fee", "duration", "notes", "summary", "steps", "booking", "booking_window",
    "cancellation", "equipment", "barrier_free", "address",
)  # fmt: skip


class Silence(StrEnum):
    """Why there is nothing to say about a case."""

    IS_THE_SUBJECT = "is_the_subject"  # the entry itself is about it
    IS_UNSAID = "is_unsaid"  # ask the section
    IS_QUIET = "is_quiet"  # nor is anything missing


def language_of(entry: EntryFile, language: Language) -> Language:
    """In which the resident reads it: their own, or the nearest there is."""
    return next(one for one in FALLBACKS[language] if one in entry.texts)


def fits(name: str, entry: EntryFile) -> bool:
    """Whether the slot can be asked of this kind of thing at all. Where to flee is no matter of a counter's hours."""
    slot = slots()[name]
    return entry.topic not in slot.not_of_topics and (not slot.facility_only or entry.kind is Kind.PUBLIC_FACILITY)


def told(name: str, entry: EntryFile, language: Language) -> tuple[str, ...]:
    """The lines of the entry that answer a slot; none when it does not say. Computed slots are not looked at here."""
    slot, text = slots()[name], entry.texts[language]
    for field in slot.fields:
        if field not in COMPUTED and (value := getattr(text, field)):
            return value if isinstance(value, tuple) else (value,)
    return sentences(text, slot.mentions.get(language, ()), language)


def case_told(name: str, entry: EntryFile, language: Language) -> str | Silence:
    """The entry's note on a stated case, or its own sentences that speak of it."""
    for note in entry.conditions:
        if note.id == name:
            return next(note.texts[one] for one in FALLBACKS[language] if one in note.texts)
    case = conditions()[name]
    if _is_named(entry, case.mentions.get(Language.JA, ()), case.mentions.get(language, ())):
        return Silence.IS_THE_SUBJECT
    if found := sentences(entry.texts[language], case.mentions.get(language, ()), language):
        return "\n".join(found)
    return Silence.IS_QUIET if case.is_quiet else Silence.IS_UNSAID


def sentences(text: EntryText, mentions: Sequence[str], language: Language) -> tuple[str, ...]:
    """The first few that have one of these words, in reading order."""
    if not mentions:
        return ()
    wanted = [word if language in _ASIAN else word.casefold() for word in mentions]
    found = [
        sentence
        for line in _lines(text)
        for sentence in _cut(line, language)
        if any(word in (sentence if language in _ASIAN else sentence.casefold()) for word in wanted)
    ]
    return tuple(dict.fromkeys(found))[:MOST_SENTENCES]


def is_about(entry: EntryFile, name: str) -> bool:
    """«パスポートの手数料»: the entry's own name asks for the slot, so the whole of it is the answer."""
    words = slots()[name].every()
    return any(word in normalise(one) for one in (entry.texts[Language.JA].title, *entry.aliases) for word in words)


def _is_named(entry: EntryFile, *mentions: Iterable[str]) -> bool:
    names = [*(text.title for text in entry.texts.values()), *entry.aliases]
    names += [phrasing for phrasings in entry.phrasings.values() for phrasing in phrasings]
    return any(word in name for words in mentions for word in words for name in names)


def _lines(text: EntryText) -> Iterable[str]:
    for field in _READ:
        value = getattr(text, field)
        yield from value if isinstance(value, tuple) else [value] if value else []


def _cut(line: str, language: Language) -> list[str]:
    parts = _SENTENCE.findall(line) if language in _ASIAN else _LATIN_SENTENCE.split(line)
    return [part.strip() for part in parts if part and part.strip()]
