"""Bringing a vault back while none is open: for workers who know no shell, from the unlock screen or on a new laptop."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from psw_tui.backup_words import size_words, state_words
from psw_tui.backups import DATABASE, ON_STICK, Backup, list_backups
from psw_tui.exit_codes import LOCKED
from psw_tui.language import Language
from psw_tui.places import PlaceError, place_for
from psw_tui.progress import Cancelled, Progress
from psw_tui.records.option import Option
from psw_tui.sentences import sentence
from psw_tui.services import backups
from psw_tui.services.backups import Restored, Wishes
from psw_tui.storage import recovery
from psw_tui.storage.errors import BackupKeysOlder, BackupMissing, BadRecoveryCode, VaultError
from psw_tui.ui.dialogs.asking import PickDialog, YesNoDialog
from psw_tui.ui.dialogs.line import LineDialog
from psw_tui.ui.dialogs.working import WorkingDialog
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.screens.unlock import UnlockScreen
from psw_tui.ui.show import show

if TYPE_CHECKING:
    from psw_tui.ui.gate import Start

ELSEWHERE = "elsewhere"
_STAMPED = re.compile(r"-\d{8}T\d{6}Z(-\d+)?$")


class BringingBack:
    """Asks which backup, and for what opens it; then it is looked through and put in place."""

    def __init__(self, app: App[Any], start: Start, thread: Executor) -> None:
        self._app = app
        self._start = start
        self._thread = thread
        self._language: Language = start.language
        self._say = start.language.say

    async def run(self, vault: Path | None) -> None:
        """Bring this vault back, or one that this computer does not have. What goes wrong is told, and nothing changed."""
        try:
            backup = await self._pick(vault)
            if backup is None:
                return
            into = vault or place_for(_label_of(backup)).path
            await self._bring_back(backup, into, is_new=vault is None)
        except (VaultError, PlaceError, Cancelled) as error:
            await self._tell(sentence(error, self._language))

    async def _pick(self, vault: Path | None) -> Path | None:
        there = [] if vault is None else list_backups(vault)
        picked = ELSEWHERE
        if there:
            options = [Option(str(number), self._line(backup)) for number, backup in enumerate(there)]
            options.append(Option(ELSEWHERE, self._say("from a stick or another folder")))
            picked = await self._app.push_screen_wait(PickDialog(self._say("Which backup?"), options))
        if picked != ELSEWHERE:
            return there[int(picked)].folder if picked else None
        question = self._say("In which folder is the backup? Its name begins with {name}.", name=ON_STICK)
        typed: str = await self._app.push_screen_wait(LineDialog(question))
        return await self._pick_in(Path(typed.strip()).expanduser()) if typed.strip() else None

    async def _pick_in(self, typed: Path) -> Path | None:
        """The folder itself, or one of the backups in it. Raises BackupMissing."""
        if (typed / DATABASE).is_file():
            return typed
        inside = [folder for folder in typed.glob(ON_STICK + "*") if (folder / DATABASE).is_file()]
        if not inside:
            raise BackupMissing(typed)
        inside.sort(key=_stamp_of, reverse=True)
        if len(inside) == 1:
            return inside[0]
        options = [Option(folder.name, folder.name.removeprefix(ON_STICK)) for folder in inside]
        picked: str = await self._app.push_screen_wait(PickDialog(self._say("Which backup?"), options))
        return typed / picked if picked else None

    async def _bring_back(self, backup: Path, into: Path, *, is_new: bool) -> None:
        if (into / DATABASE).exists() and not await self._may_replace():
            return
        question = self._say("The passphrase of the vault, or the recovery code from the sheet:")
        secret: str = await self._app.push_screen_wait(LineDialog(question, secret=True))
        if not secret:
            return
        done = await self._done(backup, into, secret, Wishes(replace=True))
        if isinstance(done, BackupKeysOlder) and await self._wants_old_keys(done):
            done = await self._done(backup, into, secret, Wishes(replace=True, old_keys=True))
        if isinstance(done, VaultError | Cancelled):
            raise done
        await self._end(done, is_new=is_new)

    async def _done(self, backup: Path, into: Path, secret: str, wishes: Wishes) -> Restored | VaultError | Cancelled:
        service = partial(backups.restore_with_passphrase, backup, into, secret)
        if _is_code(secret):
            service = partial(backups.restore_with_code, backup, into, secret)

        async def work(progress: Progress) -> Restored:
            do = partial(service, clock=self._start.clock, wishes=wishes, progress=progress)
            return await asyncio.get_running_loop().run_in_executor(self._thread, do)

        title = self._say("Bringing the vault back")
        answer: Restored | VaultError | Cancelled = await self._app.push_screen_wait(
            WorkingDialog(self._language, title, work)
        )
        return answer

    async def _end(self, done: Restored, *, is_new: bool) -> None:
        said = [self._say("The vault is as it was: {day}.", day=self._day(done))]
        if done.aside is not None:
            said.append(self._say("The vault that was there before is kept in {folder}.", folder=done.aside))
        if done.keys_kept:
            said.append(self._say("Your passphrase of today opens it, not the one of that day."))
        await self._tell("\n\n".join(said))
        if is_new:
            self._app.exit(LOCKED)  # the next child finds the vault that was brought back
        elif isinstance(self._app.screen, UnlockScreen):
            self._app.screen.told_well(said[0])

    async def _may_replace(self) -> bool:
        question = self._say(
            "The backup takes the place of the vault that is there. That one is kept in a folder of its own. What was"
            " written since the backup will only be in there. Go on?"
        )
        return await self._app.push_screen_wait(
            YesNoDialog(question, self._say("go on"), self._say("leave it as it is"))
        )

    async def _wants_old_keys(self, refusal: BackupKeysOlder) -> bool:
        question = sentence(refusal, self._language)
        return await self._app.push_screen_wait(
            YesNoDialog(question, self._say("I want the old keys"), self._say("leave it as it is"))
        )

    async def _tell(self, words: str) -> None:
        plan = ReadPlan(self._say("From a backup"), [show(words)], (), "backups")
        await self._app.push_screen_wait(ReadScreen(self._language, plan))

    def _line(self, backup: Backup) -> str:
        local = self._start.clock.local(backup.made_at)
        day = self._language.day(local.date(), self._start.clock.today())
        state, size = state_words(backup, self._language), size_words(backup.size, self._language)
        return f"{day} {local:%H:%M}  {size}  {state}"

    def _day(self, done: Restored) -> str:
        local = self._start.clock.local(done.made_at)
        return f"{self._language.day(local.date(), self._start.clock.today())} {local:%H:%M}"


def _stamp_of(backup: Path) -> str:
    stamp = _STAMPED.search(backup.name)
    return stamp.group() if stamp else ""


def _label_of(backup: Path) -> str:
    return _STAMPED.sub("", backup.name.removeprefix(ON_STICK)) or backup.name


def _is_code(secret: str) -> bool:
    try:
        recovery.decode(secret)
    except BadRecoveryCode:
        return False
    return True
