"""What the town tells, as linked data (JSON-LD): CPSV-AP for procedures, schema.org for questions, places and sections."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.entry_file import EntryFile, EntryText, Kind
from speech.languages import Language
from town.calendar import Weekday
from town.profile import Profile
from town.sections import SectionFile
from town.shapes import Names

Node = dict[str, Any]
_CONTEXT = Path(__file__).parent / "data" / "common" / "linked_data.jsonld"
# やさしい日本語 has no tag of its own; BCP 47 keeps «x» for what two sides agree on.
TAGS = {
    Language.JA: "ja", Language.JA_EASY: "ja-x-easy", Language.EN: "en", Language.ZH: "zh-Hans", Language.PT: "pt",
    Language.VI: "vi",
}  # fmt: skip
_TYPES = {
    Kind.PROCEDURE: ["cpsv:PublicService", "schema:GovernmentService"],
    Kind.MY_NUMBER_SERVICE: ["cpsv:PublicService", "schema:GovernmentService"],
    Kind.PUBLIC_FACILITY: ["schema:CivicStructure"],
}
_DAYS = dict(zip(Weekday, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))


@dataclass(frozen=True)
class LinkedTown:
    """`base`: the address every id begins with; it never changes, whether or not anything is served there."""

    base: str
    profile: Profile
    sections: Sequence[SectionFile]

    def document(self, entries: Iterable[EntryFile], topics: Mapping[str, Mapping[Language, str]]) -> Node:
        """`topics`: names of the topics by their ids."""
        told = list(entries)
        known = {entry.id for entry in told}
        services = [self._offered(entry, known) for entry in told if entry.kind in _TYPES]
        used = {entry.topic for entry in told}
        themes = [self._theme(topic, names) for topic, names in topics.items() if topic in used]
        sections = [self._section(section) for section in self.sections]
        return {"@context": context(), "graph": [self._town(), *sections, *themes, *services, self._questions(told)]}

    def _town(self) -> Node:
        return _filled({
            "id": self._id("town"), "type": ["cv:PublicOrganisation", "schema:GovernmentOrganization"],
            "identifier": self.profile.municipality_code, "name": _names(self.profile.names),
            "prefLabel": _names(self.profile.names), "url": self.profile.web,
            "contactPoint": _filled({"type": _CONTACT, "telephone": self.profile.phone, "faxNumber": self.profile.fax}),
        })  # fmt: skip

    def _section(self, section: SectionFile) -> Node:
        return {
            "id": self._id("section", section.id), "type": ["cv:PublicOrganisation", "schema:GovernmentOrganization"],
            "identifier": section.id, "name": _names(section.names), "prefLabel": _names(section.names),
            "parentOrganization": self._id("town"), "contactPoint": self._contact(section),
        }  # fmt: skip

    def _contact(self, section: SectionFile) -> Node:
        languages = [TAGS[Language(one)] if one in list(Language) else one for one in section.phone_languages]
        return _filled({
            "id": self._id("contact", section.id), "type": _CONTACT, "telephone": section.phone,
            "cv:telephone": section.phone, "faxNumber": section.fax, "email": section.email,
            "availableLanguage": languages,
        })  # fmt: skip

    def _theme(self, topic: str, names: Mapping[Language, str]) -> Node:
        labels = {TAGS[language]: name for language, name in names.items()}
        return {
            "id": self._id("topic", topic),
            "type": "http://www.w3.org/2004/02/skos/core#Concept",
            "prefLabel": labels,
        }

    def _offered(self, entry: EntryFile, known: set[str]) -> Node:
        return _filled({
            "id": self._id("entry", entry.id), "type": _TYPES[entry.kind], "identifier": entry.id,
            "title": _in_languages(entry, "title"), "name": _in_languages(entry, "title"),
            "description": _in_languages(entry, "summary"), "alternateName": list(entry.aliases),
            "language": [TAGS[language] for language in entry.texts], "source": str(entry.source.url),
            "modified": entry.checked_on.isoformat(), "theme": self._id("topic", entry.topic),
            "competentAuthority": self._id("section", entry.section), "provider": self._id("section", entry.section),
            "contactPoint": {"id": self._id("contact", entry.section)},
            "relation": [self._id("entry", other) for other in entry.related if other in known],
            **(self._of_place(entry) if entry.kind is Kind.PUBLIC_FACILITY else self._of_procedure(entry)),
        })  # fmt: skip

    def _of_procedure(self, entry: EntryFile) -> Node:
        found: Node = {}
        for name, kind, slot in _PARTS:
            told = {TAGS[language]: said for language, text in entry.texts.items() if (said := _said(text, slot))}
            if told:
                found[name] = [{"id": self._id("entry", entry.id, slot), "type": kind, "description": told}]
        if entry.online:
            found["channel"] = [{"type": "cv:Channel", "url": str(entry.online.url)}]
        if entry.legal_basis:
            law = {TAGS[Language.JA]: entry.legal_basis}
            found["legalResource"] = [{"type": "eli:LegalResource", "title": law}]
        return found

    def _of_place(self, entry: EntryFile) -> Node:
        found: Node = {"address": _in_languages(entry, "address"), "openingHours": list(_opening(entry))}
        if entry.place:
            latitude, longitude = entry.place
            found["geo"] = {"type": "schema:GeoCoordinates", "latitude": latitude, "longitude": longitude}
        return found

    def _questions(self, entries: Sequence[EntryFile]) -> Node:
        """Every entry is also an answer to a question; those of other kinds say more of themselves above."""
        return {
            "id": self._id("questions"), "type": "schema:FAQPage", "provider": self._id("town"),
            "mainEntity": [self._question(entry) for entry in entries],
        }  # fmt: skip

    def _question(self, entry: EntryFile) -> Node:
        answer = {
            "id": self._id("answer", entry.id), "type": "schema:Answer", "text": _in_languages(entry, "summary"),
            "source": str(entry.source.url),
        }  # fmt: skip
        return {
            "id": self._id("question", entry.id), "type": "schema:Question", "name": _in_languages(entry, "title"),
            "provider": self._id("section", entry.section), "acceptedAnswer": answer,
        }  # fmt: skip

    def _id(self, *parts: str) -> str:
        return "/".join((self.base.rstrip("/"), "id", *parts))


# Of a procedure: our word for the part, its class, and the slot that tells it.
_PARTS = (("input", "cv:Evidence", "bring"), ("rule", "cpsv:Rule", "steps"), ("cost", "cv:Cost", "fee"))
_CONTACT = ["cv:ContactPoint", "schema:ContactPoint"]


@cache
def context() -> Node:
    """What our short words mean; every one of them is a term of CPSV-AP, Dublin Core or schema.org."""
    read: Node = json.loads(_CONTEXT.read_text(encoding="utf-8"))
    return read


def _opening(entry: EntryFile) -> Iterator[Node]:
    """Hours that hold all the year; seasons and n-th weekdays have no place in this vocabulary."""
    for rule in entry.opening.hours if entry.opening else ():
        if rule.season or rule.nth or rule.holidays_only:
            continue
        for span in rule.spans:
            opens, closes = (f"{minute // 60 % 24:02}:{minute % 60:02}" for minute in (span.opens, span.closes))
            days = [f"schema:{_DAYS[day]}" for day in rule.days]
            yield {"type": "schema:OpeningHoursSpecification", "dayOfWeek": days, "opens": opens, "closes": closes}


def _said(text: EntryText, slot: str) -> list[str]:
    said = getattr(text, slot)
    return list(said) if isinstance(said, tuple) else [said] if said else []


def _in_languages(entry: EntryFile, slot: str) -> dict[str, str]:
    return {TAGS[language]: said for language, text in entry.texts.items() if (said := getattr(text, slot))}


def _names(names: Names) -> dict[str, str]:
    return {TAGS[language]: name for language in Language if (name := getattr(names, language))}


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}
