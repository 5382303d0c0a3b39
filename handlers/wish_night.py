"""Whether a resident is told of ordinary things without sound at night. What may cost lives always rings."""

from handlers.turn import Desk
from speech.cards import Card, Press
from town.residents import Resident

ON, OFF = "on", "off"


def choose(wish: str, resident: Resident) -> None:
    """«wish:night:on» and «wish:night:off» say it outright, so that an old button does what it reads."""
    if wish in (ON, OFF):
        resident.is_silent_at_night = wish == ON


def card(desk: Desk, resident: Resident) -> Card:
    night = desk.town.notices.night
    lead = desk.phrase("wishes.night_lead", begins=night.begins, ends=night.ends)
    other = OFF if resident.is_silent_at_night else ON
    return Card(
        desk.phrase("wishes.night"), f"{lead}\n{now(desk, resident)}",
        buttons=(Press(desk.phrase(f"night_sound.{other}"), f"wish:night:{other}"),),
        note=desk.phrase("wishes.night_always"),
        choices=(Press(desk.phrase("wishes.done"), "wish:done"),),
    )  # fmt: skip


def now(desk: Desk, resident: Resident) -> str:
    state = ON if resident.is_silent_at_night else OFF
    return desk.phrase("wishes.now", names=desk.phrase(f"night_sound.{state}"))
