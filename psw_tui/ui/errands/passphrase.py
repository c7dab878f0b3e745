"""Passphrase and recovery code of the open vault: two acts, told apart in plain words, and a blank sheet."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import App

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.progress import Cancelled, Progress
from psw_tui.sentences import sentence
from psw_tui.services.errors import NotPossible
from psw_tui.services.passphrases import change_passphrase, check_new, check_present, renew_vault
from psw_tui.services.sheet import sheet_path, write_sheet
from psw_tui.storage import recovery
from psw_tui.storage.errors import BadRecoveryCode, VaultError
from psw_tui.storage.kdf import CHEAPEST, Profile, calibrate
from psw_tui.storage.vault import new_recovery_code
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import YesNoDialog
from psw_tui.ui.dialogs.line import LineDialog
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.screens.passphrase import PassphraseScreen
from psw_tui.ui.screens.renewing import RenewingScreen
from psw_tui.ui.screens.set_up import NewCodeScreen
from psw_tui.ui.show import joined, show

CHANGE = choosing(
    "passphrase.change", KEYS["passphrase.change"], N_("new passphrase"), N_("Choose a new passphrase. The code stays.")
)
RENEW = choosing(
    "passphrase.renew",
    KEYS["passphrase.renew"],
    N_("everything new"),
    N_("Somebody may know it, or the sheet is lost: make everything new."),
)
SHEET = choosing(
    "passphrase.sheet",
    KEYS["passphrase.sheet"],
    N_("blank sheet"),
    N_("Write a blank sheet to print, for the recovery code."),
)

ACTS = (
    (
        N_("{key:passphrase.change}  A new passphrase"),
        N_(
            "You know the present one and want another. It takes a moment. Your recovery code stays. Backups on this"
            " computer change with it; those on sticks still open with the old passphrase."
        ),
    ),
    (
        N_("{key:passphrase.renew}  Somebody may know it, or the sheet is lost"),
        N_(
            "The whole vault is encrypted again, with a new passphrase and a new recovery code. Have pen and paper"
            " ready. The old passphrase and the old code do not open it afterwards. The old backups on this computer are"
            " erased, and a new one is made; those on sticks still open with the old ones."
        ),
    ),
    (
        N_("{key:passphrase.sheet}  A blank sheet"),
        N_("A page with empty boxes, to print. You copy the recovery code into it by hand, when it is shown."),
    ),
)


class PassphraseErrand:
    """Offers the acts until the worker leaves; after the second one the program locks."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._say = desk.language.say

    async def run(self) -> None:
        """Show what there is to do, again and again, until it is left."""
        while self._desk.is_open:  # a lock may have stopped a renewal
            chosen = await self._app.push_screen_wait(ReadScreen(self._desk.language, self._plan()))
            if chosen is None:
                return
            match chosen.verb:
                case "change":
                    await self._change()
                case "renew":
                    await self._renew()
                case "sheet":
                    await self._sheet()

    def _plan(self) -> ReadPlan:
        sections = [joined(show(self._say(name), "bold"), "\n", self._say(words)) for name, words in ACTS]
        return ReadPlan(self._say("Passphrase and recovery code"), sections, (CHANGE, RENEW, SHEET), "passphrase")

    async def _change(self) -> None:
        missed = 0

        async def judge(present: str, new: str, again: str) -> str:
            nonlocal missed
            try:
                check_new(new, again)
                missed = await self._desk.ask(change_passphrase, present, new, await self._profile())
            except (VaultError, NotPossible) as error:
                return sentence(error, self._desk.language)
            return ""

        before = self._say("The notes are not touched, and the recovery code stays the same.")
        screen = PassphraseScreen(self._desk.language, self._say("A new passphrase"), before, judge)
        if await self._app.push_screen_wait(screen):
            self._tell_changed(missed)

    def _tell_changed(self, missed: int) -> None:
        said = [self._say("Done. The new passphrase opens the vault; the old one no longer does.")]
        if missed:
            said.append(
                self._desk.language.say_n(
                    "{n} backup on this computer could not be changed yet. That is tried again at the next opening.",
                    "{n} backups on this computer could not be changed yet. That is tried again at the next opening.",
                    missed,
                )
            )
        said.append(
            self._say(
                "Backups on sticks and other computers still open with the old passphrase. The recovery code is the same."
            )
        )
        self._notify(" ".join(said))

    async def _renew(self) -> None:
        async def judge(present: str, new: str, again: str) -> str:
            try:
                check_new(new, again)
                await self._desk.ask(check_present, present, new)
            except (VaultError, NotPossible) as error:
                return sentence(error, self._desk.language)
            return ""

        before = self._say("Nothing changes yet: first comes the new recovery code, then a last question.")
        screen = PassphraseScreen(self._desk.language, self._say("A new passphrase and a new code"), before, judge)
        words = await self._app.push_screen_wait(screen)
        if not words:
            return
        code = new_recovery_code()
        if await self._is_written_down(code) and await self._is_sure():
            await self._renew_now(*words, code)

    async def _is_written_down(self, code: str) -> bool:
        def judge(typed: str) -> str:
            try:
                right = recovery.decode(typed) == recovery.decode(code)
            except BadRecoveryCode as error:
                return sentence(error, self._desk.language)
            return "" if right else self._say("This is a code, but not the one just shown. Look at your paper again.")

        written: bool = await self._app.push_screen_wait(NewCodeScreen(self._desk.language, code, judge))
        return written

    async def _is_sure(self) -> bool:
        question = self._say(
            "Encrypt everything again now? The old passphrase and code end, and the old backups on this computer are"
            " erased. You can stop it until the new vault is put in place."
        )
        return await self._app.push_screen_wait(YesNoDialog(question, self._say("yes, now"), self._say("not now")))

    async def _renew_now(self, present: str, new: str, code: str) -> None:
        profile = await self._profile()

        async def work(progress: Progress) -> bool:
            with self._desk.working(progress):
                return await self._desk.ask(renew_vault, present, new, code, profile, progress)

        with self._desk.leaving_alone():
            failure = await self._app.push_screen_wait(RenewingScreen(self._desk.language, work))
        if isinstance(failure, Cancelled):
            said = "Stopped. Nothing was changed: the passphrase and the code you have still count."
            self._notify(self._say(said))
        elif failure is not None:
            self._notify(sentence(failure, self._desk.language))

    async def _sheet(self) -> None:
        question = self._say(
            "Where does the blank sheet go? It holds no code. Enter writes it, {key:screen.back} leaves."
        )
        typed = await self._app.push_screen_wait(LineDialog(question, "~/" + self._say("recovery-sheet.html")))
        if not typed:
            return
        path = sheet_path(typed)
        try:
            await asyncio.get_running_loop().run_in_executor(None, write_sheet, path, self._desk.language)
        except (VaultError, NotPossible) as error:
            self._notify(sentence(error, self._desk.language))
        else:
            self._notify(self._say("A blank sheet is in {file}. Print it, and fill it in by hand.", file=path))

    async def _profile(self) -> Profile:
        """What a derivation may cost here, measured beside the screen. A practice vault holds nobody's secrets."""
        if self._desk.practice:
            return CHEAPEST
        return await asyncio.get_running_loop().run_in_executor(None, calibrate)

    def _notify(self, words: str) -> None:
        self._app.notify(words, markup=False, timeout=20)
