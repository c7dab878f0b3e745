"""The team: started or joined, met on its hub or by a stick, and which clients it reads.

What does the work is loaded by whoever goes the way: few do, and everybody would wait for it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from textual.app import App

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.records.client import Client
from psw_tui.ui.commands import STEP_KEYS, Command, choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming

START = choosing("team.start", "s", N_("start one"), N_("Start a team, with this laptop as its first."), once=True)
CARD = choosing("team.card", "c", N_("make a card"), N_("Write this laptop's card, to be let in with."))
LETTER = choosing("team.letter", "o", N_("open the letter"), N_("Open the letter by which you join."))
ALONE = (START, CARD, LETTER)

MEET = choosing("team.meet", KEYS["team.meet"], N_("meet"), N_("Meet the team on its hub: send and fetch."), once=True)
TO_STICK = choosing("team.to_stick", "s", N_("to a stick"), N_("Write changes for the team to a file."))
TAKE_IN = choosing("team.take_in", "i", N_("take in"), N_("Take in a file from the team: a stick, or a letter."))
DISAGREEMENTS = choosing(
    "team.disagreements",
    KEYS["team.disagreements"],
    N_("disagreements"),
    N_("Where you and others wrote different things: read and pick."),
)
REQUESTS = choosing(
    "team.requests", KEYS["team.requests"], N_("requests"), N_("What the team's clients need of a supervisor.")
)
LET_IN = choosing("team.let_in", KEYS["team.let_in"], N_("let in"), N_("Let a laptop in by its card."))
TAKE_OUT = choosing(
    "team.take_out", KEYS["team.take_out"], N_("take out"), N_("Take a laptop out of the team."), once=True
)
AGAIN = choosing("team.again", KEYS["team.again"], N_("letter again"), N_("Write the letter for a laptop once more."))
HUB = choosing("team.hub", KEYS["team.hub"], N_("hub"), N_("Say where the team's hub is, or forget it."))
TOGETHER = (MEET, TO_STICK, TAKE_IN, DISAGREEMENTS, REQUESTS, LET_IN, TAKE_OUT, AGAIN, HUB)

TAKE = choosing("team_file.take", "i", N_("take in"), N_("Take in all of it, or nothing."), once=True)

READ = choosing("disagreement.read", "r", N_("read"), N_("Read what each of you wrote."))
PICK = Command("disagreement.pick", STEP_KEYS, N_("pick"), N_("The version of that number counts. It asks first."))
STOP = choosing("sharing.stop", "s", N_("stop sharing"), N_("Let nothing more about this client go to the team."))
GO_TO = choosing("asked.open", "o", N_("open"), N_("Open the marked client, question or safety note."))


@dataclass(frozen=True)
class Ways:
    """Where it goes on from here."""

    client: Callable[[str], Awaitable[None]]
    """The page of a client."""
    question: Callable[[str, str], Awaitable[None]]
    """The form of step 6: client and entry."""
    worry: Callable[[str, str], Awaitable[None]]
    """A safety note: client and note."""


class TeamErrand:
    """Shows the team and does what is asked of it."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming, ways: Ways) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._ways = ways

    async def run(self) -> None:
        """The page of the team."""
        from psw_tui.ui.team.page import TeamPage

        await TeamPage(self._app, self._desk, self._ways).run()

    async def share(self, client: Client) -> None:
        """Let the team read a client's record, or stop that."""
        from psw_tui.ui.team.sharing import Sharing

        await Sharing(self._app, self._desk, self._forming).run(client)
