"""What LINE finds wrong with a request, and the shapes in which it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Complaint:
    """One thing wrong, and where in the body it stands."""

    path: Path
    message: str


def dotted(path: Path) -> str:
    """`messages[0].text`, as LINE names a property of a request body."""
    spoken = ""
    for step in path:
        spoken += f"[{step}]" if isinstance(step, int) else f".{step}"
    return spoken.lstrip(".")


def pointer(path: Path) -> str:
    """`/body/contents/0`, as LINE names a place inside a Flex Message."""
    return "".join(f"/{step}" for step in path)


def error_body(complaints: list[Complaint]) -> Json:
    """LINE's error object; faults inside Flex contents are told per message, as a JSON pointer."""
    flex = [complaint for complaint in complaints if _is_inside_flex(complaint.path)]
    if flex and len(flex) == len(complaints):
        first = dotted(flex[0].path[:2])
        details = [
            {"message": complaint.message, "property": pointer(complaint.path[3:])}
            for complaint in flex
            if complaint.path[:2] == flex[0].path[:2]
        ]
        return {"message": f"A message ({first}) in the request body is invalid", "details": details}
    return {
        "message": f"The request body has {len(complaints)} error(s)",
        "details": [{"message": each.message, "property": dotted(each.path)} for each in complaints],
    }


def _is_inside_flex(path: Path) -> bool:
    """Whether the place lies within `messages[n].contents`, which only Flex Messages have."""
    return len(path) > 3 and path[0] == "messages" and path[2] == "contents"
