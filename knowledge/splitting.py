"""Two questions in one message: taken apart where each part is a question of its own, and never where it is one."""

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.ask import AskBack, Direct, Elsewhere, Finding, Knowledge, Question, Unknown
from knowledge.follow_up import understand
from knowledge.slots import said
from knowledge.slots_asked import read_asked
from knowledge.words import MOST_CHARACTERS, normalise

MOST_PARTS = 3
_ENDS = re.compile(r"(?<=[?？。!！])\s*|\n+")
_JOINS = re.compile(
    r"(?:(?<=[?？。!！、,\n])|^)\s*(?:あとは?|それと|それから|もうひとつ|もう一つ|ついでに|また|そして|and also|also|and|e também|também|e|另外|还有|còn|ngoài ra)(?:、|,|\s|(?=[ぁ-ゟ゠-ヿ一-鿿]))(?!の)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:[?？]|か|かな|かしら|の|は|たい|たいです|たいんですが|たいのですが|欲しい|ほしい|です?が|教えて|おしえて|ください|下さい|お願いします)[。!！\s]*$"
)
_AND = re.compile(r"と、?|、")


def understand_all(knowledge: Knowledge, question: Question) -> list[Finding]:
    """The answers to everything asked, at most MOST_PARTS; one of them for almost every message."""
    sentences = _questions(question.text)
    if len(sentences) > 1 and (found := _apart(knowledge, question, sentences[:MOST_PARTS])):
        return found
    whole = understand(knowledge, question)
    if isinstance(whole, Elsewhere) or len(sentences) > 1:
        return [whole]
    return next((found for pair in _pairs(question.text) if (found := _two(knowledge, question, pair))), [whole])


def count_questions(text: str) -> int:
    """How many were asked; those beyond MOST_PARTS are not answered, which must be said."""
    return len(_questions(text))


def _questions(text: str) -> list[str]:
    """Sentences that ask, each with the statements before it: «夫が公務員です。児童手当は?» is one question."""
    found, told = [], ""
    for part in _parts(text):
        if _ASKS.search(part) or read_asked(part).slots:
            found.append(told + part)
            told = ""
        else:
            told += part if part.endswith(("。", "!", "！")) else f"{part}。"
    if told and found:
        found[-1] += told
    return found or [text]


def _parts(text: str) -> Iterator[str]:
    for sentence in _ENDS.split(text[:MOST_CHARACTERS]):
        yield from (part.strip(" 、,") for part in _JOINS.split(sentence) if part.strip(" 、,。"))


def _apart(knowledge: Knowledge, question: Question, parts: list[str]) -> list[Finding]:
    """One answer for each subject, or nothing where the parts do not stand by themselves."""
    found: list[Finding] = []
    about = question.about
    for part in parts:
        one = understand(knowledge, replace(question, text=part, about=about))
        if isinstance(one, AskBack) and not one.entries:
            return []
        last = found[-1] if found else None
        if isinstance(one, Direct):
            about = one.entry.id
            if isinstance(last, Direct) and last.entry.id == about:
                found[-1] = replace(last, asked=last.asked.and_also(one.asked))
                continue
        found.append(one)
    is_clear = sum(isinstance(one, Direct) for one in found) >= 1 and len(found) > 1
    return found if is_clear and not all(isinstance(one, Unknown) for one in found[1:]) else []


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """«住民票の値段と、印鑑登録の持ち物», and «転出届と転入届の期限»: what is asked stands behind both, or behind the last."""
    folded = normalise(text)[:MOST_CHARACTERS]
    asked = [place for place, meaning in said().found(folded) if meaning.startswith("slot:")]
    if not asked:
        return
    ends = {place.stop for place in asked}
    for joint in _AND.finditer(folded):
        left, right = folded[: joint.start()], folded[joint.end() :]
        if not any(place.start >= joint.end() for place in asked) or not left or not right:
            continue
        if joint.start() in ends:
            yield left, right
        elif joint[0].startswith("と") and not any(place.start < joint.start() for place in asked):
            first = next(place for place in asked if place.start >= joint.end())
            yield f"{left}の{folded[first.start : first.stop]}", right


def _two(knowledge: Knowledge, question: Question, pair: tuple[str, str]) -> list[Finding]:
    """Both surely answered, and by different entries; a part that names nothing is no part."""
    found: list[Finding] = []
    for part in pair:
        one = understand(knowledge, replace(question, text=part, about=None))
        if not isinstance(one, Direct) or one.asked.is_bare:
            return []
        found.append(one)
    first, second = found
    assert isinstance(first, Direct)  # noqa: S101 - both are, as said above
    assert isinstance(second, Direct)  # noqa: S101
    return found if first.entry.id != second.entry.id else []
