"""What a ring says: on the telephone with a button, in a letter with an address. In Japanese, the town hall's language."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from alerts.rings import Ring
from speech.cards import Button, Card, Open, Press, Tone
from speech.languages import Language
from speech.phrases import phrase
from speech.render import render
from store.letters import Words


@dataclass(frozen=True)
class Voice:
    """`address` is the desk's; where there is none, nothing leads there. `prefix` opens messages of a demonstration."""

    town_name: str
    address: str = ""
    prefix: str = ""
    next_after: timedelta = timedelta(minutes=3)

    def messages(self, ring: Ring) -> list[dict[str, Any]]:
        card = Card(
            title=self._title(ring), lead=self._lead(ring), buttons=self._buttons(ring), note=self._note(ring),
            tone=Tone.PLAIN if ring.is_to_all else Tone.DANGER,
        )  # fmt: skip
        return render([card], prefix=self.prefix)

    def letter(self, ring: Ring) -> Words:
        there = _ja("ring.letter_open", address=self._page(ring)) if self.address else ""
        body = "\n\n".join(filter(None, (self._lead(ring), there, self._note(ring), self.town_name)))
        return Words("ring", f"{self.prefix}{self._title(ring)}", f"{body}\n")

    def _title(self, ring: Ring) -> str:
        drill = _ja("ring.drill") if ring.is_drill else ""
        about = f": {ring.about}" if ring.about else ""
        return f"{drill}{_ja('ring.title')}{about}"

    def _lead(self, ring: Ring) -> str:
        return phrase(f"ring.because.{ring.reason}", Language.JA)

    def _note(self, ring: Ring) -> str:
        return "" if ring.is_to_all else _ja("ring.next_person", minutes=int(self.next_after.total_seconds() // 60))

    def _buttons(self, ring: Ring) -> tuple[Button, ...]:
        taken = Press(_ja("ring.button"), f"ring:{ring.id}:taken")
        return (taken, Open(_ja("ring.open"), self._page(ring))) if self.address else (taken,)

    def _page(self, ring: Ring) -> str:
        return f"{self.address}/staff/rings/{ring.id}"


def _ja(key: str, **values: object) -> str:
    return phrase(key, Language.JA, **values)
