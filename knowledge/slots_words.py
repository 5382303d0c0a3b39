"""Phrases looked for in a question, longest first: what asks for a slot, states a case or names a day."""

import regex

_LATIN = regex.compile(r"[\p{Latin}\p{M}0-9]")


class Phrases:
    """Phrases with what they mean; made once, then only read."""

    def __init__(self, meanings: dict[str, str]) -> None:
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        for phrase, meaning in sorted(meanings.items(), key=lambda one: -len(one[0])):
            self._by_first.setdefault(phrase[0], []).append((phrase, meaning))

    def found(self, text: str) -> list[tuple[range, str]]:
        """Where in a folded text they stand, none inside another. Latin ones are whole words."""
        found: list[tuple[range, str]] = []
        at = 0
        while at < len(text):
            hit = self._at(text, at)
            if hit:
                found.append((range(at, at + len(hit[0])), hit[1]))
            at += len(hit[0]) if hit else 1
        return found

    def _at(self, text: str, at: int) -> tuple[str, str] | None:
        for phrase, meaning in self._by_first.get(text[at], ()):
            if text.startswith(phrase, at) and _stands_alone(text, at, at + len(phrase)):
                return phrase, meaning
        return None


def without(text: str, places: list[range]) -> str:
    """The text with blanks where those places were."""
    signs = list(text)
    for place in places:
        signs[place.start : place.stop] = " " * len(place)
    return "".join(signs)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """«fee» is not in «coffee»; kana and kanji have no such borders."""
    if not _LATIN.match(text[start]):
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    is_open_end = not _LATIN.match(text[end - 1])
    return not (before and _LATIN.match(before)) and (is_open_end or not (after and _LATIN.match(after)))
