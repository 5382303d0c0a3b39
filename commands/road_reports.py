"""`madoguchi reports …`: keys for Open311, the figures of a year, and what would be forgotten today."""

from datetime import UTC, date, datetime, timedelta

import opening
from commands.words import Given, Words, family, word
from reports import figures, retention
from reports.figures import Figures
from settings import SettingsError, get_settings
from store.database import reading, transaction
from town import api_keys
from town.api_keys import Use
from town.calendar import JST, to_jst
from town.officers import NotAllowedError

ACTOR = "shell"
WHAT = {retention.Forgotten.REPORTER: "通報した人", retention.Forgotten.CONTENTS: "文と写真"}


def declare(words: Words) -> None:
    reports = family(words, "reports", "reports of road damage")
    key = family(reports, "key", "keys with which another system files reports by Open311")
    add_ = word(key, "add", "make a key for a named system; it is shown once and stored nowhere", add)
    add_.add_argument("name")
    revoke_ = word(key, "revoke", "this key opens nothing any more", revoke)
    revoke_.add_argument("name")
    word(reports, "due", "what is forgotten at the next chore: a dry run, nothing is changed", due)
    count_ = word(reports, "figures", "handled of posted, days to the first word and to the end", count)
    count_.add_argument("--since", type=date.fromisoformat, help="first day (2026-04-01); a year ago without it")
    count_.add_argument("--until", type=date.fromisoformat, help="last day; today without it")


def add(given: Given) -> None:
    opening.open_town()
    try:
        with transaction() as session:
            made = api_keys.make(session, given.name, ACTOR, datetime.now(UTC), Use.REPORTS)
    except NotAllowedError as refusal:
        raise SettingsError(str(refusal)) from None
    print(f"「{made.key.name}」の鍵です。もう一度は見られません。送る側の設定だけに書いてください。")
    print(made.secret)


def revoke(given: Given) -> None:
    opening.open_town()
    try:
        with transaction() as session:
            key = api_keys.revoke(session, given.name, ACTOR, datetime.now(UTC))
    except NotAllowedError as refusal:
        raise SettingsError(str(refusal)) from None
    print(f"「{key.name}」の鍵を止めました。")


def due(_given: Given) -> None:
    profile = opening.open_town()
    rules = opening.report_town(get_settings(), profile).rules
    with reading() as session:
        found = retention.due(session, rules, datetime.now(UTC))
    for one in found:
        print(f"{one.receipt_number}  {WHAT[one.what]}  (終わってから{one.after_days}日)")
    print(f"{len(found)}件{'以上' if len(found) == retention.MANY else ''}。まだ何も消していません。")


def count(given: Given) -> None:
    opening.open_town()
    now = datetime.now(UTC)
    today = to_jst(now).date()
    first, last = given.since or today - timedelta(days=365), given.until or today
    since = datetime.combine(first, datetime.min.time(), JST)
    until = datetime.combine(last + timedelta(days=1), datetime.min.time(), JST)
    with reading() as session:
        whole = figures.whole(session, since, until, now)
        kinds = figures.by_kind(session, since, until, now)
    print(f"{first} 〜 {last}")
    for name, one in (("すべて", whole), *kinds.items()):
        print(f"{name}: {_told(one)}")


def _told(one: Figures) -> str:
    share = "-" if one.handled_share is None else f"{one.handled_share:.1%}"
    first_word, end = ("-" if days is None else f"{days}日" for days in (one.days_to_first_word, one.days_to_end))
    return (
        f"投稿{one.posted} 対応{one.handled} ({share}) 対応中{one.is_open} 期限超過{one.overdue} 再開{one.reopened} "
        f"初回連絡まで{first_word} 完了まで{end}"
    )
