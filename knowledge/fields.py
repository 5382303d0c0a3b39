"""What an index is made from: a text cut into fields, whether it is a town's entry or a document of a test set."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.entry_file import EntryFile, EntryText
from speech.languages import Language


@dataclass(frozen=True)
class Document:
    """`names`: everything that calls the whole thing by name, title first; the question is held against each."""

    title: tuple[str, ...]
    phrasings: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    section: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[tuple[str, ...], ...]:
        return self.title, self.phrasings, self.body, self.related, self.section

    @property
    def names(self) -> tuple[str, ...]:
        return self.title + self.phrasings


def of_entry(entry: EntryFile, titles: Mapping[str, str]) -> Document:
    """`titles`: of all entries, because an entry names its relations by id only. Japanese comes first in every field."""
    languages = sorted(entry.texts, key=lambda language: (language is not Language.JA, language))
    texts = [entry.texts[language] for language in languages]
    return Document(
        title=(*(text.title for text in texts), *entry.aliases),
        phrasings=tuple(text for texts in entry.phrasings.values() for text in texts),
        body=(*(text.summary for text in texts), *_slots(entry.texts[Language.JA])),
        related=tuple(titles[other] for other in entry.related if other in titles),
    )


def _slots(text: EntryText) -> list[str]:
    single = [
        text.who, text.when, text.where, text.fee, text.notes, text.address, text.hours, text.closed,
        text.booking, text.booking_window, text.equipment, text.cancellation, text.barrier_free,
    ]  # fmt: skip
    return [value for value in (*single, *text.bring, *text.steps) if value]
