"""What a district is to the resident who chose it: home, parents, work. Nobody need say, and nobody else reads it."""

from handlers.turn import Desk
from speech.cards import Button, Card, Press, Say, Spoken
from speech.languages import FALLBACKS
from town import districts, subscriptions
from town.subscriptions import DistrictLabel

MOST_BUTTONS = 8
NONE = "none"


def choices(district_id: str, desk: Desk) -> tuple[Button, ...]:
    """«wish:label:kawara:home»."""
    return tuple(Press(_word(label, desk), f"wish:label:{district_id}:{label}") for label in DistrictLabel)


def question(district_id: str, desk: Desk) -> str:
    return desk.phrase("wishes.label_ask", name=_name(district_id, desk))


def answer(district_id: str, label: str, desk: Desk) -> list[Spoken]:
    """«wish:label», «wish:label:kawara» and «wish:label:kawara:home». Nothing where the list of districts says it best."""
    assert desk.resident is not None  # noqa: S101 - `wishes.answer` turns groups away
    if not district_id:
        return [_list_card(desk, desk.resident.id)]
    if not label and district_id in subscriptions.districts_of(desk.session, desk.resident.id):
        none = Press(desk.phrase("wishes.label_none"), f"wish:label:{district_id}:{NONE}")
        return [Say(question(district_id, desk), (*choices(district_id, desk), none, done(desk)))]
    if label in (*DistrictLabel, NONE):
        said = None if label == NONE else label
        subscriptions.label_district(desk.session, desk.resident.id, district_id, said)
    return []


def _list_card(desk: Desk, resident_id: int) -> Card:
    """The first eight they chose; who watches more of them may do without."""
    chosen = subscriptions.districts_of(desk.session, resident_id)
    own = [one for one in districts.all(desk.session) if one.id in chosen][:MOST_BUTTONS]
    buttons = tuple(Press(one.name_in(FALLBACKS[desk.language]), f"wish:label:{one.id}") for one in own)
    title, lead = desk.phrase("wishes.label_change"), desk.phrase("wishes.label_lead")
    return Card(title, lead, buttons=buttons, choices=(done(desk),))


def labelled(district_id: str, name: str, desk: Desk) -> str:
    """«川原(家)» to whoever said so, else only the name."""
    said = subscriptions.labels_of(desk.session, desk.resident.id) if desk.resident else {}
    if district_id not in said:
        return name
    return desk.phrase("wishes.labelled", name=name, label=_word(said[district_id], desk))


def done(desk: Desk) -> Press:
    return Press(desk.phrase("wishes.done"), "wish:done")


def _word(label: str, desk: Desk) -> str:
    return desk.phrase(f"district_label.{label}")


def _name(district_id: str, desk: Desk) -> str:
    found = districts.find(desk.session, district_id)
    return found.name_in(FALLBACKS[desk.language]) if found else district_id
