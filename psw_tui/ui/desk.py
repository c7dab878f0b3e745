"""What every screen works with after unlocking: the vault on its one thread, the language, the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from psw_tui.domain.clock import Clock
from psw_tui.language import Language
from psw_tui.progress import Progress
from psw_tui.records.setting import Showing
from psw_tui.storage.errors import VaultClosed
from psw_tui.storage.vault import Vault

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 2.0
"""Seconds that work beside the vault gets to take away what it had half made."""


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
        lesson: bool = False,
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
        self.lesson = lesson
        """Whether this is the vault of the lessons; it is a practice vault too."""
        self._closing = False
        self._works: dict[Progress, asyncio.Future[None]] = {}
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

    @contextmanager
    def working(self, progress: Progress) -> Iterator[None]:
        """What lasts in here, on whatever thread, is stopped when the desk is closed, and not waited for to its end."""
        over = self._works[progress] = asyncio.get_running_loop().create_future()
        if self._closing:
            progress.stop()
        try:
            yield
        finally:
            del self._works[progress]
            over.set_result(None)

    @contextmanager
    def leaving_alone(self) -> Iterator[None]:
        """While in here, what starts by itself asks nothing; once it is done there may be no vault to ask."""
        self.is_open = False
        try:
            yield
        finally:
            self.is_open = not self._closing

    def stop(self) -> None:
        """Stop the question that is being answered, if it may be stopped; a save never is."""
        self._vault.stopping.stop()

    def saver(self, service: Callable[..., R], *first: object) -> Callable[[object], Awaitable[R]]:
        """What a form screen calls with the filled form: the service, given `first` before it."""

        async def save(form: object) -> R:
            return await self.ask(service, *first, form)

        return save

    async def close(self) -> None:
        """Close the vault once everything asked before is done; long work is stopped first. Never refuses."""
        self.is_open, self._closing = False, True
        works = dict(self._works)
        for progress in works:
            progress.stop()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._vault.close)
        if works:  # what ran beside takes its half copies away
            await asyncio.wait(works.values(), timeout=PATIENCE)
