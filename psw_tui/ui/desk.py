"""What every screen works with after unlocking: the vault on its one thread, the language, the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from psw_tui.domain.clock import Clock
from psw_tui.language import Language
from psw_tui.records.setting import Showing
from psw_tui.storage.errors import VaultClosed
from psw_tui.storage.vault import Vault

P = ParamSpec("P")
R = TypeVar("R")


class Desk:
    """The open vault and its surroundings. Screens ask it; only its one thread touches the database."""

    def __init__(
        self,
        vault: Vault,
        thread: Executor,
        language: Language,
        clock: Clock,
        *,
        team: str = "",
        country: str = "ca",
        on_call: str = "",
        idle_minutes: int = 0,
        showing: Showing = Showing.ALL,
        colours: str = "dark",
        practice: bool = False,
    ) -> None:
        self._vault = vault
        self._thread = thread
        self.language = language
        self.clock = clock
        self.team = team
        self.country = country
        self.on_call = on_call
        """With the country, what the crisis card needs: it must come up even while the vault cannot be read."""
        self.idle_minutes = idle_minutes
        """Minutes without a key after which the program locks; 0 for never."""
        self.showing = showing
        """Which clients the caseload begins with."""
        self.colours = colours
        """The name of the worker's theme."""
        self.practice = practice
        self._closing = False
        self.is_open = True
        """False from the moment closing begins: what starts by itself, without a key, asks nothing any more."""

    @property
    def folder(self) -> Path:
        """Where the vault lies."""
        return self._vault.folder

    @property
    def today(self) -> date:
        """The worker's calendar date."""
        return self.clock.today()

    async def ask(self, service: Callable[Concatenate[Vault, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a service on the database thread and wait for it without holding up the screen.

        Raises VaultClosed once closing has begun, besides what the service raises.
        """
        if self._closing:
            raise VaultClosed

        def answer() -> R:
            if not self._vault.is_open:  # a renewal, which was asked before this, has closed it
                raise VaultClosed
            return service(self._vault, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._thread, answer)

    def stop(self) -> None:
        """Stop the question that is being answered, if it may be stopped; a save never is."""
        self._vault.stopping.stop()

    def saver(self, service: Callable[..., R], *first: object) -> Callable[[object], Awaitable[R]]:
        """What a form screen calls with the filled form: the service, given `first` before it."""

        async def save(form: object) -> R:
            return await self.ask(service, *first, form)

        return save

    async def close(self) -> None:
        """Close the vault once everything asked before is done. Never refuses."""
        self.is_open, self._closing = False, True
        await asyncio.get_running_loop().run_in_executor(self._thread, self._vault.close)
