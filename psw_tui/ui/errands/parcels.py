"""What goes to another worker's vault and what comes from one: a client handed over, a question, an answer.

What does the work is loaded by whoever goes the way: few do, and everybody would wait for it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from textual.app import App

from psw_tui.domain.words import N_
from psw_tui.records.client import Client
from psw_tui.services.drafts import DraftPlace
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming

TAKE_IN = choosing("parcels.take_in", "i", N_("take in"), N_("Write all of it down, or nothing."), once=True)
ANSWER = choosing("parcels.answer", "a", N_("answer"), N_("Write an answer and let it go back."))
OFFERS = (TAKE_IN, ANSWER)


@dataclass(frozen=True)
class Onward:
    """Where it goes on from here."""

    client: Callable[[str], Awaitable[None]]
    """The page of a client who was taken in."""
    answered: Callable[[Client, Any], Awaitable[None]]
    """The form of step 6, with the answer that came."""


class ParcelsErrand:
    """Lets parcels go and takes them in."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming, onward: Onward) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._onward = onward

    async def hand_over(self, client: Client) -> None:
        """Another worker takes over."""
        from psw_tui.ui.parcels.outgoing import Outgoing

        await Outgoing(self._app, self._desk, self._forming).hand_over(client)

    async def ask(self, client: Client, entry: Any) -> None:
        """A question for supervision leaves."""
        from psw_tui.ui.parcels.outgoing import Outgoing

        await Outgoing(self._app, self._desk, self._forming).ask(client, entry)

    async def take_in(self) -> None:
        """Look at a file that came, and do what it is for."""
        from psw_tui.ui.parcels.arriving import Arriving

        await Arriving(self._app, self._desk, self._forming, self._onward).run()

    async def show_key(self) -> None:
        """What others lock with."""
        from psw_tui.ui.parcels.outgoing import Outgoing

        await Outgoing(self._app, self._desk, self._forming).show_key()

    async def go_on(self, client: Client | None, place: DraftPlace) -> None:
        """Take the draft of one of these up again."""
        from psw_tui.ui.parcels.outgoing import Outgoing

        await Outgoing(self._app, self._desk, self._forming).go_on(client, place)
