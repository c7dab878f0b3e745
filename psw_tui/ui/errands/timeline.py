"""Everything about one client in order: a line each, Enter goes to the place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.columns import CUT
from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.records.client import Client
from psw_tui.services.timeline import LONGEST, Moment, timeline
from psw_tui.timeline_words import what_happened
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.routes import ShowHit
from psw_tui.ui.show import joined, show

OFFERS = (choosing("timeline.open", "enter", N_("open"), N_("Go to the marked place.")),)


class TimelineErrand:
    """Shows the timeline and goes where a line stands."""

    def __init__(self, app: App[Any], desk: Desk, go: Callable[[ShowHit], Awaitable[None]]) -> None:
        self._app = app
        self._desk = desk
        self._go = go
        self._say = desk.language.say

    async def show(self, client: Client) -> None:
        """The timeline, again and again, until it is left."""
        marked = ""
        while chosen := await self._app.push_screen_wait(ListScreen(self._desk.language, self._plan(client, marked))):
            marked = chosen.id
            entity, _, row = chosen.id.partition(" ")
            if entity:
                await self._go(ShowHit(client.id, entity, row.partition(" ")[0]))

    def _plan(self, client: Client, marked: str) -> ListPlan:
        async def read() -> list[Line]:
            moments = await self._desk.ask(timeline, client.id)
            return [Line(f"{each.entity} {each.row} {each.turn}", self._line(each)) for each in moments]

        title = self._say("Everything in order: {code}", code=client.code)
        empty = self._say("Nothing is written yet.")
        return ListPlan(title, read, OFFERS, empty, "timeline", client.id, marked)

    def _line(self, moment: Moment) -> Content:
        day = self._desk.language.day(moment.day, self._desk.today)
        told = what_happened(moment, self._desk.language)
        words = one_line(moment.words)
        if not words:
            return show(f"{day}  {told}", "bold")
        cut = CUT if len(moment.words) >= LONGEST else ""
        return joined(show(f"{day}  {self._desk.language.before(told)}", "bold"), show(f" {words}{cut}"))
