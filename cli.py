"""The `madoguchi` command."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import logs
import opening
import serve
from bot import account, rich_menu, terminal
from bot.answering import House
from knowledge import evaluate as judging
from settings import SettingsError, get_settings
from speech.languages import Language
from town.yaml_file import TownFileError


def main(words: list[str] | None = None) -> int:
    """Run one command. Mistakes of the person at the keyboard end in one sentence and a non-zero exit."""
    given = _parser().parse_args(words)
    command: Callable[[argparse.Namespace], None] = given.command
    try:
        command(given)
    except (SettingsError, TownFileError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read us has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="madoguchi", description="窓口: the town hall in LINE")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    _command(commands, "run", "everything in one process, with the simulator where there are no LINE credentials", run)
    _command(commands, "load", "read the town's and the common files into the database", load)
    talk_ = _command(commands, "talk", "the bot in this terminal", talk)
    talk_.add_argument("--language", default=Language.JA, type=Language, choices=list(Language), metavar="LANGUAGE")
    ask_ = _command(commands, "ask", "one message of a new resident", ask)
    ask_.add_argument("text", help="what the resident says; - reads one message a line from standard input")
    ask_.add_argument("--json", action="store_true", help="the LINE messages, the matched entries and the confidence")
    ask_.add_argument("--language", default=None, type=Language, choices=list(Language), metavar="LANGUAGE")

    evaluate_ = _command(commands, "evaluate", "how well the search finds, on a folder with judged questions", evaluate)
    evaluate_.add_argument("folder", type=Path, help="holds corpus.jsonl, queries.jsonl and qrels.tsv")
    evaluate_.add_argument("--half", default=None, type=judging.Half, choices=list(judging.Half), metavar="tune|frozen")
    evaluate_.add_argument("--json", action="store_true", help="the figures for machines")

    line = commands.add_parser("line", help="the LINE account").add_subparsers(required=True, metavar="WHAT")
    _command(line, "check", "look at the account's settings and list what to change", check)
    menu = _command(line, "rich-menu", "publish the rich menu; once is enough, twice does no harm", publish_menu)
    menu.add_argument("--draw", action="store_true", help="only draw the picture anew (needs a Japanese font)")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str, told: str, function: Callable[[argparse.Namespace], None],
) -> argparse.ArgumentParser:  # fmt: skip
    parser = commands.add_parser(name, help=told)
    parser.set_defaults(command=function)
    return parser


def run(_given: argparse.Namespace) -> None:
    serve.run()


def load(_given: argparse.Namespace) -> None:
    logs.configure()
    settings = get_settings()
    opening.open_database(settings)
    opening.migrate(settings)
    done = opening.load(settings)
    print(f"書いた項目 {done.written}、変わらない項目 {done.unchanged}、取り下げた項目 {len(done.withdrawn)}")
    for entry_id in done.conflicts:
        print(f"職員が編集した項目なので、ファイルからは変えませんでした: {entry_id}")


def ask(given: argparse.Namespace) -> None:
    house = _furnished()
    for line in sys.stdin if given.text == "-" else [given.text]:
        heard = terminal.ask(house, line.rstrip("\n"), given.language, datetime.now(UTC))
        print(heard.as_json() if given.json else "\n".join(terminal.Talk(house, Language.JA).lines(heard)), flush=True)


def talk(given: argparse.Namespace) -> None:
    """Until an empty line, or Ctrl-D."""
    talking = terminal.Talk(_furnished(), given.language)
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


def evaluate(given: argparse.Namespace) -> None:
    """In a process of its own, so that memory and time are the search's alone."""
    half = ["--half", given.half] if given.half else []
    command = [
        sys.executable,
        "-m",
        "knowledge.evaluate",
        str(given.folder),
        *half,
        *(["--json"] if given.json else []),
    ]
    if code := subprocess.run(command, check=False).returncode:  # noqa: S603 - our own module
        raise SystemExit(code)


def check(_given: argparse.Namespace) -> None:
    print("\n".join(account.check(get_settings())))


def publish_menu(given: argparse.Namespace) -> None:
    if given.draw:
        print(rich_menu.draw())
    else:
        print(rich_menu.publish(get_settings()))


def _furnished() -> House:
    """The house as `make run` would open it, without a door."""
    logs.configure()
    settings = get_settings()
    opening.open_database(settings)
    opening.migrate(settings)
    opening.load(settings)
    return opening.furnish(settings)


if __name__ == "__main__":
    sys.exit(main())
