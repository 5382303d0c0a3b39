"""What one cell of an open-data table says: a flag, a point, a telephone, a number of people, a municipality."""

import re
import unicodedata

from town.open_headings import heading_names

_DASHES = str.maketrans(dict.fromkeys("‐‑–—―−ーｰ", "-"))
_PHONE = re.compile(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}")
_PEOPLE = re.compile(r"([0-9]+)人")
_BRACKETED = re.compile(r"【([^】]*)】([^【]*)")
_WEIGHTS = (6, 5, 4, 3, 2)


class CellRefusedError(ValueError):
    """A cell nobody may guess at. Carries a sentence."""


def plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def flag(cell: str) -> bool | None:
    """None for «partly» (△). Raises CellRefusedError: a wrong guess could send people into a flood."""
    flags, written = heading_names().flags, plain(cell).casefold()
    if written in flags["yes"]:
        return True
    if written in flags["no"]:
        return False
    if written in flags["partly"]:
        return None
    raise CellRefusedError(f"「{written[:10]}」が印(○、1、空など)として読めません。")


def point(latitude: str, longitude: str) -> tuple[tuple[float, float] | None, bool]:
    """The point, and whether its two numbers had been exchanged. Raises CellRefusedError."""
    written = [plain(cell) for cell in (latitude, longitude)]
    if not any(written):
        return None, False
    try:
        north, east = (float(cell) for cell in written)
    except ValueError:
        raise CellRefusedError("緯度と経度が数ではありません。") from None
    if _is_in_japan(north, east):
        return (north, east), False
    if _is_in_japan(east, north):
        return (east, north), True
    raise CellRefusedError("緯度と経度が日本の外です。")


def phone(cell: str) -> str | None:
    """0123-45-6789, however its area code was set off; None for anything that is not one number."""
    written = re.sub(r"[()]", "-", plain(cell).translate(_DASHES).replace(" ", "")).strip("-")
    written = re.sub(r"-+", "-", written)
    return written if _PHONE.fullmatch(written) else None


def people(cell: str) -> int | None:
    """A number, or all that 「屋内191人／屋外1,200人」 adds up to."""
    written = plain(cell).replace(",", "").removesuffix(".0")
    if written.isdecimal():
        return int(written) or None
    return sum(map(int, _PEOPLE.findall(written))) or None


def municipality(cell: str) -> str | None:
    """Six digits. Spreadsheets drop the leading 0, and some write the five digits without the checking one."""
    written = plain(cell).removesuffix(".0")
    if not written.isdecimal():
        return None
    if len(written) == 5:
        padded = f"0{written}"
        written = padded if _checked(padded[:5]) == padded else _checked(written)
    return written if len(written) == 6 and _checked(written[:5]) == written else None


def said_in_brackets(cell: str) -> dict[str, str]:
    """Hours and days off written in one remark: 【開館時間】… 【休館日】…; empty where no such word stands."""
    names = heading_names().said_in_brackets
    found = {plain(word): plain(said).strip("、。 ").replace("~", "〜") for word, said in _BRACKETED.findall(cell)}
    return {field: found[word] for field, words in names.items() for word in words if found.get(word)}


def _is_in_japan(latitude: float, longitude: float) -> bool:
    return 20 <= latitude <= 46 and 122 <= longitude <= 154


def _checked(five: str) -> str:
    """With the checking digit of 全国地方公共団体コード."""
    rest = sum(int(digit) * weight for digit, weight in zip(five, _WEIGHTS, strict=True)) % 11
    return f"{five}{(11 - rest) % 10}"
