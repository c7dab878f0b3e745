"""What every command of the command line is made with."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from importlib import import_module
from typing import Any

from psw_tui.cli.request import Request
from psw_tui.language import Language

Command = Callable[[Request], int]


def later(module: str, name: str = "run") -> Command:
    """A command whose module is loaded once it is chosen: most of them need the records, which take a while."""

    def run(request: Request) -> int:
        chosen: Command = getattr(import_module(f"psw_tui.cli.{module}"), name)
        return chosen(request)

    return run


def command(commands: Any, name: str, run: Command, help_: str) -> ArgumentParser:
    """A command with its words of help."""
    made: ArgumentParser = commands.add_parser(name, help=help_, description=help_, allow_abbrev=False)
    made.set_defaults(command=run)
    return made


def add_common(to: ArgumentParser, language: Language, default: str | None) -> None:
    """Options that may stand before the command and after it."""
    say = language.say
    to.add_argument(
        "--vault", metavar="DIR", default=default, help=say("the folder of the vault; needed if you have two")
    )
    to.add_argument(
        "--passphrase-file",
        metavar="FILE",
        default=default,
        help=say("read the passphrase from FILE, or from standard input for -, instead of asking"),
    )


def command_on_vault(commands: Any, name: str, run: Command, help_: str, language: Language) -> ArgumentParser:
    """A command that opens a vault, so that it is said which one and by what."""
    made = command(commands, name, run, help_)
    add_common(made, language, default=SUPPRESS)
    return made


def add_json(to: ArgumentParser, language: Language) -> None:
    """For programs."""
    to.add_argument("--json", action="store_true", help=language.say("for programs"))


def pair(typed: str) -> str:
    """Two words with = between them."""
    if "=" in typed:
        return typed
    raise ArgumentTypeError("COLUMN=FIELD")
