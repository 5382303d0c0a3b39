"""What the town says of a common entry in its own words reaches the resident."""

from tests.handlers.window import Window


def test_hanako_hears_what_it_costs_in_her_own_town(window: Window) -> None:
    heard = window.says("住民票はいくら?")
    assert "1通300円" in heard.text
    assert "市区町村が決めます" not in heard.text
