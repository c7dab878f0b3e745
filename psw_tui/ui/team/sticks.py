"""Meeting the team without a network: a file for the others, a file from them, and letters that came by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App

from psw_tui.laptop_words import STICK_LIES, WHICH_STICK, name_by_id, name_of
from psw_tui.progress import Progress
from psw_tui.records.option import Option
from psw_tui.services.teamwork.arriving import look
from psw_tui.services.teamwork.carrying import STICK
from psw_tui.services.teamwork.joining import TeamState, join
from psw_tui.services.teamwork.sticks import StickLook, stick_for, take_stick
from psw_tui.services.teamwork.syncing import Met
from psw_tui.storage.vault import Vault
from psw_tui.team.keys import Card
from psw_tui.ui.dialogs.asking import PickDialog
from psw_tui.ui.errands.team import TAKE
from psw_tui.ui.team.meeting import Meeting, Settle
from psw_tui.ui.team.telling import REFUSALS, Telling

EVERYBODY, DONE, NEW, ALL = "everybody", "done", "new", "all"


class Sticks:
    """Files that go from laptop to laptop by hand."""

    def __init__(self, app: App[Any], tell: Telling, meeting: Meeting) -> None:
        self._app = app
        self._tell = tell
        self._meeting = meeting
        self._say = tell.say

    async def fill(self, state: TeamState) -> None:
        """For whom, how much, and where to; then the file."""
        title = self._say("To a stick")
        devices = await self._for_whom(state)
        picked = "" if devices is None else await self._how_much()
        if devices is None or not picked:
            return
        made = await self._tell.wait(title, _stick, devices, picked == ALL)
        if isinstance(made, REFUSALS):
            await self._tell.refuse(title, made)
            return
        content, count = made
        path = await self._tell.put_down(title, state.name, STICK, content)
        if path is not None:
            language = self._tell.desk.language
            many = language.say_n("{n} change is in it.", "{n} changes are in it.", count)
            await self._tell.read(title, [self._say(STICK_LIES, path=path), many])

    async def take_in(self, state: TeamState, settle: Settle) -> None:
        """Look at a file that came, and take it in if the worker wants that."""
        title = self._say("Take in")
        content = await self._tell.file(title, self._say(WHICH_STICK, example="/media/stick/team-2026-03-13.psw-stick"))
        found = await self._tell.wait(title, look, content) if content is not None else None
        language = self._tell.desk.language
        if isinstance(found, Card):
            who = self._say("A letter from {name}: keys and laptops of the team.", name=name_of(found, language))
            if await self._tell.read(title, [who], (TAKE,)) and await self._tell.done(title, join, content):
                await self._tell.read(title, [self._say("What stood in the letter is known here now.")])
        elif isinstance(found, REFUSALS):
            await self._tell.refuse(title, found)
        elif isinstance(found, StickLook) and await self._tell.read(title, self._preview(found, state), (TAKE,)):
            met = await self._tell.wait(title, take_stick, content)
            if isinstance(met, Met):
                await self._meeting.tell(title, met, state, settle)
            elif isinstance(met, REFUSALS):
                await self._tell.refuse(title, met)

    def _preview(self, found: StickLook, state: TeamState) -> list[str]:
        language = self._tell.desk.language
        who = self._say("From {name}.", name=name_by_id(state, found.device, language))
        many = language.say_n("{n} change is in it.", "{n} changes are in it.", found.changes)
        fresh = language.say_n("{n} of them is not here yet.", "{n} of them are not here yet.", found.fresh)
        return [who, f"{many} {fresh}", self._say("None of it was taken in yet.")]

    async def _for_whom(self, state: TeamState) -> Sequence[str] | None:
        """The ids of those it is for, none for all of the team; None when the worker thought better of it."""
        language = self._tell.desk.language
        left = {each.card.device: name_of(each.card, language) for each in state.others if not each.taken_out}
        if len(left) < 2:
            return ()
        first = [Option(EVERYBODY, self._say("everybody in the team")), *_options(left)]
        picked: str = await self._app.push_screen_wait(PickDialog(self._say("For whom is it?"), first))
        chosen: list[str] = []
        while picked not in {"", EVERYBODY, DONE}:
            chosen.append(picked)
            del left[picked]
            names = [Option(DONE, self._say("that is all")), *_options(left)]
            picked = (
                await self._app.push_screen_wait(PickDialog(self._say("And for whom else?"), names)) if left else DONE
            )
        return chosen if picked else None

    async def _how_much(self) -> str:
        """Whether all goes; empty when the worker thought better of it."""
        options = [
            Option(NEW, self._say("what they do not have yet, as far as this laptop knows")),
            Option(ALL, self._say("everything, as for a laptop that is new or was brought back")),
        ]
        picked: str = await self._app.push_screen_wait(PickDialog(self._say("How much goes onto it?"), options))
        return picked


def _options(names: dict[str, str]) -> list[Option]:
    return [Option(device, name) for device, name in names.items()]


def _stick(vault: Vault, devices: Sequence[str], everything: bool, progress: Progress) -> tuple[bytes, int]:
    return stick_for(vault, devices, everything=everything, progress=progress)
