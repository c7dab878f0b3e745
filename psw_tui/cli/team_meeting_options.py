"""The commands about what a team's workers decide: what they wrote differently, what is asked, who is shared."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import Any

from psw_tui.cli.commanding import add_json, command_on_vault, later
from psw_tui.language import Language


def add_meeting(parts: Any, language: Language) -> None:
    """`team conflicts`, `requests`, `share`, `unshare` and `new-code`."""
    say = language.say
    made = command_on_vault(
        parts,
        "conflicts",
        later("team_settling", "conflicts"),
        say("where you and others wrote different things; with --settle, pick what counts"),
        language,
    )
    made.add_argument("--settle", type=_number, metavar="N", help=say("settle number N of the list; needs --pick"))
    made.add_argument("--pick", type=_number, metavar="K", help=say("with --settle: the value number K counts"))
    _add_yes(made, language)
    made.add_argument("--names", action="store_true", help=say("print names too"))
    add_json(made, language)
    made = command_on_vault(
        parts,
        "requests",
        later("team_sharing", "requests"),
        say("questions for supervision, safety notes that wait, and the clients the team reads"),
        language,
    )
    add_json(made, language)
    made = command_on_vault(
        parts,
        "share",
        later("team_sharing", "share"),
        say("let the team read a client's record; they have to agree first"),
        language,
    )
    _add_code(made, language)
    made.add_argument("--agreed", metavar="DAY", help=say("the day they agreed, such as today or 2026-03-01"))
    made = command_on_vault(
        parts, "unshare", later("team_sharing", "unshare"), say("let nothing more of a client go to the team"), language
    )
    _add_code(made, language)
    _add_yes(made, language)
    made = command_on_vault(
        parts,
        "new-code",
        later("team_sharing", "new_code"),
        say("a new code for a client whose own another client has too"),
        language,
    )
    _add_code(made, language)


def _add_code(made: Any, language: Language) -> None:
    made.add_argument("code", metavar="CODE", help=language.say("such as Maple-27"))


def _add_yes(made: Any, language: Language) -> None:
    made.add_argument("--yes", action="store_true", help=language.say("do it without asking once more"))


def _number(typed: str) -> int:
    if typed.isascii() and typed.isdecimal() and 0 < len(typed) < 7 and int(typed):
        return int(typed)
    raise ArgumentTypeError("1, 2, …")
