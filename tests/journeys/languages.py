"""The same journey in each language: what is typed, what is read."""

from dataclasses import dataclass

from speech.languages import OWN_NAMES, Language
from speech.phrases import phrase
from tests.people import Json, Resident, actions, texts


@dataclass(frozen=True)
class Tour:
    """`question` finds the entry on the residence certificate, whose own title is `title`."""

    language: Language
    question: str
    title: str
    entry: str = "residence_certificate"
    only_japanese_town_page: str = "waste_collection_days"  # the town wrote it in ja, ja_easy and en

    def word(self, key: str, **values: object) -> str:
        return phrase(key, self.language, **values)

    def begin(self, resident: Resident) -> None:
        """Follow, and the language chosen from the first message."""
        welcome = resident.follows()
        assert "119" in texts(welcome)
        assert f"language:{self.language}" in data_of(welcome)
        assert OWN_NAMES[self.language].casefold() in texts(resident.presses(OWN_NAMES[self.language])).casefold()

    def asks(self, resident: Resident) -> list[Json]:
        answer = resident.says(self.question)
        assert self.title in texts(answer)
        assert self.word("slot.bring") in texts(answer)
        assert self.word("card.source", title="@", date="#").partition("@")[0] in texts(answer)
        return answer


def data_of(messages: list[Json]) -> list[str]:
    return [action["data"] for action in actions(messages) if "data" in action]


def walk(resident: Resident, tour: Tour) -> None:
    """Ask, go on by a button, through the menu, to a life event, to the card for the counter."""
    tour.begin(resident)
    answer = tour.asks(resident)
    person = next(one for one in data_of(answer) if one.startswith("contact:"))
    contact = texts(resident.presses_data(person))
    assert tour.word("contact.now") in contact
    if tour.language is not Language.JA:
        assert tour.word("contact.languages") in contact
    menu = resident.presses(tour.word("card.menu"))
    assert tour.word("menu.title") in texts(menu)
    assert "life:" in data_of(resident.presses(tour.word("area.procedures")))
    assert tour.word("life.choose") in texts(resident.presses(tour.word("life.title")))
    shows_a_list(resident, tour)
    shows_a_card(resident, tour)
    falls_back(resident, tour)


def shows_a_list(resident: Resident, tour: Tour) -> None:
    resident.presses_data("life:birth::")
    asked = resident.acts(resident.hall.line.telephones.postback(resident.id, "life:birth::", None, {"date": a_day()}))
    assert tour.word("life.yes") in texts(asked)
    for _ in range(4):
        asked = resident.presses(tour.word("life.unsure"))
    assert "entry:birth_notice" in data_of(asked)
    assert "entry:birth_notice" in data_of(resident.says(tour.word("life.mine")))


def a_day() -> str:
    """A day that the calendar of the button offers, whenever the story is told."""
    return "2026-11-16"


def shows_a_card(resident: Resident, tour: Tour) -> None:
    entry = resident.presses_data(f"entry:{tour.entry}")
    card = resident.presses_data(f"counter:{tour.entry}")
    assert "「住民票の写し」の手続きをお願いします。" in texts(card)
    assert (f"counter:{tour.entry}" in data_of(entry)) == (tour.language is not Language.JA)
    ticked = resident.presses_data(next(one for one in data_of(card) if one.startswith("counter:") and "1" in one))
    assert "☑" in texts(ticked).replace(tour.word("counter.tick"), "")


def falls_back(resident: Resident, tour: Tour) -> None:
    """The town's own page has no text in this language: said openly, in it."""
    page = texts(resident.presses_data(f"entry:{tour.only_japanese_town_page}"))
    notes = {tour.word("question.japanese_only"), tour.word("question.only_en"), tour.word("question.only_ja_easy")}
    is_own = tour.language in (Language.JA, Language.JA_EASY, Language.EN)
    assert any(note in page for note in notes) != is_own
