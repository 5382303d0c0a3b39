"""`madoguchi journal verify`: every line of the journal still is what it was, or the first that is not is named."""

from datetime import UTC, datetime

import opening
from commands.words import Given, Words, family, word
from settings import SettingsError, get_settings
from store import journal_seals
from store.database import reading


def declare(words: Words) -> None:
    journal = family(words, "journal", "the journal of the staff desk")
    verify_ = word(journal, "verify", "walk the whole hash chain; names the first line that does not fit", verify)
    verify_.add_argument("--position", type=int, help="a position noted on an earlier day …")
    verify_.add_argument("--hash", help="… and the hash that stood there")


def verify(given: Given) -> None:
    if (given.position is None) != (given.hash is None):
        raise SettingsError("--position と --hash は両方とも書いてください。")
    opening.open_database(get_settings())
    expected = (given.position, given.hash) if given.position is not None else None
    with reading() as session:
        verdict = journal_seals.verify(session, datetime.now(UTC), expected)
    if verdict.broken_at:
        raise SettingsError(f"合いません: {verdict.broken_at}(ここまでの {verdict.sealed} 行は合っています)")
    if verdict.unsealed:
        raise SettingsError(
            f"封印されていない古い行が {verdict.unsealed} 行あります。時計(clock)が動いているか確かめてください。"
        )
    print(f"{verdict.sealed} 行すべて合っています。")
    print(f"--position {verdict.sealed} --hash {verdict.last_hash}")
