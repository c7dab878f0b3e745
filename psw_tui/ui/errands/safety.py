"""Safety: the crisis card, notes of what was seen and done, and what nobody was told about yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.language import Language, spoken_with
from psw_tui.records.choices import YesNo
from psw_tui.records.client import Client
from psw_tui.records.safety_note import SafetyNote
from psw_tui.services import clients, safety
from psw_tui.services.errors import NotPossible
from psw_tui.services.safety import Untold
from psw_tui.sheets import safety as sheets
from psw_tui.storage.errors import VaultError
from psw_tui.ui.commands import Command, choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import YesNoDialog
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.screens.crisis import NOTE, OPTIONS, CrisisScreen, OpenVault
from psw_tui.ui.show import joined, show
from psw_tui.ui.telling import readable_for, safety_section
from psw_tui.when_words import noted_at

OFFERS = (
    choosing("safety.on", "g", N_("go on"), N_("Go on with the marked note: who was told, what they wanted.")),
    choosing("safety.add", KEYS["safety.add"], N_("new note"), N_("Write a safety note.")),
    choosing("safety.check", "d", N_("check-in done"), N_("The check-in of the marked note took place."), once=True),
    choosing("safety.read", "r", N_("read"), N_("Read the marked note.")),
)


@dataclass(frozen=True)
class Ways:
    """Where else a worry may lead."""

    pick: Callable[[], Awaitable[str]]
    """Asks about which client; empty for none."""
    emergency: Callable[[Client], Awaitable[None]]
    """The log of what was shared in an emergency."""
    options: Callable[[], Awaitable[None]]


class SafetyErrand:
    """Shows the card and the notes and does what is asked of them."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming, ways: Ways) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._ways = ways
        self._say = desk.language.say

    async def show(self, client_id: str) -> None:
        """The crisis card, then the note or the options if the worker wants one."""
        chosen = await self._card(client_id)
        if chosen is OPTIONS:
            await self._ways.options()
        elif chosen is NOTE and (picked := client_id or await self._ways.pick()):
            await self.note(await self._desk.ask(clients.client_by_id, picked))

    async def worry(self, client: Client, debrief: str) -> None:
        """After a debrief with a worry: the card, then the note. It counts as begun, so that it is asked for again."""
        await self._desk.ask(sheets.begin_note, client, debrief)
        while await self._card(client.id) is OPTIONS:
            await self._ways.options()
        await self.note(client, debrief)

    async def note(self, client: Client, debrief: str = "") -> None:
        """A new safety note; the check-in is proposed for tomorrow at this time, so that few keys close it."""
        sheet = await self._desk.ask(sheets.new_note, client, self._desk.language, debrief)
        await self._share(client, await self._forming.fill(sheet))

    async def go_on(self, client: Client, note_id: str) -> None:
        """The draft of a note: of a kept one, or of a new one."""
        found = {note.id: note for note in await self._desk.ask(safety.safety_notes_of, client.id)}
        if note_id in found:
            await self._change(client, found[note_id])
        else:
            await self.note(client)

    async def notes(self, client: Client) -> None:
        """The list of safety notes, again and again, until it is left."""
        marked = ""
        while chosen := await self._list(client, marked):
            marked = chosen.id
            match chosen.verb:
                case "add":
                    await self.note(client)
                case "on" if chosen.id:
                    await self.go_on(client, chosen.id)
                case "check" if chosen.id:
                    await self._desk.ask(safety.check_in_done, chosen.id)
                case "read" if chosen.id:
                    await self.read(client, chosen.id)

    async def remind(self) -> None:
        """Let every screen say what nobody was told about yet."""
        line = self._reminder(await self._desk.ask(safety.untold))
        for screen in self._app.screen_stack:
            if isinstance(screen, PswScreen):
                screen.remind(line)

    async def _card(self, client_id: str) -> Command | None:
        desk = self._desk
        vault = OpenVault(
            desk.on_call,
            can_note=not self._forming.is_open(safety.FORM),
            can_set=not self._forming.is_open("options"),
        )
        spoken = await self._language_of(client_id)
        screen = CrisisScreen(desk.language, desk.country, vault, client=client_id, spoken=spoken)
        return await self._app.push_screen_wait(screen)

    async def _language_of(self, client_id: str) -> Language:
        """The client's language where the card speaks it, else the worker's. The card comes up whatever goes wrong."""
        if not client_id:
            return self._desk.language
        try:
            client = await self._desk.ask(clients.client_by_id, client_id)
        except (NotPossible, VaultError):
            return self._desk.language
        return spoken_with(str(client.language), self._desk.language)

    async def _change(self, client: Client, note: SafetyNote) -> None:
        sheet = await self._desk.ask(sheets.change_note, client, note, self._desk.language)
        saved: SafetyNote | None = await self._forming.fill(sheet)
        if note.shared_without_permission != YesNo.YES:
            await self._share(client, saved)

    async def _share(self, client: Client, saved: SafetyNote | None) -> None:
        """What was shared without permission belongs in the log of what was shared."""
        if saved is None or saved.shared_without_permission != YesNo.YES:
            return
        question = self._say("Write down now what you shared, with whom, and why it could not wait?")
        if await self._app.push_screen_wait(YesNoDialog(question, self._say("write it down"), self._say("later"))):
            await self._ways.emergency(client)

    async def read(self, client: Client, note_id: str) -> None:
        """One safety note."""
        notes = await self._desk.ask(safety.safety_notes_of, client.id)
        reader = await readable_for(self._desk, client.id)
        untold = self._say("nobody told yet")
        sections = [
            safety_section(note, reader, self._desk.clock, untold=untold) for note in notes if note.id == note_id
        ]
        title = self._say("Safety note: {code}", code=client.code)
        plan = ReadPlan(title, sections, (), "safety", client.id)
        await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    async def _list(self, client: Client, marked: str) -> Chosen | None:
        async def read() -> list[Line]:
            notes = await self._desk.ask(safety.safety_notes_of, client.id)
            return [Line(note.id, self._line(note)) for note in notes]

        title = self._say("Safety notes: {code}", code=client.code)
        empty = self._say("No safety note. {key:safety.add} writes one; {key:list.crisis} shows whom to call.")
        plan = ListPlan(title, read, OFFERS, empty, "safety", client.id, marked)
        return await self._app.push_screen_wait(ListScreen(self._desk.language, plan))

    def _line(self, note: SafetyNote) -> Content:
        language, today = self._desk.language, self._desk.today
        told = self._say("told") if safety.is_told(note.told) else self._say("nobody told yet")
        if note.next_check_done_on:
            check = self._say("check-in done {day}", day=language.day(note.next_check_done_on, today))
        else:
            day = language.day(note.next_check_on, today) if note.next_check_on else "-"
            check = self._say("check-in {day} {time}", day=day, time=note.next_check_at)
        return joined(show(noted_at(language, self._desk.clock, note.at), "bold"), f"\n    {told}; {check}")

    def _reminder(self, notes: Sequence[Untold]) -> Content:
        if not notes:
            return Content()
        oldest = notes[0]
        noted = noted_at(self._desk.language, self._desk.clock, oldest.at)
        words = self._say("Tell supervisor about {code} (noted {time})", code=oldest.code, time=noted)
        more = self._desk.language.say_n("and {n} more", "and {n} more", len(notes) - 1)
        return show(f"! {words}, {more}" if len(notes) > 1 else f"! {words}")
