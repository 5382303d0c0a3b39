"""安否確認 at the window: what a resident pressed is written down, and only then answered: does the town watch or not."""

from datetime import timedelta

from alerts import safety_checks, safety_entries, safety_notice, safety_watches
from alerts.safety_checks import SafetyCheck
from alerts.safety_entries import Condition, SafetyEntry
from handlers.shelters_asked import SHELTER
from handlers.turn import Desk
from speech.cards import AskPlace, Call, Card, Press, Say, Spoken, Tone
from speech.incoming import Incoming, Place, Pressed, Said, Text
from speech.languages import FALLBACKS
from store import dialogues
from store.dialogues import Dialogue, DialogueKind
from town import districts, subscriptions
from town.residents import Resident

# Above everything else one can be writing: somebody in trouble tells where they are.
MORE = DialogueKind("safety", rank=95, lasts=timedelta(minutes=30))
LONGEST_ADDRESS = 200
MOST_DISTRICTS = 12


def answer(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«safety:12:trouble», «safety:12:at:kawara», «safety:12:enough»."""
    number, what, which = _named(incoming.said)
    check = safety_checks.held(desk.session, number, is_shared=True) if number else None
    if check is None or desk.resident is None or not check.is_open(desk.now):
        return [_nothing_kept("safety.over", desk)]
    own = subscriptions.districts_of(desk.session, desk.resident.id)
    if own and not own & set(check.districts):
        return [_nothing_kept("safety.elsewhere", desk)]
    match what:
        case "at":
            return _at(check, desk.resident, which, desk)
        case "enough":
            dialogues.end(desk.session, desk.resident.id, MORE)
            return _stands(check, desk.resident, desk)
        case _ if what in list(Condition):
            return _tell(check, desk.resident, Condition(what), own, desk)
    return [_nothing_kept("safety.over", desk)]


def is_adding(said: Said, desk: Desk) -> bool:
    """Words and a place after 「困っている」; but a place asked for by a later question about shelters is that one's."""
    going_on = _going_on(desk)
    if going_on is None or not isinstance(said, Text | Place) or desk.resident is None:
        return False
    shelter = dialogues.find(desk.session, desk.resident.id, SHELTER, desk.now)
    return isinstance(said, Text) or shelter is None or shelter.touched_at <= going_on.touched_at


def beside(incoming: Incoming, desk: Desk) -> list[Spoken]:
    """«水が来て動けない» is answered with the numbers, and still belongs to whom they told that they are in trouble."""
    return add(incoming, desk) if is_adding(incoming.said, desk) else []


def add(incoming: Incoming, desk: Desk) -> list[Spoken]:
    going_on = _going_on(desk)
    if going_on is None or desk.resident is None:
        return [_nothing_kept("safety.over", desk)]
    check = safety_checks.held(desk.session, int(going_on.state["check"]), is_shared=True)
    entry = safety_entries.of_resident(desk.session, check.id, desk.resident.id) if check else None
    if check is None or entry is None or not check.is_open(desk.now):
        dialogues.end(desk.session, desk.resident.id, MORE)
        return [_nothing_kept("safety.over", desk)]
    _write_down(entry, incoming, desk)
    return [_card(check, entry, desk, is_more=True)]


def _tell(check: SafetyCheck, resident: Resident, condition: Condition, own: set[str], desk: Desk) -> list[Spoken]:
    """Where they live, if they said so; if not, they are asked afterwards: first it is kept."""
    here = [one for one in check.districts if one in own]
    district_id = here[0] if here else safety_entries.UNKNOWN
    entry = safety_entries.tell(desk.session, check, resident, district_id, condition, desk.now)
    if condition is Condition.TROUBLE:
        dialogues.put(desk.session, resident.id, MORE, "more", {"check": check.id}, desk.now)
    else:
        dialogues.end(desk.session, resident.id, MORE)
    return _said(check, entry, desk)


def _at(check: SafetyCheck, resident: Resident, district_id: str, desk: Desk) -> list[Spoken]:
    entry = safety_entries.of_resident(desk.session, check.id, resident.id)
    if entry is None or district_id not in check.districts:
        return [_nothing_kept("safety.over", desk)]
    if entry.district_id != district_id:
        entry.district_id = district_id
        safety_entries.renew(entry, desk.now)
    return _said(check, entry, desk)


def _stands(check: SafetyCheck, resident: Resident, desk: Desk) -> list[Spoken]:
    entry = safety_entries.of_resident(desk.session, check.id, resident.id)
    return [_card(check, entry, desk)] if entry else [_nothing_kept("safety.over", desk)]


def _said(check: SafetyCheck, entry: SafetyEntry, desk: Desk) -> list[Spoken]:
    spoken: list[Spoken] = [_card(check, entry, desk)]
    if entry.district_id == safety_entries.UNKNOWN:
        spoken.append(_which_district(check, desk))
    return spoken


def _card(check: SafetyCheck, entry: SafetyEntry, desk: Desk, *, is_more: bool = False) -> Card:
    """First of all that nobody can be called here; then what was kept, and whether anybody looks at it."""
    condition, is_trouble = Condition(entry.condition), entry.condition == Condition.TROUBLE
    kept = desk.phrase("safety.kept", condition=desk.phrase(f"safety.condition.{condition}"))
    more = [desk.phrase("safety.added")] if is_more else [desk.phrase("safety.tell_more")] if is_trouble else []
    others = tuple(
        one for one in safety_notice.buttons(check.id, desk.language) if not one.data.endswith(f":{condition}")
    )
    return Card(
        title=safety_notice.no_rescue(desk.town, desk.language),
        lead="\n".join((kept, _watched(check, desk), *more)),
        buttons=(*(_calls(desk) if is_trouble else ()), *others),
        note=desk.phrase("safety.change"),
        tone=Tone.DANGER if is_trouble else Tone.PLAIN,
        choices=_more_choices(check, desk) if is_trouble else (),
    )


def _watched(check: SafetyCheck, desk: Desk) -> str:
    """Said only while a named officer is there, within the time; whenever in doubt it is the other sentence."""
    if safety_watches.watching(desk.session, check, desk.now):
        return desk.phrase("safety.watched")
    return desk.phrase("safety.not_watched", town=desk.town_name, phone=_phone(desk))


def _more_choices(check: SafetyCheck, desk: Desk) -> tuple[AskPlace, Press]:
    enough = Press(desk.phrase("safety.enough"), f"safety:{check.id}:enough")
    return AskPlace(desk.phrase("safety.share_place")), enough


def _which_district(check: SafetyCheck, desk: Desk) -> Say:
    names = {one.id: one.name_in(FALLBACKS[desk.language]) for one in districts.all(desk.session)}
    shown = [one for one in check.districts if one in names][:MOST_DISTRICTS]
    return Say(desk.phrase("safety.where"), tuple(Press(names[one], f"safety:{check.id}:at:{one}") for one in shown))


def _nothing_kept(key: str, desk: Desk) -> Card:
    first = safety_notice.no_rescue(desk.town, desk.language)
    lead = desk.phrase(key, town=desk.town_name, phone=_phone(desk))
    return Card(title=first, lead=lead, buttons=_calls(desk), tone=Tone.DANGER)


def _calls(desk: Desk) -> tuple[Call, Call]:
    return Call("119", "119"), Call(desk.phrase("card.call", name=desk.town_name), _phone(desk))


def _phone(desk: Desk) -> str:
    """The one that somebody answers at night too, where the town has it."""
    return desk.town.night_desk_phone or desk.town.phone


def _write_down(entry: SafetyEntry, incoming: Incoming, desk: Desk) -> None:
    match incoming.said:
        case Place(latitude=latitude, longitude=longitude, address=address):
            entry.latitude, entry.longitude = latitude, longitude
            entry.address, entry.place_message_id = (address or "")[:LONGEST_ADDRESS] or None, incoming.message_id
            safety_entries.renew(entry, desk.now)
        case Text(text=text):
            safety_entries.add_words(desk.session, entry, text, incoming.message_id, desk.now)


def _going_on(desk: Desk) -> Dialogue | None:
    return dialogues.find(desk.session, desk.resident.id, MORE, desk.now) if desk.resident else None


def _named(said: Said) -> tuple[int, str, str]:
    data = said.data if isinstance(said, Pressed) else ""
    _, number, what, which, *_ = (*data.split(":"), "", "", "", "")
    return (int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0), what, which
