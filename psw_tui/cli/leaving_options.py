"""The commands by which something leaves the laptop, or comes in from another vault, with their options."""

from __future__ import annotations

from typing import Any

from psw_tui.cli.commanding import command_on_vault, later, pair
from psw_tui.language import LANGUAGES, Language

HAND_OVER_PARTS = ("goals", "debriefs", "looks", "people", "follow_ups", "safety", "statements")
"""The values of `records.parcel.HandOverPart`, which is loaded only when it is needed; a test compares them."""

PAPERS = (
    *("own_copy", "summary", "notes", "fresh_look", "referral", "permission", "supervision"),
    *("program", "learning"),
)
NOTE_FORMATS = ("girp", "dap", "birp", "soap", "plain")
FILE_KINDS = ("html", "pdf", "md", "txt", "csv")
"""Written out here, because what knows them takes a while to load; a test compares."""


def add_report(commands: Any, language: Language) -> None:
    """Papers."""
    say = language.say
    help_ = say("a paper to read; with --to it leaves into a folder, locked, or in clear with a reason")
    made = command_on_vault(commands, "report", later("report"), help_, language)
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
        type=pair,
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


def add_hand_over(commands: Any, language: Language) -> None:
    """A client for another worker."""
    say = language.say
    help_ = say("hand a client over to another worker, as a file locked with six words or for one person's age key")
    made = command_on_vault(commands, "handover", later("handing_over", "hand_over_client"), help_, language)
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


def add_take_in(commands: Any, language: Language) -> None:
    """What came from another vault."""
    say = language.say
    help_ = say("take in a file that came from another vault: a hand-over, or an answer; or read a question")
    made = command_on_vault(commands, "takein", later("handing_over", "take_in_file"), help_, language)
    made.add_argument("file", metavar="FILE", help=say("the file that came"))
    made.add_argument(
        "--parcel-passphrase-file",
        metavar="FILE",
        help=say("read the six words that open it from FILE instead of asking"),
    )
    made.add_argument("--dry-run", action="store_true", help=say("only say what would happen"))


def add_key(commands: Any, language: Language) -> None:
    """What others lock with."""
    help_ = language.say("the age key that others lock with, so that only you can open what they send")
    command_on_vault(commands, "key", later("handing_over", "show_key"), help_, language)
