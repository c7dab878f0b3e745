"""Every command with its options and its words of help."""

from __future__ import annotations

import re
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from importlib import import_module
from typing import Any

from psw_tui.cli.request import Request
from psw_tui.domain.day_order import DayOrder
from psw_tui.language import LANGUAGES, Language

MOST_CLIENTS = 100_000
MOST_PARTS = 256
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HAND_OVER_PARTS = ("goals", "debriefs", "looks", "people", "follow_ups", "safety", "statements")
"""The values of `records.parcel.HandOverPart`, which is loaded only when it is needed; a test compares them."""

PAPERS = (
    *("own_copy", "summary", "notes", "fresh_look", "referral", "permission", "supervision"),
    *("program", "learning"),
)
NOTE_FORMATS = ("girp", "dap", "birp", "soap", "plain")
FILE_KINDS = ("html", "pdf", "md", "txt", "csv")
"""Written out here, because what knows them takes a while to load; a test compares."""

Command = Callable[[Request], int]


def parser(language: Language) -> ArgumentParser:
    """The whole command line in this language."""
    say = language.say
    whole = ArgumentParser(
        prog="psw-tui",
        description=say("An offline, encrypted notebook for peer support workers. Without a command the app opens."),
        allow_abbrev=False,
    )
    _add_common(whole, language, default=None)
    commands = whole.add_subparsers(title=say("commands"), required=True, metavar=say("COMMAND"))
    _add_new(commands, language)
    _add_demo(commands, language)
    _add_plain(commands, language)
    caseload_ = _command_on_vault(commands, "caseload", _later("caseload"), say("every client at a glance"), language)
    _add_json(caseload_, language)
    _add_client(commands, language)
    _add_to_do(commands, language)
    _add_find(commands, language)
    keeping_ = _command_on_vault(
        commands, "keeping", _later("keeping"), say("records to review, on hold, or waiting to be erased"), language
    )
    _add_json(keeping_, language)
    _add_import(commands, language)
    _add_report(commands, language)
    _add_hand_over(commands, language)
    _add_take_in(commands, language)
    _add_key(commands, language)
    _add_doctor(commands, language)
    _add_backups(commands, language)
    _add_passphrase(commands, language)
    _add_recover(commands, language)
    _add_sheet(commands, language)
    _add_shortcut(commands, language)
    _add_selftest(commands, language)
    _add_team(commands, language)
    return whole


def _later(module: str, name: str = "run") -> Command:
    """A command whose module is loaded once it is chosen: most of them need the records, which take a while."""

    def run(request: Request) -> int:
        chosen: Command = getattr(import_module(f"psw_tui.cli.{module}"), name)
        return chosen(request)

    return run


def _command(commands: Any, name: str, run: Command, help_: str) -> ArgumentParser:
    made: ArgumentParser = commands.add_parser(name, help=help_, description=help_, allow_abbrev=False)
    made.set_defaults(command=run)
    return made


def _add_common(to: ArgumentParser, language: Language, default: str | None) -> None:
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


def _command_on_vault(commands: Any, name: str, run: Command, help_: str, language: Language) -> ArgumentParser:
    made = _command(commands, name, run, help_)
    _add_common(made, language, default=SUPPRESS)
    return made


def _add_json(to: ArgumentParser, language: Language) -> None:
    to.add_argument("--json", action="store_true", help=language.say("for programs"))


def _add_new(commands: Any, language: Language) -> None:
    say = language.say
    made = _command_on_vault(commands, "new", _later("new"), say("set up a vault"), language)
    made.add_argument("--label", help=say("what the vault is called, such as a first name or a colour"))
    made.add_argument("--worker", metavar="NAME", help=say("your name in the notes"))
    made.add_argument(
        "--recovery-file",
        metavar="FILE",
        help=say("with --passphrase-file: set up without asking, and write the recovery code to this new file"),
    )


def _add_demo(commands: Any, language: Language) -> None:
    say = language.say
    made = _command(
        commands, "demo", _later("demo"), say("a practice vault with made-up people; nothing in it is real")
    )
    made.add_argument("--clients", type=_count, metavar="N", help=say("how many clients; twelve if you do not say"))
    made.add_argument("--headless", action="store_true", help=say("no app: print a walk through it"))
    made.add_argument("--keep", metavar="DIR", help=say("make it in this empty or new folder, and leave it there"))


def _add_plain(commands: Any, language: Language) -> None:
    say = language.say
    help_ = say("the whole job by numbered questions, for screen readers")
    made = _command_on_vault(commands, "plain", _later("plain"), help_, language)
    made.add_argument("--practice", action="store_true", help=say("practise with an invented client"))


