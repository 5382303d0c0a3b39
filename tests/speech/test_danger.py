"""Words of danger are heard in every language and writing; the daily words of a town hall stay quiet."""

import timeit
import tomllib
from pathlib import Path

import pytest

from speech.danger import Danger, find_danger
from speech.danger_words import Reading, load_words, spaced, tight, without_accents

SENTENCES = Path(__file__).parent / "danger_sentences"
ALARMING = [
    (Danger(kind), said)
    for kind, several in tomllib.loads((SENTENCES / "alarming.toml").read_text(encoding="utf-8")).items()
    for said in several
]
HARMLESS = [
    said
    for several in tomllib.loads((SENTENCES / "harmless.toml").read_text(encoding="utf-8")).values()
    for said in several
]


@pytest.mark.parametrize(("danger", "said"), ALARMING)
def test_a_cry_for_help_is_heard(danger: Danger, said: str) -> None:
    assert danger in find_danger(said)


@pytest.mark.parametrize("said", HARMLESS)
def test_a_daily_question_stays_quiet(said: str) -> None:
    assert find_danger(said) == ()


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(ALARMING) >= 150
    assert len(HARMLESS) >= 150
    assert {danger for danger, _ in ALARMING} == set(Danger)


def test_the_most_urgent_danger_stands_first() -> None:
    assert find_danger("事故です!車が燃えています。意識がない人がいます。助けて")[:2] == (Danger.FIRE, Danger.MEDICAL)
    assert find_danger("助けて") == (Danger.HELP,)


def test_a_harmless_word_does_not_hide_a_danger_beside_it() -> None:
    assert find_danger("消防団です。火事です") == (Danger.FIRE,)
    assert Danger.MEDICAL in find_danger("救急箱では足りない、血が止まらない")
    assert Danger.ANIMAL in find_danger("熊本ですが熊が出ました")


def test_hot_and_dying_is_no_danger_but_a_dying_father_is() -> None:
    assert find_danger("暑くて死にそう、プールは?") == ()
    assert find_danger("父が死にそう") == (Danger.MEDICAL,)


@pytest.mark.parametrize("said", ["", " ", "。", "12345", "😀", "\n\n", "ー", "◇"])
def test_almost_nothing_is_no_danger(said: str) -> None:
    assert find_danger(said) == ()


def test_looking_by_first_letters_misses_nothing_that_looking_everywhere_would_find() -> None:
    """The index is only for speed: with every pattern tried on every sentence the answers are the same."""
    known = load_words()
    for said in [said for _, said in ALARMING] + HARMLESS:
        assert set(find_danger(said)) == set(_by_trying_everything(known, said))


def _by_trying_everything(known, said):  # type: ignore[no-untyped-def]
    even = spaced(said)
    plain = without_accents(even)
    last = (Reading.BARE, plain) if plain == even else (Reading.SPACED, even)
    for reading, text in ((Reading.TIGHT, tight(even)), (Reading.PLAIN, plain), last):
        for pattern in known[reading].harmless:
            text = pattern.sub("◇", text)
        yield from (danger for danger, pattern in known[reading].alarming if pattern.search(text))


@pytest.mark.parametrize("said", ["火" * 5000, "父が" * 2500, "help " * 1000, "my child is " * 400, "あ" * 5000])
def test_the_longest_message_is_judged_within_half_a_second(said: str) -> None:
    assert min(timeit.repeat(lambda: find_danger(said), number=1, repeat=2)) < 0.5


@pytest.mark.parametrize(
    ("danger", "said"),
    [
        (Danger.FLOOD, "洪水だ!避難所どこ"), (Danger.FLOOD, "水が家に入ってきた、洪水の避難所は"), (Danger.FLOOD, "洪水 避難所"),
        (Danger.TSUNAMI, "津波が来た 避難所どこ"), (Danger.FIRE, "火事です。火事の避難所はどこ"), (Danger.LANDSLIDE, "土砂崩れから逃げる場所"),
        (Danger.FLOOD, "the river is overflowing where is the flood shelter"), (Danger.TSUNAMI, "tsunami! where is the shelter"),
        (Danger.FLOOD, "洪水来了 洪水避难所在哪里"), (Danger.FLOOD, "enchente agora, abrigo de enchente?"), (Danger.TSUNAMI, "có sóng thần nơi lánh nạn ở đâu"),
    ],
)  # fmt: skip
def test_who_asks_for_a_shelter_in_the_middle_of_it_is_in_danger(danger: Danger, said: str) -> None:
    assert danger in find_danger(said)
