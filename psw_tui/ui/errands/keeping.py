"""Records to review: keeping one on, holding one, erasing one in two steps, and what backups still know of it."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.keeping_words import (
    ASK,
    NO_YEARS,
    NOBODY,
    moment,
    remains_words,
    remove_question,
    standing_words,
    why_words,
)
from psw_tui.progress import Cancelled, Progress
from psw_tui.records.client import Client
from psw_tui.records.leaving import Erasure
from psw_tui.sentences import sentence
from psw_tui.services import backups, clients, erasing, keeping, remains
from psw_tui.services.errors import ErasureOver, NotPossible, OnHold
from psw_tui.services.keeping import Kept, Standing
from psw_tui.services.remains import Remains
from psw_tui.sheets import keeping as sheets
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import YesNoDialog
from psw_tui.ui.dialogs.working import WorkingDialog
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.screens.client import ClientScreen
from psw_tui.ui.show import joined, show

OPEN = choosing(
    "keeping.open", "r", N_("open"), N_("Open the marked client, or read what backups hold of who was erased.")
)
KEEP_ON = choosing("keeping.keep_on", "m", N_("keep on"), N_("Keep the marked record, and set the day to ask again."))
ERASE = choosing(
    "keeping.erase", KEYS["keeping.erase"], N_("erase"), N_("Ask to erase the marked record. Nothing goes yet.")
)
CONFIRM = choosing(
    "keeping.confirm",
    "c",
    N_("confirm"),
    N_("Erase the marked record for good, a day after it was asked."),
    once=True,
)
CALL_OFF = choosing("keeping.call_off", "o", N_("call off"), N_("Keep the marked record after all."), once=True)
HOLD = choosing("keeping.hold", "p", N_("hold"), N_("Put the marked record on hold, or take the hold off."), once=True)
OFFERS = (OPEN, KEEP_ON, ERASE, CONFIRM, CALL_OFF, HOLD)

BACKUP = choosing("keeping.backup", "b", N_("new backup"), N_("Make a new backup, without the erased record."))
REMOVE_OLDER = choosing(
    "keeping.remove", "e", N_("take older away"), N_("Take away the backups that still hold the record."), once=True
)
HELP = "keeping"


class KeepingErrand:
    """Shows the records to review and does what is asked of them."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._say = desk.language.say

    async def run(self) -> None:
        """The list, again and again, until it is left."""
        marked = ""
        while self._desk.is_open:
            chosen = await self._list(marked)
            if chosen is None:
                return
            marked = chosen.id
            kept = next((each for each in await self._desk.ask(keeping.review) if each.id == chosen.id), None)
            if kept is not None:
                await self._attempt(chosen.verb, kept)

    async def ask(self, client: Client) -> None:
        """Ask to erase a client's record."""
        asked: Erasure | None = await self._forming.fill(
            await self._desk.ask(sheets.ask_erasing, client, self._desk.language)
        )
        if asked is not None:
            when = moment(erasing.from_when(asked), self._desk.language, self._desk.clock)
            told = "Asked for. From {when} on you can confirm it: {key:caseload.keeping} on the caseload."
            self._notify(self._say(told, when=when))

    async def keep_on(self, client: Client) -> None:
        """Keep a client's record on until a day."""
        await self._forming.fill(await self._desk.ask(sheets.keep_on, client, self._desk.language))

    async def _attempt(self, verb: str, kept: Kept) -> None:
        """Do it. What cannot be done is said, and the list is there again."""
        try:
            await self._do(verb, kept)
        except (NotPossible, VaultError) as error:
            self._notify(sentence(error, self._desk.language), severity="error")

    async def _do(self, verb: str, kept: Kept) -> None:
        match verb:
            case "confirm" | "call_off":
                await self._end(verb, kept)
            case "open" if kept.erasure is not None and kept.standing is Standing.ERASED:
                await self._remains(kept.erasure)
            case _ if kept.client:
                await self._about(verb, await self._desk.ask(clients.client_by_id, kept.client))
            case _:
                raise ErasureOver(kept.code)

    async def _about(self, verb: str, client: Client) -> None:
        match verb:
            case "open":
                await self._app.push_screen_wait(ClientScreen(self._desk, client.id))
            case "keep_on":
                await self.keep_on(client)
            case "erase":
                await self.ask(client)
            case "hold":
                await self._hold(client)

    async def _hold(self, client: Client) -> None:
        if client.hold:
            question = self._say("Take the hold off {code}? Then the record may be erased.", code=client.code)
            if not await self._confirm(question, self._say("take it off"), self._say("leave it")):
                return
        await self._desk.ask(keeping.set_hold, client.id, hold=not client.hold)

    async def _end(self, verb: str, kept: Kept) -> None:
        """Confirm a wish to erase, or call it off."""
        if kept.erasure is None and kept.hold:
            raise OnHold(kept.code)
        if kept.erasure is None:
            told = "Nobody has asked to erase this record. The key for that is {key:keeping.erase}."
            self._notify(self._say(told))
        elif verb == "call_off":
            await self._desk.ask(erasing.call_off, kept.erasure.id)
        else:
            await self._erase(kept.erasure)

    async def _erase(self, erasure: Erasure) -> None:
        await self._desk.ask(erasing.refuse_to_confirm, erasure.id)
        question = self._say(ASK, code=erasure.code)
        if not await self._confirm(question, self._say("erase it for good"), self._say("leave it")):
            return

        async def work(progress: Progress) -> Any:
            with self._desk.working(progress):
                return await self._desk.ask(_erased, erasure.id, progress)

        done = await self._wait_for(erasure, work)
        if done:
            await self._remains(erasure)

    async def _remains(self, erasure: Erasure) -> None:
        """What backups still hold, again and again, until it is left."""
        while self._desk.is_open:
            left = await self._desk.ask(remains.remains, erasure)
            told = remains_words(erasure, left, self._desk.language, self._desk.clock)
            offers = (BACKUP, REMOVE_OLDER) if left.holding else (BACKUP,)
            plan = ReadPlan(self._say("What is left"), [show(words) for words in told], offers, HELP)
            chosen: Chosen | None = await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))
            if chosen is None:
                return
            try:
                await (self._back_up(erasure) if chosen.verb == "backup" else self._remove(erasure, left))
            except (NotPossible, VaultError) as error:
                self._notify(sentence(error, self._desk.language), severity="error")

    async def _back_up(self, erasure: Erasure) -> None:
        async def work(progress: Progress) -> Any:
            with self._desk.working(progress):
                return await self._desk.ask(backups.back_up_here, progress)

        await self._wait_for(erasure, work)

    async def _remove(self, erasure: Erasure, left: Remains) -> None:
        remains.refuse_to_remove(left, erasure)
        question = remove_question(erasure.code, len(left.holding), self._desk.language)
        if await self._confirm(question, self._say("take them away"), self._say("keep them")):
            await self._desk.ask(remains.remove_holding, erasure)

    async def _wait_for(self, erasure: Erasure, work: Any) -> bool:
        """Whether the work came to its end; a refusal is told in its own words."""
        answer = await self._app.push_screen_wait(WorkingDialog(self._desk.language, erasure.code, work))
        if isinstance(answer, NotPossible | VaultError | Cancelled):
            self._notify(sentence(answer, self._desk.language), severity="error")
            return False
        return True

    async def _confirm(self, question: str, yes: str, no: str) -> bool:
        return await self._app.push_screen_wait(YesNoDialog(question, yes, no))

    def _notify(self, words: str, severity: Any = "information") -> None:
        self._app.notify(words, markup=False, severity=severity, timeout=10)

    async def _list(self, marked: str) -> Chosen | None:
        async def read() -> list[Line]:
            return [Line(kept.id, self._line(kept)) for kept in await self._desk.ask(keeping.review)]

        empty = f"{self._say(NOBODY)}\n\n{self._say(NO_YEARS)}"
        plan = ListPlan(self._say("Records to review"), read, OFFERS, empty, HELP, marked=marked)
        return await self._app.push_screen_wait(ListScreen(self._desk.language, plan))

    def _line(self, kept: Kept) -> Content:
        language, clock = self._desk.language, self._desk.clock
        return joined(show(standing_words(kept, language), "bold"), "\n    " + why_words(kept, language, clock))


def _erased(vault: Vault, erasure: str, progress: Progress) -> Erasure | NotPossible:
    """What erasing gives, or its refusal, to be told."""
    try:
        return erasing.confirm(vault, erasure, progress)
    except NotPossible as refusal:
        return refusal
