"""Referrals and supervision requests of a client, within a fresh look and outside of one; and the learning log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.keys import KEYS
from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.client import Client
from psw_tui.records.nine import STEPS
from psw_tui.records.step import Step, StepRow
from psw_tui.request_words import TITLES, about_of, standing_of
from psw_tui.services import steps
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.show import joined, show
from psw_tui.ui.telling import readable_for, section

OFFERS = (
    choosing("requests.go_on", "m", N_("go on"), N_("Write how it went on, such as the answer or the visit.")),
    choosing("requests.add", KEYS["requests.add"], N_("new"), N_("A new one, outside of any fresh look.")),
)

SEND = choosing("requests.send", "x", N_("send it"), N_("Let the marked question leave as a file for your supervisor."))

Send = Callable[[Client, Any], Awaitable[None]]
"""Lets the question of an entry leave."""

TakeStep = Callable[[Client, Step, StepRow | None], Awaitable[None]]
"""Shows the form of a step outside a fresh look, or goes on with an entry wherever it stands."""


class RequestsErrand:
    """Shows referrals and supervision requests and goes on with them."""

    def __init__(self, app: App[Any], desk: Desk, take: TakeStep, send: Send) -> None:
        self._app = app
        self._desk = desk
        self._take = take
        self._send = send
        self._say = desk.language.say

    async def run(self, client: Client, number: StepNumber, marked: str = "") -> None:
        """The list, again and again, until it is left."""
        step = STEPS[number]
        while chosen := await self._list(client, step, marked):
            marked = chosen.id
            entries = await self._desk.ask(steps.entries_of_client, step, client.id)
            entry = next((each for each in entries if each.id == chosen.id), None)
            if chosen.verb == "add":
                await self._take(client, step, None)
            elif entry is not None and chosen.verb == "send":
                await self._send(client, entry)
            elif entry is not None:
                await self._take(client, step, entry)

    async def learning(self, codes: dict[str, str]) -> None:
        """The worker's own learning notes, across all clients."""
        notes: Sequence[Any] = await self._desk.ask(steps.learning_log, STEPS[StepNumber.LEARN].table)
        reader = await readable_for(self._desk, "")
        sections = [
            section(f"{reader.day(note.held_on)}, {codes.get(note.client, '')}", reader, note, private=True)
            for note in notes
        ]
        sections = sections or [show(self._say("Nothing here yet. Step 9 of a fresh look writes into it."))]
        head = show(self._say("Only for you: it leaves this vault in nothing you do not ask for by name."))
        plan = ReadPlan(self._say("What I learned"), [head, *sections], (), "steps")
        await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    async def _list(self, client: Client, step: Step, marked: str) -> Chosen | None:
        async def read() -> list[Line]:
            reader = await readable_for(self._desk, client.id)
            entries = await self._desk.ask(steps.entries_of_client, step, client.id)
            return [Line(entry.id, self._line(entry, reader.known)) for entry in entries]

        plan = ListPlan(
            title=self._say(TITLES[step.number], code=client.code),
            read=read,
            offers=(*OFFERS, SEND) if step.number is StepNumber.SUPERVISION else OFFERS,
            empty=self._say("Nothing here yet. {key:requests.add} writes a new one."),
            help_name="requests",
            client=client.id,
            marked=marked,
        )
        return await self._app.push_screen_wait(ListScreen(self._desk.language, plan))

    def _line(self, entry: Any, known: Any) -> Content:
        first = standing_of(entry, self._desk.today, self._desk.language)
        return joined(show(first, "bold"), "\n    ", about_of(entry, known))
