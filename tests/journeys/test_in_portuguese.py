"""From following to the counter, in Portuguese."""

from speech.languages import Language
from tests.journeys.languages import Tour, data_of, walk
from tests.people import TownHall

TOUR = Tour(Language.PT, "Preciso do atestado de residência", "Atestado de residência (juminhyo)")


def test_maria_goes_from_following_to_the_counter(hall: TownHall):
    walk(hall.newcomer("Maria"), TOUR)


def test_who_blocks_us_leaves_no_list_behind(hall: TownHall):
    maria = hall.newcomer("Maria")
    maria.follows()
    maria.presses_data("life:birth:-:uuuu")
    assert "entry:birth_notice" in data_of(maria.presses_data("life:mine"))
    maria.blocks()
    maria.follows()
    assert "entry:birth_notice" not in data_of(maria.presses_data("life:mine"))
