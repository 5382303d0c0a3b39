"""From following to the counter, in 日本語."""

from speech.languages import Language
from tests.journeys.languages import Tour, walk
from tests.people import TownHall

TOUR = Tour(Language.JA, "住民票がほしい", "住民票の写し")


def test_hanako_goes_from_following_to_the_counter(hall: TownHall):
    walk(hall.newcomer("花子"), TOUR)
