"""Whatever the digits, the width and the separators: secrets go, telephone numbers and everything else stay."""

import re
import unicodedata
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from speech.masking import MARK, Kind, Masked, mask
from speech.masking_digits import is_my_number

ZEROS = "0０٠०๐" + chr(0x1D7CE)
SEPARATORS = [
    "",
    " ",
    "　",
    "-",
    "－",
    "‐",
    "–",
    "—",
    "−",
    "ー",
    ".",
    "．",
    "・",
    ",",
    "、",
    "\n",
    "\r\n",
    " - ",
    "\u200b",
    "_",
    "/",
]
# As people write twelve digits: in a row, in fours, threes, sixes, twos, one by one.
SIZES = [12, 6, 4, 3, 2, 1]
WORDS = st.text(alphabet="あいう漢字カナabcのでは。!? ", max_size=20)


@st.composite
def my_numbers(draw: st.DrawFn) -> str:
    eleven = draw(st.lists(st.integers(0, 9), min_size=11, max_size=11))
    digits = "".join(map(str, eleven))
    return next(digits + str(check) for check in range(10) if is_my_number(digits + str(check)))


@st.composite
def written(draw: st.DrawFn, digits: str, sizes: list[int]) -> str:
    size = draw(st.sampled_from(sizes))
    separator = draw(st.sampled_from(SEPARATORS))
    zero = ord(draw(st.sampled_from(ZEROS)))
    groups = [digits[place : place + size] for place in range(0, len(digits), size)]
    return separator.join("".join(chr(zero + int(digit)) for digit in group) for group in groups)


@st.composite
def telephones(draw: st.DrawFn) -> str:
    heads = st.sampled_from(
        [("090", 4, 4), ("080", 4, 4), ("070", 4, 4), ("050", 4, 4), ("03", 4, 4), ("054", 3, 4), ("0538", 2, 4),
         ("04998", 1, 4), ("0120", 3, 3), ("0120", 2, 4), ("0800", 3, 4), ("0570", 3, 3)]
    )  # fmt: skip
    head, middle, tail = draw(heads)
    rest = "".join(str(draw(st.integers(0, 9))) for _ in range(middle + tail))
    mark = draw(st.sampled_from(["-", "", " ", "－", "ー", "−", "."]))
    number = mark.join([head, rest[:middle], rest[middle:]])
    if draw(st.booleans()):
        number = number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    return number


def without_digits(text: str) -> str:
    return "".join(mark for mark in text if unicodedata.digit(mark, None) is None)


@given(st.data(), my_numbers(), WORDS, WORDS)
def test_any_my_number_in_any_width_and_separator_is_masked(
    data: st.DataObject, number: str, before: str, after: str
) -> None:
    said = data.draw(written(number, SIZES))
    masked = mask(before + said + after)
    assert masked.kinds == {Kind.MY_NUMBER}
    assert masked.text.startswith(before)
    assert masked.text.endswith(after)
    assert set(masked.text[len(before) : len(masked.text) - len(after)]) == {MARK}


@given(my_numbers(), telephones())
def test_a_my_number_goes_and_the_telephone_after_it_stays(number: str, telephone: str) -> None:
    masked = mask(f"マイナンバー{number} 電話{telephone}")
    assert masked.text == f"マイナンバー{MARK * 12} 電話{telephone}"


@given(WORDS, telephones(), WORDS)
def test_any_telephone_number_is_left_to_be_called(before: str, telephone: str, after: str) -> None:
    said = f"{before}{telephone}{after}"
    assert mask(said) == Masked(said)


@given(telephones(), telephones(), st.sampled_from([" ", "、", "\n", "/", " / "]))
def test_two_telephone_numbers_side_by_side_stay_two(one: str, other: str, between: str) -> None:
    assert mask(one + between + other).text == one + between + other


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, telephones(), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]))
def test_a_day_and_a_telephone_number_run_together_stay(day: date, telephone: str, form: str) -> None:
    said = f"{day.strftime(form)} {telephone}"
    assert mask(said).text == said


@given(st.floats(20, 46), st.floats(122, 154), st.integers(4, 7), st.sampled_from([", ", ",", " "]))
def test_a_place_on_the_map_stays(latitude: float, longitude: float, places: int, between: str) -> None:
    said = f"{latitude:.{places}f}{between}{longitude:.{places}f}"
    assert mask(said).text == said


@given(st.text(alphabet=st.sampled_from("0123456789０１２-− ,\nーマイナンバー暗証番号はPINab電話+円年"), max_size=120))
def test_masking_twice_changes_nothing_more(said: str) -> None:
    once = mask(said)
    twice = mask(once.text)
    assert twice.text == once.text
    assert twice.kinds == frozenset()


@given(st.text(max_size=200).map(without_digits))
def test_a_text_without_digits_and_without_names_of_secrets_is_untouched(said: str) -> None:
    assume(not re.search(r"暗証|パスワ|pass|pin|密|senha|mật", said, re.IGNORECASE))
    assert mask(said).text == said


@given(st.text(max_size=200))
def test_what_is_not_masked_keeps_its_place(said: str) -> None:
    """LINE's positions of emoji and mentions count UTF-16 units."""
    masked = mask(said).text
    assert len(masked.encode("utf-16-le")) == len(said.encode("utf-16-le"))
