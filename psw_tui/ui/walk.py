"""A walk through the app without a terminal: opens a vault, looks at every screen, changes nothing, tells what it saw."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

from textual.pilot import Pilot

from psw_tui.clock import SystemClock
from psw_tui.domain.steps import StepNumber
from psw_tui.language import Language
from psw_tui.places import VaultPlace
from psw_tui.storage.kdf import calibrate
from psw_tui.ui.app import PswApp
from psw_tui.ui.gate import Start
from psw_tui.ui.widgets.caseload_list import CaseloadList

SIZE = (80, 24)
PATIENCE = 200
"""How many times to look for a screen before giving up; each look lets the app do what it has to do."""


class WalkStopped(Exception):
    """A screen did not come up; `wanted` names it."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


def walk(folder: Path, passphrase: str, language: Language) -> Iterator[str]:
    """Walk through the vault in `folder` and yield what each screen showed, a line at a time. Raises WalkStopped."""
    seen: list[str] = []
    asyncio.run(_walk(folder, passphrase, language, seen))
    yield from seen


async def _walk(folder: Path, passphrase: str, language: Language, seen: list[str]) -> None:
    start = Start(
        vaults=[VaultPlace(folder.name, folder)],
        clock=SystemClock(),
        language=language,
        profile=calibrate,
        practice=True,
    )
    app = PswApp(start)
    async with app.run_test(size=SIZE) as pilot:
        await _until(pilot, "UnlockScreen")
        _tell(app, seen)
        await pilot.press(*passphrase, "enter")
        await _until(pilot, "CaseloadScreen")
        _tell(app, seen)
        await _mark_someone_with_a_fresh_look(pilot)
        await pilot.press("enter")
        await _until(pilot, "ClientScreen")
        _tell(app, seen)
        for number in StepNumber:
            await pilot.press(str(int(number)))
            await _until_not(pilot, "ClientScreen")
            _tell(app, seen)
            await pilot.press("escape")
            await _until(pilot, "ClientScreen")
        await pilot.press("escape")
        await _until(pilot, "CaseloadScreen")
        await pilot.press("q")


async def _mark_someone_with_a_fresh_look(pilot: Pilot[int]) -> None:
    """Go down the caseload to the first client whose nine steps are open; stay at the end if there is none."""
    clients = pilot.app.screen.query_one(CaseloadList)
    while (row := clients.marked_row) is not None:
        if row.fresh_look is not None and row.fresh_look.closed_on is None:
            return
        await pilot.press("down")
        if clients.marked_id == row.id:
            return


async def _until(pilot: Pilot[int], name: str) -> None:
    await _wait(pilot, lambda: type(pilot.app.screen).__name__ == name, name)


async def _until_not(pilot: Pilot[int], name: str) -> None:
    await _wait(pilot, lambda: type(pilot.app.screen).__name__ != name, f"not {name}")


async def _wait(pilot: Pilot[int], there: Callable[[], bool], wanted: str) -> None:
    for _look in range(PATIENCE):
        if there():
            # One more look: the rows of a list come a moment after its screen.
            await pilot.pause(0.05)
            return
        await pilot.pause(0.02)
    raise WalkStopped(wanted)


def _tell(app: PswApp, seen: list[str]) -> None:
    """Put down what stands on the screen, without the empty lines at its end."""
    strips = app.screen._compositor.render_strips()  # noqa: SLF001 - the only text of a screen; Textual is pinned
    lines = [strip.text.rstrip() for strip in strips]
    seen.append("-" * SIZE[0])
    seen.extend(line for line in lines if line)
