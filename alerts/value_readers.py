"""How each kind of placeholder is read: what was filled in becomes words in six languages, or one sentence of refusal."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from alerts import naming
from alerts.template_files import tokens_of
from alerts.templates import Placeholder, PlaceholderKind
from alerts.written import SENT_AT
from speech.languages import FALLBACKS, Language
from speech.limits import utf16
from speech.phrases import phrase
from town.calendar import JST, to_jst
from town.places import Place
from town.profile import Profile

_PHONE = re.compile(r"(?:0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}|1[0-9]{2}|171)")
_URL = re.compile(r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:/[!-~]*)?")
_MOST_NUMBER = 9_999_999


class UnreadableError(ValueError):
    """One Japanese sentence for the officer who filled it in."""


@dataclass(frozen=True)
class Setting:
    town: Profile
    now: datetime
    hazard: str | None


@dataclass(frozen=True)
class Given:
    """`lacking`: languages in which Japanese stands in. `needs`: other placeholders these words speak of."""

    words: Mapping[Language, str]
    ids: tuple[str, ...] = ()
    is_free: bool = False
    lacking: tuple[Language, ...] = ()
    needs: frozenset[str] = field(default=frozenset())
    moment: datetime | date | None = None


def _districts(place: Placeholder, raw: Any, setting: Setting) -> Given:
    ids = _ids(place, raw)
    found = [one for one in setting.town.districts if one.id in ids]
    _refuse_unknown(place, ids, [one.id for one in found])
    return Given(
        _words(lambda language: naming.listed([naming.district_name(one, language) for one in found], language)), ids
    )


def _shelters(place: Placeholder, raw: Any, setting: Setting) -> Given:
    ids = _ids(place, raw)
    found = [one for one in setting.town.places.shelters if one.id in ids]
    _refuse_unknown(place, ids, [one.id for one in found])
    for shelter in found:
        if setting.hazard and setting.hazard not in shelter.hazards:
            danger = phrase(f"hazard.{setting.hazard}", Language.JA)
            raise UnreadableError(f"「{shelter.names.ja}」は、{danger}のときに使えない避難所です。")
    return Given(_place_words(found), ids)


def _one_of(places: Callable[[Profile], Sequence[Place]]) -> "Reader":
    def read(place: Placeholder, raw: Any, setting: Setting) -> Given:
        found = [one for one in places(setting.town) if one.id == raw]
        _refuse_unknown(place, (str(raw),), [one.id for one in found])
        return Given(_place_words(found), (found[0].id,))

    return read


def _hazard(place: Placeholder, raw: Any, setting: Setting) -> Given:
    if setting.hazard is None:
        raise UnreadableError(f"「{place.label}」は、一覧から選んでください。")
    return Given(_words(lambda language: phrase(f"hazard.{setting.hazard}", language)), (setting.hazard,))


def _choice(place: Placeholder, raw: Any, setting: Setting) -> Given:
    chosen = next((one for one in place.choices if one.value == raw), None)
    if chosen is None or chosen.words is None:
        raise UnreadableError(f"「{place.label}」は、一覧から選んでください。")
    if chosen.hazards and setting.hazard and setting.hazard not in chosen.hazards:
        raise UnreadableError(f"「{chosen.label}」は、この災害では選べません。")
    return Given(chosen.words, (chosen.value,), needs=tokens_of(chosen.words[Language.JA]))


def _time(place: Placeholder, raw: Any, setting: Setting) -> Given:
    try:
        at = datetime.fromisoformat(str(raw).strip())
        at = to_jst(at if at.tzinfo else at.replace(tzinfo=JST))
    except (ValueError, OverflowError):
        raise UnreadableError(f"「{place.label}」は、日付と時刻を入れてください。") from None
    _refuse_wrong_side(place, at > setting.now, at <= setting.now)
    return Given(_words(lambda language: naming.moment(at, language)), moment=at)


def _date(place: Placeholder, raw: Any, setting: Setting) -> Given:
    try:
        on = date.fromisoformat(str(raw).strip())
    except ValueError:
        raise UnreadableError(f"「{place.label}」は、日付を入れてください。") from None
    today = to_jst(setting.now).date()
    _refuse_wrong_side(place, on > today, on < today)
    return Given(_words(lambda language: naming.day(on, language)), moment=on)


def _number(place: Placeholder, raw: Any, setting: Setting) -> Given:
    plain = unicodedata.normalize("NFKC", str(raw)).replace(",", "").strip()
    if isinstance(raw, bool) or not re.fullmatch(r"[0-9]{1,7}", plain) or not 0 < int(plain) <= _MOST_NUMBER:
        raise UnreadableError(f"「{place.label}」は、1以上の数を入れてください。")
    return Given(_words(lambda language: (place.unit or {}).get(language, "{value}").format(value=int(plain))))


def _phone(place: Placeholder, raw: Any, setting: Setting) -> Given:
    plain = unicodedata.normalize("NFKC", str(raw)).strip()
    if not _PHONE.fullmatch(plain):
        raise UnreadableError(f"「{place.label}」は、0123-45-6789 のように入れてください。")
    return Given(_words(lambda _: plain), is_free=plain not in (setting.town.phone, setting.town.night_desk_phone))


def _url(place: Placeholder, raw: Any, setting: Setting) -> Given:
    plain = str(raw).strip()
    if not _URL.fullmatch(plain) or len(plain) > (place.max_length or len(plain)):
        raise UnreadableError(f"「{place.label}」は、https:// で始まるアドレスを入れてください。")
    return Given(_words(lambda _: plain), is_free=True)


def _text(place: Placeholder, raw: Any, setting: Setting) -> Given:
    """Japanese, and translations where somebody made them; where not, the Japanese, marked as such."""
    told = raw if isinstance(raw, Mapping) else {Language.JA: raw}
    texts = {language: _clean(place, told[language]) for language in Language if str(told.get(language, "")).strip()}
    if Language.JA not in texts:
        raise UnreadableError(f"「{place.label}」の日本語を入れてください。")
    lacking = tuple(language for language in Language if language not in texts)
    marked = {language: naming.spoken("only_japanese", language, text=texts[Language.JA]) for language in lacking}
    return Given(texts | marked, is_free=True, lacking=lacking)


def _clean(place: Placeholder, raw: object) -> str:
    text = str(raw).replace("\r\n", "\n").strip()
    if SENT_AT in text or any(unicodedata.category(one) in ("Cc", "Cs", "Co", "Cn") and one != "\n" for one in text):
        raise UnreadableError(f"「{place.label}」に、使えない文字があります。")
    if place.max_length and utf16(text) > place.max_length:
        raise UnreadableError(f"「{place.label}」は、{place.max_length}文字までです。")
    return text


def _ids(place: Placeholder, raw: Any) -> tuple[str, ...]:
    ids = (raw,) if isinstance(raw, str) else tuple(raw) if isinstance(raw, Iterable) else ()
    if not ids or not all(isinstance(one, str) for one in ids):
        raise UnreadableError(f"「{place.label}」は、一覧から選んでください。")
    return tuple(dict.fromkeys(ids))


def _refuse_unknown(place: Placeholder, wanted: Sequence[str], found: Sequence[str]) -> None:
    if set(wanted) - set(found):
        raise UnreadableError(f"「{place.label}」に、町の一覧にないものがあります。選び直してください。")


def _refuse_wrong_side(place: Placeholder, is_ahead: bool, is_behind: bool) -> None:
    if place.when == "future" and is_behind:
        raise UnreadableError(f"「{place.label}」が過ぎています。")
    if place.when == "past" and is_ahead:
        raise UnreadableError(f"「{place.label}」が、まだ来ていない日時です。")


def _place_words(found: Sequence[Place]) -> Mapping[Language, str]:
    return _words(lambda language: naming.listed([naming.place_name(one, language) for one in found], language))


def _words(say: Callable[[Language], str]) -> Mapping[Language, str]:
    return {language: say(language) for language in FALLBACKS}


Reader = Callable[[Placeholder, Any, Setting], Given]
READERS: Mapping[PlaceholderKind, Reader] = {
    PlaceholderKind.DISTRICTS: _districts, PlaceholderKind.HAZARD: _hazard, PlaceholderKind.SHELTERS: _shelters,
    PlaceholderKind.RIVER: _one_of(lambda town: town.places.rivers),
    PlaceholderKind.ROAD: _one_of(lambda town: town.places.roads),
    PlaceholderKind.CHOICE: _choice, PlaceholderKind.TIME: _time, PlaceholderKind.DATE: _date,
    PlaceholderKind.NUMBER: _number, PlaceholderKind.PHONE: _phone, PlaceholderKind.URL: _url,
    PlaceholderKind.TEXT: _text,
}  # fmt: skip
