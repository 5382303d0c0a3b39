"""From following to the counter, in Chinese."""

from speech.languages import Language
from tests.journeys.languages import Tour, walk
from tests.people import TownHall

TOUR = Tour(Language.ZH, "我想要住民票", "住民票")


def test_xiaoming_goes_from_following_to_the_counter(hall: TownHall):
    walk(hall.newcomer("小明"), TOUR)
