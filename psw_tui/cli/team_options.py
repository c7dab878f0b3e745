"""The commands of a team and of its hub, with their options."""

from __future__ import annotations

import re
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from psw_tui.cli.commanding import add_common, add_json, command, command_on_vault, later
from psw_tui.cli.team_meeting_options import add_meeting
from psw_tui.language import Language

MOST_PARTS = 256
_MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def add_team(commands: Any, language: Language) -> None:
    """One command with commands of its own."""
    say = language.say
    help_ = say("several laptops with the same clients; alone it shows who is in your team")
    made = command(commands, "team", later("team_joining", "show"), help_)
    add_common(made, language, default=SUPPRESS)
    add_json(made, language)
    parts = made.add_subparsers(title=say("commands"), metavar=say("COMMAND"))
    _add_joining(parts, language)
    _add_laptops(parts, language)
    _add_meeting(parts, language)
    _add_sticks(parts, language)
    _add_hub(parts, language)
    add_meeting(parts, language)


def _add_joining(parts: Any, language: Language) -> None:
    say = language.say
    run = later("team_joining", "show")
    shown = command_on_vault(parts, "show", run, say("who is in your team, and the codes to read aloud"), language)
    add_json(shown, language)
    run = later("team_joining", "start")
    start = command_on_vault(parts, "start", run, say("start a team, with this laptop in it"), language)
    start.add_argument("name", metavar="NAME", help=say("what the team is called"))
    run = later("team_joining", "card")
    card = command_on_vault(parts, "card", run, say("this laptop's card, for somebody in the team"), language)
    _add_to(card, language)
    run = later("team_joining", "let_laptop_in")
    let_in = command_on_vault(
        parts, "let-in", run, say("let a laptop in by its card, and write a letter for it"), language
    )
    let_in.add_argument("card", metavar="CARD", help=say("the card that came, a file"))
    _add_to(let_in, language)
    _add_code(let_in, language)
    run = later("team_joining", "join_team")
    join = command_on_vault(
        parts, "join", run, say("join by the letter that came, or learn of new laptops from it"), language
    )
    join.add_argument("letter", metavar="LETTER", help=say("the letter, a file"))
    _add_code(join, language)


def _add_laptops(parts: Any, language: Language) -> None:
    say = language.say
    run = later("team_joining", "write_letter")
    letter = command_on_vault(parts, "letter", run, say("write the letter for a laptop once more"), language)
    _add_laptop(letter, language)
    _add_to(letter, language)
    run = later("team_joining", "take_laptop_out")
    out = command_on_vault(parts, "take-out", run, say("take a laptop out of the team"), language)
    _add_laptop(out, language)
    out.add_argument("--yes", action="store_true", help=say("do not ask first"))


def _add_meeting(parts: Any, language: Language) -> None:
    say = language.say
    hub = command_on_vault(parts, "hub", later("team_meeting", "keep"), say("where the hub of your team is"), language)
    hub.add_argument("address", metavar="ADDRESS", nargs="?", help=say("such as postgresql://login@server/database"))
    hub.add_argument("--forget", action="store_true", help=say("forget the hub and its password"))
    _add_password(hub, language)
    sync = command_on_vault(parts, "sync", later("team_meeting", "meet"), say("meet your team on its hub"), language)
    _add_password(sync, language)
    add_json(sync, language)
    run = later("team_meeting", "tell")
    help_ = say("tell the hub the numbers of a month: what the program report counts, and nothing under 5")
    numbers = command_on_vault(parts, "numbers", run, help_, language)
    numbers.add_argument(
        "--month", required=True, type=_month, metavar="2026-10", help=say("the month, which has to be over")
    )
    numbers.add_argument("--dry-run", action="store_true", help=say("only say what would happen"))
    _add_password(numbers, language)
    add_json(numbers, language)


def _add_sticks(parts: Any, language: Language) -> None:
    say = language.say
    run = later("team_meeting", "export")
    export = command_on_vault(
        parts, "export", run, say("put what your team has not got into one locked file, such as on a stick"), language
    )
    _add_to(export, language)
    export.add_argument(
        "--for",
        dest="whom",
        metavar="LAPTOP",
        action="append",
        default=[],
        help=say("only for this laptop, by name or code; as often as needed"),
    )
    export.add_argument("--everything", action="store_true", help=say("also what they said they have"))
    run = later("team_meeting", "bring_in")
    import_ = command_on_vault(parts, "import", run, say("take in a file that somebody in your team made"), language)
    import_.add_argument("file", metavar="FILE", help=say("the file that came"))
    import_.add_argument("--dry-run", action="store_true", help=say("only say what would happen"))
    add_json(import_, language)


def _add_to(to: ArgumentParser, language: Language) -> None:
    to.add_argument("--to", metavar="DIR", required=True, help=language.say("into this folder, such as a stick"))


def _add_code(to: ArgumentParser, language: Language) -> None:
    help_ = language.say("the code that was read aloud to you, instead of asking whether it is the same")
    to.add_argument("--code", metavar="XXXX-XXXX-XXXX", help=help_)


def _add_laptop(to: ArgumentParser, language: Language) -> None:
    to.add_argument("laptop", metavar="LAPTOP", help=language.say("a laptop of your team, by name, code or id"))


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
    _add_password(to, language)


def _add_password(to: ArgumentParser, language: Language) -> None:
    help_ = language.say("read the login's password from FILE, or from standard input for -, instead of asking")
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


def _month(typed: str) -> date:
    """The first day of a month."""
    if _MONTH.fullmatch(typed):
        return date(int(typed[:4]), int(typed[5:]), 1)
    raise ArgumentTypeError("2026-10")
