"""What can be done from the caseload: each a key, a word for the bottom line, and a sentence for help."""

from __future__ import annotations

from collections.abc import Sequence

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.records.setting import Showing
from psw_tui.ui.commands import CAPTURE_LIST, CRISIS_LIST, FIND, HELP_LIST, LOCK, QUIT, SECURITY, Command

DEBRIEF = Command("caseload.debrief", "n", N_("note"), N_("Write a debrief of a contact."))
OPEN = Command("caseload.open", "enter", N_("open"), N_("Open the marked client."))
LOOK = Command("caseload.look", "f", N_("fresh look"), N_("Open a fresh look for the marked client."))
ADD = Command("caseload.add", KEYS["caseload.add"], N_("add client"), N_("Add a client."))
NAMES = Command(
    "caseload.names",
    KEYS["caseload.names"],
    N_("names"),
    N_("Show the names they go by, or hide them again."),
    on_line=False,
)
TO_DO = Command("caseload.to_do", "t", N_("to do"), N_("Everything due, over all clients."))
STEPS = Command("caseload.steps", "1-9", N_("steps"), N_("Keys 1 to 9 open that response step of the marked client."))
OPTIONS = Command("caseload.options", "o", N_("options"), N_("Language, on-call number, when to lock, and more."))
NEXT = Command(
    "caseload.next_filter",
    KEYS["caseload.next_filter"],
    N_("show others"),
    N_("Show only those who are due, paused, and so on."),
)
NARROW = Command("caseload.narrow", "space", N_("narrow"), N_("Type part of a code to see only those."), on_line=False)
BEGIN_WITH = Command(
    "caseload.begin_with",
    "V",
    N_("begin with these"),
    N_("From now on the caseload begins with those you see now."),
    on_line=False,
)
FILTERS = tuple(
    Command(f"caseload.{one}", "", one.label, N_("Show only these clients."), on_line=False, does=f"showing('{one}')")
    for one in Showing
)
LEARNING = Command(
    "caseload.learning", "l", N_("learning"), N_("Read what you learned, across all clients."), on_line=False
)
DRAFTS = Command(
    "caseload.drafts", KEYS["caseload.drafts"], N_("drafts"), N_("Show what was begun and not saved."), on_line=False
)
HEALTH = Command("caseload.health", "x", N_("vault health"), N_("Look whether the vault is whole."), on_line=False)
PASSPHRASE = Command(
    "caseload.passphrase",
    "w",
    N_("passphrase"),
    N_("Choose a new passphrase, make a new recovery code, or print a blank sheet."),
    on_line=False,
)
UNDO = Command(
    "caseload.undo",
    KEYS["caseload.undo"],
    N_("undo"),
    N_("Take back what you saved last, within 10 minutes. It asks first."),
    once=True,
)

BACKUPS = Command(
    "caseload.backups",
    KEYS["caseload.backups"],
    N_("backups"),
    N_("Your backups: how old, whether good, and one more on a stick."),
    on_line=False,
)

PRACTICE = Command(
    "caseload.practice",
    KEYS["caseload.practice"],
    N_("practice"),
    N_("Practise with an invented client, or end the practice."),
    on_line=False,
)

KEEPING = Command(
    "caseload.keeping",
    KEYS["caseload.keeping"],
    N_("records to review"),
    N_("Records kept long enough: keep one on, hold one, or erase one."),
    on_line=False,
)

IMPORT = Command(
    "caseload.import",
    "i",
    N_("import"),
    N_("Bring clients in from a list that your agency exports."),
    on_line=False,
    does="import_list",
)

REPORTS = Command(
    "caseload.reports",
    "r",
    N_("reports"),
    N_("Papers about the work: counts, what you learned, and what left this laptop."),
    on_line=False,
)
TAKE_IN = Command(
    "caseload.take_in",
    "e",
    N_("take in"),
    N_("Take in a file that came: a hand-over, a question or an answer."),
    on_line=False,
)
OWN_KEY = Command(
    "caseload.own_key",
    "",
    N_("my age key"),
    N_("What others lock with, so that only you can open what they send."),
    on_line=False,
)

TEAM = Command(
    "caseload.team",
    "T",
    N_("team"),
    N_("Your team: meet it, let a laptop in, and settle what does not agree."),
    on_line=False,
)

OFFERS: Sequence[Command] = (
    DEBRIEF,
    OPEN,
    LOOK,
    TO_DO,
    STEPS,
    CRISIS_LIST,
    CAPTURE_LIST,
    FIND,
    ADD,
    OPTIONS,
    NAMES,
    LEARNING,
    DRAFTS,
    HEALTH,
    UNDO,
    BACKUPS,
    IMPORT,
    REPORTS,
    TAKE_IN,
    OWN_KEY,
    TEAM,
    KEEPING,
    NEXT,
    BEGIN_WITH,
    NARROW,
    *FILTERS,
    PASSPHRASE,
    PRACTICE,
    SECURITY,
    LOCK,
    QUIT,
    HELP_LIST,
)
"""All of them, in the order in which they find room on the bottom line."""
