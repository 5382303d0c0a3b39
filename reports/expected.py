"""What a resident may expect, in words: when somebody will look, and by when a first word comes."""

from datetime import datetime, timedelta

from reports.routing import Routed
from speech.languages import Language
from speech.phrases import phrase
from town.calendar import to_jst


def in_words(routed: Routed, language: Language, now: datetime) -> str:
    """「担当課が見るのは11月24日(火)8:30以降です。11月27日までに、はじめの連絡をします。」."""
    local = routed.first_word_on
    weekday = phrase(f"contact.weekday_{local.weekday()}", language)
    first_word = phrase("report_when.first_word", language, month=local.month, day=local.day, weekday=weekday)
    return look_in_words(routed, language, now) + first_word


def look_in_words(routed: Routed, language: Language, now: datetime) -> str:
    """Nobody may think that somebody watches at night."""
    if routed.looks_at is None:
        return phrase("report_when.hours_unknown", language)
    if routed.is_open:
        return phrase("report_when.open", language)
    return phrase("report_when.closed", language, moment=moment_in_words(routed.looks_at, language, now))


def moment_in_words(moment: datetime, language: Language, now: datetime) -> str:
    local, today = to_jst(moment), to_jst(now).date()
    clock = f"{local:%-H:%M}"
    if local.date() == today:
        return phrase("contact.today", language, time=clock)
    if local.date() == today + timedelta(days=1):
        return phrase("contact.tomorrow", language, time=clock)
    weekday = phrase(f"contact.weekday_{local.weekday()}", language)
    return phrase("contact.day", language, weekday=weekday, month=local.month, day=local.day, time=clock)
