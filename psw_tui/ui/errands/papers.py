"""Papers: choosing one, reading it on screen, letting it leave, and the log of what left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.words import N_
from psw_tui.records.client import Client
from psw_tui.records.leaving import Lock, Paper, Sent
from psw_tui.sentences import sentence
from psw_tui.services import clients
from psw_tui.services.errors import NotPossible
from psw_tui.storage.errors import VaultError
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import PickDialog
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.show import joined, show

MAKE = choosing("papers.make", "r", N_("make"), N_("Make the marked paper, and read it here first."))
LOG = choosing("papers.log", "s", N_("what left"), N_("Read what left this laptop, when, and for whom."))
LET_GO = choosing("papers.let_go", "g", N_("let it leave"), N_("Write it to a folder or a stick, locked or in clear."))

HELP = "papers"


class PapersErrand:
    """Takes a worker from a list of papers to one that has left, or back. What it needs is loaded on the way."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._say = desk.language.say

    async def run(self, client: Client | None = None, marked: str = "") -> None:
        """The papers about a client, or about the work as a whole, again and again, until they are left."""
        while chosen := await self._list(client, marked):
            marked = chosen.id
            if chosen.verb == "log":
                await self.log(client)
            elif chosen.id:
                await self._make(client, Paper(chosen.id))

    async def go_on(self, client: str, target: str) -> None:
        """Take up a paper that was begun."""
        from psw_tui.services.reporting.letting_go import of_target

        paper, row = of_target(target)
        of = await self._desk.ask(clients.client_by_id, client) if client else None
        await self._fill(of, paper, row)

    async def _make(self, client: Client | None, paper: Paper) -> None:
        from psw_tui.services.reporting.subjects import subjects

        row = ""
        if client is not None and (found := await self._desk.ask(subjects, paper, client.id, self._desk.language)):
            row = found[0].value
            if len(found) > 1:
                numbered = [option.__class__(str(at), option.label) for at, option in enumerate(found)]
                picked = await self._app.push_screen_wait(
                    PickDialog(self._say("Which one? Type part of it."), numbered)
                )
                if not picked:
                    return
                row = found[int(picked)].value
        await self._fill(client, paper, row)

    async def _fill(self, client: Client | None, paper: Paper, row: str) -> None:
        """Ask what goes into it, show it, and ask again after it was read: until it has left or is left."""
        from psw_tui.sheets import papers as sheets

        try:
            while wanted := await self._forming.fill(
                await self._desk.ask(sheets.paper, paper, client, row, self._desk.language)
            ):
                if await self._read(client, wanted):
                    return
        except (NotPossible, VaultError) as error:
            await self._tell([show(sentence(error, self._desk.language))])

    async def _read(self, client: Client | None, wanted: Any) -> bool:
        """Whether it is done with: it has left, or could not be made and that was read."""
        from psw_tui.services.reporting import make
        from psw_tui.sheets import papers as sheets
        from psw_tui.ui.paper_shown import sections

        document = await self._desk.ask(make, wanted)
        plan = ReadPlan(document.title, sections(document), (LET_GO,), HELP, wanted.client)
        chosen: Chosen | None = await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))
        if chosen is None:
            return False
        left = await self._forming.fill(await self._desk.ask(sheets.leaving, wanted, client, self._desk.language))
        if left is None:
            return False
        said = [show(self._say("It is written here:")), joined("  ", str(left.path))]
        if left.passphrase:
            said += [show(self._say("This opens it:")), show(f"  {left.passphrase}", "bold")]
            said += [show(self._say(SAY_IT))]
        else:
            said += [show(self._say(KEEP_IT_SAFE))]
        await self._tell(said)
        return True

    async def log_of(self, client: Client, _row: str) -> None:
        """What left about a client."""
        await self.log(client)

    async def log(self, client: Client | None = None) -> None:
        """What left, of one client or of all."""
        from psw_tui.services.reporting.letting_go import sent_of

        log: list[Sent] = await self._desk.ask(sent_of, client.id if client else "")
        codes = dict(await self._desk.ask(clients.clients_by_recent_contact)) if log and client is None else {}
        told = [self._sent(each, codes) for each in log]
        await self._tell(told or [show(self._say("Nothing has left this laptop yet."))], self._say("What left"))

    def _sent(self, sent: Sent, codes: dict[str, str]) -> Content:
        language = self._desk.language
        whose = codes.get(sent.client or "", "")
        heading = " - ".join(
            filter(None, (language.whole_day(sent.held_on), whose, self._say(Paper(sent.paper).label)))
        )
        lines = [self._say("for {whom}, {lock}", whom=sent.to_whom, lock=self._say(Lock(sent.lock).label))]
        lines += [sent.why] if sent.why else []
        return joined(show(heading, "bold"), "\n    ", "\n    ".join(lines))

    async def _tell(self, sections: Sequence[Content], title: str = "") -> None:
        plan = ReadPlan(title or self._say("Papers"), sections, (), HELP)
        await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    async def _list(self, client: Client | None, marked: str) -> Chosen | None:
        from psw_tui.services.reporting.subjects import ABOUT_ONE, ABOUT_WORK, PURPOSES

        async def read() -> list[Line]:
            return [
                Line(str(paper), joined(show(self._say(paper.label), "bold"), "\n    ", self._say(PURPOSES[paper])))
                for paper in (ABOUT_WORK if client is None else ABOUT_ONE)
            ]

        title = self._say("Papers: {code}", code=client.code) if client else self._say("Papers about the work")
        plan = ListPlan(title, read, (MAKE, LOG), "", HELP, client.id if client else "", marked)
        return await self._app.push_screen_wait(ListScreen(self._desk.language, plan))


SAY_IT = N_(
    "Write it down or say it by phone, never with the file. It is shown this once and kept nowhere; without it nobody"
    " opens the file. Stock age opens it too."
)
KEEP_IT_SAFE = N_("What left is out of this program's hands. Give it to them, and take it off the stick afterwards.")
