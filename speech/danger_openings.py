"""Works out with which letters the matches of a pattern can begin, so that only few patterns need be tried."""

_STOPS = frozenset("\\.*+?{}]|()$")


def openings(source: str, size: int) -> set[str]:
    """Every match begins with one of these, each at most `size` letters; «» when the pattern leaves it open.

    Understands what the word files use: letters, [sets], (?:choices), what may be left out, ^ and (?<!…).
    """
    choices = _split(source)
    if len(choices) > 1:
        return {letters for choice in choices for letters in openings(choice, size)}
    if not source or size == 0:
        return {""}
    for mark in ("^", "\\b"):
        if source.startswith(mark):
            return openings(source[len(mark) :], size)
    head, is_optional, rest = _first_piece(source)
    found = _continued(head, rest, size)
    return found | openings(rest, size) if is_optional else found


def _continued(head: list[str], rest: str, size: int) -> set[str]:
    """A letter is followed by what the rest may begin with; a choice is unfolded before the rest."""
    found: set[str] = set()
    for piece in head:
        if len(piece) == 1 and piece not in _STOPS:
            found |= {piece + letters for letters in openings(rest, size - 1)}
        elif piece and piece[0] in _STOPS:
            found.add("")
        else:
            found |= openings(piece + rest, size)
    return found


def _first_piece(source: str) -> tuple[list[str], bool, str]:
    """The first letter, set or bracket as its choices; whether it may be left out; and what follows."""
    if source.startswith("(?<!"):
        return [""], False, source[_closing(source) + 1 :]
    if source.startswith("(?:"):
        end = _closing(source)
        return _quantified(_split(source[3:end]), source[end + 1 :])
    if source[0] == "[":
        end = source.index("]")
        letters = source[1:end]
        is_plain = not set(letters) & set("^-\\")
        return _quantified(list(letters) if is_plain else ["."], source[end + 1 :])
    return _quantified([source[0]], source[1:])


def _quantified(choices: list[str], rest: str) -> tuple[list[str], bool, str]:
    match rest[:1]:
        case "?":
            return choices, True, rest[1:]
        case "*":
            return [*choices, "."], True, rest[1:]
        case "+":
            return [choice + "." if len(choice) == 1 else "." for choice in choices], False, ""
        case "{":
            return ["."], False, ""
        case _:
            return choices, False, rest


def _closing(source: str) -> int:
    depth = 0
    for place, letter in enumerate(source):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place
    raise ValueError(f"{source}: a bracket is not closed")


def _split(source: str) -> list[str]:
    """At the bars that stand outside every bracket."""
    parts, depth = [""], 0
    for letter in source:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