def _add_client(commands: Any, language: Language) -> None:
    say = language.say
    made = _command_on_vault(commands, "client", _later("client"), say("one client's record"), language)
    made.add_argument("code", metavar="CODE", help=say("such as Maple-27"))
    made.add_argument("--names", action="store_true", help=say("print names too"))
    _add_json(made, language)


def _add_to_do(commands: Any, language: Language) -> None:
    say = language.say
    made = _command_on_vault(
        commands, "todo", _later("to_do"), say("everything that is due, the overdue first"), language
    )
    made.add_argument("--client", metavar="CODE", help=say("of one client only"))
    _add_json(made, language)


def _add_find(commands: Any, language: Language) -> None:
    say = language.say
    made = _command_on_vault(commands, "find", _later("find"), say("find words in everything you wrote"), language)
    made.add_argument("text", metavar="TEXT", nargs="+", help=say("the words; - reads them from standard input"))
    made.add_argument("--names", action="store_true", help=say("print names too"))
    _add_json(made, language)


def _add_import(commands: Any, language: Language) -> None:
    say = language.say
    help_ = say("bring clients in from a list, a .csv or .xlsx file; all of them, or nothing")
    made = _command_on_vault(commands, "import", _later("importing"), help_, language)
    made.add_argument("file", metavar="FILE", help=say("the list; its first row has the headings"))
    made.add_argument("--dry-run", action="store_true", help=say("only say what would happen"))
    made.add_argument(
        "--map",
        metavar="COLUMN=FIELD",
        action="append",
        type=_pair,
        default=[],
        help=say("this column goes to this field, or with - nowhere; as often as needed"),
    )
    made.add_argument(
        "--fill",
        metavar="FIELD=VALUE",
        action="append",
        type=_pair,
        default=[],
        help=say("this value where a row has none, such as met_on=2026-03-01"),
    )
    made.add_argument("--dates", choices=list(DayOrder), help=say("how dates such as 03/04/2026 are written"))
    made.add_argument("--draw-codes", action="store_true", help=say("draw a code for every row without one"))
    made.add_argument("--skip-known", action="store_true", help=say("leave out clients who are here already"))
    made.add_argument("--skip-refused", action="store_true", help=say("leave out rows that cannot be taken"))
    made.add_argument("--names", action="store_true", help=say("print names too"))
    _add_json(made, language)


def _add_report(commands: Any, language: Language) -> None:
    say = language.say
    help_ = say("a paper to read; with --to it leaves into a folder, locked, or in clear with a reason")
    made = _command_on_vault(commands, "report", _later("report"), help_, language)
    made.add_argument("paper", choices=PAPERS, metavar="PAPER", help=say("one of: {papers}", papers=", ".join(PAPERS)))
    made.add_argument("code", nargs="?", metavar="CODE", help=say("the client it is about, such as Maple-27"))
    made.add_argument("--which", type=int, default=1, metavar="N", help=say("of several, the newest being 1"))
    made.add_argument("--blank", action="store_true", help=say("a permission form to fill in by hand"))
    made.add_argument("--language", choices=LANGUAGES, help=say("the language it is written in"))
    made.add_argument(
        "--notes", choices=NOTE_FORMATS, default=NOTE_FORMATS[0], help=say("how debrief notes are laid out")
    )
    made.add_argument("--since", metavar="DAY", help=say("from this day on"))
    made.add_argument("--until", metavar="DAY", help=say("until this day"))
    made.add_argument(
        "--text",
        metavar="ITEM=TEXT",
        action="append",
        type=_pair,
        default=[],
        help=say("of a letter: what you write about this thing they allow you to share; as often as needed"),
    )
    made.add_argument("--with-name", action="store_true", help=say("of a letter: their name, not the code"))
    made.add_argument("--to", metavar="DIR", help=say("the folder it leaves into, such as a stick"))
    made.add_argument("--for", dest="whom", metavar="WHOM", help=say("who gets it"))
    made.add_argument(
        "--as", dest="written_as", choices=FILE_KINDS, default=FILE_KINDS[0], help=say("the kind of file")
    )
    locked = made.add_mutually_exclusive_group()
    locked.add_argument("--recipient", metavar="KEY", help=say("lock it for this age key, not with a passphrase"))
    locked.add_argument("--in-clear", metavar="WHY", help=say("do not lock it, and why; the reason is logged"))


