"""From following to the counter, in Vietnamese."""

from speech.languages import Language
from tests.journeys.languages import Tour, walk
from tests.people import TownHall

TOUR = Tour(Language.VI, "Tôi cần giấy cư trú (juminhyo)", "Phiếu cư trú (juminhyo)")


def test_lan_goes_from_following_to_the_counter(hall: TownHall):
    walk(hall.newcomer("Lan"), TOUR)
