"""A page read as a browser reads it, by somebody who trusts none of its words: what of it would run, load or lead away."""

import csv
import io
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from defusedxml import ElementTree
from werkzeug.test import TestResponse

NEVER = {"base", "iframe", "frame", "object", "embed", "applet", "math", "style", "portal"}
LEADING = {"href", "action", "formaction", "src", "srcset", "data", "poster", "ping", "background", "xlink:href"}
LOADING = LEADING - {"href"}
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
Attributes = list[tuple[str, str | None]]


@dataclass
class Form:
    """`fields`: name, kind and value of each, as it stands."""

    action: str
    method: str
    is_for_files: bool
    fields: list[tuple[str, str, str, int]] = field(default_factory=list)


class Page(HTMLParser):
    """`complaints`: what no page of ours may have. `forms`: what one could fill in."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.complaints: list[str] = []
        self.forms: list[Form] = []
        self._script: Attributes | None = None
        self._choice, self._area = "", ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        here = f"<{tag} {attrs}>"[:200]
        words = {name: value or "" for name, value in attrs}
        if tag in NEVER or (tag == "meta" and "http-equiv" in words) or "harm" in (words.get("id"), words.get("class")):
            self.complaints.append(f"an element: {here}")
        if tag == "script":
            self._script = attrs
            if not words.get("src", "").startswith(("/staff/", "/public/")):
                self.complaints.append(f"a script: {here}")
        for name, value in words.items():
            is_odd = not name.replace("-", "").replace(":", "").replace("_", "").isalnum()
            if name.startswith("on") or name in ("style", "srcdoc") or is_odd:
                self.complaints.append(f"an attribute: {here}")
            if name in LEADING and not _leads_well(value, must_stay=name in LOADING):
                self.complaints.append(f"an address: {here}")
        self._keep(tag, words)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is not None and data.strip():
            self.complaints.append(f"words in a script: {data[:80]}")

    def _keep(self, tag: str, words: dict[str, str]) -> None:
        if tag == "form":
            is_for_files = words.get("enctype") == "multipart/form-data"
            self.forms.append(Form(words.get("action", ""), words.get("method", "get").lower(), is_for_files))
        if tag == "select":
            self._choice = words.get("name", "")
        elif tag == "option" and self._choice and self.forms:
            is_chosen = "selected" in words or not any(one[0] == self._choice for one in self.forms[-1].fields)
            if is_chosen and words.get("value"):
                self.forms[-1].fields.append((self._choice, "select", words["value"], 0))
        elif tag in ("input", "textarea", "button") and words.get("name") and self.forms:
            kind = words.get("type", "text") if tag == "input" else tag
            most = int(words.get("maxlength") or 0)
            self.forms[-1].fields.append((words["name"], kind, words.get("value", ""), most))


def complaints(answer: TestResponse) -> list[str]:
    """By what the answer says it is."""
    text = answer.get_data(as_text=True) if not answer.mimetype.startswith("image/") else ""
    match answer.mimetype:
        case "text/html":
            return Page(text).complaints + _of_headers(answer)
        case "text/csv":
            return _of_table(text)
        case "application/json" | "application/geo+json":
            json.loads(text)
        case "application/xml" | "text/xml" | "application/rss+xml" | "application/cap+xml":
            ElementTree.fromstring(answer.data)
    return []


def _of_headers(answer: TestResponse) -> list[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    is_shut = policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'") and "unsafe" not in policy
    return [] if is_shut and answer.headers.get("X-Content-Type-Options") == "nosniff" else [f"headers: {policy}"]


def _of_table(text: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    uneven = [f"a row of {len(row)}" for row in rows if len(row) != len(rows[0])]
    return uneven + [f"a formula: {cell[:60]}" for row in rows for cell in row if cell.startswith(FORMULA)]


def _leads_well(address: str, *, must_stay: bool) -> bool:
    """To this house, or in the open by https; a telephone or a letter for whoever clicks."""
    parts = urlsplit(address)
    if not parts.scheme and not parts.netloc:
        return True
    return not must_stay and (parts.scheme in ("https", "tel", "mailto") and not parts.path.startswith("//"))
