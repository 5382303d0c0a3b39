"""From following to the counter, in やさしい日本語."""

from speech.languages import Language
from tests.journeys.languages import Tour, walk
from tests.people import TownHall

TOUR = Tour(Language.JA_EASY, "住民票がほしい", "住民票（じゅうみんひょう）")


def test_ana_goes_from_following_to_the_counter(hall: TownHall):
    walk(hall.newcomer("アナ"), TOUR)
