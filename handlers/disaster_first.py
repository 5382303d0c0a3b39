"""While the town is in disaster mode: what keeps people safe comes first, and ordinary answers say how the town stands."""

from handlers.turn import Desk
from knowledge.entry_file import EntryFile
from reports.kinds import Kind
from speech.cards import Card, Press, Say, Spoken, Tone
from speech.limits import MESSAGES

CERTIFICATE = "disaster_certificate"


def card(desk: Desk) -> Card:
    """Where to go, what is in force, what was damaged; and that nobody can be called to help from here."""
    buttons = [
        Press(desk.phrase("shelter.button"), "shelter:"),
        Press(desk.phrase("jma.button"), "warnings:"),
        Press(desk.phrase("orders.button"), "orders:"),
    ]
    if desk.resident and desk.reports.rules.is_open:
        buttons.append(Press(desk.phrase("disaster.damage"), "report:begin"))
    if desk.knowledge.entry(CERTIFICATE):
        buttons.append(Press(desk.phrase("disaster.certificate"), f"entry:{CERTIFICATE}"))
    return Card(
        desk.phrase("disaster.title", town=desk.town_name),
        f"{desk.phrase('card.cannot_rescue')}\n{desk.phrase('disaster.lead')}",
        buttons=tuple(buttons), tone=Tone.DANGER,
    )  # fmt: skip


def first(spoken: list[Spoken], desk: Desk) -> list[Spoken]:
    """Before a menu, a greeting, or where we did not understand."""
    return [card(desk), *spoken][:MESSAGES] if desk.is_disaster else spoken


def beside(spoken: list[Spoken], about: list[EntryFile], desk: Desk) -> list[Spoken]:
    """Before an answer, which stays whole. About disasters themselves nothing needs to be added."""
    if not desk.is_disaster or len(spoken) >= MESSAGES:
        return spoken
    topics = {topic.id for topic in desk.knowledge.topics("disaster")}
    if about and all(entry.topic in topics for entry in about):
        return spoken
    guide = Press(desk.phrase("disaster.button"), "menu:disaster")
    return [Say(desk.phrase("disaster.line", town=desk.town_name), (guide,)), *spoken]


def kinds(desk: Desk) -> list[Kind]:
    """What can be reported now: in the mode the damage of the disaster first, on ordinary days not at all."""
    return desk.reports.rules.offered(is_disaster=desk.is_disaster)
