"""What a page of the open web is: an address and a view. Nobody signs in here."""

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.wrappers import Response

Answer = str | Response
View = Callable[..., Answer]


@dataclass(frozen=True)
class Page:
    """`most_bytes`: what may be sent to it."""

    name: str
    rule: str
    view: View
    methods: tuple[str, ...] = ("GET",)
    most_bytes: int = 0
