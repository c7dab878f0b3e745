"""Putting right what was saved: reading and amending debriefs, undoing the last save, reading histories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.words import N_
from psw_tui.history_words import undo_question
from psw_tui.progress import Progress
from psw_tui.readable import Readable
from psw_tui.records.client import Client
from psw_tui.records.debrief import Contact, Debrief
from psw_tui.sentences import sentence
from psw_tui.services import debriefs, history, undo
from psw_tui.services.drafts import DraftPlace
from psw_tui.services.errors import NotPossible
from psw_tui.services.undo import LastSave
from psw_tui.sheets import debriefs as sheets
from psw_tui.storage.vault import Vault
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import YesNoDialog
from psw_tui.ui.dialogs.working import WorkingDialog
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.errands.history import HistoryErrand, history_command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.screens.caseload import CaseloadScreen
from psw_tui.ui.screens.client import ClientScreen
from psw_tui.ui.show import joined, show
from psw_tui.ui.telling import readable_for, section

READ = choosing("debriefs.read", "r", N_("read"), N_("Read the marked debrief in all its versions."))
AMEND = choosing("debriefs.amend", "m", N_("amend"), N_("Write a later version. The one before it stays."))
HISTORY = history_command("debriefs")
OFFERS = (READ, AMEND, HISTORY)


class CorrectionsErrand:
    """Shows what was saved and puts it right."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._history = HistoryErrand(app, desk)
        self._say = desk.language.say

    async def debriefs(self, client: Client) -> None:
        """The list of debriefs, again and again, until it is left."""
        marked = ""
        while chosen := await self._list(client, marked):
            marked = chosen.id
            debrief = await self._desk.ask(debriefs.standing_version, chosen.id)
            if debrief is None:
                continue
            if chosen.verb == "read":
                marked = await self._read(client, debrief)
            else:
                marked = (await self._act(chosen.verb, client, debrief)).id

    async def debrief(self, client: Client, version: str) -> None:
        """The debrief that this is a version of, in all its versions, until it is left."""
        debrief = await self._desk.ask(debriefs.standing_version, version)
        if debrief is not None:
            await self._read(client, debrief)

    async def client_history(self, client: Client) -> None:
        """The newest changes in the whole record of a client."""
        await self._history.show(client, history.history_of_client, client.id)

    async def amend(self, client: Client, version: str) -> None:
        """Amend the debrief that this is a version of."""
        debrief = await self._desk.ask(debriefs.standing_version, version)
        if debrief is not None:
            await self._amend(client, debrief)

    async def undo(self) -> None:
        """Ask, naming what it is, then take the last save back."""
        last = await self._desk.ask(undo.last_save)
        minutes = await self._desk.ask(undo.minutes_ago, last)
        question = undo_question(last, minutes, self._desk.language)
        dialog = YesNoDialog(question, self._say("undo it"), self._say("leave it"))
        if not await self._app.push_screen_wait(dialog):
            return
        place = await self._take_back(last)
        if isinstance(place, Exception):
            self._app.notify(sentence(place, self._desk.language), markup=False, severity="error", timeout=10)
            return
        await self._show_again(last)
        told = N_("Undone. What you typed is a draft again: the same form brings it back.") if place else N_("Undone.")
        self._app.notify(self._say(told), markup=False, timeout=8)

    async def _take_back(self, last: LastSave) -> Any:
        """Where its draft lies, or why it could not be. Many clients take a while, and can be stopped."""
        if not last.imports:
            return await self._desk.ask(undo.undo, last)

        async def work(progress: Progress) -> Any:
            with self._desk.working(progress):
                return await self._desk.ask(_undone, last, progress)

        return await self._app.push_screen_wait(WorkingDialog(self._desk.language, self._say("Undo"), work))

    async def _show_again(self, last: LastSave) -> None:
        """The screen on top as it now is. The page of a client who is not there any more goes."""
        match self._app.screen:
            case PswScreen(client=client) as page if last.adds_client and client in last.clients:
                page.dismiss(None)
            case CaseloadScreen() | ClientScreen() as top:
                await top.read_again()

    async def _read(self, client: Client, debrief: Debrief) -> str:
        """A debrief in all its versions, until it is left. Returns the id of its newest version."""
        while chosen := await self._versions(client, debrief):
            debrief = await self._act(chosen.verb, client, debrief)
        return debrief.id

    async def _act(self, verb: str, client: Client, debrief: Debrief) -> Debrief:
        """Do what was chosen; returns the newest version afterwards."""
        if verb == "amend":
            return await self._amend(client, debrief) or debrief
        versions = await self._desk.ask(debriefs.versions_of, debrief)
        await self._history.show(client, history.history_of_debrief, versions, private=True)
        return debrief

    async def _amend(self, client: Client, debrief: Debrief) -> Debrief | None:
        sheet = await self._desk.ask(sheets.amend, client, debrief, self._desk.language)
        amended: Debrief | None = await self._forming.fill(sheet)
        return amended

    async def _versions(self, client: Client, debrief: Debrief) -> Chosen | None:
        reader = await readable_for(self._desk, client.id)
        versions: Sequence[Debrief] = await self._desk.ask(debriefs.versions_of, debrief)
        plan = ReadPlan(
            self._say("Debrief: {code}, {day}", code=client.code, day=self._day(debrief)),
            [section(self._version(each, reader), reader, each, private=True) for each in versions],
            (AMEND, HISTORY),
            "corrections",
            client.id,
        )
        return await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    def _version(self, version: Debrief, reader: Readable) -> str:
        local = self._desk.clock.local(version.made_at)
        words = N_("Amended {day} {time}") if version.amends else N_("Written {day} {time}")
        return self._say(words, day=reader.day(local.date()), time=f"{local:%H:%M}")

    async def _list(self, client: Client, marked: str) -> Chosen | None:
        async def read() -> list[Line]:
            found = await self._desk.ask(debriefs.debriefs_of, client.id)
            return [Line(each.id, self._line(each)) for each in found]

        plan = ListPlan(
            title=self._say("Debriefs: {code}", code=client.code),
            read=read,
            offers=OFFERS,
            empty=self._say("Nothing is written yet."),
            help_name="corrections",
            client=client.id,
            marked=marked,
        )
        return await self._app.push_screen_wait(ListScreen(self._desk.language, plan))

    def _line(self, debrief: Debrief) -> Content:
        language, today = self._desk.language, self._desk.today
        contact = self._say(Contact(debrief.contact).label) if debrief.contact else ""
        first = f"{self._day(debrief)} - {contact}"
        if amended := debriefs.amended_on(self._desk.clock, debrief):
            first += ", " + self._say("amended {day}", day=language.day(amended, today))
        words = (debrief.their_words, debrief.what_line, debrief.tried, debrief.how_they_responded, debrief.next_what)
        line = next((text.split("\n")[0] for text in words if text), "")
        return joined(show(first, "bold"), "\n    ", line)

    def _day(self, debrief: Debrief) -> str:
        return self._desk.language.day(debrief.held_on, self._desk.today) if debrief.held_on else "-"


def _undone(vault: Vault, last: LastSave, progress: Progress) -> DraftPlace | NotPossible | None:
    """What undoing gives, or its refusal, to be told."""
    try:
        return undo.undo(vault, last, progress)
    except NotPossible as refusal:
        return refusal
