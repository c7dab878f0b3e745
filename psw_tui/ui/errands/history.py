"""The history of a record on screen: who wrote what and when, and what it said before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.words import N_
from psw_tui.history_words import heading, lines
from psw_tui.readable import Readable
from psw_tui.records.client import Client
from psw_tui.services.history import Happened
from psw_tui.ui.commands import Command, choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.show import show
from psw_tui.ui.telling import readable_for

KEY = "y"
LABEL = N_("history")
SENTENCE = N_("Who wrote what and when, and what it said before.")


def history_command(area: str) -> Command:
    """The command of a screen of this area that shows a history."""
    return choosing(f"{area}.history", KEY, LABEL, SENTENCE)


class HistoryErrand:
    """Shows histories."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def show(
        self, client: Client, history: Callable[..., list[Happened]], about: object, *, private: bool = False
    ) -> None:
        """What `history` tells about a record. The worker's own words only where they can be read anyway."""
        say = self._desk.language.say
        reader = await readable_for(self._desk, client.id)
        found: Sequence[Happened] = await self._desk.ask(history, about)
        sections = [self._section(happened, reader, private=private) for happened in found]
        sections = sections or [show(say("Nothing is known of it."))]
        plan = ReadPlan(say("History: {code}", code=client.code), sections, (), "history", client.id)
        await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    def _section(self, happened: Happened, reader: Readable, *, private: bool) -> Content:
        local = self._desk.clock.local(happened.line.at)
        told = [show(f"  {line}") for line in lines(happened, reader, private=private)]
        return Content("\n").join([show(heading(happened, local, reader), "bold"), *told])
