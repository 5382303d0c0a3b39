"""One entry, many channels: the same notice for the loudspeakers, 緊急速報メール, X and Lアラート, ready to be copied."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from alerts import naming, radio
from alerts.filling import hazard_words
from alerts.telling import Telling, line_in, token
from alerts.wording import DRILL_END, DRILL_MARK, UnfitError, read
from alerts.written import Effect
from speech.languages import Language
from speech.limits import fit_graphemes
from town.profile import Profile

MAIL_TITLE, MAIL_BODY = 15, 200  # letters; 緊急速報メール, what all three carriers take
X_WEIGHT = 280  # X counts a full-width letter twice
X_LINK = 23  # and every address as this much
# Weight 1 in X's own table; everything else weighs 2.
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
# What goes in first where not everything fits; what follows in the template's own order.
_GRAVEST = (
    "head",
    "head_order",
    "head_other",
    "action",
    "opening",
    "standing",
    "no_order",
    "area",
    "shelters",
    "reason",
)
_LINE_ONLY = frozenset({"times", "issued"})  # the hour at which LINE sends

Fits = Callable[[str], bool]


class Channel(StrEnum):
    RADIO = "radio"
    AREA_MAIL = "area_mail"
    X = "x"
    L_ALERT = "l_alert"


LABELS: Mapping[Channel, str] = {
    Channel.RADIO: "防災無線", Channel.AREA_MAIL: "緊急速報メール", Channel.X: "X", Channel.L_ALERT: "Lアラート",
}  # fmt: skip


@dataclass(frozen=True)
class CopyBox:
    """`most` and `length` are counted as the channel counts. Lアラート has `fields` in place of a text."""

    channel: Channel
    text: str
    title: str | None = None
    length: int | None = None
    most: int | None = None
    fields: tuple[tuple[str, str], ...] = field(default=())

    @property
    def label(self) -> str:
        return LABELS[self.channel]


def copy_boxes(content: Mapping[str, Any], town: Profile, *, is_drill: bool, now: datetime) -> tuple[CopyBox, ...]:
    """Raises UnfitError, like the notice itself. 緊急速報メール only for what presses."""
    telling, complaints = read(content, town, is_drill=is_drill, now=now)
    if complaints:
        raise UnfitError(tuple(complaints))
    mail = (_area_mail(telling),) if telling.meant.is_pressing else ()
    return (CopyBox(Channel.RADIO, radio.script(telling)), *mail, _x(telling), _l_alert(telling))


def x_weight(text: str) -> int:
    """As X weighs: an address is always 23, a full-width letter 2."""
    weight = 0
    for part in text.split():
        is_link = part.startswith("https://")
        weight += X_LINK if is_link else sum(map(_weight, part))
    return weight + sum(_weight(one) for one in text if one.isspace())


def _weight(letter: str) -> int:
    return 1 if any(first <= ord(letter) <= last for first, last in _LIGHT) else 2


def _area_mail(telling: Telling) -> CopyBox:
    hazard = hazard_words(telling.filled.hazard, Language.JA)
    kind = f"{telling.meant.kind}({hazard})" if hazard else telling.meant.kind
    corrected = f"【{telling.filled.template.kind}】" if telling.about else ""
    title = fit_graphemes(f"{DRILL_MARK if telling.is_drill else ''}{corrected}{kind}", MAIL_TITLE)
    body = _fitting(telling, lambda text: len(text) <= MAIL_BODY)
    return CopyBox(Channel.AREA_MAIL, body, title, len(body), MAIL_BODY)


def _x(telling: Telling) -> CopyBox:
    text = _fitting(telling, lambda said: x_weight(said) <= X_WEIGHT)
    return CopyBox(Channel.X, text, None, x_weight(text), X_WEIGHT)


def _fitting(telling: Telling, fits: Fits) -> str:
    """The gravest lines first, as many whole ones as fit, in the order of the notice."""
    said = {name: line for name in telling.filled.template.lines if (line := _line(telling, name))}
    chosen: list[str] = []
    for name in sorted(said, key=lambda one: _GRAVEST.index(one) if one in _GRAVEST else len(_GRAVEST)):
        with_it = [one for one in said if one in (*chosen, name)]
        if fits(_framed(telling, [said[one] for one in with_it])):
            chosen.append(name)
    text = _framed(telling, [said[one] for one in said if one in chosen])
    return text if chosen else _cut(telling, next(iter(said.values())), fits)


def _line(telling: Telling, name: str) -> str | None:
    return None if name in _LINE_ONLY else line_in(telling, name, Language.JA)


def _framed(telling: Telling, lines: Sequence[str]) -> str:
    """A copy says who speaks, and a drill says so at both ends."""
    own = naming.town_name(telling.filled.town, Language.JA)
    named = [*lines] if any(own in line for line in lines) else [*lines, own]
    return "\n".join([f"{DRILL_MARK}{named[0]}", *named[1:], DRILL_END] if telling.is_drill else named)


def _cut(telling: Telling, line: str, fits: Fits) -> str:
    """Not even the first line fits: a town with very long names, or a long title somebody typed."""
    while line and not fits(_framed(telling, [f"{line}…"])):
        line = line[:-1]
    return _framed(telling, [f"{line}…"])


def _l_alert(telling: Telling) -> CopyBox:
    fields = tuple((name, value) for name, value in _l_alert_fields(telling) if value)
    return CopyBox(Channel.L_ALERT, "\n".join(f"{name}: {value}" for name, value in fields), fields=fields)


def _l_alert_fields(telling: Telling) -> Iterator[tuple[str, str | None]]:
    """Named as デジタル庁's model of evacuation orders names them (政府相互運用性フレームワーク, 避難指示等)."""
    filled, meant = telling.filled, telling.meant
    yield "種別", "訓練" if telling.is_drill else "通常"
    yield "地方公共団体コード", filled.town.municipality_code
    yield "都道府県名", filled.town.prefecture.ja if filled.town.prefecture else None
    yield "市区町村名", filled.town.names.ja
    yield "発令区分", filled.says("ended", Language.JA) or meant.kind
    yield "発令・解除区分", _issued_or_lifted(telling)
    yield "警戒レベル", str(meant.level) if meant.level else None
    yield "災害種別", hazard_words(filled.hazard, Language.JA)
    yield "発令・解除対象地区", filled.says("districts", Language.JA)
    yield "発令・移行・解除日時", filled.says("ordered_at", Language.JA)
    yield "発令・解除理由", token("reason", telling, Language.JA)
    yield "対象世帯数", filled.says("households", Language.JA)
    yield "対象人数", filled.says("people", Language.JA)
    yield "避難行動指針", _action(telling)
    yield "避難所", filled.says("shelters", Language.JA)
    yield "補足情報", "\n".join(line for name in filled.template.lines if (line := _line(telling, name)))


def _action(telling: Telling) -> str | None:
    said = _line(telling, "action") if "action" in telling.filled.template.lines else None
    return said.removeprefix("行動: ") if said else None


def _issued_or_lifted(telling: Telling) -> str | None:
    if telling.about:
        return telling.filled.template.kind
    return {Effect.ORDERS: "発令", Effect.ENDS: "解除"}.get(telling.filled.template.effect)
