"""The small shapes a town's files share: a name in every language, a telephone number, a point on the map."""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]+$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^(ja|ja_easy|en|zh|pt|vi)$")]

INVENTED = "000-"  # no Japanese telephone number begins so: a sample phone can never ring at a stranger's


def _lies_in_japan(point: tuple[float, float]) -> tuple[float, float]:
    latitude, longitude = point
    if not (20 <= latitude <= 46 and 122 <= longitude <= 154):
        raise ValueError("[緯度, 経度] の順で、日本の中の点を書いてください")
    return point


def _is_dialled(phone: str) -> str:
    if not re.fullmatch(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}", phone):
        raise ValueError("電話番号は 0123-45-6789 のように、市外局番から半角で書いてください")
    return phone


Phone = Annotated[str, AfterValidator(_is_dialled)]
Point = Annotated[tuple[float, float], AfterValidator(_lies_in_japan)]  # latitude, longitude


class Strict(BaseModel):
    """Nothing unknown is let in, nothing changes afterwards, and no value is quoted in an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Names(Strict):
    """What something is called. `kana` is how it is read; the rest are our six languages."""

    ja: Name
    kana: Name | None = None
    ja_easy: Name | None = None
    en: Name | None = None
    zh: Name | None = None
    pt: Name | None = None
    vi: Name | None = None

    def first_of(self, languages: Iterable[str]) -> str:
        """The name in the first of these languages that has one; Japanese always has."""
        named = (getattr(self, language, None) for language in languages)
        return next((name for name in named if name), self.ja)


class Company(Strict):
    """Whom to ring when the current, the gas or the water fails."""

    names: Names
    phone: Phone
    hours: Annotated[str, Field(min_length=1, max_length=80)]


def refuse_wrong_phones(is_sample: bool, phones: Iterable[str | None]) -> None:
    """Sample phones cannot connect; real files may not keep one of them."""
    for phone in phones:
        if phone is not None and phone.startswith(INVENTED) != is_sample:
            raise ValueError(
                f"見本の電話番号は {INVENTED} で始めてください"
                if is_sample
                else f"{INVENTED} で始まる電話番号は見本です。実際の番号に直してください"
            )
