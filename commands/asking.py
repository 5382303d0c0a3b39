"""`madoguchi ask`: what a new resident would read."""

import sys
from datetime import UTC, datetime

import logs
import opening
from bot import terminal
from bot.answering import House
from commands.words import Given, Words, word
from settings import get_settings
from speech.languages import Language


def declare(words: Words) -> None:
    ask_ = word(words, "ask", "one message of a new resident", ask)
    ask_.add_argument("text", help="what the resident says; - reads one message a line from standard input")
    ask_.add_argument("--json", action="store_true", help="the LINE messages, the matched entries and the confidence")
    ask_.add_argument("--language", default=None, type=Language, choices=list(Language), metavar="LANGUAGE")


def ask(given: Given) -> None:
    house = furnished()
    for said in sys.stdin if given.text == "-" else [given.text]:
        heard = terminal.ask(house, said.rstrip("\n"), given.language, datetime.now(UTC))
        print(heard.as_json() if given.json else "\n".join(terminal.Talk(house, Language.JA).lines(heard)), flush=True)


def furnished() -> House:
    """The house as `make run` would open it, without a door."""
    logs.configure()
    settings = get_settings()
    opening.open_database(settings)
    opening.migrate(settings)
    opening.load(settings)
    return opening.furnish(settings)
