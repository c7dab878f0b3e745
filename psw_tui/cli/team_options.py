"""The commands of a team and of its hub, with their options."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from psw_tui.cli.commanding import command, later
from psw_tui.cli.team_meeting_options import add_meeting
from psw_tui.language import Language

MOST_PARTS = 256
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def add_team(commands: Any, language: Language) -> None:
    """One command with commands of its own."""
    say = language.say
    help_ = say("several laptops with the same clients, and the hub of their agency")
    made: ArgumentParser = commands.add_parser("team", help=help_, description=help_, allow_abbrev=False)
    parts = made.add_subparsers(title=say("commands"), required=True, metavar=say("COMMAND"))
    _add_hub(parts, language)
    add_meeting(parts, language)


def _add_hub(parts: Any, language: Language) -> None:
    say = language.say
    init = command(
        parts,
        "hub-init",
        later("team", "set_up_hub"),
        say("set up the hub in a database of its own; for administrators"),
    )
    _add_hub_address(init, language)
    init.add_argument(
        "--partitions",
        type=_parts,
        default=0,
        metavar="N",
        help=say("divide the log by team into so many parts, for agencies with hundreds of laptops"),
    )
    member = command(
        parts, "hub-member", later("team", "change_member"), say("let a login in, or take it out; for administrators")
    )
    _add_hub_address(member, language)
    member.add_argument("--login", required=True, metavar="NAME", help=say("the login on the server, such as ash"))
    member.add_argument("--team", required=True, type=_uuid, metavar="ID", help=say("the id of the team"))
    member.add_argument("--device", required=True, type=_uuid, metavar="ID", help=say("the id of the laptop"))
    member.add_argument("--remove", action="store_true", help=say("take it out"))


def _add_hub_address(to: ArgumentParser, language: Language) -> None:
    say = language.say
    help_ = say("where the hub is, such as postgresql://login@server/database")
    to.add_argument("dsn", metavar="DSN", help=help_)
    help_ = say("read the login's password from FILE, or from standard input for -, instead of asking")
    to.add_argument("--password-file", metavar="FILE", help=help_)


def _parts(typed: str) -> int:
    if typed.isdecimal() and typed.isascii() and 0 <= int(typed) <= MOST_PARTS:
        return int(typed)
    raise ArgumentTypeError(f"0-{MOST_PARTS}")


def _uuid(typed: str) -> str:
    """An id as it is shown elsewhere."""
    if _UUID.fullmatch(typed.lower()):
        return typed.lower()
    raise ArgumentTypeError("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
