"""Backups on screen: the list, one more on a stick, a look, a trial; and the quiet look after every unlocking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.backup_words import drill_sentence, fault_words, size_words, state_words
from psw_tui.backups import MIGRATION, REKEY, STICK, Backup
from psw_tui.domain.words import N_
from psw_tui.progress import Cancelled, Progress
from psw_tui.sentences import sentence
from psw_tui.services import backups
from psw_tui.services.backups import Drilled
from psw_tui.storage.errors import VaultError
from psw_tui.ui.beside import beside
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.line import LineDialog
from psw_tui.ui.dialogs.working import WorkingDialog
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.screens.caseload import CaseloadScreen
from psw_tui.ui.show import joined, show

LOOK = choosing("backups.look", "v", N_("look over"), N_("Open the marked backup and look whether it is whole."))
TO_STICK = choosing("backups.to_stick", "s", N_("to a stick"), N_("Make a backup in a folder, such as a stick."))
DRILL = choosing(
    "backups.drill", "d", N_("try it"), N_("Open a private copy of the marked backup and count what is in it.")
)
RESTORE = choosing("backups.restore", "r", N_("bring back"), N_("How to bring your vault back from a backup."))
OFFERS = (LOOK, TO_STICK, DRILL, RESTORE)

KINDS = {MIGRATION: N_("before an update"), STICK: N_("for a stick"), REKEY: N_("after new keys")}
HELP = "backups"

HOW_TO_RESTORE = N_(
    "A backup is brought back while your vault is closed.\n\n1. Lock: press {key:list.lock} on the caseload.\n"
    "2. On the unlock screen press {key:unlock.restore}, pick a backup, and type its passphrase.\n\n"
    "Your vault of now is kept in a folder of its own."
)


class BackupsErrand:
    """Shows backups and what can be done with them."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._say = desk.language.say
        self._looking = Progress()

    async def run(self) -> None:
        """The list, again and again, until it is left."""
        marked = ""
        while self._desk.is_open:  # a lock may have waited for a backup
            there = await self._desk.ask(backups.backups_of)
            chosen: Chosen | None = await self._app.push_screen_wait(self._screen(there, marked))
            if chosen is None:
                return
            marked = chosen.id
            picked = next((backup for backup in there if backup.folder.name == marked), None)
            await self._do(chosen.verb, picked)

    async def look_at_newest(self) -> None:
        """After unlocking: find out whether the copy made at the last lock is good. A bad one is told, once."""
        if not self._desk.is_open:
            return
        work = await self._desk.ask(backups.look_at_newest)
        if work is None:
            return
        try:
            looked = await beside(lambda: work(self._looking))
        except (VaultError, Cancelled):
            return  # another window looks at it, or the program is being locked: the next unlocking looks again
        await self._tell_caseload()
        if looked.fault:
            self._app.notify(self._bad(looked), markup=False, severity="error", timeout=20)

    def stop_looking(self) -> None:
        """Nobody waits for a look when the program locks."""
        self._looking.stop()

    async def _do(self, verb: str, picked: Backup | None) -> None:
        if verb == "restore":
            await self._tell(self._say(HOW_TO_RESTORE))
        elif verb == "to_stick":
            await self._to_stick()
        elif picked is None:
            await self._tell(self._say("There is no backup yet. One is made when you lock or quit."))
        elif verb == "look":
            await self._look(picked)
        elif verb == "drill":
            await self._drill(picked)
        await self._tell_caseload()

    async def _to_stick(self) -> None:
        question = self._say("Which folder? Type where the stick is, such as {example}", example="/media/stick")
        typed: str = await self._app.push_screen_wait(LineDialog(question))
        if not typed.strip():
            return
        folder = Path(typed.strip()).expanduser()

        async def work(progress: Progress) -> Backup:
            return await self._desk.ask(backups.back_up_to, folder, progress)

        made = await self._wait_for(self._say("A backup in {folder}", folder=folder), work)
        if isinstance(made, Backup):
            said = "The backup is in {folder}. It was looked through, and it is good."
            await self._tell(self._say(said, folder=made.folder))

    async def _look(self, picked: Backup) -> None:
        work = await self._desk.ask(backups.look, picked)
        looked = await self._wait_for(
            self._say("The backup of {day}", day=self._day(picked)), lambda progress: beside(lambda: work(progress))
        )
        if isinstance(looked, Backup):
            good = self._say("The backup of {day} is good.", day=self._day(looked))
            await self._tell(self._bad(looked) if looked.fault else good)

    async def _drill(self, picked: Backup) -> None:
        work = await self._desk.ask(backups.drill, picked)
        drilled = await self._wait_for(
            self._say("Trying the backup of {day}", day=self._day(picked)),
            lambda progress: beside(lambda: work(progress)),
        )
        if isinstance(drilled, Drilled):
            await self._tell(drill_sentence(drilled, self._day(picked), self._desk.language))

    async def _wait_for(self, title: str, work: Callable[[Progress], Awaitable[Any]]) -> Any:
        """What the work gave; a failure is told in its own words."""

        async def watched(progress: Progress) -> Any:
            with self._desk.working(progress):
                return await work(progress)

        answer = await self._app.push_screen_wait(WorkingDialog(self._desk.language, title, watched))
        if isinstance(answer, VaultError | Cancelled):
            await self._tell(sentence(answer, self._desk.language))
        return answer

    async def _tell(self, words: str) -> None:
        if not self._desk.is_open:
            return
        plan = ReadPlan(self._say("Backups"), [show(words)], (), HELP)
        await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    async def _tell_caseload(self) -> None:
        for screen in self._app.screen_stack:
            if isinstance(screen, CaseloadScreen) and self._desk.is_open:
                await screen.tell_backup()

    def _screen(self, there: list[Backup], marked: str) -> ListScreen:
        async def read() -> list[Line]:
            return [Line(backup.folder.name, self._line(backup)) for backup in there]

        empty = self._say("There is no backup yet. One is made each time you lock or quit, if anything has changed.")
        plan = ListPlan(self._say("Backups"), read, OFFERS, empty, HELP, marked=marked)
        return ListScreen(self._desk.language, plan)

    def _line(self, backup: Backup) -> Content:
        state = state_words(backup, self._desk.language)
        made = self._day(backup)
        size = size_words(backup.size, self._desk.language)
        kind = self._say(KINDS.get(backup.kind, ""))
        mark = "!" if backup.fault else " "
        return joined(f"{mark} {made:<18} {size:>8}  ", show(state, "bold" if backup.fault else ""), f"  {kind}")

    def _day(self, backup: Backup) -> str:
        local = self._desk.clock.local(backup.made_at)
        return f"{self._desk.language.day(local.date(), self._desk.today)} {local:%H:%M}"

    def _bad(self, backup: Backup) -> str:
        what = fault_words(backup.fault, self._desk.language)
        said = "The backup of {day} is not good: {what}. The ones before it are kept longer. A new one is made when you lock."
        return self._say(said, day=self._day(backup), what=what)
