"""Whatever anybody fills in, a notice either names what is wrong or keeps every rule in all six languages."""

from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from alerts.abolished import abolished_in, says_everybody_alone
from alerts.channels import Channel, copy_boxes, x_weight
from alerts.templates import Placeholder, PlaceholderKind, Template, catalogue, choices_of
from alerts.wording import SHORT, UnfitError, in_words
from alerts.written import SENT_AT, Effect, Written
from speech.languages import Language
from speech.limits import TEXT, utf16
from tests.alerts.filled_in import MIHON, NOW, fitting, text, values_of
from tests.thoroughness import tries

WORDS = st.sampled_from(
    [
        "給水車が来ます。",
        "避難勧告です",
        "全員避難",
        "危険な場所から全員避難",
        "【訓練】",
        "{town}",
        "避難準備情報\n",
        "あ" * 190,
    ]
)
JUNK = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.booleans(), st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.sampled_from(["ja", "en", "xx"]), st.text(max_size=20), max_size=3), st.floats(),
)  # fmt: skip
TIMES = st.sampled_from(
    ["2026-11-21T15:20", "2026-11-21T18:00", "2027-01-01T00:00+00:00", "2025-02-29T10:00", "0001-01-01T00:00"]
)
DATES = st.sampled_from(["2026-11-21", "2026-11-23", "2020-02-02", "9999-12-31"])


def mostly(place: Placeholder, danger: str | None) -> st.SearchStrategy[Any]:
    """What a form sends; a little of it wrong."""
    chosen = [one.value for one in choices_of(place, MIHON)]
    match place.kind:
        case PlaceholderKind.DISTRICTS | PlaceholderKind.SHELTERS:
            return st.lists(st.sampled_from(fitting(place, danger) or chosen), unique=True, min_size=1)
        case PlaceholderKind.HAZARD:
            return st.just(danger)
        case PlaceholderKind.TIME:
            return TIMES
        case PlaceholderKind.DATE:
            return DATES
        case PlaceholderKind.NUMBER:
            return st.integers(1, 9_999_999)
        case PlaceholderKind.TEXT:
            return WORDS | st.fixed_dictionaries({"ja": WORDS}, optional={"en": st.text(max_size=60), "vi": WORDS})
        case PlaceholderKind.URL | PlaceholderKind.PHONE:
            return st.sampled_from(["https://mihon.example/p", "000-000-0199", "0123-45-6789"])
    return st.sampled_from(chosen)


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, Any]:
    template = catalogue()[draw(st.sampled_from(list(catalogue())))]
    danger = draw(st.sampled_from(template.hazards or (None,)))
    values = values_of(template, danger)
    if template.is_correction:
        values["about"] = draw(st.sampled_from(list(catalogue())))
    for place in draw(st.lists(st.sampled_from(template.placeholders), max_size=4)):
        values[place.name] = draw(st.one_of(*[mostly(place, danger)] * 4, JUNK))
    return {"template": template.id, "values": values}


@given(content=drafts(), is_drill=st.booleans())
@settings(max_examples=tries(300), deadline=None)
def test_any_filling_either_complains_or_obeys_every_rule(content: dict[str, Any], is_drill: bool):
    template = catalogue()[content["template"]]
    try:
        notice = in_words(content, MIHON, is_drill=is_drill, now=NOW)
    except UnfitError as unfit:
        event("complained")
        names = {one.name for one in template.placeholders} | {None}
        assert unfit.complaints and all(one.sentence.endswith("。") for one in unfit.complaints)
        assert {one.placeholder for one in unfit.complaints} <= names
        return
    event("written")
    assert Written.from_json(notice.as_json()) == notice
    assert notice.districts or template.effect is Effect.NONE
    for language in Language:
        keeps_the_rules_of_a_language(text(notice, language), language, notice, is_drill)
    keeps_the_rules_of_japanese(text(notice), notice, template, is_drill)
    keeps_the_rules_of_channels(content, is_drill)


def keeps_the_rules_of_a_language(said: str, language: Language, notice: Written, is_drill: bool) -> None:
    assert utf16(said) <= TEXT
    told_when = {"times", "issued"} & set(catalogue()[notice.template_id].lines)  # a relay says when its source spoke
    assert (SENT_AT in said) == bool(told_when)
    assert SENT_AT not in notice.at(language, "15:31")[0]["text"]
    assert said.startswith("【訓練】") == is_drill
    assert said.endswith("これは訓練です") == is_drill
    if language in notice.untranslated:
        assert "日本語のみ" in said


def keeps_the_rules_of_japanese(said: str, notice: Written, template: Template, is_drill: bool) -> None:
    assert "みほん市" in said
    assert not says_everybody_alone(said)
    assert is_drill or not abolished_in(said, NOW.date())
    assert "屋内安全確保" not in said or notice.hazard in ("flood", "storm_surge")
    if notice.is_pressing:
        assert utf16(said) <= SHORT
    if template.level:
        assert f"警戒レベル{template.level} {template.kind}" in said[:40]
        names = [one.names.ja for one in MIHON.districts if one.id in notice.districts]
        assert any(name in said[:40] for name in [*names, "みほん市全域"])


def keeps_the_rules_of_channels(content: dict[str, Any], is_drill: bool) -> None:
    for box in copy_boxes(content, MIHON, is_drill=is_drill, now=NOW):
        assert box.text and SENT_AT not in box.text
        if box.channel is Channel.X:
            assert x_weight(box.text) <= 280
        if box.channel is Channel.AREA_MAIL:
            assert len(box.text) <= 200 and len(box.title or "") <= 15
