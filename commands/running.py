"""`madoguchi run`: everything in one process."""

import alone
from commands.words import Given, Words, word


def declare(words: Words) -> None:
    word(words, "run", "everything in one process, with the simulator where there are no LINE credentials", run)


def run(_given: Given) -> None:
    alone.run()
