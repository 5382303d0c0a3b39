"""The `madoguchi` command."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

from commands.words import Given
from settings import SettingsError
from town.yaml_file import TownFileError

# First words of the command line and the files that declare them, in the order of the help page. Only the file of the
# word that was said is read: who lists accounts need not wait for LINE's SDK and a dictionary.
DECLARED = {
    "run": "commands.running",
    "load": "commands.loading",
    "talk": "commands.talking",
    "ask": "commands.asking",
    "evaluate": "commands.evaluating",
    "line": "commands.line",
    "officer": "commands.officers",
    "alerts": "commands.alerts",
    "journal": "commands.journal",
    "review": "commands.review",
    "reorganise": "commands.reorganise",
    "worklist": "commands.worklist",
    "import": "commands.importing",
    "export": "commands.exporting",
    "bulletin": "commands.bulletin",
    "reports": "commands.road_reports",
}


def main(words: list[str] | None = None) -> int:
    """Run one command. Mistakes of the person at the keyboard end in one sentence and a non-zero exit."""
    words = sys.argv[1:] if words is None else words
    given = _parser(words).parse_args(words)
    command: Callable[[Given], None] = given.command
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


def _parser(said: list[str]) -> argparse.ArgumentParser:
    """Knows the word that was said; all of them where it is no word of ours, for the help page."""
    parser = argparse.ArgumentParser(prog="madoguchi", description="窓口: the town hall in LINE")
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    meant = DECLARED.get(said[0]) if said else None
    for declaring in [meant] if meant else DECLARED.values():
        import_module(declaring).declare(words)
    return parser


if __name__ == "__main__":
    sys.exit(main())
