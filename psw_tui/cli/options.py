"""Every command with its options and its words of help."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from psw_tui.cli.commanding import add_common, add_json, command, command_on_vault, later, pair
from psw_tui.cli.leaving_options import add_hand_over, add_key, add_report, add_take_in
from psw_tui.cli.team_options import add_team
from psw_tui.domain.day_order import DayOrder
from psw_tui.language import Language

MOST_CLIENTS = 100_000


def parser(language: Language) -> ArgumentParser:
    """The whole command line in this language."""
    say = language.say
    whole = ArgumentParser(
        prog="psw-tui",
        description=say("An offline, encrypted notebook for peer support workers. Without a command the app opens."),
        allow_abbrev=False,
    )
    add_common(whole, language, default=None)
    commands = whole.add_subparsers(title=say("commands"), required=True, metavar=say("COMMAND"))
    _add_new(commands, language)
    _add_demo(commands, language)
    _add_plain(commands, language)
    caseload_ = command_on_vault(commands, "caseload", later("caseload"), say("every client at a glance"), language)
    add_json(caseload_, language)
    _add_client(commands, language)
    _add_to_do(commands, language)
    _add_find(commands, language)
    keeping_ = command_on_vault(
        commands, "keeping", later("keeping"), say("records to review, on hold, or waiting to be erased"), language
    )
    add_json(keeping_, language)
    _add_import(commands, language)
    add_report(commands, language)
    add_hand_over(commands, language)
    add_take_in(commands, language)
    add_key(commands, language)
    _add_doctor(commands, language)
    _add_backups(commands, language)
    _add_passphrase(commands, language)
    _add_recover(commands, language)
    _add_sheet(commands, language)
    _add_shortcut(commands, language)
    _add_selftest(commands, language)
    add_team(commands, language)
    return whole


def _add_new(commands: Any, language: Language) -> None:
    say = language.say
    made = command_on_vault(commands, "new", later("new"), say("set up a vault"), language)
    made.add_argument("--label", help=say("what the vault is called, such as a first name or a colour"))
    made.add_argument("--worker", metavar="NAME", help=say("your name in the notes"))
    made.add_argument(
        "--recovery-file",
        metavar="FILE",
        help=say("with --passphrase-file: set up without asking, and write the recovery code to this new file"),
    )


def _add_demo(commands: Any, language: Language) -> None:
    say = language.say
    made = command(commands, "demo", later("demo"), say("a practice vault with made-up people; nothing in it is real"))
    made.add_argument("--clients", type=_count, metavar="N", help=say("how many clients; twelve if you do not say"))
    made.add_argument("--headless", action="store_true", help=say("no app: print a walk through it"))
    made.add_argument("--keep", metavar="DIR", help=say("make it in this empty or new folder, and leave it there"))


def _add_plain(commands: Any, language: Language) -> None:
    say = language.say
    help_ = say("the whole job by numbered questions, for screen readers")
    made = command_on_vault(commands, "plain", later("plain"), help_, language)
    made.add_argument("--practice", action="store_true", help=say("practise with an invented client"))


def _add_client(commands: Any, language: Language) -> None:
    say = language.say
    made = command_on_vault(commands, "client", later("client"), say("one client's record"), language)
    made.add_argument("code", metavar="CODE", help=say("such as Maple-27"))
    made.add_argument("--names", action="store_true", help=say("print names too"))
    add_json(made, language)


def _add_to_do(commands: Any, language: Language) -> None:
    say = language.say
    made = command_on_vault(
        commands, "todo", later("to_do"), say("everything that is due, the overdue first"), language
    )
    made.add_argument("--client", metavar="CODE", help=say("of one client only"))
    add_json(made, language)


def _add_find(commands: Any, language: Language) -> None:
    say = language.say
    made = command_on_vault(commands, "find", later("find"), say("find words in everything you wrote"), language)
    made.add_argument("text", metavar="TEXT", nargs="+", help=say("the words; - reads them from standard input"))
    made.add_argument("--names", action="store_true", help=say("print names too"))
    add_json(made, language)


def _add_import(commands: Any, language: Language) -> None:
    say = language.say
    help_ = say("bring clients in from a list, a .csv or .xlsx file; all of them, or nothing")
    made = command_on_vault(commands, "import", later("importing"), help_, language)
    made.add_argument("file", metavar="FILE", help=say("the list; its first row has the headings"))
    made.add_argument("--dry-run", action="store_true", help=say("only say what would happen"))
    made.add_argument(
        "--map",
        metavar="COLUMN=FIELD",
        action="append",
        type=pair,
        default=[],
        help=say("this column goes to this field, or with - nowhere; as often as needed"),
    )
    made.add_argument(
        "--fill",
        metavar="FIELD=VALUE",
        action="append",
        type=pair,
        default=[],
        help=say("this value where a row has none, such as met_on=2026-03-01"),
    )
    made.add_argument("--dates", choices=list(DayOrder), help=say("how dates such as 03/04/2026 are written"))
    made.add_argument("--draw-codes", action="store_true", help=say("draw a code for every row without one"))
    made.add_argument("--skip-known", action="store_true", help=say("leave out clients who are here already"))
    made.add_argument("--skip-refused", action="store_true", help=say("leave out rows that cannot be taken"))
    made.add_argument("--names", action="store_true", help=say("print names too"))
    add_json(made, language)


def _add_doctor(commands: Any, language: Language) -> None:
    say = language.say
    made = command_on_vault(commands, "doctor", later("doctor"), say("look whether the vault is whole"), language)
    made.add_argument(
        "--rebuild",
        action="store_true",
        help=say("also replay the change log beside the vault and compare; nothing is replaced, and it takes a while"),
    )
    made.add_argument(
        "--rescue",
        nargs="?",
        const="",
        metavar="NEW",
        help=say("save what can be read of a damaged vault into a new one, beside it or in the new folder NEW"),
    )
    add_json(made, language)


def _add_backups(commands: Any, language: Language) -> None:
    say = language.say
    make = command_on_vault(
        commands, "backup", later("backing_up", "make"), say("make a backup and look it through"), language
    )
    make.add_argument("--to", metavar="DIR", help=say("in this folder, such as a stick, and not beside the vault"))
    verify = command_on_vault(commands, "verify", later("backing_up", "verify"), say("look a backup through"), language)
    verify.add_argument(
        "backup", metavar="BACKUP", nargs="?", help=say("its folder or name; the newest if you do not say")
    )
    back = command_on_vault(
        commands, "restore", later("backing_up", "restore"), say("bring a vault back from a backup"), language
    )
    back.add_argument("backup", metavar="BACKUP", help=say("its folder or name"))
    back.add_argument("--to", metavar="DIR", help=say("the folder the vault goes to"))
    back.add_argument(
        "--replace", action="store_true", help=say("put aside the vault that is there; it is kept in its folder")
    )
    back.add_argument(
        "--old-keys", action="store_true", help=say("let a former passphrase and recovery code count again")
    )
    back.add_argument(
        "--recovery-file",
        metavar="FILE",
        help=say("read the recovery code from FILE instead of asking for a passphrase"),
    )


def _add_passphrase(commands: Any, language: Language) -> None:
    say = language.say
    made = command_on_vault(
        commands, "passphrase", later("passphrase"), say("a new passphrase for the vault"), language
    )
    made.add_argument(
        "--new-passphrase-file", metavar="FILE", help=say("read the new passphrase from FILE instead of asking")
    )
    made.add_argument(
        "--leaked",
        action="store_true",
        help=say(
            "somebody may know the passphrase, or the sheet is lost: a new recovery code too, needs --recovery-file"
        ),
    )
    made.add_argument("--recovery-file", metavar="FILE", help=say("with --leaked: write the new code to this new file"))


def _add_recover(commands: Any, language: Language) -> None:
    say = language.say
    help_ = say("open the vault with the recovery code, and give it a new passphrase")
    made = command_on_vault(commands, "recover", later("recover"), help_, language)
    made.add_argument("--recovery-file", metavar="FILE", help=say("read the recovery code from FILE instead of asking"))


def _add_sheet(commands: Any, language: Language) -> None:
    say = language.say
    made = command(
        commands, "sheet", later("sheet"), say("a blank sheet for the recovery code, to print and fill in by hand")
    )
    made.add_argument("file", metavar="FILE.html", help=say("a new file; it will hold no code"))


def _add_shortcut(commands: Any, language: Language) -> None:
    say = language.say
    help_ = say("an icon on the desktop that opens a window with psw-tui")
    made = command_on_vault(commands, "shortcut", later("shortcut"), help_, language)
    made.add_argument("--remove", action="store_true", help=say("take the icon away again"))


def _add_selftest(commands: Any, language: Language) -> None:
    help_ = language.say("try every part of the program on a vault made for that; your own is not touched")
    command(commands, "selftest", later("selftest"), help_)


def _count(typed: str) -> int:
    if typed.isdecimal() and typed.isascii() and 1 <= int(typed) <= MOST_CLIENTS:
        return int(typed)
    raise ArgumentTypeError(f"1-{MOST_CLIENTS}")
