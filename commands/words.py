"""How a word of the `madoguchi` command is declared; every other file here declares its own with it."""

import argparse
from collections.abc import Callable
from typing import TypeAlias

Given: TypeAlias = argparse.Namespace
Words: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def word(words: Words, name: str, told: str, function: Callable[[Given], None]) -> argparse.ArgumentParser:
    """One command. Its function prints for officers and raises SettingsError or TownFileError with a sentence."""
    parser = words.add_parser(name, help=told)
    parser.set_defaults(command=function)
    return parser


def family(words: Words, name: str, told: str) -> Words:
    """A first word with second ones: `madoguchi line check`."""
    return words.add_parser(name, help=told).add_subparsers(required=True, metavar="WHAT")