def _add_hand_over(commands: Any, language: Language) -> None:
    say = language.say
    help_ = say("hand a client over to another worker, as a file locked with six words or for one person's age key")
    made = _command_on_vault(commands, "handover", _later("handing_over", "hand_over_client"), help_, language)
    made.add_argument("code", metavar="CODE", help=say("such as Maple-27"))
    made.add_argument("--to", metavar="DIR", required=True, help=say("into this folder, such as a stick"))
    made.add_argument("--for", dest="whom", metavar="NAME", required=True, help=say("who gets it"))
    made.add_argument(
        "--recipient", metavar="AGE1", default="", help=say("lock it for this age key, not with six words")
    )
    made.add_argument("--in-clear", metavar="WHY", default="", help=say("do not lock it, and say why"))
    made.add_argument(
        "--without",
        metavar="PART",
        action="append",
        choices=HAND_OVER_PARTS,
        default=[],
        help=say("leave this part out"),
    )
    made.add_argument("--names", action="store_true", help=say("names go along too"))
    made.add_argument("--go-on", action="store_true", help=say("you go on seeing this client too"))
    made.add_argument("--dry-run", action="store_true", help=say("only say what would happen"))


def _add_take_in(commands: Any, language: Language) -> None:
    say = language.say
    help_ = say("take in a file that came from another vault: a hand-over, or an answer; or read a question")
    made = _command_on_vault(commands, "takein", _later("handing_over", "take_in_file"), help_, language)
    made.add_argument("file", metavar="FILE", help=say("the file that came"))
    made.add_argument(
        "--parcel-passphrase-file",
        metavar="FILE",
        help=say("read the six words that open it from FILE instead of asking"),
    )
    made.add_argument("--dry-run", action="store_true", help=say("only say what would happen"))


def _add_key(commands: Any, language: Language) -> None:
    help_ = language.say("the age key that others lock with, so that only you can open what they send")
    _command_on_vault(commands, "key", _later("handing_over", "show_key"), help_, language)


def _pair(typed: str) -> str:
    if "=" in typed:
        return typed
    raise ArgumentTypeError("COLUMN=FIELD")


def _add_doctor(commands: Any, language: Language) -> None:
    say = language.say
    made = _command_on_vault(commands, "doctor", _later("doctor"), say("look whether the vault is whole"), language)
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
    _add_json(made, language)


def _add_backups(commands: Any, language: Language) -> None:
    say = language.say
    make = _command_on_vault(
        commands, "backup", _later("backing_up", "make"), say("make a backup and look it through"), language
    )
    make.add_argument("--to", metavar="DIR", help=say("in this folder, such as a stick, and not beside the vault"))
    verify = _command_on_vault(
        commands, "verify", _later("backing_up", "verify"), say("look a backup through"), language
    )
    verify.add_argument(
        "backup", metavar="BACKUP", nargs="?", help=say("its folder or name; the newest if you do not say")
    )
    back = _command_on_vault(
        commands, "restore", _later("backing_up", "restore"), say("bring a vault back from a backup"), language
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
    made = _command_on_vault(
        commands, "passphrase", _later("passphrase"), say("a new passphrase for the vault"), language
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
    made = _command_on_vault(commands, "recover", _later("recover"), help_, language)
    made.add_argument("--recovery-file", metavar="FILE", help=say("read the recovery code from FILE instead of asking"))


def _add_sheet(commands: Any, language: Language) -> None:
    say = language.say
    made = _command(
        commands, "sheet", _later("sheet"), say("a blank sheet for the recovery code, to print and fill in by hand")
    )
    made.add_argument("file", metavar="FILE.html", help=say("a new file; it will hold no code"))


def _add_shortcut(commands: Any, language: Language) -> None:
    say = language.say
    help_ = say("an icon on the desktop that opens a window with psw-tui")
    made = _command_on_vault(commands, "shortcut", _later("shortcut"), help_, language)
    made.add_argument("--remove", action="store_true", help=say("take the icon away again"))


def _add_selftest(commands: Any, language: Language) -> None:
    help_ = language.say("try every part of the program on a vault made for that; your own is not touched")
    _command(commands, "selftest", _later("selftest"), help_)


def _add_team(commands: Any, language: Language) -> None:
    """One command with commands of its own."""
    say = language.say
    help_ = say("several laptops with the same clients, and the hub of their agency")
    made: ArgumentParser = commands.add_parser("team", help=help_, description=help_, allow_abbrev=False)
    parts = made.add_subparsers(title=say("commands"), required=True, metavar=say("COMMAND"))
    _add_hub(parts, language)


def _add_hub(parts: Any, language: Language) -> None:
    say = language.say
    init = _command(
        parts,
        "hub-init",
        _later("team", "set_up_hub"),
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
    member = _command(
        parts, "hub-member", _later("team", "change_member"), say("let a login in, or take it out; for administrators")
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


def _count(typed: str) -> int:
    if typed.isdecimal() and typed.isascii() and 1 <= int(typed) <= MOST_CLIENTS:
        return int(typed)
    raise ArgumentTypeError(f"1-{MOST_CLIENTS}")
