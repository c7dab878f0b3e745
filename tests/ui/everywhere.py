"""A walk through every kind of screen by keys alone, in whatever language: `visit` is called wherever it stops."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from psw_tui.ui.routes import BeginFirstDay
from tests.conftest import PASSPHRASE
from tests.ui.driving import Driver

Visit = Callable[[str], Awaitable[None]]
"""Gets the name of the stop, once its screen is there."""

CASELOAD = (
    ("ctrl+p", "PaletteScreen"),
    ("escape", "CaseloadScreen"),
    ("t", "ToDoScreen"),
    ("m", "MoveDialog"),
    ("escape", "ToDoScreen"),
    ("escape", "CaseloadScreen"),
    ("question_mark", "HelpScreen"),
    ("escape", "CaseloadScreen"),
    ("f8", "CrisisScreen"),
    ("escape", "CaseloadScreen"),
    ("slash", "FindScreen"),
    ("escape", "CaseloadScreen"),
    ("full_stop", "QuickNoteScreen"),
    ("escape", "CaseloadScreen"),
    ("n", "PickDialog"),
    ("escape", "CaseloadScreen"),
    ("a", "FormScreen"),
    ("escape", "CaseloadScreen"),
    ("o", "FormScreen"),
    ("escape", "CaseloadScreen"),
    ("b", "ListScreen"),
    ("escape", "CaseloadScreen"),
    ("y", "ListScreen"),
    ("escape", "CaseloadScreen"),
    ("i", "LineDialog"),
    ("escape", "CaseloadScreen"),
    ("r", "ListScreen"),
    ("enter", "FormScreen"),
    ("f2", "ReadScreen"),
    ("g", "FormScreen"),
    ("escape", "FormScreen"),
    ("escape", "ListScreen"),
    ("s", "ReadScreen"),
    ("escape", "ListScreen"),
    ("escape", "CaseloadScreen"),
    ("e", "LineDialog"),
    ("escape", "CaseloadScreen"),
    ("x", "HealthScreen"),
    ("escape", "CaseloadScreen"),
    ("w", "ReadScreen"),
    ("c", "PassphraseScreen"),
    ("escape", "ReadScreen"),
    ("escape", "CaseloadScreen"),
    ("l", "ReadScreen"),
    ("escape", "CaseloadScreen"),
    ("p", "YesNoDialog"),
    ("escape", "CaseloadScreen"),
    ("T", "ReadScreen"),
    ("s", "LineDialog"),
    ("escape", "ReadScreen"),
    ("escape", "CaseloadScreen"),
)
"""Keys from the caseload and back, with the screens they lead to."""

CLIENT = (
    ("enter", "ClientScreen"),
    ("g", "ListScreen"),
    ("r", "FormScreen"),
    ("escape", "ListScreen"),
    ("escape", "ClientScreen"),
    ("p", "ListScreen"),
    ("a", "FormScreen"),
    ("escape", "ListScreen"),
    ("escape", "ClientScreen"),
    ("l", "ListScreen"),
    ("escape", "ClientScreen"),
    ("d", "ListScreen"),
    ("escape", "ClientScreen"),
    ("r", "ListScreen"),
    ("enter", "FormScreen"),
    ("f2", "ReadScreen"),
    ("g", "FormScreen"),
    ("escape", "FormScreen"),
    ("escape", "ListScreen"),
    ("s", "ReadScreen"),
    ("escape", "ListScreen"),
    ("escape", "ClientScreen"),
    ("y", "ReadScreen"),
    ("escape", "ClientScreen"),
    ("f", "ReadScreen"),
    ("c", "FormScreen"),
    ("escape", "ReadScreen"),
    ("escape", "ClientScreen"),
    ("k", "ListScreen"),
    ("a", "FormScreen"),
    ("escape", "ListScreen"),
    ("escape", "ClientScreen"),
    ("n", "FormScreen"),
    ("escape", "ClientScreen"),
    ("x", "FormScreen"),
    ("escape", "ClientScreen"),
    ("1", "StepScreen"),
    ("escape", "ClientScreen"),
    ("2", "GoalsStepScreen"),
    ("escape", "ClientScreen"),
    ("3", "StepScreen"),
    ("escape", "ClientScreen"),
    ("4", "StepScreen"),
    ("escape", "ClientScreen"),
    ("5", "GatedStepScreen"),
    ("escape", "ClientScreen"),
    ("6", "StepScreen"),
    ("escape", "ClientScreen"),
    ("7", "GatedStepScreen"),
    ("escape", "ClientScreen"),
    ("8", "StepScreen"),
    ("escape", "ClientScreen"),
    ("9", "StepScreen"),
    ("escape", "ClientScreen"),
    ("w", "YesNoDialog"),
    ("1", "ShownScreen"),
    ("r", "NumberDialog"),
    ("escape", "ShownScreen"),
    ("s", "HandedOverForm"),
    ("escape", "ShownScreen"),
)
"""The same from the marked client, at last into the view from which only the passphrase leads back."""

TEAM = (
    ("T", "ReadScreen"),
    ("s", "PickDialog"),
    ("escape", "ReadScreen"),
    ("d", "ListScreen"),
    ("enter", "ReadScreen"),
    ("1", "YesNoDialog"),
    ("escape", "ReadScreen"),
    ("escape", "ListScreen"),
    ("escape", "ReadScreen"),
    ("r", "ListScreen"),
    ("escape", "ReadScreen"),
    ("x", "PickDialog"),
    ("escape", "ReadScreen"),
    ("l", "PickDialog"),
    ("escape", "ReadScreen"),
    ("h", "LineDialog"),
    ("escape", "ReadScreen"),
    ("a", "LineDialog"),
    ("escape", "ReadScreen"),
    ("escape", "CaseloadScreen"),
    ("enter", "ClientScreen"),
    ("T", "ReadScreen"),
    ("escape", "ClientScreen"),
    ("escape", "CaseloadScreen"),
    ("down", "CaseloadScreen"),
    ("enter", "ClientScreen"),
    ("T", "FormScreen"),
    ("escape", "ClientScreen"),
    ("escape", "CaseloadScreen"),
)
"""The same in a team of two, where something does not agree, the first client is shared and the second one is not."""


async def walk_team(driver: Driver, visit: Visit, card: Path, stick: Path) -> None:
    """To every screen of a team once; `card` and `stick` are files that came."""
    await _along(driver, visit, TEAM)
    await driver.press("T")
    await driver.at("ReadScreen")
    for key, file, screen in (("a", card, "SameCodeDialog"), ("i", stick, "ReadScreen")):
        await driver.press(key)
        await driver.at("LineDialog")
        await driver.type(f"{file}\n")
        await driver.at(screen)
        await driver.until(lambda: driver.here != "WorkingDialog", "what was looked at")
        await visit(f"T {key} {file.suffix[1:]}")
        await driver.press("i" if key == "i" else "2")
        await driver.at("ReadScreen")
        await driver.pilot.pause()
        await visit(f"T {key} {file.suffix[1:]} afterwards")
        await driver.press("escape")
        await driver.at("ReadScreen")


async def walk(driver: Driver, visit: Visit) -> None:
    """From the caseload to every screen once, those of the first day last."""
    await _along(driver, visit, (*CASELOAD, *CLIENT))
    await driver.press("escape")
    await driver.at("PassphraseDialog")
    await visit("PassphraseDialog")
    await driver.type(PASSPHRASE)
    for screen in ("ClientScreen", "CaseloadScreen"):
        await driver.press("enter" if screen == "ClientScreen" else "escape")
        await driver.at(screen)
    driver.app.post_message(BeginFirstDay())
    for screen, following in (("RhythmScreen", "BeginScreen"), ("BeginScreen", "CaseloadScreen")):
        await driver.at(screen)
        await driver.pilot.pause()
        await visit(screen)
        await driver.press("escape")
        await driver.at(following)


async def _along(driver: Driver, visit: Visit, way: Iterable[tuple[str, str]]) -> None:
    """Key by key, each stop once."""
    seen: set[str] = set()
    behind: list[str] = []
    for key, screen in way:
        await driver.press(key)
        await driver.at(screen)
        await driver.pilot.pause()
        behind = behind[:-1] if key == "escape" else [*behind, key]
        stop = " ".join(behind)
        if stop not in seen:
            seen.add(stop)
            await visit(stop)
