"""`madoguchi review …`: which entries are due to be looked at, and who has looked."""

from datetime import UTC, date, datetime

import opening
from commands.words import Given, Words, family, word
from knowledge import reviewing, reviews
from knowledge.reviewing import read_safety
from knowledge.reviews import ReviewError, Stage
from settings import SettingsError
from store.database import reading, transaction
from town.calendar import to_jst

STATES = {Stage.AHEAD: "もうすぐ", Stage.OVERDUE: "過ぎています", Stage.WITHDRAWN: "取り下げ"}


def declare(words: Words) -> None:
    review = family(words, "review", "entries that are due to be looked at")
    list_ = word(review, "list", "what is due, overdue or withdrawn, oldest first", show)
    list_.add_argument("--section", help="only the entries of this section")
    confirm_ = word(review, "confirm", "the entry is right as of today", confirm)
    confirm_.add_argument("entry", help="the entry's id")
    confirm_.add_argument(
        "--until", required=True, type=date.fromisoformat, help="to be looked at again by (2027-11-20)"
    )
    confirm_.add_argument("--by", required=True, help="who looked, for the journal")


def show(given: Given) -> None:
    town = opening.open_town()
    today = to_jst(datetime.now(UTC)).date()
    with reading() as session:
        found = reviews.standings(session, today)
    count = 0
    for one in found:
        state = reviewing.stage(one, today, town.reviewing)
        if state is None or given.section not in (None, one.section_id):
            continue
        count += 1
        safety = " [安全: 自動では取り下げません]" if read_safety().holds(one) else ""
        print(f"{one.review_by} {STATES[state]} {one.section_id} {one.entry_id} {one.title}{safety}")
    print(f"{count}件")


def confirm(given: Given) -> None:
    opening.open_town()
    now = datetime.now(UTC)
    try:
        with transaction() as session:
            reviews.confirm(session, given.entry, given.until, actor=given.by, now=now, today=to_jst(now).date())
    except ReviewError as error:
        raise SettingsError(str(error)) from None
    print(f"確認しました: {given.entry}、次は {given.until} まで")
