"""What a screen may ask to see next. Screens post these; only the house decides how to get there.

None of them prints what it holds: nothing should, and the first screen waits for every method that is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textual.message import Message


class Route(Message):
    """A wish to go somewhere."""


@dataclass(repr=False)
class AboutClient(Route):
    """A wish that concerns one client."""

    client: str


class ShowClient(AboutClient):
    """Open a client's page."""


class ChangeClient(AboutClient):
    """Change what is kept about a client."""


class OpenFreshLook(AboutClient):
    """Open a fresh look for a client, or read the one that is open."""


@dataclass(repr=False)
class TakeStep(AboutClient):
    """Go to a response step of a client; without an open fresh look, offer to open one first."""

    number: int


class ShowGoals(AboutClient):
    """A client's goals."""


class ShowPermissions(AboutClient):
    """What a client allows."""


class ShowContacts(AboutClient):
    """The people around a client."""


class ShowDebriefs(AboutClient):
    """A client's debriefs, to read and to amend."""


class ShowHistory(AboutClient):
    """Who wrote what about a client, and when."""


class ShowTimeline(AboutClient):
    """Everything about a client in order."""


class ShowReferrals(AboutClient):
    """A client's referrals."""


class ShowSupervision(AboutClient):
    """The supervision requests about a client."""


class ShowPapers(AboutClient):
    """The papers about a client: to read, to print, to hand over."""


class ShowSafety(AboutClient):
    """The safety notes about a client."""


class ShareWithTeam(AboutClient):
    """Let the team read a client's record, or stop that."""


class HandOver(AboutClient):
    """Let another worker take a client over."""


class ShowThem(AboutClient):
    """Show a client their own record, and nothing else until the passphrase is typed."""


class Snooze(AboutClient):
    """Do not ask about this client's signal for a while."""


class AskErasing(AboutClient):
    """Ask to erase a client's record."""


class ShowKeeping(Route):
    """Records to review, to hold, to erase."""


class AddClient(Route):
    """Ask for a new client."""


@dataclass(repr=False)
class WriteDebrief(Route):
    """Write a debrief, about this client or one to be picked."""

    client: str = ""


@dataclass(repr=False)
class ShowToDo(Route):
    """Everything due, of one client or of all."""

    client: str = ""


class ShowDrafts(Route):
    """Show what was begun and not saved."""


class ShowLearning(Route):
    """The worker's own learning notes."""


class Undo(Route):
    """Take back what was saved last."""


class ShowHealth(Route):
    """Whether the vault is whole."""


class ShowBackups(Route):
    """The backups of this vault."""


class ShowReports(Route):
    """The papers about the work as a whole, and what left the laptop."""


class ShowTeam(Route):
    """The team this vault is in, or how to come into one."""


class ImportList(Route):
    """Bring clients in from a list that an agency exports."""


class TakeIn(Route):
    """Take in a file that came from another vault: a hand-over, a question or an answer."""


class ShowKey(Route):
    """What others lock with so that only this worker can open it."""


class ShowOptions(Route):
    """The program's settings."""


class ShowPassphrase(Route):
    """A new passphrase, a new recovery code, a blank sheet."""


@dataclass(repr=False)
class ShowCard(Route):
    """Whom to call, in the language of this client or of the worker, and the way to a safety note."""

    client: str = ""


class Find(Route):
    """Look for words in everything."""


@dataclass(repr=False)
class ShowHit(Route):
    """Go to a record that was found: its client, its kind and its id."""

    client: str
    entity: str
    row: str


@dataclass(repr=False)
class QuickNote(Route):
    """Put down one line, about this client or one to be picked."""

    client: str = ""


class BeginFirstDay(Route):
    """What is asked once, right after a vault was made."""


class AskPractice(Route):
    """Ask about going to the practice, or about ending it."""


class Practise(Message):
    """Close this vault and open the one of the lessons."""


@dataclass(repr=False)
class EndPractice(Message):
    """Close the vault of the lessons. It goes for good with `remove`; with `again` it is made anew."""

    remove: bool = False
    again: bool = False


class Capture(Message):
    """Put down one line, over whatever is on screen."""


class NextColours(Message):
    """Other colours, over whatever is on screen."""


class ShowCrisis(Message):
    """Whom to call, over whatever is on screen; a vault need not be open."""


class CameToTop(Message):
    """A screen is on top: what has to stand on every screen may have changed meanwhile."""


@dataclass(repr=False)
class BringBack(Message):
    """Bring a vault back from a backup, this one or one that this computer does not have; none may be open."""

    vault: Path | None = None


@dataclass(repr=False)
class ShowHelp(Message):
    """Explain the screen on top, or show this page of help, from this line of it on."""

    page: str = ""
    line: int = 0


class ShowManual(Message):
    """Show the contents of the manual; a vault need not be open."""


@dataclass(repr=False)
class Lock(Message):
    """Lock now; `hidden` blanks the screen before anything else."""

    hidden: bool = False


class End(Message):
    """Close the program."""


NOT_FOR_CLIENTS = (
    Route,
    Practise,
    EndPractice,
    Capture,
    NextColours,
    ShowCrisis,
    BringBack,
    ShowHelp,
    ShowManual,
    End,
)
"""What leads nowhere while the laptop is in the hands of a client. Locking always does."""
