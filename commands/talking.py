"""`madoguchi talk`: the bot in this terminal."""

from datetime import UTC, datetime

from bot import terminal
from commands.asking import furnished
from commands.words import Given, Words, word
from speech.languages import Language


def declare(words: Words) -> None:
    talk_ = word(
        words, "talk", "the bot in this terminal: words, a button's number, or a place as 34.757, 138.272", talk
    )
    talk_.add_argument("--language", default=None, type=Language, choices=list(Language), metavar="LANGUAGE")


def talk(given: Given) -> None:
    """One resident until an empty line, or Ctrl-D; nothing of it is kept."""
    talking = terminal.Talk(furnished(), given.language)
    heard = talking.begin(datetime.now(UTC))
    while True:
        print("\n".join(talking.lines(heard)), flush=True)
        try:
            words = input("> ")
        except EOFError:
            return
        if not words:
            return
        heard = talking.says(words, datetime.now(UTC))
