"""From following to the counter, in English."""

from speech.languages import Language
from tests.journeys.languages import Tour, walk
from tests.people import TownHall

TOUR = Tour(Language.EN, "How do I get a residence certificate?", "Residence certificate (住民票の写し)")


def test_emma_goes_from_following_to_the_counter(hall: TownHall):
    walk(hall.newcomer("Emma"), TOUR)
