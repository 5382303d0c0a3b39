"""`madoguchi load`: the town's files into the database."""

import logs
import opening
from commands.words import Given, Words, word
from settings import get_settings


def declare(words: Words) -> None:
    word(words, "load", "read the town's and the common files into the database", load)


def load(_given: Given) -> None:
    logs.configure()
    settings = get_settings()
    opening.open_database(settings)
    opening.migrate(settings)
    done = opening.load(settings)
    print(f"書いた項目 {done.written}、変わらない項目 {done.unchanged}、取り下げた項目 {len(done.withdrawn)}")
    for entry_id in done.conflicts:
        print(f"職員が編集した項目なので、ファイルからは変えませんでした: {entry_id}")
    for subject in done.stale:
        print(f"組織改正より前のファイルです。改正後のままにしました: {subject}")
