"""The script for the loudspeakers (防災無線): short sentences, read out twice."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

from alerts import naming
from alerts.telling import Telling, line_in
from alerts.template_files import SHARED
from speech.languages import Language

# Heads are for the eye, hours of sending and numbers to dial for the telephone.
_NOT_SPOKEN = frozenset({"head", "head_order", "head_other", "times", "issued", "contact", "page", "power_company"})
_BRACKETED = re.compile(r"\([^()]*\)|（[^（）]*）")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_LABEL = re.compile(r"^([^:。、]{1,12}): (.+)$", re.DOTALL)
_LEVEL = re.compile(r"(警戒レベル[3-5]) (?=\S)")


def script(telling: Telling) -> str:
    """One sentence a line. Between the frames everything is said twice."""
    frame = _words()["frame"]
    town = naming.town_name(telling.filled.town, Language.JA)
    called = _LEVEL.sub(r"\1、", telling.filled.template.called[Language.JA])
    body = [frame["about"].format(called=called), *_sentences(telling)]
    opening = [frame["pressing" if telling.meant.is_pressing else "plain"], frame["here"].format(town=town)]
    ending = [frame["end"].format(town=town)]
    if telling.is_drill:
        opening, ending = [frame["drill"], *opening], [*ending, frame["drill_end"]]
    return "\n".join([*opening, *body, frame["again"], *body, *ending])


def _sentences(telling: Telling) -> Iterator[str]:
    for name in telling.filled.template.lines:
        line = None if name in _NOT_SPOKEN else line_in(telling, name, Language.JA)
        if line and "https://" not in line:
            yield from _spoken(line)


def _spoken(line: str) -> Iterator[str]:
    """«対象: 川原» becomes a sentence; «行動: 逃げてください。» already is one."""
    plain = _LEVEL.sub(r"\1、", _CLOCK.sub(_hour, _without_brackets(line)))
    for part in re.findall(r"[^。\n]+。?", plain):
        label = _LABEL.match(part.strip())
        if label and label[2].endswith("。"):
            yield label[2]
        elif label:
            yield _words()["labels"].get(label[1], f"{label[1]}は、{{said}}です。").replace("{said}", label[2])
        elif part.strip("。 "):
            yield f"{part.strip('。 ')}。"


def _without_brackets(line: str) -> str:
    while (shorter := _BRACKETED.sub("", line)) != line:
        line = shorter
    return line


def _hour(clock: re.Match[str]) -> str:
    return f"{clock[1]}時" if clock[2] == "00" else f"{clock[1]}時{int(clock[2])}分"


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((SHARED / "radio.toml").read_text(encoding="utf-8"))
