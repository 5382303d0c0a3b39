"""Entries for the stories of the library, as short as the shape allows."""

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from knowledge.entry_file import EntryFile, EntryText
from knowledge.shelving import read_entries
from settings import COMMON, SAMPLE_TOWN
from speech.languages import Language

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda t: t.strip() == t != ""
)
DAYS = st.dates()


@cache
def shipped(*folders: Path) -> tuple[EntryFile, ...]:
    """The entries that come with the house, common ones and the sample town's; each file is read once."""
    return tuple(entry for folder in folders or (COMMON, SAMPLE_TOWN) for entry in read_entries(folder / "entries"))


def written(entry_id: str = "made_up", title: str = "題", **more: Any) -> dict[str, Any]:
    """What stands in the file."""
    return {
        "id": entry_id, "kind": "public_facility", "topic": "moving", "section": "tax",
        "source": {"url": "https://mihon.example/x", "title": "見本", "read_on": "2026-11-20"},
        "checked_on": "2026-11-20", "review_by": "2027-11-20",
        "texts": {"ja": {"title": title, "summary": "本文"}}, **more,
    }  # fmt: skip


def made(entry_id: str = "made_up", title: str = "題", **more: Any) -> EntryFile:
    return EntryFile.model_validate(written(entry_id, title, **more))


@st.composite
def texts(draw: st.DrawFn) -> dict[str, Any]:
    slots = {name: draw(st.none() | LINES) for name in EntryText.model_fields if name not in ("bring", "steps")}
    lists = {name: draw(st.lists(LINES, max_size=3)) for name in ("bring", "steps")}
    return {**slots, **lists, "title": draw(LINES), "summary": draw(LINES)}


@st.composite
def any_entries(draw: st.DrawFn) -> EntryFile:
    """Every field of an entry, filled or left out."""
    languages = {Language.JA, *draw(st.sets(st.sampled_from(Language)))}
    first, last = sorted((draw(DAYS), draw(DAYS)))
    found = written(
        checked_on=first, review_by=last if last > first else first.replace(year=9999),
        texts={language: draw(texts()) for language in languages},
        phrasings=draw(st.dictionaries(st.sampled_from(Language), st.lists(LINES, max_size=3), max_size=3)),
        aliases=draw(st.lists(LINES, max_size=3)), valid_from=draw(st.none() | DAYS), valid_until=draw(st.none() | DAYS),
        legal_basis=draw(st.none() | LINES), is_published=True, is_sample=draw(st.booleans()),
        place=draw(st.none() | st.tuples(st.floats(20, 46), st.floats(122, 154))),
        online=draw(st.none() | st.just({"url": "https://mihon.example/o", "needs_card": True})),
        call_centre=draw(st.none() | st.builds(lambda n: {"name": n, "phone": "0120-95-0178", "hours": n}, LINES)),
        related=draw(st.lists(st.just("other_one"), max_size=2)),
    )  # fmt: skip
    return EntryFile.model_validate(found)
