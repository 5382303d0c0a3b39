"""A question in its conversation: about the entry spoken of, about another one, or about nothing yet named."""

from dataclasses import replace

from knowledge.ask import AskBack, Direct, Finding, Knowledge, Offer, Question, Unknown
from knowledge.entry_file import EntryFile
from knowledge.slots import slots
from knowledge.slots_asked import Asked, read_asked
from knowledge.slots_told import Silence, case_told, fits, language_of
from knowledge.words import normalise, words
from speech.languages import Language
from speech.squash import squashed

SHORTEST_NAME = 6  # letters; «市役所» alone is in many a question


def understand(knowledge: Knowledge, question: Question) -> Finding:
    """What the town knows about it; `question.about` is heard where the words name no subject of their own."""
    asked = read_asked(question.text)
    if not asked.is_anything:
        return knowledge.ask(question)
    about = knowledge.entry(question.about) if question.about else None
    return _bare(knowledge, question, asked, about) if asked.is_bare else _whole(knowledge, question, asked, about)


def _bare(knowledge: Knowledge, question: Question, asked: Asked, about: EntryFile | None) -> Finding:
    """«いくら?» is about what was spoken of; without that we ask about what. «予約したい» may stand for itself."""
    if about and all(fits(slot, about) for slot in asked.slots):
        if asked.slots or asked.days or _speaks_of(about, asked, question.language):
            return Direct(about, 1.0, asked)
        if asked.rest.strip("?？。 "):  # «外国人です», «代理でもいい?»; but «障害者手帳» alone is a new subject
            return Direct(about, 1.0, asked)
    found = knowledge.ask(question)
    stands_for_itself = asked.is_own_topic or not asked.slots or _is_called(question.text, found)
    if isinstance(found, AskBack) or (stands_for_itself and not isinstance(found, Unknown)):
        return found
    return AskBack(question.text.strip(), ())


def _is_called(text: str, found: Finding) -> bool:
    """«Where is the city hall?»: nothing but words of every question, and yet the entry's own."""
    said = squashed(text)
    return isinstance(found, Direct) and any(
        len(name) >= SHORTEST_NAME and name in said
        for every in (*found.entry.phrasings.values(), _names(found.entry))
        for name in map(squashed, every)
    )


def _speaks_of(entry: EntryFile, asked: Asked, language: Language) -> bool:
    own = language_of(entry, language)
    return any(not isinstance(case_told(case, entry, own), Silence) for case in asked.cases)


def _whole(knowledge: Knowledge, question: Question, asked: Asked, about: EntryFile | None) -> Finding:
    """A question that names its subject. What it asks of it may have hidden the subject from the search."""
    match found := knowledge.ask(question):
        case Direct():
            return _of_the_place(knowledge, question, asked, found) or replace(found, asked=asked)
        case Offer(entries=entries) | AskBack(entries=entries) if about in entries and _is_named_by(asked.rest, about):
            return Direct(about, 1.0, asked)
        case Offer():
            return _without_what_is_asked(knowledge, question, asked, found)
        case Unknown():
            rest = knowledge.ask(replace(question, text=asked.rest))
            return Offer((rest.entry,), rest.confidence, asked) if isinstance(rest, Direct) else found
    return found


def _of_the_place(knowledge: Knowledge, question: Question, asked: Asked, found: Direct) -> Direct | None:
    """«総合体育館のキャンセル料»: the place it calls by name, rather than the page about cancelling anywhere."""
    if any(fits(slot, found.entry) for slot in asked.slots) or not asked.slots:
        return None
    rest = knowledge.ask(replace(question, text=asked.rest))
    if not isinstance(rest, Direct) or any(slots()[slot].is_whole_page for slot in asked.slots):
        return None
    is_called = not asked.subjects.isdisjoint(map(normalise, _names(rest.entry)))
    return replace(rest, asked=asked) if is_called and fits(asked.slots[0], rest.entry) else None


def _without_what_is_asked(knowledge: Knowledge, question: Question, asked: Asked, found: Offer) -> Finding:
    """Sure only of an entry that the whole question may mean as well: the one it calls by its name, or surely finds."""
    if called := [entry for entry in found.entries if not asked.subjects.isdisjoint(map(normalise, _names(entry)))]:
        return Direct(called[0], found.confidence, asked) if len(called) == 1 else replace(found, asked=asked)
    rest = knowledge.ask(replace(question, text=asked.rest))
    if isinstance(rest, Direct) and rest.entry in found.entries:
        return replace(rest, asked=asked)
    return replace(found, asked=asked)


def _is_named_by(rest: str, entry: EntryFile | None) -> bool:
    """«公民館の料金は» right after 中央公民館: everything left of the question is in its names."""
    if entry is None:
        return False
    return set(words(rest)) <= {word for name in _names(entry) for word in words(name)}


def _names(entry: EntryFile) -> list[str]:
    return [*(text.title for text in entry.texts.values()), *entry.aliases]
