"""`madoguchi line …`: the town's LINE account."""

from bot import account, rich_menu
from commands.words import Given, Words, family, word
from settings import get_settings


def declare(words: Words) -> None:
    line = family(words, "line", "the LINE account")
    word(line, "check", "look at the account's settings and list what to change", check)
    menu = word(line, "rich-menu", "publish the rich menu; once is enough, twice does no harm", publish_menu)
    menu.add_argument("--draw", action="store_true", help="only draw the picture anew (needs a Japanese font)")


def check(_given: Given) -> None:
    print("\n".join(account.check(get_settings())))


def publish_menu(given: Given) -> None:
    if given.draw:
        print(rich_menu.draw())
    else:
        print(rich_menu.publish(get_settings()))
